"""What came in with earlier runs, found again for those that come once more."""

from collections.abc import Iterable
from typing import Any

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Record, Refusal
from posts.models import Page, Post


class Earlier:
    """Posts and pages by their refs; those that are new need no query, others one for some."""

    def __init__(self, site: str) -> None:
        self._hosts = dict.fromkeys([site.partition("/")[0], ""])
        self._begin = f"{site}:" if site else ""
        self._refs = _refs_before()
        self._rows: dict[Any, dict[str, Any]] = {}

    def is_new(self, item: Record | Refusal) -> bool:
        return isinstance(item, Record) and item.ref not in self._refs

    def fetch(self, items: Iterable[Record | Refusal]) -> None:
        """Get the rows that `items` may have come from, for `pop`."""
        wanted: dict[Any, set[str]] = {Post: set(), Page: set()}
        for item in items:
            if isinstance(item, Record):
                refs = (*_refs_of(item), *self._siteless(item))
                wanted[row_kind(item)] |= self._refs.intersection(refs)
        self._rows = {kind: _by_ref(kind, refs) if refs else {} for kind, refs in wanted.items()}

    def pop(self, record: Record) -> Post | Page | None:
        """Return the row that `record` came from, without its story; None if it is new.

        One of which less than its whole site was known has to be the same in title or original.
        """
        rows = self._rows[row_kind(record)]
        row = next((rows[ref] for ref in _refs_of(record) if ref in rows), None)
        alike = (rows[ref] for ref in self._siteless(record) if ref in rows)
        same = (x for x in alike if x.title == record.title or x.raw_original == record.raw)
        row = row or next(same, None)
        return rows.pop(row.import_ref) if row else None

    def require_new(self, record: Record) -> None:
        """Refuse a file given alone when the same came in with its whole site."""
        begin, end = f"{record.ref.partition(':')[0]}:{self._begin}", f"/{record.file_name}"
        known = (x for x in self._refs if x.startswith(begin) and x.endswith(end))
        if record.file_name and (ref := min(known, default="")):
            text = f"It came in as {ref}: import the site's folder again instead."
            raise ExchangeError("known_elsewhere", text)

    def _siteless(self, record: Record) -> list[str]:
        parts = [ref.split(":", 2) for ref in _refs_of(record)]
        return [f"{kind}:{host}:{rest}" for kind, _, rest in parts for host in self._hosts]


def row_kind(record: Record) -> type[Any]:
    return Page if record.is_page else Post


def _refs_of(record: Record) -> tuple[str, ...]:
    return (record.ref, *record.other_refs)


def _by_ref(kind: type[Any], refs: Iterable[str]) -> dict[str, Any]:
    rows = kind._default_manager.defer("story", "story_html").filter(import_ref__in=refs)
    return {row.import_ref: row for row in rows.order_by()}


def _refs_before() -> set[str]:
    """Return what came in earlier, some hundred bytes a post, so that new ones need no query."""
    posts, pages = (
        rows._default_manager.exclude(import_ref=None)
        .order_by()
        .values_list("import_ref", flat=True)
        for rows in (Post, Page)
    )
    return {ref for ref in posts.union(pages, all=True).order_by().iterator() if ref}
