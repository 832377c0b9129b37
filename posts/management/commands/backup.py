from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from posts.exchange.console import Progress, plain_errors
from posts.exchange.out.backup import make_backup, path_at, verify

PICTURES_LOST = 3  # exit status


class Command(BaseCommand):
    help = "Writes the whole site, rows and pictures, into one file; the site may be served."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="the file to write; may hold a date, as site-%%Y-%%m-%%d.zip"
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="then delete older files of such a name, but for the latest N",
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help="restore it into a file beside it and compare every row; one that is there"
            " already is not made again",
        )

    def handle(self, *, file: Path, keep: int | None, **options: Any) -> None:
        progress, lost = Progress(self.stdout, "rows"), []
        with plain_errors():
            path = path_at(file, timezone.localtime())
            if not (options["verify"] and path.exists()):
                made = make_backup(file, keep=keep, tell=progress)
                progress.end()
                self.stdout.write(f"{made.path}: {made.rows} rows.")
                for old in made.removed:
                    self.stdout.write(f"Deleted {old}.")
                lost = made.lost
            if options["verify"]:
                rows = verify(path, progress)
                progress.end()
                self.stdout.write(f"{path} is whole: {rows} rows, each compared.")
        if lost:
            self.stderr.write(f"Lost before, and not in it: {', '.join(lost)}. See check_media.")
            raise SystemExit(PICTURES_LOST)
