"""The reader of Ghost's exports: every row is looked at by itself, for any may be odd."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from django.utils import timezone as zones

from posts.exchange.checked import checked, plain
from posts.exchange.errors import ExchangeError
from posts.exchange.fields import told_language
from posts.exchange.ghost.cards import html_of, with_plain_cards
from posts.exchange.ghost.tables import Row, Tables, instant_of, number_of, recognises, text_of
from posts.exchange.jekyll.publish_dates import read_zone
from posts.exchange.media_index import MediaIndex
from posts.exchange.reader import site_name
from posts.exchange.record import Message, PictureFile, Record, Refusal, StoryPicture, Value
from posts.exchange.web_story import WebSite
from posts.rendering import without_controls

PUBLIC: Final = ("published", "scheduled")
BODIES: Final = ("html", "lexical", "mobiledoc", "markdown")
LANGUAGES: Final = ("locale", "lang", "default_locale")  # of the whole site, by its version
READ: Final = {
    *BODIES,
    *("id", "uuid", "comment_id", "title", "slug", "status", "visibility", "type", "page"),
    *("published_at", "created_at", "updated_at", "plaintext", "custom_excerpt", "featured"),
    *("meta_description", "feature_image", "image", "feature_image_alt", "feature_image_caption"),
    *("author_id", "created_by", "updated_by", "published_by", "post_id", "locale", "language"),
    *("email_recipient_filter", "newsletter_id", "email_only", "show_title_and_feature_image"),
    *("send_email_when_published", "email_subject", "reading_time"),
}


@dataclass
class GhostReader:
    """The posts of one export in their order; `data` are its tables."""

    data: Tables
    media: MediaIndex
    zone: tzinfo
    site: str = ""

    @cached_property
    def pages(self) -> list[int]:
        """Return the places in the table of posts of those that are pages."""
        rows = self.data.values("posts", range(len(self)))
        return [number for number, row in enumerate(rows) if _is_page(row)]

    @property
    def left_out(self) -> list[str]:
        members = self.data.count("members")
        return [*([f"{members} × member"] if members else []), *self.media.left_out]

    @property
    def files(self) -> Mapping[str, int]:
        return {"posts": len(self) - len(self.pages), "pages": len(self.pages)}

    @property
    def seen(self) -> int:
        return len(self)

    @property
    def pictures(self) -> Collection[Path]:
        return self.media.pictures

    def __len__(self) -> int:
        return self.data.count("posts")

    def __iter__(self) -> Iterator[Record | Refusal]:
        site = WebSite(frozenset(), self.media, "/content/images/", _names)
        seen: set[str] = set()
        pages = set(self.pages)
        numbers = [*(n for n in range(len(self)) if n not in pages), *self.pages]
        for number, row in zip(numbers, self.data.values("posts", numbers), strict=True):
            is_row = isinstance(row, dict)
            ref = f"ghost:{(text_of(row, 'id') or text_of(row, 'slug')) if is_row else ''}"
            try:
                if isinstance(row, ExchangeError):
                    raise row
                if ref == "ghost:":
                    raise ExchangeError("row", "This is no post: it has no `id` and no `slug`.")
                if ref in seen:
                    raise ExchangeError("row", f"Another post before it has the id of {ref} too.")
                seen.add(ref)
                yield checked(self._record(ref, row | self._meta.get(text_of(row, "id"), {}), site))
            except ExchangeError as error:
                place = ref if ref in seen and error.code != "row" else f"ghost:posts[{number}]"
                yield Refusal(place, Message(error.line, error.code, error.text))

    def _record(self, ref: str, row: Row, site: WebSite) -> Record:
        said: list[Message] = []
        at = instant_of(row, self.zone, said)
        is_draft = _is_draft(row, at, said)
        story, pictures = _story(row, site, said)
        names = self._tags[text_of(row, "id")]
        author = ", ".join(self._authors[text_of(row, "id")]) or self._users.get(
            text_of(row, "author_id"), ""
        )
        identity = text_of(row, "id")
        languages = (text_of(row, "locale"), *(self.settings.get(x, "") for x in LANGUAGES))
        return Record(
            ref=ref,
            raw=_original([row, names, author]),
            title=text_of(row, "title"),
            slug=text_of(row, "slug"),
            story=story,
            description=plain(text_of(row, "custom_excerpt") or text_of(row, "meta_description")),
            is_draft=is_draft,
            publish_at=at,
            feed_id=identity if len(identity) == 24 else text_of(row, "uuid") or identity,
            language=told_language([(x, None) for x in languages], said),
            tags=tuple(name for name in names if not name.startswith("#")),
            old_paths=() if is_draft or at is None else (self._address(row, at),),
            hero=_hero(row, site, said),
            story_pictures=pictures,
            import_fields={"author": author, "fields": _kept(row, names, said)},
            messages=tuple(said),
            is_page=_is_page(row),
        )

    def _address(self, row: Row, at: datetime) -> str:
        slug = text_of(row, "slug")
        address = "/:slug/" if _is_page(row) else self.settings.get("permalinks") or "/:slug/"
        day = {":year": f"{at:%Y}", ":month": f"{at:%m}", ":day": f"{at:%d}", ":slug": slug}
        for name, value in day.items():
            address = address.replace(name, value)
        return "" if ":" in address or not slug else address

    @cached_property
    def settings(self) -> dict[str, str]:
        rows = self.data.rows("settings")
        return {text_of(row, "key"): text_of(row, "value") for row in rows}

    @cached_property
    def _meta(self) -> dict[str, Row]:
        return {
            text_of(row, "post_id"): {
                k: v for k, v in row.items() if k not in ("id", "post_id") and v
            }
            for row in self.data.rows("posts_meta")
        }

    @cached_property
    def _users(self) -> dict[str, str]:
        rows = self.data.rows("users")
        return {text_of(row, "id"): text_of(row, "name").partition("@")[0] for row in rows}

    @cached_property
    def _tags(self) -> defaultdict[str, list[str]]:
        rows = self.data.rows("tags")
        marks = {"internal": "#"}
        names = {
            text_of(row, "id"): marks.get(text_of(row, "visibility"), "") + text_of(row, "name")
            for row in rows
        }
        return self._joined("posts_tags", "tag_id", names)

    @cached_property
    def _authors(self) -> defaultdict[str, list[str]]:
        return self._joined("posts_authors", "author_id", self._users)

    def _joined(
        self, table: str, key: str, names: Mapping[str, str]
    ) -> defaultdict[str, list[str]]:
        """Return the names that `table` joins to each post, in the order it gives them."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row in sorted(self.data.rows(table), key=lambda row: number_of(row.get("sort_order"))):
            if name := names.get(text_of(row, key)):
                found[text_of(row, "post_id")].append(name)
        return found


def open_ghost(
    paths: Sequence[Path], *, media: Path | None = None, timezone: str = "", site: str = ""
) -> GhostReader:
    """Return the reader of the one export; raises ExchangeError if it cannot be read as one.

    `timezone` is that of the old site, without it that of its settings; `site` what to call it,
    which is its title otherwise, for no export tells its address.
    """
    if len(paths) != 1 or not paths[0].is_file():
        raise ExchangeError("missing", f"Name the one file of the export, not {len(paths)} paths.")
    if not recognises(paths[0]):
        text = f"{paths[0]} is no export of Ghost: import_posts guess says what it is."
        raise ExchangeError("other_kind", text)
    reader = GhostReader(Tables(paths[0]), MediaIndex(media), zones.get_default_timezone())
    reader.site = site_name(site, "", Path(reader.settings.get("title") or paths[0].stem))
    names = (reader.settings.get(key) for key in ("timezone", "active_timezone", "activeTimezone"))
    if named := timezone or next(filter(None, names), ""):
        reader.zone = read_zone(named)
    if not reader.files["posts"]:
        raise ExchangeError("no_posts", f"There are no posts in {paths[0]}.")
    return reader


def _kept(row: Row, names: Sequence[str], said: list[Message]) -> dict[str, Value]:
    """Return what has no column here, each named once to the operator, and the hidden tags."""
    fields: dict[str, Value] = {
        key: without_controls(value if isinstance(value, str) else json.dumps(value))
        for key, value in row.items()
        if key not in READ and value not in (None, "", 0, False)
    }
    for key in fields:
        said.append(Message(None, "unknown_field", f"“{key}” is kept and not shown."))
    if hidden := [name.lstrip("#") for name in names if name.startswith("#")]:
        fields["internal_tags"] = [*hidden]
    return fields


def _original(rows: list[Any]) -> str:
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode("utf-8", "backslashreplace").decode()


def _is_page(row: object) -> bool:
    return isinstance(row, dict) and (row.get("type") == "page" or row.get("page") in (1, True))


def _is_draft(row: Row, at: datetime | None, said: list[Message]) -> bool:
    status, who = text_of(row, "status"), text_of(row, "visibility") or "public"
    why = ""
    if who != "public":
        why = f"It was shown to “{who}” alone there: it comes in as a draft."
    elif status == "sent":
        why = "It went out by mail alone: it comes in as a draft."
    elif status not in (*PUBLIC, "draft"):
        why = f"Its state there was “{status}”: it comes in as a draft."
    elif status in PUBLIC and at is None:
        why = "There is no date, so it comes in as a draft."
    if why:
        said.append(Message(None, "not_public", why))
    return bool(why) or status == "draft"


def _story(row: Row, site: WebSite, said: list[Message]) -> tuple[str, tuple[StoryPicture, ...]]:
    kind = next((each for each in BODIES if text_of(row, each)), "html")
    text = text_of(row, kind)
    if kind == "html":
        return site.story(with_plain_cards(text), None, said)
    html, unknown = html_of(kind, text)
    if unknown:
        told = f"A card that this site has not: {', '.join(unknown)}. It is left out."
        said.append(Message(None, "block", told))
    return site.story(html, None, said)


def _hero(row: Row, site: WebSite, said: list[Message]) -> PictureFile | None:
    words = {name: text_of(row, f"feature_image_{name}") for name in ("alt", "caption")}
    words["caption"] = plain(words["caption"])
    return site.hero(text_of(row, "feature_image") or text_of(row, "image"), words, None, said)


def _names(tail: str) -> tuple[str, ...]:
    """Return a picture as it was uploaded, for one that was made smaller, and the picture."""
    parts = [part for part in tail.split("/") if part]
    if parts[:1] == ["size"]:
        parts = [part for part in parts[2:] if part != "format" and part not in ("webp", "avif")]
    original = "/".join(parts)
    stem, dot, ending = original.rpartition(".")
    return (f"{stem}_o{dot}{ending}", original, tail) if dot else (original,)
