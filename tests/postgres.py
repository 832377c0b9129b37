"""A PostgreSQL server for one run of the tests: in a temporary folder, on a socket only."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


class PostgresMissing(Exception):
    """No PostgreSQL server is installed here."""


def server_programs() -> Path:
    """Return the folder with `initdb` and `pg_ctl`; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=_version)
    if found:
        return found[-1].parent
    if on_path := shutil.which("pg_ctl"):
        return Path(on_path).resolve().parent
    raise PostgresMissing


def _version(program: Path) -> int:
    return int(program.parts[-3]) if program.parts[-3].isdigit() else 0


@contextmanager
def running_postgres(*settings: str) -> Iterator[str]:
    """Yield the DATABASE_URL of a fresh server, stopped and removed afterwards.

    `settings` are its own, as `shared_buffers=1GB`.
    """
    programs = server_programs()
    folder = Path(tempfile.mkdtemp(prefix="historyblog-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data, options = folder / "data", f"-k {folder} -c listen_addresses= -c fsync=off"
    options += "".join(f" -c {setting}" for setting in settings)
    try:
        _as_server(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        _as_server(
            programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"
        )
        try:
            yield f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"
        finally:
            _as_server(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_server(*command: object) -> None:
    """Run a server program as `postgres` when root, which the server refuses to run as."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")
