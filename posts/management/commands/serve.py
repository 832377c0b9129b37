import os
import resource
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from historyblog import cache
from historyblog.preflight import (
    PreflightError,
    address_of,
    env_file_warning,
    require_free,
    require_writable,
)
from posts import archives
from posts.images import files
from posts.management.commands.collectstatic import is_collected

MOST_CONNECTIONS = 8192
MOST_WORKERS = 8  # unless asked for: each takes memory, and connections to the database
# Of itself glibc keeps what a large picture took while it was read: after three of 38 megapixels a
# process held 180 MB more for good, after eight 680 MB. Blocks from this size, in bytes, go back.
GIVES_BACK_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1048576"}


class Command(BaseCommand):
    help = "Serves the site with the production server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            help="the address to listen on: 127.0.0.1 (default) for a proxy on this machine,"
            " 0.0.0.0 or :: for all",
        )
        parser.add_argument(
            "--port", type=port_number, default=8000, help="1 to 65535 (default: 8000)"
        )
        parser.add_argument(
            "--workers",
            type=_number,
            default=_workers(),
            help=f"processes (default: one for each core, at most {MOST_WORKERS})",
        )
        parser.add_argument(
            "--threads",
            type=_number,
            default=4,
            help="requests at once in each process, each with a connection to the database"
            " (default: 4)",
        )

    def handle(self, *, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        _require_migrations()
        _require_static_files()
        try:
            if not settings.MEDIA_STORAGE:
                require_writable("MEDIA_ROOT", Path(settings.MEDIA_ROOT))
            require_free(host, port)
        except PreflightError as error:
            raise CommandError(str(error)) from error
        self._tell_what_is_amiss()
        self._catch_up()
        address = address_of(host, port)
        self.stdout.write(f"Serving on {address} and its /admin/. Stop with Ctrl-C.")
        self.stdout.flush()
        os.execve(  # noqa: S606
            sys.executable,
            [
                *(sys.executable, "-m", "historyblog.server"),
                *(host, str(port), str(workers), str(_most_connections())),
            ],
            {**os.environ, **GIVES_BACK_MEMORY, "SERVER_THREADS": str(threads)},
        )

    def _tell_what_is_amiss(self) -> None:
        """Warn of what does not keep the site from being served."""
        if complaint := cache.complaint():
            self.stderr.write(
                f"REDIS_URL: {complaint} Until it answers pages take longer, without the cache."
            )
        if complaint := files.complaint():
            self.stderr.write(f"{complaint} Until it answers there are no pictures.")
        if told := env_file_warning(settings.BASE_DIR / ".env"):
            self.stderr.write(told)

    def _catch_up(self) -> None:
        """Enter what a server that died, or an upgrade, has left out of archives and search."""
        if behind := archives.stale():
            self.stdout.write(f"Bringing {len(behind)} posts into the archives and search.")
            archives.refresh_posts(behind)
        connection.close()


def _workers() -> int:
    return min(os.cpu_count() or 1, MOST_WORKERS)


def _most_connections() -> int:
    """Return how many clients may be connected, after asking for a file number for each.

    A shell allows 1,024 by itself, which as many idle clients would use up.
    """
    most, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < 2 * MOST_CONNECTIONS:
        most = 2 * MOST_CONNECTIONS
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return MOST_CONNECTIONS if most == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, most // 2)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ArgumentTypeError(f"{text!r} is no number from 1")
    return int(text)


def port_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65_536):
        raise ArgumentTypeError(f"{text!r} is no port: a number from 1 to 65535, such as 8000")
    return int(text)


def _require_migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "The database is not up to date. Back it up, then run: manage.py migrate"
        )


def _require_static_files() -> None:
    """Refuse to answer every page with an error; in debug mode files are found where they are."""
    if not settings.DEBUG and not is_collected():
        raise CommandError(
            f"{settings.STATIC_FOLDER} does not hold the static files of this version."
            " Run: manage.py collectstatic --noinput"
        )
