"""Kept pages in the memory of one process: within so many bytes, the least recently asked go."""

from collections import OrderedDict
from dataclasses import dataclass
from heapq import nlargest

from posts.pagecache.key import Key
from posts.pagecache.page import Page

MOST_POPULAR = 100
FEW_HITS = 2
LARGEST_SHARE = 4  # A page that takes more than a fourth of the room would drive the others out.


@dataclass
class Counters:
    """What a process has done since its start; `size` in bytes and `pages` are there now."""

    hits: int = 0
    misses: int = 0
    renders: int = 0
    dropped: int = 0
    pages: int = 0
    size: int = 0


class Store:
    """All pages in it are of one version; it is used on the event loop alone."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._hits_before: dict[Key, int] = {}
        self.counters = Counters()

    def get(self, key: Key) -> Page | None:
        page = self._pages.get(key)
        if page is None:
            self.counters.misses += 1
            return None
        self._pages.move_to_end(key)
        page.hits += 1
        self.counters.hits += 1
        return page

    def __contains__(self, key: Key) -> bool:
        return key in self._pages

    def put(self, key: Key, page: Page) -> None:
        if page.size * LARGEST_SHARE > self._capacity:
            return
        self._forget(key)
        page.hits = self._hits_before.pop(key, 0)
        self._pages[key] = page
        self.counters.size += page.size
        self._make_room()

    def unpack(self, key: Key, page: Page) -> None:
        """Keep the body of a page as it is beside the others, for who takes no other."""
        before = page.size
        page.unpack()
        if self._pages.get(key) is page:
            self.counters.size += page.size - before
            self._make_room()

    def start_anew(self) -> list[Key]:
        """Drop all pages; return the keys of those most asked for, the first of them first."""
        asked = ((page.hits, key) for key, page in self._pages.items() if page.hits >= FEW_HITS)
        popular = nlargest(MOST_POPULAR, asked)
        # Half of it, so that what nobody asks for any more falls behind.
        self._hits_before = {key: hits // 2 for hits, key in popular}
        self.counters.dropped += len(self._pages)
        self._pages.clear()
        self.counters.pages = self.counters.size = 0
        return [key for _, key in popular]

    def _make_room(self) -> None:
        while self.counters.size > self._capacity:
            self._forget(next(iter(self._pages)))
            self.counters.dropped += 1
        self.counters.pages = len(self._pages)

    def _forget(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.counters.size -= page.size
