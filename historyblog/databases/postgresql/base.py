"""Django's PostgreSQL for a server: no statement waits for a database that has stopped answering.

A frozen server accepts connections and holds its tongue, and neither its own limits nor those of
TCP end that. So each wait wakes now and then, and asks after the database itself.
"""

import time
from collections.abc import Callable, Generator
from typing import Any, Final, Self

import psycopg
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import base

from historyblog.databases import circuit, locks

SUSPICIOUS: Final = 0.5  # seconds without an answer, after which somebody asks
# What a statement may take, and what it may wait for a row that another holds.
LIMITS: Final = "SET statement_timeout = '30s'; SET lock_timeout = '5s'"
LONGEST: Final = 35.0  # seconds; the server has ended a statement itself by then

type Waiting[T] = Generator[Any, Any, T]


class Connection(psycopg.Connection[Any]):
    alias = DEFAULT_DB_ALIAS

    def wait[T](self, gen: Waiting[T], interval: float = 0.1, timeout: float | None = None) -> T:
        try:
            return super().wait(_watched(gen, self._look), interval, timeout)
        except _Silent:
            # What it would still answer belongs to a question that nobody asks any more.
            self.pgconn.finish()
            raise

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Waiting[Self]:
        """Connect in less than the two seconds which are the least that psycopg takes."""
        return _watched(super()._connect_gen(conninfo), _of_connection)

    def _look(self, seconds: float) -> None:
        known = circuit.of(self.alias)
        if known.reason() or seconds > LONGEST:
            raise _Silent(known.reason() or f"no answer within {LONGEST:.0f} s")
        if seconds > SUSPICIOUS:
            known.suspect()


class _Silent(psycopg.OperationalError):
    pass


def _watched[T](gen: Waiting[T], look: Callable[[float], None]) -> Waiting[T]:
    """Pass on what `gen` waits for, and tell `look` how many seconds it has waited in vain."""
    began = time.monotonic()
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready:
                look(time.monotonic() - began)
            wanted = gen.send(ready)
    except StopIteration as end:
        answer: T = end.value
        return answer


def _of_connection(seconds: float) -> None:
    if seconds > circuit.SILENCE:
        raise psycopg.OperationalError(f"no answer within {circuit.SILENCE:.0f} s")


class DatabaseWrapper(circuit.Guarded, base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        connection = Connection.connect(**conn_params)
        connection.alias = self.alias
        if self.alias == DEFAULT_DB_ALIAS and not locks.serve_postgresql(connection):
            connection.close()
            raise psycopg.OperationalError(locks.RESTORED)
        return connection

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self.connection.execute(LIMITS)

    def is_usable(self) -> bool:
        return not circuit.of(self.alias).reason() and super().is_usable()
