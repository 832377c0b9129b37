"""Reads a dossier into a snapshot, and writes a snapshot onto a dossier."""

from collections.abc import Iterator, Sequence
from typing import Any

from posts.editorial.snapshot import DossierSnapshot, MilestoneText, Named, SectionText
from posts.editorial.snapshot_io import (
    DATABASE,
    Writing,
    citation,
    keep_keys,
    named,
    words_of,
    write_citations,
)
from posts.images.addresses import pictures_in
from posts.models import Dossier, DossierCitation, Image, Milestone, Post, Section, Source

_SECTION = ("heading", "text")
_TYPED = ("label", "event_input", "calendar_choice", "event_display")
_MILESTONE = (*_TYPED, "source_id", "locator", "note")


def dossier_of(dossier: Dossier) -> tuple[DossierSnapshot, dict[str, Image]]:
    """Return what is stored of `dossier`, with its pictures by their addresses, in six queries."""
    sections = tuple(SectionText(row.heading, row.text) for row in dossier.sections.all())
    images = pictures_in("\n\n".join(row.text for row in sections), dossier.hero_id)
    pictures = words_of(images)
    hero = next((each for each in pictures if each.key == dossier.hero_id), None)
    content = DossierSnapshot(
        **{name: getattr(dossier, name) for name in DossierSnapshot.texts()},
        hero=Named(hero.key, hero.name) if hero else None,
        posts=tuple(map(named, dossier.posts.order_by("pk").only("title"))),
        sections=sections,
        milestones=tuple(map(_milestone, _sourced(dossier.milestones))),
        citations=tuple(map(citation, _sourced(dossier.citations))),
        pictures=pictures,
    )
    return content, images


def _sourced(rows: Any) -> Any:
    return rows.select_related("source").defer("source__kept_text")


def _milestone(row: Milestone) -> MilestoneText:
    typed = {name: getattr(row, name) for name in _TYPED}
    return MilestoneText(**typed, source=named(row.source), locator=row.locator, note=row.note)


def write_dossier(
    dossier: Dossier, content: DossierSnapshot, before: DossierSnapshot | None = None
) -> list[str]:
    """Make `dossier` and all that belongs to it equal `content`, as `write` does with a post."""
    if before is None:
        before = dossier_of(dossier)[0] if dossier.pk else DossierSnapshot()
    writing = Writing(dossier, DATABASE)
    writing.put(content, before)
    dossier.save()
    _write_posts(writing, content.posts, before.posts)
    if content.sections != before.sections:
        rows = _sections(dossier, content.sections)
        for row in keep_keys(list(dossier.sections.all()), rows, _SECTION, (*_SECTION, "position")):
            row.save()
    if content.milestones != before.milestones:
        _write_milestones(writing, content.milestones)
    if content.citations != before.citations:
        write_citations(writing, DossierCitation, content.citations, before.citations)
    return writing.missing


def _write_posts(writing: Writing, wanted: Sequence[Named], before: Sequence[Named]) -> None:
    stored, keys = ({each.key for each in posts} for posts in (before, wanted))
    if gone := stored - keys:
        writing.post.posts.remove(*gone)
    if new := writing.keys(Post, [each for each in wanted if each.key not in stored]):
        writing.post.posts.add(*new)


def _sections(dossier: Dossier, wanted: Sequence[SectionText]) -> list[Section]:
    numbered = enumerate(wanted, 1)
    return [Section(dossier=dossier, position=number, **vars(each)) for number, each in numbered]


def _write_milestones(writing: Writing, wanted: Sequence[MilestoneText]) -> None:
    sources = set(writing.keys(Source, [each.source for each in wanted if each.source]))
    known = [each for each in wanted if each.source and each.source.key in sources]
    rows = _milestones(writing.post, known)
    for row in keep_keys(list(writing.post.milestones.all()), rows, _MILESTONE, _MILESTONE):
        row.save()


def _milestones(dossier: Dossier, wanted: Sequence[MilestoneText]) -> list[Milestone]:
    return [Milestone(dossier=dossier, **_columns(each)) for each in wanted]


def _columns(row: MilestoneText) -> dict[str, Any]:
    words = {name: getattr(row, name) for name in (*_TYPED, "locator", "note")}
    return words | {"source_id": row.source.key if row.source else None}


def rows_in(dossier: Dossier, content: DossierSnapshot) -> Iterator[Section | Milestone]:
    """Yield the rows of `content` that can be refused, in memory."""
    yield from _sections(dossier, content.sections)
    yield from _milestones(dossier, content.milestones)
