from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from posts.exchange.console import Progress, plain_errors
from posts.exchange.out.restore import restore


class Command(BaseCommand):
    help = "Puts a backup in the place of all that the site has. Stop its servers first."
    # The database may be empty, or not there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what manage.py backup has written")
        parser.add_argument(
            "--replace", action="store_true", help="even if the site has posts or people already"
        )

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        progress = Progress(self.stdout, "rows")
        with plain_errors(asks=False):
            done = restore(file, replace=replace, tell=progress)
        progress.end()
        self.stdout.write(f"{done.rows} rows are back. The server makes the stored parts of pages.")
        for place in done.kept:
            self.stdout.write(f"What was there before is in {place}.")
