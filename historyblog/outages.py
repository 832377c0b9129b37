"""What the machine refuses: failures that are no fault of the code, and what to say of them."""

import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.db import Error, InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from historyblog.databases.circuit import DatabaseAway


@dataclass(frozen=True)
class Outage:
    """Why nothing came of a request: for readers, and for who has sent something."""

    status: HTTPStatus
    seconds: int  # after which it is worth another try
    title: str | Promise
    remedy: str | Promise


AWAY: Final = Outage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    10,
    _("The archive cannot be reached just now."),
    _(
        "The database behind this site does not answer. Nothing is lost, and it is looked for all"
        " the time: please come back in a minute."
    ),
)
BUSY: Final = Outage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    5,
    _("The archive is busy just now."),
    _(
        "Others are writing at this very moment. Nothing is lost: please try again in a few"
        " seconds."
    ),
)
FULL: Final = Outage(
    HTTPStatus.INSUFFICIENT_STORAGE,
    60,
    _("The disk of this site takes no more."),
    _(
        "It is full, or it fails. What is stored already is safe. Whoever runs the site has to make"
        " room: please tell them, and come back then."
    ),
)

APART: Final = Outage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    10,
    _("The pictures cannot be reached just now."),
    _(
        "The store that keeps them does not answer. What is stored already is safe: please try"
        " again in a minute."
    ),
)
TAKEN: Final = Outage(
    HTTPStatus.CONFLICT,
    1,
    _("Somebody stored the same at this very moment."),
    _("Nothing of yours is stored. Send it again: you are told then what is taken by now."),
)

_OF_FILES: Final = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS), FULL),
    errno.EHOSTUNREACH: APART,
    **dict.fromkeys((errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM), BUSY),
}
_OF_SQLITE: Final = {
    **dict.fromkeys((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED), BUSY),
    sqlite3.SQLITE_FULL: FULL,
    # A disk that is full may refuse the journal before the file itself.
    sqlite3.SQLITE_IOERR: FULL,
    **dict.fromkeys(
        (
            *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM),
            *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB),
        ),
        AWAY,
    ),
}
_UNIQUE: Final = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
# SQLSTATE, or the two characters of its class.
_OF_POSTGRESQL: Final = {
    **dict.fromkeys(("08", "57P01", "57P02", "57P03"), AWAY),
    **dict.fromkeys(("53", "40", "55P03", "57014", "25006", "25P03", "25P04"), BUSY),
    **dict.fromkeys(("53100", "58030"), FULL),
    "23505": TAKEN,
}


def outage_of(error: BaseException | None) -> Outage | None:
    """Return what the machine refused that `error` comes from, None if it has another cause."""
    return next((found for each in _causes(error) if (found := _outage(each))), None)


def is_told(error: BaseException | None) -> bool:
    """Whether the log knows of it, since the database is known to be away."""
    return any(isinstance(each, DatabaseAway) for each in _causes(error))


def reason_of(error: BaseException) -> str:
    cause = next((each for each in _causes(error) if _outage(each)), error)
    return str(cause).partition("\n")[0]


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        seen.append(error)
        yield error
        error = error.__cause__ or error.__context__


def _outage(error: BaseException) -> Outage | None:
    if isinstance(error, DatabaseAway):
        return AWAY
    if isinstance(error, OSError):
        return _OF_FILES.get(error.errno or 0)
    if not isinstance(error, Error):
        return None
    return _of_database(error)


def _of_database(error: Error) -> Outage | None:
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0)
        return TAKEN if code in _UNIQUE else _OF_SQLITE.get(code & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state:
        return _OF_POSTGRESQL.get(state) or _OF_POSTGRESQL.get(state[:2])
    # A connection that broke off has no state to tell.
    return AWAY if isinstance(error, (InterfaceError, OperationalError)) else None
