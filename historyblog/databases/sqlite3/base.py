"""Django's SQLite for a server: it waits briefly to be let in, and makes no new, empty file.

A connection is kept from one request to the next. What was opened is a file and no name, so before
each use it is seen whether the name still leads to it: a save into a file that a restored backup
has replaced would be lost.
"""

import sqlite3
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from historyblog.databases import circuit
from historyblog.databases.circuit import SILENCE, Guarded
from historyblog.databases.locks import serve_sqlite


class DatabaseWrapper(Guarded, base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        file = Path(params["database"]).absolute().as_uri()
        return params | {"database": f"{file}?mode=rw"}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection that has read the file, and waits longer for what comes."""
        serve_sqlite(self.settings_dict["NAME"])
        before = self._file()
        connection = super().get_new_connection(conn_params | {"timeout": SILENCE})
        self._patience = round(1000 * conn_params["timeout"])
        connection.execute(f"PRAGMA busy_timeout = {self._patience}")
        self._opened = before if before == self._file() else None
        return connection

    def is_usable(self) -> bool:
        """Whether the file is there, is the one that was opened, and lets somebody in soon."""
        if circuit.reason() or self._opened is None or self._opened != self._file():
            return False
        try:
            self.connection.execute(f"PRAGMA busy_timeout = {round(1000 * SILENCE)}")
            self.connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
            self.connection.execute(f"PRAGMA busy_timeout = {self._patience}")
        except sqlite3.Error:
            return False
        return True

    def _file(self) -> tuple[int, int] | None:
        """Return what tells one file from another, whatever its name; None where there is none."""
        try:
            found = Path(self.settings_dict["NAME"]).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
