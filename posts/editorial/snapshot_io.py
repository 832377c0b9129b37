"""Reads a post into a snapshot, and writes a snapshot onto a post."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q, Value

from posts.editorial.snapshot import (
    BulletText,
    CitationText,
    Content,
    LinkText,
    Named,
    PictureWords,
    Snapshot,
)
from posts.images.addresses import pictures_in
from posts.models import (
    Bullet,
    Category,
    Citation,
    Image,
    Place,
    Post,
    PostLink,
    Source,
    insert,
    tag_keys,
)
from posts.rendering import render_inline


@dataclass(frozen=True)
class Rows:
    """Rows of a post that whoever reads and then writes it need not read again."""

    places: list[Place]  # with their parents
    bullets: list[Bullet]
    citations: list[Citation]


def rows_of(post: Post) -> Rows:
    """Return the rows in their order, in three queries."""
    citations = post.citations.select_related("source").defer("source__kept_text")
    return Rows(list(post.places.with_parents()), list(post.bullets.all()), list(citations))


def snapshot_of(
    post: Post, images: dict[str, Image] | None = None, rows: Rows | None = None
) -> Snapshot:
    """Return what is stored of `post`, in seven queries, less those for what is at hand."""
    rows, (categories, tags) = rows or rows_of(post), _filed(post)
    links = list(PostLink.objects.filter(Q(earlier=post) | Q(later=post)).for_chain())
    shown = words_of(pictures_in(post.story, post.hero_id) if images is None else images)
    hero = next((each for each in shown if each.key == post.hero_id), None)
    return Snapshot(
        **{name: getattr(post, name) for name in Snapshot.texts()},
        undated=post.undated,
        hero=Named(hero.key, hero.name) if hero else None,
        categories=categories,
        places=tuple(map(named, rows.places)),
        tags=tags,
        bullets=tuple(BulletText(row.label, row.text) for row in rows.bullets),
        citations=tuple(map(citation, rows.citations)),
        links_before=tuple(
            LinkText(link.kind, named(link.earlier)) for link in links if link.later_id == post.pk
        ),
        links_after=tuple(
            LinkText(link.kind, named(link.later)) for link in links if link.earlier_id == post.pk
        ),
        translation_of=named(post.original) if post.translation_of_id else None,
        pictures=shown,
    )


def _filed(post: Post) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    """Return the categories of `post` and the names of its tags, in one query."""
    categories = post.categories.order_by().values_list(Value(0), "pk", "name")
    tags = post.tags.order_by().values_list(Value(1), "pk", "name")
    rows = list(categories.union(tags, all=True).order_by("name"))
    filed = tuple(Named(key, name) for is_tag, key, name in rows if not is_tag)
    return filed, tuple(sorted(name for is_tag, _, name in rows if is_tag))


def named(row: models.Model) -> Named:
    return Named(row.pk, str(row))


def citation(row: Any) -> CitationText[Named]:
    return CitationText(named(row.source), row.locator, row.quotation, row.note, row.key)


def words_of(images: dict[str, Image]) -> tuple[PictureWords, ...]:
    """Return what is said of each picture that `pictures_in` has found."""
    return tuple(
        PictureWords(i.pk, str(i), str(i.file), i.alt, i.decorative, i.caption, i.credit)
        for i in sorted(images.values(), key=lambda image: image.pk)
    )


class Lookups:
    """Answers what `write` asks of other tables."""

    def existing(self, model: type[Any], keys: Collection[int]) -> Collection[int]:
        """Return those of `keys` that rows of `model` have."""
        return set(
            model._default_manager.filter(pk__in=keys).order_by().values_list("pk", flat=True)
        )

    def tags(self, names: Sequence[str]) -> list[int]:
        """Return the keys of the tags, new ones made; case alone makes no other tag."""
        return tag_keys(names)


@dataclass
class Writing:
    """One post or dossier being written; `missing` names what could not be had."""

    post: Any
    lookups: Lookups
    rows: Rows | None = None
    missing: list[str] = field(default_factory=list)

    def put(self, content: Content, before: Content) -> None:
        """Set the columns that are text, and the hero."""
        if content.hero != before.hero:
            self.post.hero_id = self.key(Image, content.hero)
        for name in content.texts():
            setattr(self.post, name, getattr(content, name))

    def key(self, model: type[Any], wanted: Named | None) -> int | None:
        return next(iter(self.keys(model, [wanted] if wanted else [])), None)

    def keys(self, model: type[Any], wanted: Sequence[Named]) -> list[int]:
        """Return the keys of the rows that are there, in order."""
        keys = [each.key for each in wanted]
        found = self.lookups.existing(model, keys) if keys else ()
        noun = model._meta.verbose_name
        self.missing += [f"the {noun} “{each.name}”" for each in wanted if each.key not in found]
        return [key for key in keys if key in found]


DATABASE = Lookups()


def write(
    post: Post,
    content: Snapshot,
    before: Snapshot | None = None,
    lookups: Lookups = DATABASE,
    rows: Rows | None = None,
) -> list[str]:
    """Make `post` and all that belongs to it equal `content`; return what could not be had.

    What is the same `before` is not touched, and `rows` are those of that, if known. A row that
    is gone meanwhile (a category, a source) is left out and named in the answer. Words of
    pictures are theirs, not the post's, and are not written here. It is whole only within a
    transaction, which the caller holds.

    Raises EditConflict and TranslationRefused as `Post.save` does, LinkLoop, HistoricalDateError or
    RenderingError for what cannot be read.
    """
    before = before or (snapshot_of(post) if post.pk else Snapshot())
    writing = Writing(post, lookups, rows)
    writing.put(content, before)
    post.undated = content.undated
    if content.translation_of != before.translation_of:
        post.translation_of_id = writing.key(Post, content.translation_of)
    post.save()
    _write_filing(writing, content, before)
    if (content.bullets, content.language) != (before.bullets, before.language):
        _write_bullets(writing, content.bullets, before.bullets)
    if content.citations != before.citations:
        write_citations(writing, Citation, content.citations, before.citations)
    if _links(content) != _links(before):
        _write_links(writing, content)
    return writing.missing


def _links(content: Snapshot) -> tuple[tuple[LinkText, ...], tuple[LinkText, ...]]:
    return content.links_before, content.links_after


def _write_filing(writing: Writing, content: Snapshot, before: Snapshot) -> None:
    """Write the rows of the relations themselves, which the managers would first read again."""
    own = {"post_id": writing.post.pk}
    for model, name in ((Category, "categories"), (Place, "places")):
        wanted, stored = getattr(content, name), {each.key for each in getattr(before, name)}
        rows, column = getattr(Post, name).through._default_manager, f"{model._meta.model_name}_id"
        if gone := stored - {each.key for each in wanted}:
            rows.filter(**own, **{f"{column}__in": gone}).delete()
        if new := writing.keys(model, [each for each in wanted if each.key not in stored]):
            filed = [rows.model(**own, **{column: key}) for key in new]
            insert(rows, filed, ignore_conflicts=True)
    if content.tags != before.tags:
        _write_tags(writing, content.tags, before.tags)


def _write_tags(writing: Writing, names: Sequence[str], before: Sequence[str]) -> None:
    """Set the tags; taggit itself would ask six times for what is known here."""
    wanted = {name.casefold(): name for name in reversed(names)}
    stored = {name.casefold() for name in before}
    own = writing.post.tags._lookup_kwargs()
    rows = Post.tags.through._default_manager
    if gone := [name for name in before if name.casefold() not in wanted]:
        rows.filter(**own, tag__name__in=gone).delete()
    if new := [name for key, name in wanted.items() if key not in stored]:
        tagged = [rows.model(tag_id=tag, **own) for tag in writing.lookups.tags(new)]
        insert(rows, tagged, ignore_conflicts=True)


def _write_bullets(
    writing: Writing, wanted: Sequence[BulletText], before: Sequence[BulletText]
) -> None:
    post = writing.post
    html = [render_inline(each.text, language=post.language) for each in wanted]
    rows = [
        Bullet(post=post, label=w.label, text=w.text, text_html=shown)
        for w, shown in zip(wanted, html, strict=True)
    ]
    known = writing.rows.bullets if writing.rows else post.bullets.all()
    _write_rows(list(known) if before else [], rows, ("label", "text", "text_html"))


def write_citations(
    writing: Writing,
    model: Any,
    wanted: Sequence[CitationText[Named]],
    before: Sequence[CitationText[Named]],
) -> None:
    post = writing.post
    cited = {each.source.key for each in before}
    asked = [each.source for each in wanted if each.source.key not in cited]
    sources = cited | set(writing.keys(Source, asked))
    words = ("locator", "quotation", "note", "key")
    own = {str(post._meta.model_name): post}
    rows = [
        model(**own, source_id=w.source.key, **{name: getattr(w, name) for name in words})
        for w in wanted
        if w.source.key in sources
    ]
    known = writing.rows.citations if writing.rows else post.citations.all()
    _write_rows(list(known) if before else [], rows, ("source_id", *words))


def _write_rows(stored: list[Any], wanted: list[Any], words: tuple[str, ...]) -> None:
    """Make the stored rows equal those wanted, keeping the key of each that only moved."""
    for position, row in enumerate(wanted, 1):
        row.position = position
    columns = (*words, "position")
    changed = keep_keys(stored, wanted, words, columns)
    rows: Any = type(changed[0])._default_manager if changed else None
    if old := [row for row in changed if row.pk]:
        rows.bulk_update(old, [name.removesuffix("_id") for name in columns])
    if new := [row for row in changed if row.pk is None]:
        insert(rows, new)


def keep_keys(
    stored: list[Any], wanted: list[Any], words: tuple[str, ...], columns: tuple[str, ...]
) -> list[Any]:
    """Give the rows `wanted` the keys of those `stored`, and delete those that are left over.

    The key of a row follows its `words`; answers the rows whose `columns` are to be written.
    """
    left = list(stored)
    for row in wanted:
        if same := [each for each in left if _same(each, row, words)]:
            left.remove(same[0])
            row.pk = same[0].pk
    for row in wanted:
        if row.pk is None and left:
            row.pk = left.pop(0).pk
    if left:
        type(left[0])._default_manager.filter(pk__in=[row.pk for row in left]).delete()
    before = {row.pk: row for row in stored}
    return [row for row in wanted if not (row.pk and _same(before[row.pk], row, columns))]


def _same(one: Any, other: Any, columns: Iterable[str]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in columns)


def _write_links(writing: Writing, content: Snapshot) -> None:
    post = writing.post
    wanted = {(link.post.key, post.pk): link for link in content.links_before}
    wanted |= {(post.pk, link.post.key): link for link in content.links_after}
    ends = Q(earlier=post) | Q(later=post)
    stored = {(row.earlier_id, row.later_id): row for row in PostLink.objects.filter(ends)}
    for pair, row in stored.items():
        if pair not in wanted or wanted[pair].kind != row.kind:
            row.delete()
    new = [p for p in wanted if p not in stored or wanted[p].kind != stored[p].kind]
    known = {post.pk, *writing.keys(Post, [wanted[pair].post for pair in new])}
    for earlier, later in new:
        if {earlier, later} <= known:
            kind = wanted[earlier, later].kind
            PostLink.objects.create(earlier_id=earlier, later_id=later, kind=kind)
