"""Runs the suite on SQLite and then on a PostgreSQL of its own: `python -m tests.run`.

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
from contextlib import contextmanager
from dataclasses import dataclass

from tests.postgres import PostgresMissing, running_postgres

FAILED = 1
# Of a few chosen tests none may open a database, and then the second run has nothing to do.
NOTHING_CHOSEN = 5
# Who has nothing left to do takes tests from the other: some last half a minute.
SHARED = ("--dist", "worksteal", "-n", str(os.cpu_count() or 1))
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

    def run(self, *arguments: str) -> int:
        print(f"== The suite on {self.name}: {' '.join(arguments)}", flush=True)
        failed = f"cache_dir=.pytest_cache/{self.name}"
        command = [sys.executable, *self.python, "-m", "pytest", "-o", failed, *arguments]
        return subprocess.run(command, env={**os.environ, **self.environment}).returncode

    def again(self) -> int:
        """Return what becomes of the tests that failed, one after the other."""
        failed = ("--last-failed", "--last-failed-no-failures", "none")
        return self.run("-v", "--exitfirst", "-n", "0", *failed)


def main(arguments: list[str]) -> int:
    chosen = [argument for argument in arguments if argument != "--long"]
    if "--long" in arguments:
        chosen += ["-m", "long", "-s"]
    missing = _missing()
    with _compiled_once() as compiled:
        sqlite = Suite("SQLite", ("-X", "dev"), compiled | WITHOUT_GUARDS)
        failed = [_settled(sqlite, sqlite.run(*SHARED, *chosen))]
        try:
            with running_postgres(*CARELESS) as url:
                server = Suite("PostgreSQL", (), compiled | {"DATABASE_URL": url})
                failed.append(_settled(server, server.run(*SHARED, *chosen)))
        except PostgresMissing:
            missing.append("the suite on PostgreSQL: sudo apt-get install postgresql")
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
