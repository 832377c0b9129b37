"""The databases that are measured: seeded posts, built once and kept for the next run.

They lie in `FOLDER`, one for each engine and number of posts, for as long as generator and
migrations stay what they are. `python -m benchmarks.corpus` is run within one by `Corpora`.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.postgres import PostgresMissing, Server, server_programs
from tests.project.test_serve import ROOT, environment, manage

ENGINES = ("sqlite", "postgresql")
FOLDER = Path(tempfile.gettempdir()) / f"historyblog-benchmarks-{os.getuid()}"
HOST = "blog.example.org"  # as in deploy/nginx.conf
SERVER = ("fsync=off", "shared_buffers=1GB", "jit=off")  # as docs/operators.md advises
HITS = {"100": (60, 140), "1,000": (700, 1300), "10,000": (6000, 9500), "more": (15_000, 10**9)}
QUIET = 10.0  # seconds between two lines of progress in a log
type Pages = dict[str, list[str]]  # addresses, by the kind of page


class Corpora:
    """The databases of one run."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self._server: Server | None = None
        manage(folder, "collectstatic", "--noinput", "--verbosity", "0").check_returncode()

    @property
    def postgres(self) -> Server:
        """The server, started when it is first needed."""
        if not self._server:
            home = self.folder / "postgres"
            options = [f"-k {home}", "-c listen_addresses=", *(f"-c {text}" for text in SERVER)]
            self._server = Server(home, " ".join(options))
            if not (self._server.data / "PG_VERSION").exists():
                shutil.rmtree(home, ignore_errors=True)
                home.mkdir()
                if os.geteuid() == 0:
                    shutil.chown(home, "postgres")
                self._server.init()
            self._server.stop()  # of a run that was killed
            self._stack.callback(self._server.stop)
            self._server.start()
        return self._server

    def environment(self, engine: str, name: str, **changes: str) -> dict[str, str]:
        """Return what a process on the database of this name needs."""
        url = f"sqlite:///{self._file(name)}"
        if engine == "postgresql":
            url = self.postgres.url.replace("/postgres?", f"/{name}?")
        own = {"DATABASE_URL": url, "SITE_URL": f"http://{HOST}", "REDIS_URL": ""}
        return environment(self.folder, **{**own, **changes})

    def pages(self, engine: str, posts: int) -> Pages:
        """Return addresses of a database, which is built unless it is there."""
        name = f"posts_{posts}"
        words = self.folder / f"{engine}-{name}.json"
        if not words.exists():
            self._empty(engine, name)
        command = [sys.executable, "-m", "benchmarks.corpus", str(posts), str(words)]
        own = self.environment(engine, name)
        done = subprocess.run(command, env=own, cwd=ROOT, stdout=subprocess.PIPE, check=True)
        found: Pages = json.loads(done.stdout)
        return found

    @contextmanager
    def copied(self, engine: str, posts: int) -> Iterator[str]:
        """Yield the name of a copy to write into; nobody else may have the original open."""
        self._empty(engine, "copied", f"posts_{posts}")
        try:
            yield "copied"
        finally:
            self._empty(engine, "copied")

    def _empty(self, engine: str, name: str, original: str = "template0") -> None:
        """Put nothing, or a copy of another, in the place of a database."""
        if engine == "postgresql":
            self.postgres.ask(f"DROP DATABASE IF EXISTS {name} (FORCE)")
            self.postgres.ask(f"CREATE DATABASE {name} TEMPLATE {original}")
            return
        for end in ("", "-journal"):
            Path(f"{self._file(name)}{end}").unlink(missing_ok=True)
        if self._file(original).exists():
            shutil.copy(self._file(original), self._file(name))

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"


@contextmanager
def corpora() -> Iterator[Corpora]:
    """Yield the databases of this run, alone; whatever an older generator made goes."""
    folder = FOLDER / _key()
    folder.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock, ExitStack() as stack:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"Another benchmark uses {FOLDER}: wait for its end.") from None
        for other in FOLDER.iterdir():
            if other.is_dir() and other != folder:
                shutil.rmtree(other)
        yield Corpora(folder, stack)


def engines_here(wanted: list[str] | None = None) -> list[str]:
    """Return the engines to measure; without a PostgreSQL server it says so."""
    engines = wanted or list(ENGINES)
    try:
        server_programs()
    except PostgresMissing:
        print("LEFT OUT PostgreSQL: sudo apt-get install postgresql", file=sys.stderr)
        engines = [engine for engine in engines if engine != "postgresql"]
    return engines


def measured(engine: str, posts: int, module: str, settings: str) -> dict[str, list[float]]:
    """Return what `module --inside` prints as JSON, told addresses of a copy of a database."""
    with corpora() as found:
        pages = found.pages(engine, posts)
        with found.copied(engine, posts) as name:
            # As in a server, whose connection to SQLite has less memory than a command's.
            own = {"SERVER_THREADS": "4", "DJANGO_SETTINGS_MODULE": settings}
            done = subprocess.run(
                [sys.executable, "-m", module, "--inside"],
                env=found.environment(engine, name, **own),
                cwd=ROOT,
                input=json.dumps(pages),
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
    figures: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _key() -> str:
    digest = hashlib.sha256(Path(__file__).with_name("generator.py").read_bytes())
    migrations = sorted((ROOT / "posts/migrations").glob("*.py"))
    digest.update("".join(path.name for path in migrations).encode())
    return digest.hexdigest()[:12]


def main(posts: int, words: Path) -> None:
    """Fill the database unless there are `words`; print addresses of it as JSON."""
    import django

    django.setup()
    if not words.exists():
        found = _filled(posts)
        words.write_text(json.dumps(found))
    _store_parts()
    tell("")
    from benchmarks.addresses import pages

    print(json.dumps(pages(posts, json.loads(words.read_text()))))


def _filled(posts: int) -> dict[str, list[str]]:
    """Return words to search for, by the number of stories that have them."""
    from django.core.management import call_command

    from benchmarks.generator import Generator
    from posts import archives

    call_command("migrate", verbosity=0)
    generator = Generator()
    for number in generator.write(posts):
        tell(f"{number} of {posts} posts written")
    archives.take_statistics()  # as an import does at its end
    bounds = HITS | {"some": (max(1, posts // 100), max(2, posts // 70))}
    return {name: sorted(generator.words_in(*bound)) for name, bound in bounds.items()}


def _store_parts() -> None:
    """Do at once what servers of this edition do by and by."""
    from posts import archives

    keys: list[Any] = list(archives.missing_parts().values_list("pk", flat=True))
    for at in range(0, len(keys), archives.PRINTED_AT_ONCE):
        archives.make_missing(keys[at : at + archives.PRINTED_AT_ONCE])
        tell(f"parts of {at} of {len(keys)} posts stored")
    if keys:
        archives.clear_other_editions()


def tell(text: str, again_at: list[float] = [0.0]) -> None:  # noqa: B006
    """Show how far it is: on a terminal in the place of what was told before, else now and then."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif text and time.monotonic() > again_at[0]:
        print(text, file=sys.stderr, flush=True)
        again_at[0] = time.monotonic() + QUIET  # what is told meanwhile is passed over


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
