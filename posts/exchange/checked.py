"""What every reader of a database's export or a folder of notes does last with a record."""

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from posts.dates import parse
from posts.exchange.date_inference import Signals, infer_date, names_year_of
from posts.exchange.errors import ExchangeError
from posts.exchange.fields import slug_words
from posts.exchange.record import Event, Message, Record
from posts.models import PATH_LENGTH, slug_from
from posts.rendering import (
    MAX_STORY_BYTES,
    RenderingError,
    clean_line,
    clean_text,
    without_controls,
)

MERGE: Final = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
UNMERGED: Final = "Marks of an unfinished merge stand in the text."
FIRST_YEAR_ON_THE_WEB: Final = 1990
LENGTHS: Final = {"title": 200, "description": 1000, "feed_id": 500, "ref": 500}
PATHS: Final = ("old_paths", "listed_paths", "guessed_paths")
NAME_LENGTH: Final = 80
TAG_LENGTH: Final = 100


def path_of(address: str, base: str = "") -> str:
    """Return the decoded path, below `base`, of an address as written: '' if it has none."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return ""
    return below(base, path) if path else ""


def below(base: str, path: str) -> str:
    return unicodedata.normalize("NFC", re.sub("/{2,}", "/", f"/{base}/{path}"))


def old_path(address: str) -> str:
    """Return `path_of(address)`, "" also for the site's first page and for one that climbs."""
    path = path_of(address)
    return path if path != "/" and ".." not in path.split("/") else ""


def checked(record: Record, line: int | None = None) -> Record:
    """Return `record`, written as its source has it, as the loader takes it.

    `publish_at` comes in the old site's zone. Raises ExchangeError for what cannot be stored.
    """
    if len(record.ref) > LENGTHS["ref"]:
        raise ExchangeError("too_long", f"Its name has over {LENGTHS['ref']} characters.", line)
    said: list[Message] = []
    try:
        record = _with_texts(record, line, said)
        record = _with_names(record, line, said)
    except RenderingError as error:
        raise ExchangeError("character", str(error), line) from error
    record = _with_addresses(_with_dates(record, line, said), line, said)
    return replace(record, messages=(*record.messages, *said))


def _with_texts(record: Record, line: int | None, said: list[Message]) -> Record:
    story = clean_text(without_controls(record.story)).strip("\n")
    require_size(story, line)
    if MERGE.search(story):
        said.append(Message(line, "merge", UNMERGED))
    wished = record.title or unquote(record.slug).replace("-", " ").capitalize()
    title = _line(wished) or "Untitled"
    if not record.title:
        said.append(Message(line, "no_title", f"There is no title; it is called “{title}”."))
    name = unquote(record.slug)
    slug = slug_from(slug_words(name)) or slug_from(slug_words(title))
    if not slug:
        slug = f"post-{hashlib.sha256(record.ref.encode()).hexdigest()[:8]}"
        said.append(Message(line, "slug", f"“{title}” makes no address: it is called {slug}."))
    texts: dict[str, Any] = {
        "title": title,
        "description": _line(record.description),
        "feed_id": record.feed_id,
    }
    for field, text in texts.items():
        if len(text) > LENGTHS[field]:
            told = f"Its {field} has {len(text):,} characters and was cut to {LENGTHS[field]:,}."
            said.append(Message(line, "too_long", told))
    texts = {field: text[: LENGTHS[field]].strip() for field, text in texts.items()}
    return replace(record, slug=slug, story=story, names_slug=bool(name), **texts)


def require_size(story: str, line: int | None) -> None:
    if (size := len(story.encode())) > MAX_STORY_BYTES:
        text = f"The story has {size:,} bytes; the most is {MAX_STORY_BYTES:,}. Split it."
        raise ExchangeError("too_large", text, line)


def _with_names(record: Record, line: int | None, said: list[Message]) -> Record:
    def within(names: Iterable[str], limit: int) -> tuple[str, ...]:
        plain = dict.fromkeys(filter(None, map(_line, names)))
        for name in plain:
            if len(name) > limit:
                text = f"“{name[:limit]}…” has over {limit} characters and is left out."
                said.append(Message(line, "too_long", text))
        return tuple(name for name in plain if len(name) <= limit)

    return replace(
        record,
        categories=within(record.categories, NAME_LENGTH),
        tags=within(record.tags, TAG_LENGTH),
    )


def plain(markup: str) -> str:
    """Return the words of `markup` as one line."""
    return " ".join(html.unescape(re.sub("<[^<>]*>", " ", markup)).split())


def _line(text: str) -> str:
    return clean_line(without_controls(html.unescape(text)))


def _with_dates(record: Record, line: int | None, said: list[Message]) -> Record:
    """Work out when it happened; a day before there were sites is that of what is told."""
    picture = record.hero.path.name if record.hero else ""
    prose = (record.description, record.story)
    told = parse(record.event.text, record.event.calendar) if record.event.text else None
    if record.is_page:
        date = None
    else:
        date = told or infer_date(Signals(record.title, prose, record.categories, picture))
    if date is None and not record.is_page:
        text = "No two signs agree on when it happened: an editor should give the date."
        said.append(Message(None, "no_event_date", text))
    kept = tuple(c for c in record.categories if not (date and names_year_of(c, date)))
    event = Event(date.as_typed, str(date)) if date and not told else record.event
    at, proposed = record.publish_at, ""
    if at and at.year < FIRST_YEAR_ON_THE_WEB:
        proposed = "" if date else parse(at.date().isoformat()).as_typed
        text = f"It is dated {at.date()}, before there were sites: not taken for a publish time."
        said.append(Message(line, "event_as_date", text))
        at = None
    at = at.astimezone(UTC) if at else None
    return replace(record, publish_at=at, event=event, proposed_event=proposed, categories=kept)


def _with_addresses(record: Record, line: int | None, said: list[Message]) -> Record:
    """Return the record with each old address once, where it is surest."""
    kept: dict[str, str] = {}
    for field in PATHS:
        for path in getattr(record, field):
            if path and (len(path) > PATH_LENGTH or not path.isprintable()):
                told = f"over {PATH_LENGTH} characters long or none: {path[:99]!a}"
                said.append(Message(line, "bad_address", f"An old address is {told}"))
            elif path:
                kept.setdefault(path, field)
    parts: dict[str, Any] = {n: tuple(p for p, own in kept.items() if own == n) for n in PATHS}
    return replace(record, **parts)
