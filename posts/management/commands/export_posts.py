from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from posts.exchange.console import plain_errors
from posts.exchange.out.jekyll import export
from posts.models import Post

SOME_FAULTS = 3
STEP = 100  # posts between two looks at the terminal


class Command(BaseCommand):
    help = "Writes all posts, drafts too, as the files of a site that another program reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["jekyll"], help="what is to read them")
        parser.add_argument("folder", type=Path, help="a new or an empty folder")

    def handle(self, *args: Any, **options: Any) -> None:
        posts, number = Post.objects.order_by("pk"), 0
        faults: list[str] = []
        with plain_errors():
            total = posts.count()
            for done in export(options["folder"], posts.iterator(chunk_size=STEP)):
                if isinstance(done, list):
                    faults = done
                    continue
                number += 1
                if self.stderr.isatty() and (number % STEP == 0 or number == total):
                    self.stderr.write(f"\r{number} of {total} posts", ending="")
        self.stdout.write(f"{number} posts written to {options['folder']}")
        if faults:
            raise CommandError("\n".join(faults), returncode=SOME_FAULTS)
