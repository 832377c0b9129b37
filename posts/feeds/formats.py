"""Entries written as Atom or as RSS."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from django.conf import settings
from django.utils import feedgenerator
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from posts.feeds.entries import Channel, Entry
from posts.feeds.pictures import ICON, Enclosed, absolute
from posts.imaging.specs import CONTENT_TYPES
from posts.rendering import without_controls

MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}


@dataclass(frozen=True)
class Written:
    """An entry as XML of one of the formats, and when it last changed (aware)."""

    xml: str
    updated: datetime


def atom(channel: Channel, entries: Iterable[Written]) -> bytes:
    return _joined(_Atom, channel, entries)


def rss(channel: Channel, entries: Iterable[Written]) -> bytes:
    return _joined(_Rss, channel, entries)


def atom_entry(entry: Entry) -> str:
    return _entry(_Atom, entry)


def rss_entry(entry: Entry) -> str:
    return _entry(_Rss, entry)


def in_atom(entries: Iterable[Entry]) -> list[Written]:
    """Return entries written for an Atom feed."""
    return [Written(atom_entry(entry), entry.updated) for entry in entries]


def _joined(
    kind: type["_Atom"] | type["_Rss"], channel: Channel, entries: Iterable[Written]
) -> bytes:
    address, written = absolute(channel.address), list(entries)
    feed = kind(
        title=channel.title,
        link=absolute(channel.page),
        description=channel.about,
        subtitle=channel.about,
        language=settings.LANGUAGE_CODE,
        author_name=settings.SITE_NAME,
        author_link=settings.SITE_URL,
        feed_url=address,
        feed_guid=address,
        links={"next": absolute(channel.next) if channel.next else "", "hub": channel.hub},
        # When the newest entry changed; an empty feed must not change by the second.
        changed=max((entry.updated for entry in written), default=channel.changed),
        entries="".join(entry.xml for entry in written),
    )
    stream = io.StringIO()
    feed.write(stream, "utf-8")
    return stream.getvalue().encode()


def _entry(kind: type["_Atom"] | type["_Rss"], entry: Entry) -> str:
    feed = kind(title="", link="", description="")
    feed.add_item(
        entry.title,
        entry.url,
        "",
        pubdate=entry.published,
        updateddate=entry.updated,
        author_name=entry.author or None,
        author_link=entry.author_url or None,
        categories=entry.categories,
        enclosures=_enclosures(entry.picture),
        entry=entry,
    )
    stream = io.StringIO()
    feed.write_items(_Handler(stream, "utf-8", short_empty_elements=True))
    return stream.getvalue()


def _enclosures(picture: Enclosed | None) -> list[feedgenerator.Enclosure]:
    """Return the file with its length, without which neither format lets it be enclosed."""
    if picture is None or picture.length is None:
        return []
    return [feedgenerator.Enclosure(picture.file, str(picture.length), picture.type)]


def _add_media(handler: Any, picture: Enclosed | None) -> None:
    """Add the picture in the words of Media RSS, which Atom takes as well."""
    if picture is None:
        return
    shown = picture.shown
    size = {"width": str(shown.width), "height": str(shown.height)}
    told = {"url": picture.url, "type": CONTENT_TYPES["webp"], "medium": "image"} | size
    handler.startElement("media:content", told)
    if shown.alt:
        handler.addQuickElement("media:description", shown.alt, {"type": "plain"})
    if shown.credit:
        handler.addQuickElement("media:credit", shown.credit)
    handler.endElement("media:content")


class _Handler(SimplerXMLGenerator):
    """Leaves out the characters that no XML can hold, for which Django's gives an error."""

    def characters(self, content: Any) -> None:
        super().characters(without_controls(content))

    @override
    def startElement(self, name: str, attrs: Any) -> None:
        clean: Any = {key: without_controls(attrs[key]) for key in attrs}
        super().startElement(name, clean)


class _Feed(feedgenerator.SyndicationFeed):
    root: str

    def write(self, outfile: Any, encoding: str) -> None:
        handler = _Handler(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        self.write_document(handler)

    def write_document(self, handler: Any) -> None:
        raise NotImplementedError

    def add_entries(self, handler: SimplerXMLGenerator) -> None:
        handler.ignorableWhitespace(self.feed["entries"])  # which is what writes text as it is

    def add_links(self, handler: Any, element: str) -> None:
        for rel, address in self.feed["links"].items():
            if address:
                handler.addQuickElement(element, None, {"rel": rel, "href": address})

    def latest_post_date(self) -> datetime:
        changed: datetime = self.feed["changed"]
        return changed

    def item_attributes(self, item: Any) -> dict[str, str]:
        language = item["entry"].language
        return {"xml:lang": language} if language else {}


class _Atom(_Feed, feedgenerator.Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | MEDIA

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        self.add_links(handler, "link")
        for name in ("icon", "logo"):
            handler.addQuickElement(name, absolute(ICON))

    def write_document(self, handler: Any) -> None:
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.add_entries(handler)
        handler.endElement("feed")

    def add_item_elements(self, handler: Any, item: Any) -> None:
        entry: Entry = item["entry"]
        super().add_item_elements(handler, item | {"unique_id": entry.id, "description": None})
        if entry.summary:
            handler.addQuickElement("summary", entry.summary, {"type": "text"})
        handler.addQuickElement("content", entry.html, {"type": "html"})
        _add_media(handler, entry.picture)


class _Rss(_Feed, feedgenerator.Rss201rev2Feed):
    def write_document(self, handler: Any) -> None:
        handler.startElement("rss", self.rss_attributes())
        handler.startElement("channel", self.root_attributes())
        self.add_root_elements(handler)
        self.add_entries(handler)
        handler.endElement("channel")
        handler.endElement("rss")

    def rss_attributes(self) -> dict[str, str]:
        content = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
        return super().rss_attributes() | content | MEDIA

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        self.add_links(handler, "atom:link")
        handler.startElement("image", {})
        told = {"url": absolute(ICON), "title": self.feed["title"], "link": self.feed["link"]}
        for name, value in told.items():
            handler.addQuickElement(name, value)
        handler.endElement("image")

    def add_item_elements(self, handler: Any, item: Any) -> None:
        entry: Entry = item["entry"]
        own = {"unique_id": entry.guid, "unique_id_is_permalink": False}
        # RSS takes a description for HTML, so that plain text is escaped once more.
        super().add_item_elements(handler, item | own | {"description": escape(entry.summary)})
        handler.addQuickElement("content:encoded", entry.html)
        _add_media(handler, entry.picture)
