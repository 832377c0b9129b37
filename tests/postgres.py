"""A PostgreSQL server for one run of the tests: in a temporary folder, on a socket only."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg


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


class Server:
    """A server that can be stopped, started, frozen and thawed."""

    def __init__(self, folder: Path, options: str) -> None:
        self.folder, self.data, self._options = folder, folder / "data", options
        self._programs = server_programs()
        self.url = f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"

    def init(self) -> None:
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8")

    def copy_of(self, primary: "Server") -> None:
        """Become a streaming replica; `start` then begins to follow."""
        _as_server(
            self._programs / "pg_basebackup",
            *("-h", primary.folder, "-U", "postgres", "-D", self.data),
            *("-R", "-X", "stream", "-c", "fast"),
        )

    def promote(self) -> None:
        self._run("pg_ctl", "-w", "promote")

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        self._run("pg_ctl", "-w", "-l", self.folder / "log", "-o", self._options, "start")

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def freeze(self) -> None:
        for pid in self._processes():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self._processes():
            os.kill(pid, signal.SIGCONT)

    def _processes(self) -> list[int]:
        main = (self.data / "postmaster.pid").read_text().split()[0]
        command = ["ps", "-o", "pid=", "--pid", main, "--ppid", main]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        return [int(pid) for pid in found.stdout.split()]

    def _run(self, program: str, *arguments: object) -> None:
        _as_server(self._programs / program, "-D", self.data, *arguments)


@contextmanager
def running_server(*settings: str, primary: Server | None = None) -> Iterator[Server]:
    """Yield a fresh server, stopped and removed afterwards; `settings` are its own.

    With `primary` it is a streaming replica of that.
    """
    server_programs()
    folder = Path(tempfile.mkdtemp(prefix="historyblog-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    server = Server(folder, options + "".join(f" -c {setting}" for setting in settings))
    try:
        if primary:
            server.copy_of(primary)
        else:
            server.init()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_postgres(*settings: str) -> Iterator[str]:
    """Yield the DATABASE_URL of a fresh server; `settings` are its own, as `shared_buffers=1GB`."""
    with running_server(*settings) as server:
        yield server.url


def _as_server(*command: object) -> None:
    """Run a server program as `postgres` when root, which the server refuses to run as."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")
