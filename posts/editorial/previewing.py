"""A post as readers will see it, from any of its versions, and the links that show it."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from taggit.models import Tag

from posts.dates import HistoricalDate, HistoricalDateError, parse
from posts.editorial.dossier_io import rows_in
from posts.editorial.errors import EditorialError
from posts.editorial.roles import Person, may_revoke, may_see_desk
from posts.editorial.save import draft_of
from posts.editorial.snapshot import (
    BulletText,
    CitationText,
    Content,
    DossierSnapshot,
    Named,
    PageSnapshot,
    Snapshot,
)
from posts.editorial.works import Work
from posts.models import (
    Bullet,
    Category,
    Citation,
    Dossier,
    DossierCitation,
    Image,
    Letter,
    Milestone,
    Page,
    Place,
    Post,
    PreviewLink,
    Revision,
    Section,
    Source,
    tags_named,
)
from posts.rendering import render_inline

MOST_DAYS = 90


def as_page(post: Post, content: Snapshot) -> Post:
    """Return a post in memory, never to be saved, that shows `content` on the story page.

    A row that is gone (a category, a source) does not show. Raises RenderingError or
    HistoricalDateError for what cannot be read.
    """
    shown = _with_texts(post, content)
    shown.set_event_columns()
    shown.render()
    relations: Any = shown
    relations._prefetched_objects_cache = {
        "categories": _loaded(Category, _rows(Category, content.categories)),
        "places": _loaded(Place, _rows(Place, content.places)),
        "tags": _loaded(Tag, tags_named(content.tags)),
        "bullets": _loaded(Bullet, [_bullet(each, content.language) for each in content.bullets]),
        "citations": _loaded(Citation, _citations(Citation, content.citations)),
    }
    relations.printed_letters = Letter.objects.filter(post=post.pk).printed()
    return shown


def dossier_as_page(dossier: Dossier, content: DossierSnapshot) -> Dossier:
    """Return a dossier in memory that shows `content`, as `as_page` does with a post."""
    shown = _with_texts(dossier, content)
    sources = _sources([row.source for row in content.milestones if row.source])
    rows: dict[type[Model], list[Any]] = {Section: [], Milestone: []}
    row: Any
    for row in rows_in(shown, content):
        row.pk = len(rows[type(row)]) + 1
        if isinstance(row, Section):
            row.render()
        else:
            row.set_event_columns()
            row.source = sources.get(row.source_id)
        rows[type(row)].append(row)
    relations: Any = shown
    relations._prefetched_objects_cache = {
        "sections": _loaded(Section, rows[Section]),
        "milestones": _loaded(Milestone, [row for row in rows[Milestone] if row.source]),
        "citations": _loaded(DossierCitation, _citations(DossierCitation, content.citations)),
    }
    return shown


def page_as_page(page: Page, content: PageSnapshot) -> Page:
    """Return a page in memory that shows `content`, as `as_page` does with a post."""
    shown = _with_texts(page, content)
    shown.render()
    return shown


def typed_as_page(work: Work, content: Any) -> Work:
    """Return `work` as its page has it, without a date or milestone that is half typed."""
    if isinstance(work, Dossier):
        rows = (row for row in content.milestones if row.calendar_choice)
        dated = tuple(row for row in rows if date_of(row.event_input, row.calendar_choice))
        return dossier_as_page(work, replace(content, milestones=dated))
    if not isinstance(work, Post):
        return work
    try:
        return as_page(work, content)
    except HistoricalDateError:
        return as_page(work, replace(content, event_input=""))


def date_of(text: str, calendar: str) -> HistoricalDate | None:
    """Return the date that was typed, None for none and for one that cannot be read."""
    try:
        return parse(text, calendar or "auto") if text.strip() else None
    except HistoricalDateError:
        return None


def _with_texts[Row: Work](row: Row, content: Content) -> Row:
    """Return a copy with the texts and the hero of `content`, at the address that `row` has."""
    shown = copy(row)
    shown._state = copy(row._state)
    for name in content.texts():
        if name != "slug":
            setattr(shown, name, getattr(content, name))
    if isinstance(shown, Page):
        return shown
    shown.hero = Image.objects.filter(pk=content.hero.key).first() if content.hero else None
    return shown


def _loaded(model: type[Model], rows: Sequence[Any]) -> QuerySet[Any]:
    """Return a queryset that has been answered already, as a prefetch leaves it."""
    answered = model._default_manager.none()
    answered._result_cache = list(rows)
    return answered


def _rows(model: type[Any], wanted: Sequence[Named]) -> list[Any]:
    rows = model._default_manager.in_bulk([each.key for each in wanted]) if wanted else {}
    return [rows[each.key] for each in wanted if each.key in rows]


def _bullet(words: BulletText, language: str) -> Bullet:
    html = render_inline(words.text, language=language)
    return Bullet(label=words.label, text=words.text, text_html=html)


def _sources(wanted: Sequence[Named]) -> dict[int, Any]:
    return {row.pk: row for row in _rows(Source, wanted)}


def _citations(model: type[Any], wanted: Sequence[CitationText[Named]]) -> list[Any]:
    sources = _sources([each.source for each in wanted])
    return [
        model(
            pk=number,
            source=sources[each.source.key],
            locator=each.locator,
            quotation=each.quotation,
            note=each.note,
            key=each.key,
            position=number,
        )
        for number, each in enumerate(wanted, 1)
        if each.source.key in sources
    ]


def content_of(link: PreviewLink) -> Snapshot:
    """Return what `link` shows: its revision, or the latest saved text."""
    if link.revision:
        return Snapshot.from_json(link.revision.snapshot)
    return draft_of(link.post).content


@transaction.atomic
def open_link(
    post: Post, *, by: Person, days: int = 7, revision: Revision | None = None, note: str = ""
) -> PreviewLink:
    """Make a link for people without an account; raises EditorialError."""
    if not may_see_desk(by, post):
        raise EditorialError("You may not show this post to others.")
    if not 1 <= days <= MOST_DAYS:
        raise EditorialError(f"A link lasts 1 to {MOST_DAYS} days, not {days}.")
    if revision is not None and revision.post_id != post.pk:
        raise EditorialError("That version is of another post.")
    expires = timezone.now() + timedelta(days=days)
    return PreviewLink.objects.create(
        post=post, by=by, revision=revision, note=note, expires_at=expires
    )


def revoke(link: PreviewLink, *, by: Person) -> None:
    """Let `link` open nothing from now on; raises EditorialError."""
    if not may_revoke(by, link):
        raise EditorialError("You may not take back a link that somebody else made.")
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
