import os
import resource
import sys
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

from historyblog import cache, server
from historyblog.databases import circuit
from historyblog.health import open_migrations
from historyblog.log_settings import of_granian
from historyblog.preflight import (
    PreflightError,
    address_of,
    become_server,
    env_file_warning,
    require_free,
    require_writable,
)
from historyblog.rolling.rollback import misfits, unknown_migrations
from posts import archives
from posts.images import files
from posts.management.commands.collectstatic import is_collected

MOST_CONNECTIONS = 8192
NOT_UP_TO_DATE = "The database is not up to date. Back it up, then run: manage.py migrate"
MOST_WORKERS = 8  # unless asked for: each takes memory, and connections to the database


class Command(BaseCommand):
    help = "Serves the site with the production server."
    # They ask the database, and have their turn in `_check`.
    requires_system_checks = ()

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
            default=min(os.cpu_count() or 1, MOST_WORKERS),
            help=f"processes (default: one for each core, at most {MOST_WORKERS})",
        )
        parser.add_argument(
            "--threads",
            type=_number,
            default=4,
            help="requests at once in each process, each with a connection to the database"
            " (default: 4)",
        )

        parser.add_argument(
            "--metrics-port",
            type=port_number,
            default=0,
            help="a port for Prometheus, of this machine alone (default: none)",
        )
        parser.add_argument(
            "--metrics-host",
            default="127.0.0.1",
            help="another address for it, which nobody else may reach (default: 127.0.0.1)",
        )

    def handle(
        self,
        *,
        host: str,
        port: int,
        workers: int,
        threads: int,
        metrics_host: str,
        metrics_port: int,
        **options: Any,
    ) -> None:
        if not settings.IS_SERVER:
            # Another command goes on as this one.
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve"]
            command += ["--host", host, "--port", str(port)]
            become_server([*command, "--workers", str(workers), "--threads", str(threads)])
        # Of a database that is away the command itself tells whoever starts it.
        circuit.log.disabled = True
        self._check((host, port), (metrics_host, metrics_port))
        circuit.log.disabled = False
        address = address_of(host, port)
        self.stdout.write(f"Serving on {address} and its /admin/. Stop with Ctrl-C.")
        self.stdout.flush()
        os.environ["SERVER_THREADS"] = str(threads)
        with server.offering_metrics(metrics_host, metrics_port):
            numbers = (str(port), str(workers), str(_most_connections()))
            server.main(host, *numbers, log_config=of_granian(settings.LOGGING))

    def _check(self, *places: tuple[str, int]) -> None:
        _require_file()
        self.check()
        if open_migrations():
            raise CommandError(NOT_UP_TO_DATE)
        self._look_at_newer_migrations()
        _require_static_files()
        try:
            if not settings.MEDIA_STORAGE:
                require_writable("MEDIA_ROOT", Path(settings.MEDIA_ROOT))
            for host, port in places:
                require_free(host, port)
        except PreflightError as error:
            raise CommandError(str(error)) from error
        self._tell_what_is_amiss()
        _take_statistics()

    def _look_at_newer_migrations(self) -> None:
        """Go on, after a rollback, with a database that newer code has only added to."""
        if unknown := ", ".join(unknown_migrations(MigrationLoader(connection))):
            if faults := "; ".join(misfits()):
                raise CommandError(
                    f"The database is of a newer release, which this code cannot serve: {faults}."
                    f" Start that release, or take {unknown} back with it: manage.py migrate."
                )
            self.stderr.write(f"The database is of a newer release, and fits: {unknown}.")

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


def _take_statistics() -> None:
    # Without them pages are slower at the worst: nobody waits for a database that is busy.
    with suppress(DatabaseError):
        archives.take_statistics(only_missing=True)
    # Workers are born with what stands open here.
    connections.close_all()


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


def _require_file() -> None:
    """Refuse to begin without SQLite's file, which a command makes and no server."""
    file = Path(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and file.parent.is_dir() and not file.exists():
        raise CommandError(NOT_UP_TO_DATE)


def _require_static_files() -> None:
    """Refuse to answer every page with an error; in debug mode files are found where they are."""
    if not settings.DEBUG and not is_collected():
        raise CommandError(
            f"{settings.STATIC_FOLDER} does not hold the static files of this version."
            " Run: manage.py collectstatic --noinput"
        )
