import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from historyblog.databases.circuit import one_line


@contextmanager
def plain_database_errors() -> Iterator[None]:
    """Leave with one line where the database cannot be reached, whatever the command."""
    try:
        yield
    except DatabaseError:
        reason = unreachable()
        if not reason:
            raise
        sys.exit(f"The database does not answer: {reason}. Check DATABASE_URL.")


def unreachable() -> str:
    """Return why no connection can be made, in one line; nothing if one can."""
    connection.close()
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = one_line(error)
        is_file = connection.vendor == "sqlite"
        return f"{connection.settings_dict['NAME']}: {reason}" if is_file else reason
    return ""
