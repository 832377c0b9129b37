from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from posts import archives, search

INTERRUPTED = 130  # exit status


class Command(BaseCommand):
    help = (
        "Writes archives, search and the stored parts of pages anew from the posts and dossiers."
        " Run it again at will."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--stale", action="store_true", help="only posts that were saved and not indexed since"
        )

    def handle(self, *, stale: bool, **options: Any) -> None:
        posts = archives.stale() if stale else archives.every_post()
        dossiers = [] if stale else archives.every_dossier()
        if not stale:
            search.forget_terms()
        try:
            for done in self._refreshed(posts, dossiers):
                self.show(done, len(posts) + len(dossiers))
            self._print_pages(is_whole=not stale)
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. Readers find what there was before; run it again for the whole.",
                returncode=INTERRUPTED,
            ) from None
        search.tidy()
        self.stdout.write(f"Indexed {len(posts)} posts and {len(dossiers)} dossiers.")

    def _print_pages(self, *, is_whole: bool) -> None:
        """Make the parts of pages that are missing, and none but those of this release."""
        if is_whole:
            archives.clear_other_editions()
        keys = list(archives.missing_parts().values_list("pk", flat=True))
        for number, some in enumerate(batched(keys, archives.PRINTED_AT_ONCE), 1):
            archives.make_missing(some)
            self.show(min(number * archives.PRINTED_AT_ONCE, len(keys)), len(keys))

    def _refreshed(self, posts: Sequence[int], dossiers: Sequence[int]) -> Iterator[int]:
        done = 0
        for refresh, keys in (
            (archives.refresh_posts, posts),
            (archives.refresh_dossiers, dossiers),
        ):
            for some in batched(keys, archives.BATCH):
                refresh(some)
                done += len(some)
                yield done

    def show(self, done: int, number: int) -> None:
        """A line that rewrites itself; a file or a pipe gets the sum at the end only."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{done} of {number}", ending="\n" if done == number else "")
            self.stdout.flush()
