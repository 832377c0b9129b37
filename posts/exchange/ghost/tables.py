"""The tables of an export, in which any row or value may be odd."""

import json
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final

from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.publish_dates import LAST_YEAR
from posts.exchange.record import Message
from posts.rendering import without_controls

MOST_BYTES: Final = 500_000_000

type Row = dict[str, Any]


def recognises(path: Path) -> bool:
    """Tell whether the file begins as an export of Ghost: JSON with its tables."""
    with path.open("rb") as stream:
        head = stream.read(65_536).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] == b"{" and any(name in head for name in (b'"db"', b'"posts"', b'"data"'))


def read_tables(path: Path) -> Row:
    if (size := path.stat().st_size) > MOST_BYTES:
        text = f"{path} has {size:,} bytes; the most is {MOST_BYTES:,}."
        raise ExchangeError("too_large", text)
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        text = f"{path}:{error.lineno}: the JSON is not whole: {error.msg}. Export it again."
        raise ExchangeError("json", text, error.lineno) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ExchangeError("json", f"{path} cannot be read as JSON: {error}.") from error
    for step in ("db", 0, "data"):
        within = found.get(step) if isinstance(found, dict) else None
        if isinstance(found, list) and found and step == 0:
            within = found[0]
        found = within if isinstance(within, dict | list) else found
    if not isinstance(found, dict) or not isinstance(found.get("posts"), list):
        raise ExchangeError("json", f"{path} has no table of posts: export the content anew.")
    return found


def rows_of(data: Row, table: str) -> list[Row]:
    found = data.get(table)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def text_of(row: Row | None, name: str) -> str:
    value = row.get(name) if row else None
    is_told = isinstance(value, str | int) and not isinstance(value, bool)
    return without_controls(str(value)).strip() if is_told else ""


def number_of(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def instant_of(row: Row, zone: tzinfo, said: list[Message]) -> datetime | None:
    """Return when it was published: milliseconds, or ISO 8601 in UTC where it says no other."""
    value = row.get("published_at") or ""
    try:
        if isinstance(value, int | float) or (isinstance(value, str) and value.isdecimal()):
            at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=float(value))
        elif not value:
            return None
        else:
            at = datetime.fromisoformat(value)
        if at.year > LAST_YEAR:
            raise ValueError
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone)
    except (ValueError, TypeError, OverflowError):
        said.append(Message(None, "date", f"published_at: “{value}” is not a time."))
        return None
