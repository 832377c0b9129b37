"""Django's SQLite for a server: it waits briefly to be let in, and makes no new, empty file."""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from historyblog.databases.circuit import SILENCE, Guarded


class DatabaseWrapper(Guarded, base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        file = Path(params["database"]).absolute().as_uri()
        return params | {"database": f"{file}?mode=rw"}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection that has read the file, and waits longer for what comes."""
        connection = super().get_new_connection(conn_params | {"timeout": SILENCE})
        connection.execute(f"PRAGMA busy_timeout = {round(1000 * conn_params['timeout'])}")
        return connection
