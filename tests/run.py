"""Runs the suite on SQLite and beside it on a PostgreSQL of its own: `python -m tests.run`.

On SQLite everything runs, in Python's development mode; on PostgreSQL what an engine can change.
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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO

from tests.postgres import PostgresMissing, running_postgres

FAILED = 1
# Of a few chosen tests none may open a database, and then the second run has nothing to do.
NOTHING_CHOSEN = 5
# Who has nothing left to do takes tests from the other: some last half a minute.
SHARED = ("--dist", "worksteal", "-n")
# What a power cut would lose is no question of the tests.
CARELESS = ("synchronous_commit=off", "full_page_writes=off")
# Development mode also guards each piece of memory against faults of C code, of which there is none
# here, and takes a sixth longer for it.
WITHOUT_GUARDS = {"PYTHONMALLOC": "pymalloc"}
# The one without windows opens a page in a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Suite:
    name: str
    python: tuple[str, ...]
    environment: dict[str, str]
    workers: int

    def start(self, *arguments: str, output: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        print(f"== The suite on {self.name}: {' '.join(arguments)}", flush=True)
        failed = f"cache_dir=.pytest_cache/{self.name}"
        command = [sys.executable, *self.python, "-m", "pytest", "-o", failed, *arguments]
        return subprocess.Popen(command, env={**os.environ, **self.environment}, stdout=output)

    def again(self) -> int:
        """Return what becomes of the tests that failed, one after the other."""
        failed = ("--last-failed", "--last-failed-no-failures", "none")
        return self.start("-v", "--exitfirst", "-n", "0", *failed).wait()


def main(arguments: list[str]) -> int:
    long = "--long" in arguments
    chosen = [argument for argument in arguments if argument != "--long"]
    if long:
        chosen += ["-m", "long", "-s"]
    missing = _missing()
    with _compiled_once() as compiled, ExitStack() as stack:
        cores = os.cpu_count() or 1
        suites = [Suite("SQLite", ("-X", "dev"), compiled | WITHOUT_GUARDS, cores)]
        try:
            url = stack.enter_context(running_postgres(*CARELESS))
            # Half of a test's time is spent in waiting for others.
            server = Suite("PostgreSQL", (), compiled | {"DATABASE_URL": url}, (cores + 1) // 2)
            suites.append(server)
        except PostgresMissing:
            missing.append("the suite on PostgreSQL: sudo apt-get install postgresql")
        # Figures of big runs are taken one after the other.
        statuses = (_in_turn if long else _side_by_side)(suites, chosen)
        failed = [_settled(*ended) for ended in zip(suites, statuses, strict=True)]
    for what in missing:
        print(f"LEFT OUT {what}", file=sys.stderr)
    return max(failed) or int(bool(missing) and os.environ.get("CI") == "true")


def _missing() -> list[str]:
    missing = []
    if not any(shutil.which(name) for name in BROWSERS):
        missing.append("the browser tests: sudo apt-get install chromium")
    if not shutil.which("nginx"):
        missing.append("the proxy's tests: sudo apt-get install nginx")
    if not shutil.which("redis-server"):
        missing.append("a site on several machines: sudo apt-get install redis-server")
    return missing


def _in_turn(suites: list[Suite], chosen: list[str]) -> list[int]:
    return [suite.start(*SHARED, str(suite.workers), *chosen).wait() for suite in suites]


def _side_by_side(suites: list[Suite], chosen: list[str]) -> list[int]:
    """Run all at once; what the first says is seen at once, what the others say after it."""
    with ExitStack() as stack:
        outputs = [stack.enter_context(tempfile.TemporaryFile()) for _ in suites[1:]]
        running = [
            suite.start(*SHARED, str(suite.workers), *chosen, output=output)
            for suite, output in zip(suites, [None, *outputs], strict=True)
        ]
        statuses = [process.wait() for process in running]
        for suite, output in zip(suites[1:], outputs, strict=True):
            print(f"== What the suite on {suite.name} said", flush=True)
            output.seek(0)
            shutil.copyfileobj(output, sys.stdout.buffer)
            sys.stdout.flush()
    return statuses


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
