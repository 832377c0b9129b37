"""One item of an export: a post, a picture, a page or what else WordPress keeps as one."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import Final
from xml.etree.ElementTree import Element, tostring

from posts.exchange.jekyll.publish_dates import LAST_YEAR
from posts.exchange.record import Message

PERSONAL: Final = re.compile(
    r"[^\s@]{1,99}@[^\s@]+\.\w|\b\d{1,3}(?:\.\d{1,3}){3}\b|[0-9a-f]::[0-9a-f]|(?:[0-9a-f]{1,4}:){7}",
    re.IGNORECASE,
)
KEPT_KEYS: Final = {
    *("_thumbnail_id", "_wp_old_slug", "_wp_attachment_image_alt"),
    *("_yoast_wpseo_metadesc", "_aioseop_description", "_genesis_description"),
}
PUBLIC: Final = ("publish", "future")
DRAFTS: Final = {
    "draft": "",
    "pending": "It waited for review there: it comes in as a draft.",
    "private": "It was private there: it comes in as a draft.",
}


@dataclass(frozen=True)
class Item:
    """What an item says; `line` is its first in the file."""

    element: Element
    line: int
    messages: tuple[Message, ...] = ()

    @cached_property
    def texts(self) -> dict[str, str]:
        return {each.tag: each.text or "" for each in self.element}

    def text(self, tag: str) -> str:
        return self.texts.get(tag, "").strip()

    @cached_property
    def number(self) -> int:
        return number_in(self.text("wp:post_id"))

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Values by key, without those that hold an address of mail or of a machine."""
        found: dict[str, list[str]] = {}
        for meta in self.element.iter("wp:postmeta"):
            if not _is_private(meta):
                key, value = _pair(meta)
                found.setdefault(key, []).append(value)
        return found

    def meta(self, *keys: str) -> str:
        return next((text for key in keys for text in self.metas.get(key, ()) if text.strip()), "")

    @property
    def terms(self) -> list[tuple[str, str, str]]:
        """Return (taxonomy, slug, name) of each term; WXR 1.0 names some of them twice."""
        found = [
            (each.get("domain", "category"), each.get("nicename", ""), (each.text or "").strip())
            for each in self.element.iter("category")
        ]
        slugs = {(domain, name) for domain, slug, name in found if slug}
        return [term for term in found if term[1] or (term[0], term[2]) not in slugs]

    def instant(self, zone: tzinfo) -> datetime | None:
        """Return when it was published, in the zone of the site; None where nothing tells."""
        for tag, own in (("wp:post_date_gmt", UTC), ("wp:post_date", zone)):
            try:
                written = datetime.fromisoformat(self.text(tag)).replace(tzinfo=own)
                if written.year <= LAST_YEAR:
                    return written.astimezone(zone)
            except (ValueError, OverflowError):
                continue
        return None

    def original(self, author: str) -> str:
        """Return the item as XML without comments, and with the author's name for the log-in."""
        kept = Element("item")
        for each in self.element:
            if each.tag == "dc:creator":
                name = Element("dc:creator")
                name.text = author
                kept.append(name)
            elif not _is_private(each):
                kept.append(each)
        return tostring(kept, encoding="unicode")


def is_draft(item: Item, at: datetime | None, said: list[Message]) -> bool:
    status, why = item.text("wp:status"), ""
    if item.text("wp:post_password"):
        why = "It had a password there: it comes in as a draft."
    elif status not in PUBLIC:
        why = DRAFTS.get(status, f"Its state there was “{status}”: it comes in as a draft.")
    elif at is None:
        written = item.text("wp:post_date")
        is_given = written and not written.startswith("0000")
        told = f"“{written}” cannot be its date" if is_given else "There is no date"
        said.append(Message(item.line, "no_date", f"{told}, so it comes in as a draft."))
        return True
    if why:
        said.append(Message(item.line, "not_public", why))
    return bool(why) or status not in PUBLIC


def number_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0


def _pair(meta: Element) -> tuple[str, str]:
    parts = {each.tag: each.text or "" for each in meta}
    return parts.get("wp:meta_key", ""), parts.get("wp:meta_value", "")


def _is_private(element: Element) -> bool:
    """Tell what is never kept: comments, and notes that plugins made of the post or of people."""
    if element.tag != "wp:postmeta":
        is_comment = element.tag.startswith("wp:comment") and element.tag != "wp:comment_status"
        return is_comment or element.tag == "wp:post_password"
    key, value = _pair(element)
    is_hidden = key.startswith("_") and key not in KEPT_KEYS
    return is_hidden or PERSONAL.search(f"{key} {value}") is not None
