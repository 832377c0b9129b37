"""The second level: kept pages in the cache that all processes share, where there is one."""

import hashlib
import time
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from posts.pagecache.freshness import Shown
from posts.pagecache.key import Key
from posts.pagecache.page import Page

LONGEST = 3600  # seconds, so that pages of past versions do not fill the cache until midnight
CODE = ("historyblog", "posts", "templates", "requirements.txt")


@once
def edition() -> str:
    """Return what is another text for another release: its code, templates and static files."""
    digest = hashlib.blake2b(digest_size=16)
    static = Path(settings.STATIC_FOLDER, "staticfiles.json")
    for path in [*_files_of_code(), *([static] if static.is_file() else [])]:
        digest.update(f"{path.name} ".encode() + path.read_bytes())
    return digest.hexdigest()


def _files_of_code() -> list[Path]:
    found: list[Path] = []
    for name in CODE:
        path = Path(settings.BASE_DIR, name)
        found += [path] if path.is_file() else path.rglob("*")
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


class SharedPages:
    """Pages of all processes; a server that is away has none and keeps none."""

    def get(self, key: Key, shown: Shown) -> Page | None:
        values = cache.get(_name(key, shown))
        return None if values is None else Page(*values)

    def put(self, key: Key, shown: Shown, page: Page) -> None:
        seconds = min(shown.until - time.time(), LONGEST)
        if seconds > 0:
            cache.set(_name(key, shown), page.as_values(), seconds)


def _name(key: Key, shown: Shown) -> str:
    text = "\n".join(map(str, (edition(), shown.version, *key)))
    return f"page:{hashlib.blake2b(text.encode('utf-8', 'replace'), digest_size=20).hexdigest()}"
