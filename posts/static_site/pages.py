"""One address of the copy, from the application's answer to the file: what a worker does."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext

from posts.archives import make_missing
from posts.citing import CitedStory
from posts.images import files
from posts.images.renditions import make_all
from posts.imaging.specs import parse_path
from posts.models import Image, Post
from posts.pagecache.key import Key
from posts.static_site.addresses import Addresses, file_of
from posts.static_site.answers import Answer, ask
from posts.static_site.folder import put
from posts.static_site.rewriting import Rewriting
from posts.views.citations import cited, remembered
from posts.views.redirects import ways_from

NOT_FOUND: Final = Key("/404.html", "")
MOVED: Final = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_REFRESH: Final = (
    '<!doctype html>\n<html lang="{1}">\n<meta charset="utf-8">\n<title>{2}</title>\n'
    '<meta name="robots" content="noindex">\n<meta http-equiv="refresh" content="0; url={0}">\n'
    '<link rel="canonical" href="{0}">\n<p>{3} <a href="{0}">{0}</a>.</p>\n'
)


@dataclass(frozen=True)
class Made:
    """What became of one address: `digest` is that of its file, "" where there is none.

    `moved_to` is where it leads, as the copy names it.
    """

    key: Key
    status: int
    digest: str = ""
    is_new: bool = False
    moved_to: str = ""
    linked: set[Key] = field(default_factory=set)
    named: set[Key] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)


def make(run: str, root: Path, addresses: Addresses, keys: list[Key]) -> list[Made]:
    """Make the files of `keys`, and return of what they lead to what is new to the `run`."""
    token = remembered.set(_prepared(keys))
    ways = ways_from([key.path for key in keys if not key.query])
    try:
        found = [
            _moved(root, addresses, key, ways[key.path])
            if key.path in ways
            else _made(root, addresses, key)
            for key in keys
        ]
    finally:
        remembered.reset(token)
    linked, named = _told(run)
    for made in found:
        made.linked.difference_update(linked)
        made.named.difference_update(named)
        linked |= made.linked
        named |= made.named
    return found


def _prepared(keys: list[Key]) -> dict[str, CitedStory]:
    """Make at once what stories and pictures among `keys` miss; return stories that files cite."""
    paths = (key.path.removeprefix(settings.MEDIA_URL) for key in keys)
    last = {each.content_hash: each for path in paths if (each := parse_path(path))}
    if missing := [digest for digest, each in last.items() if not files.exists(each.path)]:
        make_all(Image.objects.filter(content_hash__in=missing))
    slugs = {key.path.split("/")[2] for key in keys if key.path.startswith("/posts/")}
    stories = Post.objects.published().filter(slug__in=slugs)
    # A database that is only read, or busy, stores none: each page makes its own then.
    with suppress(DatabaseError):
        make_missing(list(stories.values_list("pk", flat=True)))
    return cited(slugs)


@lru_cache(maxsize=1)
def _told(run: str) -> tuple[set[Key], set[Key]]:
    """Return what this process has told `run` of: most pages lead to the same."""
    return set(), set()


def _made(root: Path, addresses: Addresses, key: Key) -> Made:
    answer = ask(key)
    if answer.status in MOVED:
        return _moved(root, addresses, key, answer.location)
    if answer.status != HTTPStatus.OK and key != NOT_FOUND:
        return Made(key, answer.status)
    rewriting = Rewriting(key, addresses)
    digest, is_new = put(root, file_of(key), _body(answer, rewriting))
    found = (rewriting.linked, rewriting.named, rewriting.left_out)
    return Made(key, HTTPStatus.OK, digest, is_new, "", *found)


def _leading_to(address: str) -> bytes:
    words = (settings.LANGUAGE_CODE[:2], gettext("Moved"), gettext("This page is now at"))
    return _REFRESH.format(escape(address), *words).encode()


def _body(answer: Answer, rewriting: Rewriting) -> bytes:
    kind = answer.content_type
    is_text = kind.startswith("text/") or any(name in kind for name in ("xml", "json", "script"))
    return rewriting.rewritten(answer.body.decode(), kind).encode() if is_text else answer.body


def _moved(root: Path, addresses: Addresses, key: Key, location: str) -> Made:
    """Lead on by a page; in place of a feed or a picture, which cannot, stands its present text."""
    to, target = addresses.resolved(location, key)
    if target is None:
        body, linked = _leading_to(to), set[Key]()
    elif file_of(target) == file_of(key):
        return replace(_made(root, addresses, target), key=key)
    elif file_of(target).endswith(".html"):
        body, linked = _leading_to(to), {target}
    else:
        answer = ask(target)
        if answer.status != HTTPStatus.OK:
            return Made(key, answer.status)
        body, linked = _body(answer, Rewriting(target, addresses)), {target}
    digest, is_new = put(root, file_of(key), body)
    return Made(key, HTTPStatus.MOVED_PERMANENTLY, digest, is_new, to, linked)
