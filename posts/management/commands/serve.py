import os
import resource
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from posts import archives
from posts.management.commands.collectstatic import is_collected

HEADER_SECONDS = 10
MOST_CONNECTIONS = 8192


class Command(BaseCommand):
    help = "Serves the site with the production server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument(
            "--threads", type=int, default=4, help="requests at once, each with a connection"
        )

    def handle(self, *, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        self._require_migrations()
        _require_static_files()
        _require_free(host, port)
        self._catch_up()
        self.stdout.write(f"Serving on http://{host}:{port}/ and its /admin/. Stop with Ctrl-C.")
        self.stdout.flush()
        granian = str(Path(sys.executable).parent / "granian")
        os.execve(  # noqa: S606
            granian,
            [
                *(granian, "--interface", "rsgi", "--host", host, "--port", str(port)),
                # No limit of time holds for a request's head that comes by HTTP/2.
                *("--http", "1", "--http1-header-read-timeout", str(1000 * HEADER_SECONDS)),
                *("--workers", str(workers), "--backlog", "1024"),
                *("--backpressure", str(_most_connections())),
                *("--log-level", "warning", "--no-ws", "historyblog.rsgi:application"),
            ],
            {**os.environ, "SERVER_THREADS": str(threads)},
        )

    def _require_migrations(self) -> None:
        try:
            executor = MigrationExecutor(connection)
        except OperationalError as error:
            raise CommandError(
                f"The database does not answer: {str(error).strip()}. Check DATABASE_URL."
            ) from error
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(
                "The database is not up to date. Back it up, then run: manage.py migrate"
            )

    def _catch_up(self) -> None:
        """Enter what a server that died, or an upgrade, has left out of archives and search."""
        if behind := archives.stale():
            self.stdout.write(f"Bringing {len(behind)} posts into the archives and search.")
            archives.refresh_posts(behind)
        connection.close()


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


def _require_static_files() -> None:
    """Refuse to answer every page with an error; in debug mode files are found where they are."""
    if not settings.DEBUG and not is_collected():
        raise CommandError(
            f"{settings.STATIC_ROOT} does not hold the static files of this version."
            " Run: manage.py collectstatic --noinput"
        )


def _require_free(host: str, port: int) -> None:
    """Refuse a taken port, which the server would share and steal requests from."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As every server does, so that a port in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"{host}:{port} cannot be used: {error.strerror}. Try --port {port + 1}"
            raise CommandError(message) from error
