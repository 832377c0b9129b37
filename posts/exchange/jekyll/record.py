"""One file of a Jekyll site, read into a record."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from posts.exchange.checked import NAME_LENGTH, TAG_LENGTH
from posts.exchange.date_inference import names_year_of
from posts.exchange.errors import ExchangeError
from posts.exchange.fields import Fields
from posts.exchange.jekyll.body import Source, body_of
from posts.exchange.jekyll.front_matter import split
from posts.exchange.jekyll.markup import decoded
from posts.exchange.jekyll.own_fields import is_story_only
from posts.exchange.jekyll.post import PostReading
from posts.exchange.jekyll.site import PostFile, Site
from posts.exchange.record import Message, Record, Value
from posts.models import SLUG_LENGTH
from posts.rendering import MAX_STORY_BYTES, RenderingError, clean_text, without_controls

MOST_FILE_BYTES: Final = 4 * MAX_STORY_BYTES
# Fields that only a theme reads: kept, and not worth a word for every post.
QUIET: Final = frozenset({"layout"})


def read_post(file: PostFile, site: Site, messages: list[Message]) -> Record:
    """Return the record of `file`, telling in `messages` what an operator should know.

    Raises ExchangeError for a file that cannot come in.
    """
    raw = _read(file.path)
    front = split(_clean(raw, messages))
    messages.extend(front.messages)
    values = ({} if file.is_page else site.defaults_for(file.below)) | front.values
    fields = Fields(values, front.lines, messages)
    body = body_of(Source(file, site, values, front.body, front.body_line), messages)
    post = PostReading(file, site, fields, raw, body, front.body_line, messages)
    record = _with_company(_record(post), post)
    messages.extend(post.parts.messages)
    messages.sort(key=lambda message: message.line or 0)
    record = replace(record, messages=tuple(dict.fromkeys(messages)))
    return record if is_story_only(values) else decoded(record)


def _read(path: Path) -> str:
    """Return the text byte for byte, with its mark of order and its line ends."""
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            text = f"The file has {size:,} bytes; the most for a story is {MAX_STORY_BYTES:,}."
            raise ExchangeError("too_large", text)
        data = path.read_bytes()
    except OSError as error:
        raise ExchangeError("unreadable", f"It cannot be read: {error.strerror}.") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = f"The byte 0x{data[error.start]:02X} is not UTF-8: save the file as UTF-8."
        raise ExchangeError("encoding", text, line) from error


def _clean(raw: str, messages: list[Message]) -> str:
    """Return the text with line feeds and composed letters, without what nothing can store."""
    try:
        return clean_text(raw)
    except RenderingError as error:
        text = without_controls(raw.replace("\r\n", "\n").replace("\r", "\n"))
        messages.append(Message(_refused_line(raw), "control", f"Left out: {error}"))
    try:
        return clean_text(text)
    except RenderingError as error:
        raise ExchangeError("character", str(error), _refused_line(text)) from error


def _refused_line(raw: str) -> int:
    for number, line in enumerate(raw.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        try:
            clean_text(line)
        except RenderingError:
            return number
    return 1


def _record(post: PostReading) -> Record:
    """Return what is of this post alone."""
    event, date = post.event
    sure, listed, guessed = post.addresses
    _tell_name(post)
    return Record(
        ref=post.file.ref,
        other_refs=_other_refs(post.file),
        file_name=post.file.path.name if post.file.is_loose else "",
        raw=post.raw.replace("\0", ""),  # which no database stores
        title=post.title,
        slug=post.slug,
        names_slug="slug" in post.fields.values,
        undated=post.fields.boolean("undated", default=False),
        translation_of=post.fields.text("translation_of", SLUG_LENGTH),
        story=post.parts.story,
        description=post.description,
        closing_question=post.parts.closing_question,
        language=post.language,
        bullets=post.parts.bullets,
        is_draft=post.is_draft,
        publish_at=post.publish_at,
        feed_id=post.feed_id(sure[0] if sure else ""),
        event=event,
        proposed_event=post.proposed_event,
        categories=tuple(c for c in post.categories if not (date and names_year_of(c, date))),
        old_paths=sure,
        listed_paths=listed,
        guessed_paths=guessed,
        hero=post.hero,
        story_pictures=post.story_pictures,
        is_page=post.file.is_page,
    )


def _with_company(record: Record, post: PostReading) -> Record:
    """Add what is shared with other posts, and last what nobody has asked for."""
    return replace(
        record,
        places=post.fields.names("places", NAME_LENGTH, spaced=False),
        places_line=post.fields.line("places"),
        tags=_tags(post.fields),
        citations=post.citations,
        import_fields=_import_fields(post),
    )


def _tell_name(post: PostReading) -> None:
    if post.file.is_loose and not post.file.dated:
        text = "The file's name is not a date and a name, so no old address is known."
        post.say(None, "file_name", text)


def _other_refs(file: PostFile) -> tuple[str, ...]:
    """Return the name under which the same file may have come in alone before."""
    alone = f"jekyll:{Path(file.relative).name}"
    return () if alone == file.ref else (alone,)


def _tags(fields: Fields) -> tuple[str, ...]:
    several = fields.names("tags", TAG_LENGTH, commas=True)
    one = fields.names("tag", TAG_LENGTH, spaced=False, commas=True)
    return tuple(dict.fromkeys([*several, *one]))


def _import_fields(post: PostReading) -> dict[str, Value]:
    """Return what has no column: the categories as they stood, and the unknown fields."""
    written: dict[str, Value] = {
        name: post.fields.values[name]
        for name in ("categories", "category")
        if name in post.fields.values
    }
    only = written.get("categories", "") if "category" not in written else written
    return {"categories": only, "fields": post.fields.kept(QUIET)}
