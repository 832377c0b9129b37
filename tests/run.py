"""Runs the suite on SQLite and on a PostgreSQL server of its own: `python -m tests.run`.

On SQLite everything runs, in Python's development mode; on PostgreSQL what an engine can change.
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

from tests.postgres import PostgresMissing, running_postgres

# Of a few chosen tests none may open a database, and then the second run has nothing to do.
NOTHING_CHOSEN = 5
# Who has nothing left to do takes tests from the other: some last half a minute.
SHARED = ("-n", "auto", "--dist", "worksteal")
# What a power cut would lose is no question of the tests.
CARELESS = ("synchronous_commit=off", "full_page_writes=off")
# Development mode also guards each piece of memory against faults of C code, of which there is none
# here, and takes a sixth longer for it.
WITHOUT_GUARDS = {"PYTHONMALLOC": "pymalloc"}
# The one without windows opens a page in a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def main(arguments: list[str]) -> int:
    long = "--long" in arguments
    chosen = [argument for argument in arguments if argument != "--long"]
    pytest = ["-m", "pytest", *SHARED, *chosen]
    if long:
        pytest += ["-m", "long", "-s"]
    missing = []
    if not any(shutil.which(name) for name in BROWSERS):
        missing.append("the browser tests: sudo apt-get install chromium")
    if not shutil.which("nginx"):
        missing.append("the proxy's tests: sudo apt-get install nginx")
    if not shutil.which("redis-server"):
        missing.append("a site on several machines: sudo apt-get install redis-server")
    with _compiled_once() as compiled:
        status = _run("SQLite", ["-X", "dev", *pytest], compiled | WITHOUT_GUARDS)
        try:
            with running_postgres(*CARELESS) as url:
                second = _run("PostgreSQL", pytest, compiled | {"DATABASE_URL": url})
                status = status or (0 if second == NOTHING_CHOSEN else second)
        except PostgresMissing:
            missing.append("the suite on PostgreSQL: sudo apt-get install postgresql")
    for what in missing:
        print(f"LEFT OUT {what}", file=sys.stderr)
    return status or int(bool(missing) and os.environ.get("CI") == "true")


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


def _run(name: str, command: list[str], environment: dict[str, str]) -> int:
    print(f"== The suite on {name}", flush=True)
    return subprocess.run(
        [sys.executable, *command], env={**os.environ, **environment}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
