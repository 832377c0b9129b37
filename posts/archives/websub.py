"""Tells the hub of WEBSUB_HUB that the feeds of the newest stories have changed.

The hub reads them then, and passes on what is new. A server tells it within seconds, `manage.py
due` of what is left: once for what the feeds hold, and again only if the hub did not take it.
"""

import hashlib
import logging
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.urls import reverse

from historyblog.databases.locks import TELLING_HUB, alone
from posts.archives.cache import content_version
from posts.archives.cards import newest_parts
from posts.feeds.entries import NEWEST
from posts.feeds.pictures import absolute
from posts.models import ContentVersion, Post

FEEDS: Final = ("feed_atom", "feed_rss", "feed_json")
TIMEOUT: Final = 10.0  # seconds
WAIT: Final = 3.0  # seconds between two looks; by then no proxy has a copy of before a change
AFTER_FAILURE: Final = 600.0  # seconds
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}

_log = logging.getLogger(__name__)


def tell_hub() -> int | str:
    """Tell the hub if the feeds have changed; return of how many it was told, or what failed."""
    if not settings.WEBSUB_HUB:
        return 0
    with alone(TELLING_HUB) as is_alone:
        digest = _digest()
        if not is_alone or digest == ContentVersion.current().announced:
            return 0
        try:
            for name in FEEDS:
                _post({"hub.mode": "publish", "hub.url": absolute(reverse(name))})
        except (OSError, HTTPException) as error:
            told = f"not told, {type(error).__name__}: {error}"
            _log.warning("WEBSUB_HUB=%s was %s", settings.WEBSUB_HUB, told)
            return told
        ContentVersion.objects.update(announced=digest)
    return len(FEEDS)


def is_hub_behind() -> bool:
    return bool(settings.WEBSUB_HUB) and _digest() != ContentVersion.current().announced


def _digest() -> str:
    found = newest_parts(Post.objects.published().newest()[:NEWEST], ["atom"])
    entries = "".join(one.parts["atom"] for one in found)
    return hashlib.sha256(entries.encode()).hexdigest() if found else ""


def _post(form: dict[str, str]) -> None:
    """Send a form to the hub, and read no more than the head of its answer."""
    hub = urlsplit(settings.WEBSUB_HUB)
    kind = HTTPSConnection if hub.scheme == "https" else HTTPConnection
    path = hub._replace(scheme="", netloc="").geturl() or "/"
    with closing(kind(hub.netloc, timeout=TIMEOUT)) as client:
        client.request("POST", path, urlencode(form), _FORM)
        answer = client.getresponse()
    if answer.status // 100 != 2:
        raise HTTPException(f"it answered {answer.status} {answer.reason}")


def follow_changes() -> None:
    """Tell the hub of each change, as long as the process lives."""
    told = ""
    while True:
        wait = WAIT
        try:
            if (version := content_version()) != told:
                time.sleep(WAIT)
                if isinstance(tell_hub(), str):
                    wait = AFTER_FAILURE
                else:
                    told = version
        except DatabaseError:  # of which the worker tells
            wait = AFTER_FAILURE
        connection.close_if_unusable_or_obsolete()
        time.sleep(wait)
