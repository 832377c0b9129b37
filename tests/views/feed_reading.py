"""A feed as a reader's own program reads it."""

from datetime import datetime

import feedparser
from lxml import etree


def parsed(client, path: str):
    """The feed, which a reader's own parser finds well formed."""
    response = client.get(path)
    assert response.status_code == 200, path
    etree.fromstring(response.content)
    feed = feedparser.parse(response.content, sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo, (path, feed.get("bozo_exception"))
    return feed


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
