"""Whether a database is known to be away: nobody then waits for it, and one thread looks for it.

`reason()` of the primary is for whoever would rather answer without it.
"""

import logging
import time
from threading import Lock, Thread
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections

PAUSE: Final = 0.5  # seconds between two attempts to reach a database that is away
SILENCE: Final = 1.0  # seconds that a database may take to let somebody in
log = logging.getLogger(__name__)
_TOLD: Final = {
    DEFAULT_DB_ALIAS: ("The database", "pages say so"),
    "replica": ("The replica", "pages are read from the primary"),
}


class DatabaseAway(OperationalError):
    """Raised in place of an attempt that is known to fail."""


class Circuit:
    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._lock = Lock()
        self._reason = ""
        self._is_watched = False
        self._suspected_at = 0.0

    def reason(self) -> str:
        """Return why the database is known to be away, in one line; nothing while it answers."""
        return self._reason

    def open(self, error: Exception) -> None:
        """Answer nobody with the database before it is back."""
        with self._lock:
            is_new, self._reason = not self._reason, one_line(error)
        if is_new:
            who, then = _TOLD.get(self._alias, _TOLD[DEFAULT_DB_ALIAS])
            log.error("%s is away: %s. Until it answers, %s.", who, self._reason, then)
        self._find_out()

    def suspect(self) -> None:
        """Find out whether the database answers, but not without end."""
        if time.monotonic() - self._suspected_at > PAUSE:
            self._suspected_at = time.monotonic()
            self._find_out()

    def _find_out(self) -> None:
        with self._lock:
            is_needed, self._is_watched = not self._is_watched, True
        if is_needed:
            Thread(target=self._watch, name="database", daemon=True).start()

    def _watch(self) -> None:
        while error := _attempt(self._alias):
            self.open(error)
            time.sleep(PAUSE)
        with self._lock:
            was_away, self._reason = self._reason, ""
            self._is_watched = False
        if was_away:
            log.error("%s answers again.", _TOLD.get(self._alias, _TOLD[DEFAULT_DB_ALIAS])[0])


_circuits: dict[str, Circuit] = {}


def of(alias: str) -> Circuit:
    return _circuits.setdefault(alias, Circuit(alias))


reason = of(DEFAULT_DB_ALIAS).reason


def one_line(error: Exception) -> str:
    # What follows an indent is PostgreSQL's guess at a remedy.
    return " ".join(str(error).split("\n\t")[0].split()).rstrip(".")


def _attempt(alias: str) -> Exception | None:
    """Return why no connection can be made, None if one can."""
    wrapper: Any = connections.create_connection(alias)
    try:
        with wrapper.wrap_database_errors:
            wrapper.connect_anyway()
        wrapper.close()
    except DatabaseError as error:
        return error
    return None


class Guarded:
    """What both engines add to Django's: no attempt to connect while the circuit is open."""

    def connect(self: Any) -> None:
        circuit = of(self.alias)
        if circuit.reason():
            raise DatabaseAway(circuit.reason())
        try:
            with self.wrap_database_errors:
                self.connect_anyway()
        except DatabaseError as error:
            circuit.open(error)
            raise DatabaseAway(one_line(error)) from error

    def connect_anyway(self) -> None:
        super().connect()  # type: ignore[misc]
