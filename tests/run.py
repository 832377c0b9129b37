"""Runs the suite on SQLite and beside it on a PostgreSQL of its own: `python -m tests.run`.

On SQLite everything runs; on PostgreSQL what an engine can change, by fewer processes, and what
they print comes at the end. Tests wait for servers, browsers and clocks a quarter of their time,
so there are more processes than processors.
A test that fails is run once more, alone: many of them wait for servers and browsers, and a busy
machine can keep those too long. What fails alone as well has failed; what does not is named.
Without PostgreSQL, a browser, nginx or Redis those tests are left out and named at the end, with
the command that brings them; with CI=true they are required.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from tests.postgres import PostgresMissing, running_postgres

FAILED = 1
# Of a few chosen tests none may open a database, and then the second run has nothing to do.
NOTHING_CHOSEN = 5
PROCESSORS = os.cpu_count() or 1
# What a power cut would lose is no question of the tests.
CARELESS = ("synchronous_commit=off", "full_page_writes=off")
# The one without windows opens a page in a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@dataclass(frozen=True)
class Suite:
    name: str
    environment: dict[str, str]

    def run(self, *arguments: str, told: IO[bytes] | None = None) -> int:
        """Return pytest's status; what it prints goes to `told`, if that is given."""
        print(f"== The suite on {self.name}: {' '.join(arguments)}", flush=True)
        failed = f"cache_dir=.pytest_cache/{self.name}"
        command = [sys.executable, "-m", "pytest", "-o", failed, *arguments]
        environment = {**os.environ, **self.environment}
        return subprocess.run(command, env=environment, stdout=told, stderr=told).returncode

    def shared(
        self, *arguments: str, processes: int = PROCESSORS, told: IO[bytes] | None = None
    ) -> int:
        """Run tests in several processes: who has nothing left to do takes some from another."""
        return self.run("--dist", "worksteal", "-n", str(processes), *arguments, told=told)

    def again(self) -> int:
        """Return what becomes of the tests that failed, one after the other."""
        failed = ("--last-failed", "--last-failed-no-failures", "none")
        return self.run("-v", "--exitfirst", "-n", "0", *failed)


def main(arguments: list[str]) -> int:
    is_long = "--long" in arguments
    chosen = [argument for argument in arguments if argument != "--long"]
    chosen += ["-m", "long", "-s"] if is_long else []
    missing = _missing()
    with _compiled_once() as compiled:
        sqlite = Suite("SQLite", compiled)
        try:
            with running_postgres(*CARELESS) as url:
                run = _one_after_the_other if is_long else _side_by_side
                suites = (sqlite, Suite("PostgreSQL", compiled | {"DATABASE_URL": url}))
                statuses = list(map(_settled, suites, run(*suites, chosen)))
        except PostgresMissing:
            missing.append("the suite on PostgreSQL: sudo apt-get install postgresql")
            statuses = [_settled(sqlite, sqlite.shared(*chosen))]
    for what in missing:
        print(f"LEFT OUT {what}", file=sys.stderr)
    return max(statuses) or int(bool(missing) and os.environ.get("CI") == "true")


def _one_after_the_other(first: Suite, second: Suite, chosen: list[str]) -> list[int]:
    return [suite.shared(*chosen) for suite in (first, second)]


def _side_by_side(first: Suite, second: Suite, chosen: list[str]) -> list[int]:
    with ThreadPoolExecutor() as beside, tempfile.TemporaryFile() as told:
        other = beside.submit(second.shared, *chosen, processes=(PROCESSORS + 1) // 2, told=told)
        statuses = [first.shared(*chosen, processes=PROCESSORS + 1), other.result()]
        told.seek(0)
        print(f"== What the suite on {second.name} told", flush=True)
        shutil.copyfileobj(told, sys.stdout.buffer)
        sys.stdout.flush()
    return statuses


def _missing() -> list[str]:
    missing = []
    if not any(shutil.which(name) for name in BROWSERS):
        missing.append("the browser tests: sudo apt-get install chromium")
    if not shutil.which("nginx"):
        missing.append("the proxy's tests: sudo apt-get install nginx")
    if not shutil.which("redis-server"):
        missing.append("a site on several machines: sudo apt-get install redis-server")
    return missing


def _settled(suite: Suite, status: int) -> int:
    if status == NOTHING_CHOSEN:
        return 0
    if status != FAILED:
        return status
    print(f"== Once more, alone, what failed on {suite.name}", flush=True)
    again = suite.again()
    if not again:
        print("PASSED ALONE what is named above: look whether it waits long enough", flush=True)
    return again


@contextmanager
def _compiled_once() -> Iterator[dict[str, str]]:
    """Yield where the run's hundreds of processes find what the first of them has compiled.

    Who wants no such files beside the code has them in a folder that goes with the run.
    """
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="historyblog-compiled-") as folder:
        yield {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
