from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from posts.exchange import Loader, Reader, Report
from posts.exchange.console import Console, plain_errors
from posts.exchange.kinds import KINDS

SOME_REFUSED = 3


class Command(BaseCommand):
    help = "Bring in the posts of another site. Without --write nothing is stored, only reported."
    # The checks ask the database, so they run where its absence is told in plain words.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS), help="what made the site")
        parser.add_argument("path", type=Path, help="its folder, or the file of one post")
        parser.add_argument("--write", action="store_true", help="store what comes in")
        parser.add_argument(
            "--timezone",
            default="",
            metavar="ZONE",
            help="zone in which the old site was built (default: its own settings)",
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="write a JSON report there")

    def handle(self, *args: Any, **options: Any) -> None:
        with plain_errors():
            self.check()
            reader = KINDS[options["kind"]](options["path"], options["timezone"])
            with Report(str(options["path"]), options["report"]) as report:
                self._import(reader, report, write=options["write"])
        if report.counts["refused"]:
            raise SystemExit(SOME_REFUSED)

    def _import(self, reader: Reader, report: Report, *, write: bool) -> None:
        console = Console(self.stdout, self.stderr, total=len(reader))
        for outcome in Loader(write=write).outcomes(reader):
            report.add(outcome)
            console.show(outcome)
        console.finish(report.counts, reader.left_out, write=write)
