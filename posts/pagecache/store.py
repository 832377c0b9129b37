"""Kept pages in the memory of one process: within so many bytes, those asked for but once go first.

Else a thousand addresses that nobody asks for again, as of random searches, would drive out all.
"""

from collections import OrderedDict
from dataclasses import dataclass
from heapq import nlargest
from threading import Lock

from posts.pagecache.key import Key
from posts.pagecache.page import Page

MOST_POPULAR = 100
FEW_HITS = 2
LARGEST_SHARE = 4  # A page that takes more than a fourth of the room would drive the others out.
ROOM_FOR_NEW = 4  # A fourth of the room is theirs who were asked for but once, at least.


@dataclass
class Counters:
    """What a process has done since its start; `size` in bytes and `pages` are there now."""

    hits: int = 0
    misses: int = 0
    renders: int = 0
    dropped: int = 0
    pages: int = 0
    size: int = 0


class Part:
    """Pages in the order in which they were asked for, and their bytes."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.size = 0

    def put(self, key: Key, page: Page) -> None:
        self.pages[key] = page
        self.size += page.size

    def take(self, key: Key) -> Page | None:
        page = self.pages.pop(key, None)
        self.size -= page.size if page else 0
        return page

    def take_first(self) -> tuple[Key, Page]:
        key, page = self.pages.popitem(last=False)
        self.size -= page.size
        return key, page


class Store:
    """All pages in it are of one version. They are put in on the event loop alone, and may be had
    in any thread."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._once, self._again = Part(), Part()
        self._hits_before: dict[Key, int] = {}
        self._lock = Lock()
        self.counters = Counters()

    def get(self, key: Key) -> Page | None:
        with self._lock:
            page = self._again.pages.get(key)
            if page:
                self._again.pages.move_to_end(key)
            else:
                page = self._once.take(key)
                if page is None:
                    return None
                self._put_again(key, page)
            page.hits += 1
            self.counters.hits += 1
            return page

    def __contains__(self, key: Key) -> bool:
        return key in self._again.pages or key in self._once.pages

    def put(self, key: Key, page: Page) -> None:
        if page.size * LARGEST_SHARE > self._capacity:
            return
        with self._lock:
            self._once.take(key)
            self._again.take(key)
            page.hits = self._hits_before.pop(key, 0)
            if page.hits:
                self._put_again(key, page)
            else:
                self._once.put(key, page)
            self._make_room()

    def unpack(self, key: Key, page: Page) -> None:
        """Keep the body of a page as it is beside the others, for who takes no other."""
        with self._lock:
            before = page.size
            page.unpack()
            for part in (self._once, self._again):
                if part.pages.get(key) is page:
                    part.size += page.size - before
            self._make_room()

    def start_anew(self) -> list[Key]:
        """Drop all pages; return the keys of those most asked for, the first of them first."""
        with self._lock:
            pages = self._again.pages
            asked = ((page.hits, key) for key, page in pages.items() if page.hits >= FEW_HITS)
            popular = nlargest(MOST_POPULAR, asked)
            # Half of it, so that what nobody asks for any more falls behind.
            self._hits_before = {key: hits // 2 for hits, key in popular}
            self.counters.dropped += self.counters.pages
            self._once, self._again = Part(), Part()
            self.counters.pages = self.counters.size = 0
            return [key for _, key in popular]

    def _put_again(self, key: Key, page: Page) -> None:
        self._again.put(key, page)
        while self._again.size > self._capacity - self._capacity // ROOM_FOR_NEW:
            self._once.put(*self._again.take_first())

    def _make_room(self) -> None:
        while self._once.size + self._again.size > self._capacity:
            (self._once if self._once.pages else self._again).take_first()
            self.counters.dropped += 1
        self.counters.size = self._once.size + self._again.size
        self.counters.pages = len(self._once.pages) + len(self._again.pages)
