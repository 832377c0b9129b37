from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from posts import archives, search
from posts.images.rerender import rerender_dossiers, rerender_pages, rerender_posts
from posts.images.transparency import look_at, not_looked_at
from posts.models import Page

INTERRUPTED = 130  # exit status

type Step = tuple[Callable[[Collection[int]], list[str]], Sequence[int]]


class Command(BaseCommand):
    help = (
        "Writes the HTML of all texts anew, and archives, search and the stored parts of "
        "pages from it. Run it again at will."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--stale", action="store_true", help="only posts that were saved and not indexed since"
        )

    def handle(self, *, stale: bool, **options: Any) -> None:
        posts = archives.stale() if stale else archives.every_post()
        dossiers = [] if stale else archives.every_dossier()
        pictures = [] if stale else not_looked_at()
        if not stale:
            search.forget_terms()
        steps: list[Step] = [
            (look_at, pictures),
            (_refresh_posts if stale else _renew_posts, posts),
            (_renew_dossiers, dossiers),
            (rerender_pages, [] if stale else list(Page.objects.values_list("pk", flat=True))),
        ]
        try:
            for done in self._taken(steps):
                self.show(done, sum(len(keys) for _, keys in steps))
            self._print_pages(is_whole=not stale)
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. Readers find what there was before; run it again for the whole.",
                returncode=INTERRUPTED,
            ) from None
        search.tidy()
        archives.take_statistics()
        self.stdout.write(f"Indexed {len(posts)} posts and {len(dossiers)} dossiers.")

    def _print_pages(self, *, is_whole: bool) -> None:
        """Make the parts of pages that are missing, and none but those of this release."""
        if is_whole:
            archives.clear_other_editions()
        keys = list(archives.missing_parts().values_list("pk", flat=True))
        for number, some in enumerate(batched(keys, archives.PRINTED_AT_ONCE), 1):
            archives.make_missing(some)
            self.show(min(number * archives.PRINTED_AT_ONCE, len(keys)), len(keys))

    def _taken(self, steps: list[Step]) -> Iterator[int]:
        """Take each step for some of its keys at a time; yield how many are done in all."""
        done = 0
        for step, keys in steps:
            for some in batched(keys, archives.BATCH):
                for refused in step(some):
                    self.stderr.write(refused)
                done += len(some)
                yield done

    def show(self, done: int, number: int) -> None:
        """A line that rewrites itself; a file or a pipe gets the sum at the end only."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{done} of {number}", ending="\n" if done == number else "")
            self.stdout.flush()


def _refresh_posts(keys: Collection[int]) -> list[str]:
    archives.refresh_posts(keys)
    return []


def _renew_posts(keys: Collection[int]) -> list[str]:
    refused = rerender_posts(keys)
    archives.refresh_posts(keys)
    return refused


def _renew_dossiers(keys: Collection[int]) -> list[str]:
    refused = rerender_dossiers(keys)
    archives.refresh_dossiers(keys)
    return refused
