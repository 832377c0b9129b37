"""The one writer: takes records of whatever reader and makes posts of them."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from itertools import batched, groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.utils import timezone

from posts import archives
from posts.dates import HistoricalDateError
from posts.editorial.snapshot import Named, PageSnapshot, Snapshot
from posts.editorial.snapshot_io import named, snapshot_of, write
from posts.editorial.works import write_onto
from posts.exchange.earlier import Earlier, row_kind
from posts.exchange.errors import ExchangeError
from posts.exchange.lookups import CachedLookups
from posts.exchange.media import PictureStore
from posts.exchange.notes import note_messages
from posts.exchange.outcomes import LEFT_OUT, bad_addresses, outcome_of, reason_of, unchanged
from posts.exchange.record import Message, Outcome, PictureFile, Record, Refusal, Result, with_site
from posts.exchange.reservations import Reservations, path_with, redirect_to
from posts.exchange.runs import FIRST_RUN, RUN
from posts.exchange.snapshots import Filing, filing_of, originals_first, snapshot_from
from posts.exchange.story_pictures import replace_addresses
from posts.images.rerender import rerender_pages, rerender_posts
from posts.models import EditConflict, Image, Page, Post, inserts_together, path_of
from posts.rendering import RenderingError

# What a post can be refused for; anything else, such as a lost database, ends the run.
_OF_THE_POST = (
    *(ExchangeError, ValidationError, RenderingError, HistoricalDateError, EditConflict),
    *(IntegrityError, DataError, OSError),
)
REF_LENGTH = 500
TOGETHER = 10  # posts to a commit, for which the disk takes as long as for one
type Paths = tuple[str, ...]


class Loader:
    """Writes records, new ones some at a time; without `write` only says what it would.

    Whatever stops a run, each post is in whole or not at all, and the next run goes on. What one
    of them is refused for costs no other. Posts of another site than `site` are never touched.
    `found` counts what it was given, for the report to be held against; posts that it writes are
    told to be of `run`.
    """

    def __init__(self, *, write: bool, site: str = "", run: int | None = None) -> None:
        self.write = write
        self.site = site
        self.run = run
        self.found: Counter[str] = Counter()
        self._reservations = Reservations(write)
        self._lookups = CachedLookups()
        self._pictures = PictureStore(write=write)
        self._earlier = Earlier(site)
        self._linking: list[int] = []  # keys of posts with links to others, which may come later
        self._linking_pages: list[int] = []

    def outcomes(self, items: Iterable[Record | Refusal]) -> Iterator[Outcome]:
        with closing(self._pictures), archives.in_batches():
            own = map(self._of_site, originals_first(items))
            ahead = self._pictures.looking_ahead(own, self._earlier.is_new)
            for is_new, group in groupby(ahead, self._earlier.is_new):
                for some in batched(group, TOGETHER):
                    yield from self._together(some) if is_new and self.write else self._each(some)
                    self._reservations.forget_stored()
            for keys in batched(self._linking, archives.BATCH):
                rerender_posts(keys)
            if self._linking_pages:
                rerender_pages(self._linking_pages)
        if self.write:
            # A run that was killed may have stored posts that no archive knows.
            archives.refresh_posts(archives.stale())
            archives.take_statistics()

    def _of_site(self, item: Record | Refusal) -> Record | Refusal:
        ref = with_site(item.ref, self.site)
        if isinstance(item, Refusal):
            return replace(item, ref=ref)
        others = tuple(with_site(other, self.site) for other in item.other_refs)
        return replace(item, ref=ref, other_refs=others)

    def _together(self, items: Sequence[Record | Refusal]) -> list[Outcome]:
        """Return what became of `items`. Raises only for what concerns the whole run."""
        before = self.found.copy(), len(self._linking), len(self._linking_pages)
        records = [item for item in items if isinstance(item, Record)]
        self._pictures.wait_for(records)  # or whoever else writes would
        try:
            with inserts_together():
                self._reservations.prepare(records)
                self._lookups.look_up(each.source for r in records for each in r.citations)
                return self._each(items, self._loaded)
        except _OF_THE_POST:
            # Of one, but nobody knows of which: each is tried alone.
            self._lookups.forget()
            self._reservations.take_back()
            self.found, posts, pages = before
            del self._linking[posts:], self._linking_pages[pages:]
            return self._each(items)

    def _each(
        self, items: Sequence[Record | Refusal], load: Callable[[Record], Outcome] | None = None
    ) -> list[Outcome]:
        self._earlier.fetch(items)
        return [self._outcome(item, load or self._tried) for item in items]

    def _outcome(self, item: Record | Refusal, load: Callable[[Record], Outcome]) -> Outcome:
        if isinstance(item, Record):
            return self._outcome_of(item, load)
        messages = (*item.earlier, item.message)
        self.found["addresses"] += bad_addresses(messages)
        return Outcome(item.ref, Result.REFUSED, messages=messages)

    def _outcome_of(self, record: Record, load: Callable[[Record], Outcome]) -> Outcome:
        shown = {picture.path for picture in record.pictures}
        self.found["pictures"] += len(shown)
        self.found["addresses"] += len(record.paths) + bad_addresses(record.messages)
        told = load(record)
        came_in = told.result is not Result.REFUSED
        return replace(told, pictures={p: came_in and p not in self._pictures.bad for p in shown})

    def _tried(self, record: Record) -> Outcome:
        try:
            return self._loaded(record, inserts_together if self.write else nullcontext)
        except _OF_THE_POST as error:
            self._lookups.forget()
            refusal = Message(getattr(error, "line", None), *reason_of(error))
            told = (*record.messages, refusal)
            return Outcome(record.ref, Result.REFUSED, old_urls=record.paths, messages=told)

    def _loaded(
        self, record: Record, held: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> Outcome:
        if len(record.ref) > REF_LENGTH:
            text = f"Site and path together have over {REF_LENGTH} characters."
            raise ExchangeError("too_long", text)
        messages = [*record.messages, *note_messages(record)]
        stored = self._earlier.pop(record)
        if stored and self._is_as_it_came(stored, record):
            return unchanged(record, stored, messages)
        with held():
            return self._load(record, stored, messages)

    def _load(self, record: Record, stored: Any, messages: list[Message]) -> Outcome:
        # As it is now: editors go on meanwhile.
        stored = type(stored).objects.filter(pk=stored.pk).first() if stored else None
        if stored is None:
            self._earlier.require_new(record)
            return self._store(record, row_kind(record)(import_ref=record.ref), messages)
        if stored.trashed_at:
            messages.append(Message(None, "in_trash", "In the trash here, and left there."))
            return unchanged(record, stored, messages)
        if stored.version != stored.imported_version:
            text = "Edited here since it was imported, and left as it is."
            messages.append(Message(None, "edited_here", text))
            return self._adopted(record, stored, messages)
        return self._store(record, stored, messages)

    def _is_as_it_came(self, stored: Post | Page, record: Record) -> bool:
        is_own = stored.import_ref == record.ref and stored.trashed_at is None
        is_edited = stored.version != stored.imported_version
        digest = stored.import_fields.get("digest")
        return is_own and not is_edited and digest == self._digest(record)

    def _adopted(self, record: Record, stored: Post | Page, messages: list[Message]) -> Outcome:
        """Leave an edited post alone; one that came in as a loose file takes its site's name."""
        if stored.import_ref == record.ref:
            return unchanged(record, stored, messages)
        paths = self._reservations.free_paths(record, stored.slug, stored, messages)
        self._reservations.reserve(record, path_of(stored), paths)
        if self.write:
            type(stored).objects.filter(pk=stored.pk).update(import_ref=record.ref)
            redirect_to(stored, paths)
        return outcome_of(record, Result.UPDATED, stored.slug, messages, paths)

    def _store(self, record: Record, row: Post | Page, messages: list[Message]) -> Outcome:
        is_new = row.pk is None
        slug = self._slug(record, row)
        paths = self._reservations.free_paths(record, slug, row, messages)
        store = self._store_page if isinstance(row, Page) else self._store_post
        feed_id = store(record, row, slug, paths, messages)
        if self.write:
            redirect_to(row, paths)
        self._reservations.reserve(record, path_with(row, slug), paths, feed_id)
        result = Result.CREATED if is_new else Result.UPDATED
        return outcome_of(record, result, slug, messages, paths)

    def _store_post(
        self, record: Record, post: Any, slug: str, paths: Paths, messages: list[Message]
    ) -> str:
        """Write the post and return the feed id that it got."""
        feed_id = self._feed_id(record, post, messages)
        hero = self._hero(record, messages)
        story = replace_addresses(record.story, self._story_addresses(record, messages))
        filing = filing_of(record, self._lookups, messages)
        if self.write:
            post.feed_id = feed_id or post.feed_id
            before = snapshot_of(post) if post.pk else Snapshot()
            _describe(post, record, self._import_fields(record, post, filing, paths))
            told = snapshot_from(record, before, filing, self._lookups)
            if record.translation_of and told.translation_of is None:
                text = f"There is no post “{record.translation_of}”, so it translates none."
                messages.append(Message(None, "unknown_original", text))
            content = replace(told, slug=slug, story=story, hero=hero)
            write(post, content, before, self._lookups)
            if "](/" in story:
                self._linking.append(post.pk)
        return feed_id

    def _store_page(
        self, record: Record, page: Any, slug: str, paths: Paths, messages: list[Message]
    ) -> str:
        story = replace_addresses(record.story, self._story_addresses(record, messages))
        if self.write:
            _describe(page, record, self._import_fields(record, page, Filing((), (), ()), paths))
            told = {name: getattr(record, name) for name in ("title", "description", "language")}
            write_onto(page, PageSnapshot(**told, slug=slug, story=story, footer=page.footer))
            if "](/" in story:
                self._linking_pages.append(page.pk)
        return ""

    def _slug(self, record: Record, post: Post | Page) -> str:
        """Return the slug; a post keeps the one it has unless its author named another."""
        renamed = record.names_slug and post.import_fields.get("slug") != record.slug
        if post.pk and not renamed:
            return post.slug
        return self._reservations.free_slug(record.slug, post)

    def _feed_id(self, record: Record, post: Post, messages: list[Message]) -> str:
        if not record.feed_id or self._reservations.is_feed_id_free(record.feed_id, post):
            return record.feed_id
        text = f"Another post has the feed id “{record.feed_id}”; this one got its own."
        messages.append(Message(None, "feed_id_taken", text))
        return ""

    def _hero(self, record: Record, messages: list[Message]) -> Named | None:
        image = self._taken(record.hero, messages) if record.hero else None
        return named(image) if image else None

    def _story_addresses(self, record: Record, messages: list[Message]) -> dict[str, str]:
        ours = {}
        for each in record.story_pictures:
            if image := self._taken(each.picture, messages):
                ours[each.written] = image.file.url
        return ours

    def _taken(self, picture: PictureFile, messages: list[Message]) -> Image | None:
        image = self._pictures.take(picture, messages)
        if picture.path not in self._pictures.bad:
            self._reservations.lead_to_picture(picture, image, messages)
        return image

    def _import_fields(
        self, record: Record, row: Post | Page, filing: Filing, paths: Paths
    ) -> dict[str, object]:
        own = {"slug": record.slug, "digest": self._digest(record)}
        found: dict[str, object] = {
            "listed_addresses": list(record.listed_paths),
            "guessed_addresses": list(record.guessed_paths),
            "unknown_places": list(filing.unknown_places),
            "proposed_event": record.proposed_event,
            LEFT_OUT: [path for path in record.paths if path not in paths],
            RUN: self.run,
            FIRST_RUN: row.import_fields.get(FIRST_RUN) if row.pk else self.run,
        }
        return {**record.import_fields, **own, **{name: x for name, x in found.items() if x}}

    def _digest(self, record: Record) -> str:
        """Return what changes when the original, its pictures, time or addresses do."""
        parts = [
            record.raw,
            record.publish_at.isoformat() if record.publish_at else "",
            [*record.paths],
            [self._pictures.digest(picture) for picture in record.pictures],
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _describe(post: Post | Page, record: Record, kept: dict[str, object]) -> None:
    """Set what of a post is no content: its state, and where it came from."""
    post.imported_version = post.version + 1 if post.pk else 1
    post.status = Post.Status.DRAFT if record.is_draft else Post.Status.APPROVED
    post.publish_at = record.publish_at
    if post.publish_at is None and not record.is_draft:
        # The first import's, so that another one does not make old news new.
        post.publish_at = (post.created_at or timezone.now()).replace(microsecond=0)
    post.import_ref, post.raw_original, post.import_fields = record.ref, record.raw, kept
