"""Measures the site over HTTP, as shipped: `python -m benchmarks.site`.

By turns within one run wrk asks, over 16 connections, for some hundred addresses of the same seeded
posts: *kept* pages of nginx with our own pages as files (the control), of the site on each engine,
of the site behind `deploy/nginx.conf`, and of two applications that answer with ready bytes; then
pages that are *made*, without a page cache, beside a plain Django view of the same kind. It prints
medians of the rounds as a Markdown table, and draws them. On a busy machine nothing but the ratios
means something, and those little.

`--growth` compares other numbers of posts instead: see `benchmarks/growth.py`.
"""

import argparse
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import growth, servers
from benchmarks.chart import Bar, draw
from benchmarks.corpus import Corpora, Pages, corpora, engines_here, tell
from benchmarks.load import CONNECTIONS, Speed, Target, by_turns, memory, ratio, typical
from tests.project.test_serve import ROOT

KINDS = ("story", "category", "home", "search", "feed")
GZIP = "story in gzip"
ENGINE_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
NAMES = ("sqlite", "postgresql", "proxy", "wsgi", "rsgi", "made")
PICTURE, README = ROOT / "docs/images/speed.svg", ROOT / "README.md"
MARKS = ("<!-- benchmarks.site -->\n", "<!-- /benchmarks.site -->")
type Cell = tuple[str, str]  # who answers, and the kind of page
type Found = dict[Cell, list[Speed]]

CONTROL = "nginx, our pages as files"
ASKED = {name: f"Historyblog on {ENGINE_NAMES[name]}" for name in ENGINE_NAMES}
PROXY = "Historyblog behind deploy/nginx.conf"
READY = {"wsgi": "ready bytes, WSGI", "rsgi": "ready bytes, RSGI"}


@dataclass
class Run:
    """What has been started, and what to ask of it."""

    corpora: Corpora
    stack: ExitStack
    folder: Path
    posts: int
    engines: list[str]
    pages: Pages

    def __post_init__(self) -> None:
        self.at: dict[str, servers.Server] = {}
        self.targets: dict[Cell, Target] = {}

    def start(self, name: str, server: servers.Running, *kinds: str) -> None:
        tell(f"starting {name}")
        self.at[name] = found = self.stack.enter_context(server)
        for kind in kinds:
            self.add(name, kind, found)

    def add(self, name: str, kind: str, at: servers.Server, prefix: str = "") -> None:
        zipped = kind == GZIP
        paths = tuple(prefix + path for path in self.pages["story" if zipped else kind])
        port = at.gzip_port or at.port if zipped else at.port
        self.targets[name, kind] = Target(port, paths, "gzip" if zipped else "identity")

    def environment(self, engine: str, **changes: str) -> dict[str, str]:
        return self.corpora.environment(engine, f"posts_{self.posts}", **changes)

    def start_kept(self, only: set[str]) -> None:
        """Start all that answers with pages that are there already."""
        first = self.engines[0]
        own = {engine: servers.site(self.environment(engine)) for engine in self.engines}
        every = (*KINDS, GZIP)
        self.start(ASKED[first], own.pop(first), *every)
        behind = self.at[ASKED[first]]
        servers.lay_down(self.folder, {kind: self.pages[kind] for kind in KINDS}, behind)
        self.start(CONTROL, servers.files(self.folder), *every)
        if "proxy" in only:
            place = self.folder / "before"
            place.mkdir()
            self.start(PROXY, servers.proxy(place, behind), *every)
        for engine, server in own.items():
            self.start(ASKED[engine], server, *every)
        for interface, name in READY.items():
            if interface in only:
                self.start(name, servers.ready_bytes(self.folder, interface), *every)

    def start_made(self) -> None:
        """Start the site without its page cache, which has the plain views as well."""
        changes = {"PAGE_CACHE_MB": "0", "PAGES": str(self.folder)}
        changes["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        for engine in self.engines:
            name = made(engine)
            self.start(name, servers.site(self.environment(engine, **changes)), *KINDS)
            for kind in KINDS:
                self.add(plain(engine), kind, self.at[name], "/bare")

    def memory(self, name: str) -> str:
        """Return megabytes of who answers; those of PostgreSQL apart."""
        text = f"{memory(*self.at[name].processes):.0f}"
        if "PostgreSQL" in name:
            main = (self.corpora.postgres.data / "postmaster.pid").read_text().split()[0]
            text += f" + {memory(int(main)):.0f}"
        return text


def made(engine: str) -> str:
    return f"Historyblog on {ENGINE_NAMES[engine]}, nothing kept"


def plain(engine: str) -> str:
    return f"plain Django view on {ENGINE_NAMES[engine]}"


def main(arguments: list[str] | None = None) -> None:
    chosen = _options().parse_args(arguments)
    for program in ("wrk", "nginx"):
        if not shutil.which(program):
            raise SystemExit(f"{program} is not here: sudo apt-get install {program}")
    try:
        if chosen.growth:
            growth.main(chosen.posts, chosen.rounds, chosen.seconds)
        else:
            _measure(chosen)
    except KeyboardInterrupt:
        raise SystemExit("\nInterrupted; what was built is kept.") from None


def _options() -> argparse.ArgumentParser:
    first, _, rest = (__doc__ or "").partition("\n")
    options = argparse.ArgumentParser("python -m benchmarks.site", description=f"{first}{rest}")
    options.add_argument("--posts", type=int, default=10_000, help="default: 10000")
    options.add_argument("--rounds", type=int, default=3, help="default: 3")
    options.add_argument("--seconds", type=float, default=3, help="of each, in each round")
    options.add_argument("--only", default=",".join(NAMES), help=f"some of {','.join(NAMES)}")
    options.add_argument("--growth", action="store_true", help="POSTS against a tenth of them")
    options.add_argument("--write-readme", action="store_true", help="and the picture")
    return options


def _measure(chosen: argparse.Namespace) -> None:
    only = set(chosen.only.split(","))
    if unknown := only - set(NAMES):
        raise SystemExit(f"--only {','.join(sorted(unknown))}: known are {', '.join(NAMES)}")
    wanted = [name for name in ENGINE_NAMES if name in only] or ["sqlite"]
    with corpora() as found, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        engines = engines_here(wanted) or ["sqlite"]
        pages = [found.pages(engine, chosen.posts) for engine in engines]
        run = Run(found, stack, folder, chosen.posts, engines, pages[0])
        run.start_kept(only)
        if "made" in only:
            run.start_made()
        speeds = by_turns(run.targets, chosen.rounds, chosen.seconds)
        text = _report(run, speeds, chosen)
    print(text)
    if chosen.write_readme:
        PICTURE.write_text(draw(_bars(speeds)))
        shown = f"![Requests a second](docs/images/{PICTURE.name})"
        write_between(README, f"{shown}\n\n{text}")


def _report(run: Run, speeds: Found, chosen: argparse.Namespace) -> str:
    command = f"python -m benchmarks.site --posts {run.posts}"
    command += f" --rounds {chosen.rounds} --seconds {chosen.seconds:g}"
    machine = (
        f"{servers.CORES} cores ({_processor()}), {run.posts:,} posts, {CONNECTIONS} connections"
    )
    told = f"Medians of `{command}` on {machine}; ratios are those within a round.\n"
    return "\n".join((told, *_kept_table(run, speeds), *_made_table(run, speeds)))


def _kept_table(run: Run, speeds: Found) -> list[str]:
    others = (*KINDS[1:], GZIP)
    head = ("kept pages", "story/s", "of files", "p50 ms", "p99 ms", *others, "memory MB")
    lines = _head(head)
    for name in dict.fromkeys((CONTROL, *run.at)):
        if (name, GZIP) in speeds:
            story, of_files = speeds[name, "story"], _of(speeds, name, CONTROL)
            cells = [name, *_figures(story), *(of_files(kind) for kind in others), run.memory(name)]
            cells.insert(2, of_files("story"))
            lines.append(_line(cells))
    note = "The columns after p99 are times of the control too, GZIP with both answering in gzip."
    return [*lines, "", note.replace("GZIP", f"*{GZIP}*"), ""]


def _made_table(run: Run, speeds: Found) -> list[str]:
    lines = _head(("made pages", "a second", "p50 ms", "p99 ms", "plain view", "times as long"))
    for engine in run.engines:
        ours, others = made(engine), plain(engine)
        if (ours, "story") in speeds:
            of_plain = _of(speeds, others, ours)
            for kind in KINDS:
                usual = typical(speeds[others, kind]).a_second
                cells = [f"{kind}, {ENGINE_NAMES[engine]}", *_figures(speeds[ours, kind])]
                lines.append(_line([*cells, f"{usual:,.0f}", of_plain(kind)]))
    used = [f"{run.memory(name)} MB ({name})" for name in map(made, run.engines) if name in run.at]
    return [*lines, "", f"Memory: {'; '.join(used)}."] if used else []


def _of(speeds: Found, name: str, other: str) -> Callable[[str], str]:
    return lambda kind: f"{ratio(speeds[name, kind], speeds[other, kind]):.2f}"


def _figures(speeds: list[Speed]) -> list[str]:
    speed = typical(speeds)
    return [f"{speed.a_second:,.0f}", f"{speed.p50:.1f}", f"{speed.p99:.1f}"]


def _head(names: tuple[str, ...]) -> list[str]:
    return [_line(list(names)), _line(["---", *["---:"] * (len(names) - 1)])]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _bars(speeds: Found) -> dict[str, list[Bar]]:
    """Return what the picture shows: stories that are kept, and those that are made."""
    stories = [name for name, kind in speeds if kind == "story"]
    kept = [name for name in stories if (name, GZIP) in speeds]
    kept.sort(key=lambda name: name != CONTROL)
    panels = {"A kept story": kept, "A story that is made": [n for n in stories if n not in kept]}
    return {
        f"{title}, requests a second": [
            Bar(name, typical(speeds[name, "story"]).a_second, name.startswith("Historyblog"))
            for name in names
        ]
        for title, names in panels.items()
    }


def _processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else os.uname().machine


def write_between(file: Path, text: str) -> None:
    """Put a text between the marks of a file, in the place of what is there."""
    before, mark, rest = file.read_text().partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not (mark and end):
        raise SystemExit(f"{file.name} lacks the lines {MARKS[0].strip()} and {MARKS[1]}")
    file.write_text(f"{before}{mark}{text}\n{end}{after}")


if __name__ == "__main__":
    # As Ctrl-C does, so that whatever was started ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
