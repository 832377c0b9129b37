"""The one writer: takes records of whatever reader and makes posts of them."""

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import batched
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from posts import archives
from posts.dates import HistoricalDateError
from posts.editorial.snapshot import Named, PageSnapshot, Snapshot
from posts.editorial.snapshot_io import named, snapshot_of, write
from posts.editorial.works import write_onto
from posts.exchange.errors import ExchangeError
from posts.exchange.lookups import CachedLookups, refs_before
from posts.exchange.media import PictureStore
from posts.exchange.notes import note_messages
from posts.exchange.outcomes import LEFT_OUT, bad_addresses, outcome_of, reason_of, unchanged
from posts.exchange.record import Message, Outcome, PictureFile, Record, Refusal, Result, with_site
from posts.exchange.redirects import redirect_to, redirect_to_picture
from posts.exchange.reservations import Reservations, path_with
from posts.exchange.runs import FIRST_RUN, RUN
from posts.exchange.snapshots import Filing, filing_of, originals_first, snapshot_from
from posts.exchange.story_pictures import replace_addresses
from posts.images.rerender import rerender_pages, rerender_posts
from posts.models import PATH_LENGTH, EditConflict, Image, Page, Post, is_reserved, path_of
from posts.rendering import RenderingError

# What a post can be refused for; anything else, such as a lost database, ends the run.
_OF_THE_POST = (
    *(ExchangeError, ValidationError, RenderingError, HistoricalDateError, EditConflict),
    *(IntegrityError, DataError, OSError),
)
REF_LENGTH = 500
type Paths = tuple[str, ...]


class Loader:
    """Writes records, each in a transaction of its own; without `write` only says what it would.

    Whatever stops a run, each post is in whole or not at all, and the next run goes on. Posts of
    another site than `site` are never touched. `found` counts what it was given, for the report to
    be held against; posts that it writes are told to be of `run`.
    """

    def __init__(self, *, write: bool, site: str = "", run: int | None = None) -> None:
        self.write = write
        self.site = site
        self.run = run
        self.found: Counter[str] = Counter()
        self._bad_pictures: set[Path] = set()
        self._reservations = Reservations(write)
        self._lookups = CachedLookups()
        self._pictures = PictureStore(write=write)
        self._refs = refs_before()
        self._linking: list[int] = []  # keys of posts with links to others, which may come later
        self._linking_pages: list[int] = []

    def outcomes(self, items: Iterable[Record | Refusal]) -> Iterator[Outcome]:
        with archives.in_batches():
            for item in self._pictures.looking_ahead(originals_first(items), self._is_new):
                if isinstance(item, Refusal):
                    ref, messages = with_site(item.ref, self.site), (*item.earlier, item.message)
                    self.found["addresses"] += bad_addresses(messages)
                    yield Outcome(ref, Result.REFUSED, messages=messages)
                else:
                    yield self.load(item)
            for keys in batched(self._linking, archives.BATCH):
                rerender_posts(keys)
            if self._linking_pages:
                rerender_pages(self._linking_pages)
        if self.write:
            archives.take_statistics()

    def _is_new(self, record: Record) -> bool:
        return with_site(record.ref, self.site) not in self._refs

    def load(self, record: Record) -> Outcome:
        """Return what became of `record`. Raises only for what concerns the whole run."""
        shown = {picture.path for picture in record.pictures}
        self.found["pictures"] += len(shown)
        self.found["addresses"] += len(record.paths) + bad_addresses(record.messages)
        told = self._tried(record)
        came_in = told.result is not Result.REFUSED
        return replace(told, pictures={p: came_in and p not in self._bad_pictures for p in shown})

    def _tried(self, record: Record) -> Outcome:
        messages = list(record.messages)
        others = tuple(with_site(ref, self.site) for ref in record.other_refs)
        record = replace(record, ref=with_site(record.ref, self.site), other_refs=others)
        try:
            if len(record.ref) > REF_LENGTH:
                text = f"Site and path together have over {REF_LENGTH} characters."
                raise ExchangeError("too_long", text)
            messages += note_messages(record)
            with transaction.atomic() if self.write else contextlib.nullcontext():
                return self._load(record, messages)
        except _OF_THE_POST as error:
            self._lookups.forget()
            refusal = Message(getattr(error, "line", None), *reason_of(error))
            told = (*record.messages, refusal)
            return Outcome(record.ref, Result.REFUSED, old_urls=record.paths, messages=told)

    def _load(self, record: Record, messages: list[Message]) -> Outcome:
        stored = self._stored(record)
        if stored is None:
            self._require_new(record)
            return self._store(record, _kind(record)(import_ref=record.ref), messages)
        if stored.trashed_at:
            messages.append(Message(None, "in_trash", "In the trash here, and left there."))
            return unchanged(record, stored, messages)
        if stored.version != stored.imported_version:
            text = "Edited here since it was imported, and left as it is."
            messages.append(Message(None, "edited_here", text))
            return self._adopted(record, stored, messages)
        is_same = stored.import_fields.get("digest") == self._digest(record)
        if is_same and stored.import_ref == record.ref:
            return unchanged(record, stored, messages)
        return self._store(record, type(stored).objects.get(pk=stored.pk), messages)

    def _stored(self, record: Record) -> Post | Page | None:
        """Return the post or page that came from `record` before, with the columns that tell.

        One of which less than its whole site was known has to be the same in title or original.
        """
        refs = [record.ref, *record.other_refs]
        parts = [ref.split(":", 2) for ref in refs]
        hosts = dict.fromkeys([self.site.partition("/")[0], ""])
        siteless = [f"{kind}:{host}:{rest}" for kind, _, rest in parts for host in hosts]
        if self._refs.isdisjoint((*refs, *siteless)):
            return None
        rows: Any = _kind(record).objects.defer("story", "story_html")
        known = rows.filter(import_ref__in=[*refs, *siteless])
        found: dict[str, Post | Page] = {row.import_ref: row for row in known}
        for ref in refs:
            if ref in found:
                return found[ref]
        alike = (found[ref] for ref in siteless if ref in found)
        same = (x for x in alike if x.title == record.title or x.raw_original == record.raw)
        return next(same, None)

    def _require_new(self, record: Record) -> None:
        """Refuse a file given alone when the same came in with its whole site."""
        if not record.file_name:
            return
        kind = record.ref.partition(":")[0]
        begin = f"{kind}:{self.site}:" if self.site else f"{kind}:"
        known = Post.objects.filter(import_ref__startswith=begin)
        if post := known.filter(import_ref__endswith=f"/{record.file_name}").first():
            text = f"It came in as {post.import_ref}: import the site's folder again instead."
            raise ExchangeError("known_elsewhere", text)

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
        image = self._take(record.hero, messages) if record.hero else None
        return named(image) if image else None

    def _take(self, picture: PictureFile, messages: list[Message]) -> Image | None:
        """Store a picture with its old addresses; one that cannot come in is only listed."""
        try:
            image = self._pictures.take(picture)
        except ExchangeError as error:
            messages.append(Message(error.line, error.code, error.text))
            self._bad_pictures.add(picture.path)
            return None
        if lost := self._pictures.loss(picture):
            messages.append(Message(None, "picture_cut", lost))
        for path in picture.addresses:
            if len(path) > PATH_LENGTH or is_reserved(path):
                text = f"The picture's old address {path} cannot lead on."
                messages.append(Message(None, "picture_address", text))
            elif image:
                redirect_to_picture(image, path)
        return image

    def _story_addresses(self, record: Record, messages: list[Message]) -> dict[str, str]:
        ours = {}
        for each in record.story_pictures:
            if image := self._take(each.picture, messages):
                ours[each.written] = image.file.url
        return ours

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


def _kind(record: Record) -> type[Any]:
    return Page if record.is_page else Post


def _describe(post: Post | Page, record: Record, kept: dict[str, object]) -> None:
    """Set what of a post is no content: its state, and where it came from."""
    post.imported_version = post.version + 1 if post.pk else 1
    post.status = Post.Status.DRAFT if record.is_draft else Post.Status.APPROVED
    post.publish_at = record.publish_at
    if post.publish_at is None and not record.is_draft:
        # The first import's, so that another one does not make old news new.
        post.publish_at = (post.created_at or timezone.now()).replace(microsecond=0)
    post.import_ref, post.raw_original, post.import_fields = record.ref, record.raw, kept
