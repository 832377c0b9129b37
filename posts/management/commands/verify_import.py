import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from posts.exchange.console import Progress, plain_errors
from posts.verification import (
    Fault,
    check_addresses,
    check_entries,
    check_posts,
    old_entries,
    read_addresses,
)

SOME_FAULTS = 3


class Command(BaseCommand):
    help = "Ask this site for what another had: its addresses, pictures, words and feed ids."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--urls",
            type=Path,
            action="append",
            default=[],
            metavar="PATH",
            help="the old addresses: a sitemap, a list, or the folder of the built site",
        )
        parser.add_argument("--site", default="", help="look at the posts of this site alone")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write a JSON report there")

    def handle(self, *, urls: list[Path], site: str, report: Path | None, **options: Any) -> None:
        with plain_errors():
            self.check()
            found = list(self._faults(urls, site))
        counts = Counter(fault.code for fault in found)
        for fault in found:
            self.stdout.write(str(fault))
        if report:
            told = [{"place": f.place, "code": f.code, "text": f.text} for f in found]
            report.write_text(json.dumps({"counts": counts, "faults": told}, ensure_ascii=False))
        names = ", ".join(f"{number} × {code}" for code, number in counts.most_common())
        self.stdout.write(f"Of {self._looked_at}: {names or 'nothing is missing'}.")
        if found:
            raise SystemExit(SOME_FAULTS)

    def _faults(self, urls: list[Path], site: str) -> Iterator[Fault]:
        addresses = chain.from_iterable(map(read_addresses, urls))
        entries = chain.from_iterable(old_entries(path) for path in urls if path.is_dir())
        parts: list[tuple[str, Iterable[list[Fault]]]] = [
            ("posts", check_posts(site)),
            ("addresses", check_addresses(addresses)),
            ("entries of feeds", check_entries(entries)),
        ]
        looked = []
        for name, each in parts:
            progress = Progress(self.stderr, name)
            for faults in each:
                yield from faults
                progress(1)
            looked.append(f"{progress.end()} {name}")
        self._looked_at = ", ".join(looked)
