from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from posts.exchange.console import Progress, plain_errors
from posts.exchange.out.jekyll import export
from posts.models import Post

SOME_FAULTS = 3
AT_ONCE = 100  # posts in memory


class Command(BaseCommand):
    help = "Writes all posts, drafts too, as the files of a site that another program reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["jekyll"], help="what is to read them")
        parser.add_argument("folder", type=Path, help="a new or an empty folder")

    def handle(self, *args: Any, **options: Any) -> None:
        posts, progress = Post.objects.order_by("pk"), Progress(self.stderr, "posts")
        faults: list[str] = []
        with plain_errors():
            for done in export(options["folder"], posts.iterator(chunk_size=AT_ONCE)):
                if isinstance(done, list):
                    faults = done
                    continue
                progress(1)
        self.stdout.write(f"{progress.end()} posts written to {options['folder']}")
        if faults:
            raise CommandError("\n".join(faults), returncode=SOME_FAULTS)
