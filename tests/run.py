"""Runs the suite on SQLite and on a PostgreSQL server of its own: `python -m tests.run`.

On SQLite everything runs, in Python's development mode; on PostgreSQL what an engine can change.
Without PostgreSQL, a browser, nginx or Redis those tests are left out and named at the end, with
the command that brings them; with CI=true they are required.
"""

import os
import shutil
import subprocess
import sys

from tests.postgres import PostgresMissing, running_postgres

# Of a few chosen tests none may open a database, and then the second run has nothing to do.
NOTHING_CHOSEN = 5
# Who has nothing left to do takes tests from the other: some last half a minute.
SHARED = ("-n", "auto", "--dist", "worksteal")
# What a power cut would lose is no question of the tests.
CARELESS = ("synchronous_commit=off", "full_page_writes=off")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


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
    status = _run("SQLite", ["-X", "dev", *pytest], {})
    try:
        with running_postgres(*CARELESS) as url:
            second = _run("PostgreSQL", pytest, {"DATABASE_URL": url})
            status = status or (0 if second == NOTHING_CHOSEN else second)
    except PostgresMissing:
        missing.append("the suite on PostgreSQL: sudo apt-get install postgresql")
    for what in missing:
        print(f"LEFT OUT {what}", file=sys.stderr)
    return status or int(bool(missing) and os.environ.get("CI") == "true")


def _run(name: str, command: list[str], environment: dict[str, str]) -> int:
    print(f"== The suite on {name}", flush=True)
    return subprocess.run(
        [sys.executable, *command], env={**os.environ, **environment}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
