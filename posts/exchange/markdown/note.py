"""One file of Markdown, read into a record."""

import os
import re
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from posts.dates import HistoricalDateError, parse
from posts.exchange.checked import checked, old_path
from posts.exchange.errors import ELSEWHERE, ExchangeError, elsewhere, missing_picture
from posts.exchange.fields import Fields, told_language
from posts.exchange.jekyll.kramdown import as_markdown
from posts.exchange.jekyll.markup import without_comments
from posts.exchange.jekyll.publish_dates import read_publish_date
from posts.exchange.markdown.front import front_of, read_text
from posts.exchange.markdown.markup import Markup
from posts.exchange.markdown.site import MarkdownSite, Note
from posts.exchange.record import Event, Message, PictureFile, Record, StoryPicture, Value
from posts.exchange.story_pictures import picture_addresses

DATES: Final = ("date", "publishdate", "publishDate", "pubDate", "created", "date created")
PICTURES: Final = ("image", "cover", "featured_image", "featuredImage", "images", "thumbnail")
NOWHERE: Final = re.compile(r"(?!)")  # The host of a folder is not known.
QUIET: Final = frozenset({"layout", "type", "weight", "lastmod", "modified", "cssclasses"})


def read_note(note: Note, site: MarkdownSite, said: list[Message]) -> Record:
    """Return the record of a file; raises ExchangeError for one that cannot come in."""
    if note.path.is_symlink() and not note.path.resolve().is_relative_to(site.root.resolve()):
        raise ExchangeError("symlink", "This is a link to a file outside, which is not followed.")
    if note.ref != f"markdown:{note.relative}":
        raise ExchangeError("unreadable", "Its name holds what is no text: rename it.")
    raw, text = read_text(note.path, said)
    front = front_of(text)
    said += front.messages
    fields = Fields(front.values, front.lines, said)
    written = _story(note, site, front.body, front.body_line, said)
    story, heading = _without_title(written, fields)
    record = checked(_record(note, site, fields, story, heading))
    return replace(record, raw=raw, messages=(*said, *record.messages))


def _record(note: Note, site: MarkdownSite, fields: Fields, story: str, heading: str) -> Record:
    at = _instant(note, site, fields)
    shown = [fields.boolean(name, default=True) for name in ("published", "publish")]
    marked = fields.boolean("draft", default=False) or not all(shown)
    slug = fields.text("slug", 300)
    sure, guessed = _addresses(note, site, fields, slug, at)
    listed = fields.names("aliases", 2000, spaced=False)
    return Record(
        ref=note.ref,
        raw="",
        title=fields.text("title", 1000) or heading or note.dated[1].replace("-", " "),
        slug=slug or note.dated[1],
        story=story,
        description=fields.prose("description", 5000) or fields.prose("summary", 5000),
        language=fields.language(
            told_language([(site.text("languagecode"), None)], fields.messages)
        ),
        is_draft=marked or (at is None and not note.is_page),
        publish_at=at,
        feed_id=fields.text("guid", 500) or fields.text("id", 500),
        event=_event(fields),
        categories=_names(fields, "categories", "category"),
        tags=tuple(x.lstrip("#") for x in _names(fields, "tags", "tag", "keywords")),
        places=fields.names("places", 80, spaced=False),
        old_paths=() if marked or (at is None and not note.is_page) else sure,
        listed_paths=tuple(old_path(each) for each in listed if "/" in each),
        guessed_paths=guessed,
        hero=_hero(note, site, fields),
        story_pictures=tuple(
            StoryPicture(written, picture)
            for written in picture_addresses(story)
            if (picture := _found(note, site, written, {}, fields.messages))
        ),
        import_fields=_rest(fields),
        is_page=note.is_page,
    )


def _instant(note: Note, site: MarkdownSite, fields: Fields) -> datetime | None:
    """Return the time of a field, else the day in the name, else that of the first commit."""
    written = [(name, fields.text(name, 60)) for name in DATES]
    found = [*written, ("", note.dated[0])]
    for name, text in found:
        try:
            if text:
                return read_publish_date(text).instant(site.zone).astimezone(site.zone)
        except ExchangeError as error:
            fields.say(name, error.code, f"{error} It was looked for elsewhere.")
    if committed := site.first_commits.get(str(note.path.resolve())):
        return datetime.fromisoformat(committed).astimezone(site.zone)
    if note.is_page:
        return None
    text = "There is no date in a field, the name or git, so it comes in as a draft."
    fields.say("", "no_date", text)
    return None


def _addresses(
    note: Note, site: MarkdownSite, fields: Fields, slug: str, at: datetime | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paths that are sure, and those that give way to another post's."""
    named = [fields.text("url", 2000), fields.text("permalink", 2000)]
    own = [old_path(each) for each in named if each and "{" not in each]
    made = site.address(note, slug, at)
    if own or site.is_hugo:
        return tuple(own or [made]), (site.address(note),)
    return (), (made,)


def _story(note: Note, site: MarkdownSite, body: str, line: int, said: list[Message]) -> str:
    def resolve(name: str) -> str:
        found = site.note(name, note)
        return site.address(found) if found else ""

    body, comments = without_comments(body)
    if comments:
        said.append(Message(line, "comment", f"Comments are left out of the story: {comments}."))
    markup = Markup(resolve)
    story = markup.plain(body)
    for code, names, told in (
        ("shortcode", markup.unknown, "A shortcode that this site has not"),
        ("dead_link", markup.dead, "A link to what is not in the folder, its words stay"),
    ):
        if names:
            said.append(Message(line, code, f"{told}: {', '.join(dict.fromkeys(names))}"))
    story, lost = as_markdown(story, site.address(note), NOWHERE)
    said += [Message(line, "html", told) for told in lost]
    return story


def _without_title(story: str, fields: Fields) -> tuple[str, str]:
    """Return the story without a first heading that is its title, and that heading."""
    found = re.match(r"\s*# +([^\n]+?)[ #]*(?:\n|$)", story)
    title = fields.text("title", 1000)
    if found and title.casefold() in ("", found[1].casefold()):
        return story[found.end() :], found[1]
    return story, ""


def _event(fields: Fields) -> Event:
    written = fields.text("event_date", 120)
    try:
        return Event(written, str(parse(written))) if written else Event()
    except HistoricalDateError as error:
        raise fields.refusal("event_date", "event_date", f"{written}: {error}") from error


def _names(fields: Fields, *names: str) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        items = fields.names(name, 500, spaced=False)
        is_text = isinstance(fields.value(name), str)
        found += [part.strip() for x in items for part in (x.split(",") if is_text else [x])]
    return tuple(dict.fromkeys(found))


def _hero(note: Note, site: MarkdownSite, fields: Fields) -> PictureFile | None:
    for name in PICTURES:
        value: Value = fields.value(name)
        value = value[0] if isinstance(value, list) and value else value
        told = value if isinstance(value, dict) else {"image": value}
        keys = ("image", "path", "src", "url", "relative")
        written = next((x for key in keys if isinstance(x := told.get(key), str) and x), "")
        if written:
            known = {key: x for key in ("alt", "caption") if isinstance(x := told.get(key), str)}
            picture = _found(note, site, written, known, fields.messages)
            if picture and "alt" not in known:
                fields.say(name, "no_alt", "The picture has no description: add its `alt`.")
            return picture
    return None


def _found(
    note: Note, site: MarkdownSite, written: str, known: dict[str, str], said: list[Message]
) -> PictureFile | None:
    if ELSEWHERE.match(written):
        said.append(Message(None, "remote_picture", str(elsewhere(written))))
        return None
    plain = old_path(written.replace("../", "")) or "/"
    folder = PurePosixPath(note.relative).parent
    beside = os.path.normpath(f"{folder}/{old_path(f'x/{written}')[3:] or written}")
    failure = missing_picture(written)
    for tail in () if beside.startswith("..") else (beside, plain):
        try:
            path = site.media.find(tail, written)
        except ExchangeError as error:
            failure = failure if error.code == "missing_picture" else error
            continue
        own = plain if written.startswith("/") else f"{site.address(note).rstrip('/')}{plain}"
        return PictureFile(path, (own,) if site.is_hugo else (), known)
    said.append(Message(None, failure.code, failure.text))
    return None


def _rest(fields: Fields) -> dict[str, Value]:
    author = ", ".join(x.partition("@")[0] for x in _names(fields, "authors", "author"))
    return {"author": author, "fields": fields.kept(QUIET)}
