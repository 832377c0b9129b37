"""Measures a move from one engine to the other: `python -m benchmarks.backup [POSTS]`.

Backs a site on SQLite up, and restores it on each engine: seconds of wall clock, and the most
memory that the command took, in MB.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import corpora, engines_here
from tests.project.test_serve import ROOT


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("posts", nargs="?", type=int, default=10_000)
    posts = options.parse_args().posts
    with corpora() as found, TemporaryDirectory(dir=found.folder) as folder:
        found.pages("sqlite", posts)
        file = Path(folder) / "site.zip"
        _measure("backup", file, env=found.environment("sqlite", f"posts_{posts}"))
        for engine in engines_here():
            found._empty(engine, "restored")
            own = found.environment(engine, "restored", MEDIA_ROOT=f"{folder}/{engine}")
            _measure("restore", file, env=own)
            found._empty(engine, "restored")


def _measure(*command: object, env: dict[str, str]) -> None:
    began = time.monotonic()
    words = [sys.executable, "manage.py", *map(str, command)]
    process = subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, f"{command[0]} failed"
    engine = env["DATABASE_URL"].partition(":")[0]
    seconds = time.monotonic() - began
    print(f"{command[0]:<8} {engine:<11} {seconds:8.1f} s {used.ru_maxrss / 1024:6.0f} MB")


if __name__ == "__main__":
    main()
