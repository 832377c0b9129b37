"""The whole site as files: pages are found by following links from those that every site has."""

import unicodedata
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from http import HTTPStatus
from secrets import token_hex
from typing import Final

from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, resolve, reverse

from posts.models import Post, Redirect
from posts.pagecache.key import Key
from posts.static_site import pages
from posts.static_site.addresses import Addresses, Unnameable, file_of, key_of
from posts.static_site.folder import OWN, Folder, replace
from posts.static_site.pages import NOT_FOUND, Made
from posts.static_site.workers import executor

BATCH: Final = 60  # addresses that a worker is given at once
AHEAD: Final = 3  # batches for each worker
# What an old address had beside its page, and leads on as well.
_BESIDE: Final = {
    "post": ("cite_bibtex", "cite_ris", "cite_csl"),
    **{kind: (f"feed_{kind}", f"calendar_{kind}") for kind in ("category", "place", "tag")},
}


@dataclass
class Report:
    """What a run did. `dead` gives for each address without an answer a page that names it."""

    counts: Counter[str] = field(default_factory=Counter)
    removed: list[str] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    dead: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Export:
    """One run. `show` is told how many addresses are done, and how many are known."""

    def __init__(
        self, folder: Folder, addresses: Addresses, show: Callable[[int, int], None]
    ) -> None:
        self._folder, self._addresses, self._show = folder, addresses, show
        self._run = token_hex()
        self._waiting: deque[Key] = deque()
        self._linked_by: dict[Key, Key | None] = {}
        self._taken: dict[str, Key] = {}  # what is one file where capitals are not told apart
        self._written: dict[str, str] = {}
        self._kept: set[str] = set()
        self._moved: dict[str, str] = {}
        self._missing: list[Key] = []
        self.report = Report()

    def run(self, jobs: int) -> Report:
        # Stories come first: lists print what is stored of them then.
        slugs = Post.objects.published().values_list("slug", flat=True)
        self._find((Key(reverse("post", args=[slug]), "") for slug in slugs), None)
        self._find(_first(), None)
        with executor(jobs) as workers:
            try:
                self._follow(workers, jobs * AHEAD)
                self._find(_redirects(), None)
                self._follow(workers, jobs * AHEAD)
            except BaseException:
                workers.shutdown(cancel_futures=True)
                raise
        replace(self._folder.root / OWN, self._folder.root / OWN / "redirects.map", self._map())
        linked = ((key, self._linked_by[key]) for key in self._missing)
        self.report.dead = {_shown(key): _shown(by) for key, by in linked if by}
        self.report.removed = self._folder.finish(self._written, self._kept)
        return self.report

    def _find(self, keys: Iterable[Key], by: Key | None) -> None:
        """Line up what is new: files of one story together, and further pages of a list first.

        What was counted for a list's first page is still at hand then.
        """
        for key in sorted(keys):
            if key not in self._linked_by:
                (self._waiting.appendleft if key.query else self._waiting.append)(key)
            # A feed may have named it before a page that links to it is made.
            self._linked_by[key] = self._linked_by.get(key) or by

    def _follow(self, workers: Executor, most: int) -> None:
        """Ask for what is known until nothing new is found."""
        running: set[Future[list[Made]]] = set()
        while self._waiting or running:
            while self._waiting and len(running) < most:
                if batch := self._batch():
                    work = (self._run, self._folder.root, self._addresses, batch)
                    running.add(workers.submit(pages.make, *work))
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for made in (each for future in done for each in future.result()):
                self._take(made)
            self._show(len(self._linked_by) - len(self._waiting), len(self._linked_by))

    def _batch(self) -> list[Key]:
        """Take what waits next, but for what has its file already or can have none."""
        keys: list[Key] = []
        while self._waiting and len(keys) < BATCH:
            key = self._waiting.popleft()
            if self._has_file(key):
                keys.append(key)
        self._folder.announce(map(file_of, keys))
        return keys

    def _has_file(self, key: Key) -> bool:
        """Whether `key` is to be asked for; the picture of an address never changes."""
        file = file_of(key)
        alike = unicodedata.normalize("NFC", file).casefold()
        other = self._taken.setdefault(alike, key)
        if other != key and file_of(other) == file:
            return False
        if other != key:
            text = "are one file where capitals are not told apart"
            self.report.faults.append(f"{other.path} and {key.path} {text}.")
        is_here = key.path.startswith(settings.MEDIA_URL) and (self._folder.root / file).is_file()
        if is_here and file in self._folder.known:
            self._written[file] = self._folder.known[file]
            self.report.counts["unchanged"] += 1
            return False
        return True

    def _take(self, made: Made) -> None:
        report, file = self.report, file_of(made.key)
        self._find(made.linked, made.key)
        self._find(made.named, None)
        report.left_out |= made.left_out
        if made.digest:
            self._written[file] = made.digest
            report.counts["written" if made.is_new else "unchanged"] += 1
        elif made.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._kept.add(file)
            report.faults.append(
                f"{made.key.path} answered {made.status}: its file was left alone."
            )
        elif made.status == HTTPStatus.NOT_FOUND:
            self._missing.append(made.key)
        if made.moved_to:
            self._moved[made.key.path] = made.moved_to
            report.counts["redirects"] += 1

    def _map(self) -> bytes:
        """Return the old addresses for nginx, which takes capitals for small letters there."""
        lines: dict[str, str] = {}
        for path, to in sorted(self._moved.items()):
            old = f"{self._addresses.below}{path}".replace("\\", "\\\\").replace('"', '\\"')
            lines.setdefault(old.lower(), f'"{old}" "{to}";\n')
        return "".join(lines.values()).encode()


def _shown(key: Key) -> str:
    return f"{key.path}?{key.query}" if key.query else key.path


def _first() -> Iterator[Key]:
    """Return what nothing may lead to: the pages of the site's own, and that of what is missing."""
    yield NOT_FOUND
    for name in get_resolver().reverse_dict:
        try:
            key = key_of(reverse(name)) if isinstance(name, str) else None
        except NoReverseMatch:
            continue
        if key:
            yield key


def _redirects() -> Iterator[Key]:
    """Return the old addresses, after all pages: those come first where both would be one file."""
    for path in Redirect.objects.order_by("path").values_list("path", flat=True).iterator():
        for old in (path, *_beside(path)):
            key = Key(old, "")
            try:
                file_of(key)
            except Unnameable:
                continue
            yield key


def _beside(path: str) -> Iterator[str]:
    match = resolve(path)
    for name in _BESIDE.get(match.url_name or "", ()):
        yield reverse(name, args=[match.kwargs["slug"]])
