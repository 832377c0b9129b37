from argparse import ArgumentTypeError
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from posts.exchange import ExchangeError, Loader, Options, Outcome, Reader, Report, runs
from posts.exchange.console import EACH_WHOLE, Console, plain_errors
from posts.exchange.kinds import KINDS, guess, refuse_other
from posts.exchange.undo import undone

SOME_REFUSED = 3
GUESS = "guess"
UNDO = "take back what the last run brought, or that one, and nobody has touched since"
ALSO = "bring in a collection as posts; may be given several times"


class Command(BaseCommand):
    help = (
        "Bring in the posts of another site. Without --write nothing is stored, only reported."
        " `import_posts guess PATH` says what a path holds and which command to run."
    )
    # The checks ask the database, so they run where its absence is told in plain words.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add = partial(parser.add_argument, default="")
        parser.add_argument("kind", choices=[*sorted(KINDS), GUESS], help="what made the site")
        parser.add_argument(
            "paths", type=Path, nargs="+", help="its folder or files", metavar="path"
        )
        parser.add_argument("--write", action="store_true", help="store what comes in")
        parser.add_argument(
            "--undo", type=_run_named, nargs="?", const=runs.LAST, metavar="RUN|all", help=UNDO
        )
        parser.add_argument("--media", type=Path, metavar="DIR|ZIP", help="where its pictures lie")
        add("--site", metavar="NAME", help="what to call the site (default: its address)")
        parser.add_argument(
            "--collection", action="append", dest="collections", metavar="NAME", help=ALSO
        )
        zone = "zone in which the old site was built (default: its own settings)"
        add("--timezone", metavar="ZONE", help=zone)
        parser.add_argument("--report", type=Path, metavar="FILE", help="write a JSON report there")

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = options["paths"]
        if options["kind"] == GUESS:
            self._guess(paths)
            return
        told = {name: options[name] for name in ("media", "site", "timezone")}
        with plain_errors(EACH_WHOLE):
            self.check()
            for path in paths:
                refuse_other(options["kind"], path)
            asked = Options(tuple(paths), collections=tuple(options["collections"] or ()), **told)
            reader = KINDS[options["kind"]](asked)
            source = " ".join(map(str, paths))
            with Report(source, options["report"], site=reader.site) as report:
                self._run(reader, report, options)
        if report.counts["refused"]:
            raise SystemExit(SOME_REFUSED)

    def _guess(self, paths: Iterable[Path]) -> None:
        with plain_errors():
            for path in paths:
                kind, words = guess(path)
                self.stdout.write(f"{path}: {words}.")
                self.stdout.write(f"Run: manage.py import_posts {kind} {path}")

    def _run(self, reader: Reader, report: Report, options: dict[str, Any]) -> None:
        console = Console(self.stdout, self.stderr, total=len(reader))
        write: bool = options["write"]
        if options["undo"]:
            self._undo(reader.site, report, console, options)
            console.finish(report, reader.left_out, write=write)
            return
        run = runs.begin(options["kind"], report) if write else None
        loader = Loader(write=write, site=reader.site, run=run.pk if run else None)
        _tell(loader.outcomes(reader), report, console)
        report.account(reader, loader.found)
        console.finish(report, reader.left_out, write=write)
        if run:
            runs.end(run, report)
            self.stdout.write(f"This was run {run.pk}; the desk keeps what it told.")

    def _undo(self, site: str, report: Report, console: Console, options: dict[str, Any]) -> None:
        kind, write = options["kind"], options["write"]
        if not site:
            raise ExchangeError("site", "Name the site to take back with --site.")
        run = runs.run_to_undo(kind, site, options["undo"])
        _tell(undone(kind, site, run, write=write), report, console)
        if write:
            runs.mark_undone(kind, site, run)


def _tell(outcomes: Iterable[Outcome], report: Report, console: Console) -> None:
    for outcome in outcomes:
        report.add(outcome)
        console.show(outcome)


def _run_named(text: str) -> str:
    """Return `text`; raises ArgumentTypeError for what is no run, such as a path."""
    if text not in (runs.LAST, runs.ALL) and not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"{text!a} is neither the number of a run nor “all”: put it last.")
    return text
