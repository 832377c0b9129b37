"""Entries written as JSON Feed 1.1 (jsonfeed.org)."""

import json
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings

from posts.feeds.entries import Channel, Entry
from posts.feeds.pictures import ICON, absolute

VERSION: Final = "https://jsonfeed.org/version/1.1"


def json_feed(channel: Channel, entries: Iterable[Entry]) -> bytes:
    feed = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": absolute(channel.page),
        "feed_url": absolute(channel.address),
        "description": channel.about,
        "icon": absolute(ICON),
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": settings.SITE_NAME, "url": settings.SITE_URL}],
        "next_url": channel.next and absolute(channel.next),
        "hubs": channel.hub and [{"type": "WebSub", "url": channel.hub}],
    }
    items = [_known(_item(entry)) for entry in entries]
    return json.dumps(_known(feed) | {"items": items}, ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    picture = entry.picture
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "image": picture and picture.url,
        "date_published": entry.published and entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": entry.author and [{"name": entry.author, "url": entry.author_url}],
        "language": entry.language,
        "tags": entry.categories,
        "attachments": _attachments(entry),
    }


def _attachments(entry: Entry) -> list[dict[str, Any]]:
    picture = entry.picture
    if picture is None or picture.length is None:
        return []
    size = {"size_in_bytes": picture.length}
    return [{"url": picture.file, "mime_type": picture.type} | size]


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}
