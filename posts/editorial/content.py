"""Reads a post into a snapshot, and writes a snapshot onto a post."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db import models, transaction
from taggit.models import Tag

from posts.editorial.snapshot import (
    TEXTS,
    BulletText,
    CitationText,
    LinkText,
    Named,
    PictureWords,
    Snapshot,
)
from posts.models import Bullet, Category, Citation, Image, Place, Post, PostLink, Source
from posts.rendering import render_inline

_ADDRESS = re.compile(r"[^\s()<>\"']+")


def snapshot_of(post: Post) -> Snapshot:
    """Return what is stored of `post`, in nine queries or less."""
    citations = post.citations.select_related("source").defer("source__kept_text")
    return Snapshot(
        **{name: getattr(post, name) for name in TEXTS},
        undated=post.undated,
        hero=named(post.hero) if post.hero else None,
        categories=tuple(map(named, post.categories.all())),
        places=tuple(map(named, post.places.all())),
        tags=tuple(sorted(tag.name for tag in post.tags.all())),
        bullets=tuple(BulletText(row.label, row.text) for row in post.bullets.all()),
        citations=tuple(map(_citation, citations)),
        links_before=tuple(
            LinkText(link.kind, named(link.earlier)) for link in post.links_before.for_chain()
        ),
        links_after=tuple(
            LinkText(link.kind, named(link.later)) for link in post.links_after.for_chain()
        ),
        pictures=pictures_of(post.hero, post.story),
    )


def named(row: models.Model) -> Named:
    return Named(row.pk, str(row))


def _citation(row: Citation) -> CitationText:
    return CitationText(named(row.source), row.locator, row.quotation, row.note)


def pictures_of(hero: Image | None, story: str) -> tuple[PictureWords, ...]:
    """Return the words of the hero and of each picture in the story, in one query at most."""
    rows = {image.pk: image for image in pictures_in(story)}
    if hero is not None:
        rows[hero.pk] = hero
    return tuple(
        PictureWords(i.pk, str(i.file), i.alt, i.decorative, i.caption, i.credit)
        for _, i in sorted(rows.items())
    )


def pictures_in(story: str) -> list[Image]:
    """Return the pictures of this site whose addresses stand in `story`."""
    start = settings.MEDIA_URL
    if start not in story:
        return []
    found = [a for a in _ADDRESS.findall(story) if a.startswith(start)]
    files = {unquote(address.removeprefix(start)) for address in found}
    return list(Image.objects.filter(file__in=files))


@transaction.atomic
def write(post: Post, content: Snapshot) -> list[str]:
    """Make `post` and all that belongs to it equal `content`; return what could not be had.

    A row that is gone meanwhile (a category, a source) is left out and named in the answer.
    Words of pictures are theirs, not the post's, and are not written here.

    Raises EditConflict as `Post.save` does, LinkLoop, and HistoricalDateError or
    RenderingError for what cannot be read.
    """
    for name in TEXTS:
        setattr(post, name, getattr(content, name))
    post.undated = content.undated
    missing: list[str] = []
    post.hero = _hero(content.hero, missing)
    post.save()
    post.categories.set(_known(Category, content.categories, missing))
    post.places.set(_known(Place, content.places, missing))
    _write_tags(post, content.tags)
    _write_bullets(post, content.bullets)
    _write_citations(post, content.citations, missing)
    _write_links(post, content, missing)
    return missing


def _hero(wanted: Named | None, missing: list[str]) -> Image | None:
    image = Image.objects.filter(pk=wanted.key).first() if wanted else None
    if wanted and image is None:
        missing.append(f"the picture “{wanted.name}”")
    return image


def _known(model: type[Any], wanted: Sequence[Named], missing: list[str]) -> list[Any]:
    rows = model._default_manager.in_bulk([each.key for each in wanted]) if wanted else {}
    noun = model._meta.verbose_name
    missing += [f"the {noun} “{each.name}”" for each in wanted if each.key not in rows]
    return [rows[each.key] for each in wanted if each.key in rows]


def _write_tags(post: Post, names: Iterable[str]) -> None:
    """Set the tags, making new ones; a name that differs only by case is the same tag."""
    wanted = {name.casefold(): name for name in names}
    either = models.Q(*(("name__iexact", name) for name in wanted.values()), _connector="OR")
    stored = Tag.objects.filter(either) if wanted else ()
    known = {tag.name.casefold(): tag for tag in stored}
    new = [known.get(key, name) for key, name in wanted.items()]
    post.tags.set(new)


def _write_bullets(post: Post, wanted: Sequence[BulletText]) -> None:
    rows = [
        Bullet(post=post, label=w.label, text=w.text, text_html=render_inline(w.text))
        for w in wanted
    ]
    _write_rows(list(post.bullets.all()), rows, ("label", "text", "text_html"))


def _write_citations(post: Post, wanted: Sequence[CitationText], missing: list[str]) -> None:
    sources = {s.pk for s in _known(Source, [each.source for each in wanted], missing)}
    words = ("locator", "quotation", "note")
    rows = [
        Citation(post=post, source_id=w.source.key, **{name: getattr(w, name) for name in words})
        for w in wanted
        if w.source.key in sources
    ]
    _write_rows(list(post.citations.all()), rows, ("source_id", *words))


def _write_rows(stored: list[Any], wanted: list[Any], words: tuple[str, ...]) -> None:
    """Make the stored rows equal those wanted, keeping the key of each that only moved."""
    left = list(stored)
    for position, row in enumerate(wanted, 1):
        row.position = position
        same = [each for each in left if _same(each, row, words)]
        if same:
            left.remove(same[0])
            row.pk = same[0].pk
    for row in wanted:
        if row.pk is None and left:
            row.pk = left.pop(0).pk
    rows: Any = type((stored or wanted)[0])._default_manager if stored or wanted else None
    if left:
        rows.filter(pk__in=[row.pk for row in left]).delete()
    columns = (*words, "position")
    before = {row.pk: row for row in stored}
    changed = [r for r in wanted if r.pk and not _same(before[r.pk], r, columns)]
    if changed:
        rows.bulk_update(changed, [name.removesuffix("_id") for name in columns])
    if new := [row for row in wanted if row.pk is None]:
        rows.bulk_create(new)


def _same(one: Any, other: Any, columns: Iterable[str]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in columns)


def _write_links(post: Post, content: Snapshot, missing: list[str]) -> None:
    wanted = {(link.post.key, post.pk): link for link in content.links_before}
    wanted |= {(post.pk, link.post.key): link for link in content.links_after}
    ends = models.Q(earlier=post) | models.Q(later=post)
    stored = {(row.earlier_id, row.later_id): row for row in PostLink.objects.filter(ends)}
    for pair, row in stored.items():
        if pair not in wanted or wanted[pair].kind != row.kind:
            row.delete()
    new = [p for p in wanted if p not in stored or wanted[p].kind != stored[p].kind]
    others = _known(Post, [wanted[pair].post for pair in new], missing)
    known = {post.pk, *(other.pk for other in others)}
    for earlier, later in new:
        if {earlier, later} <= known:
            kind = wanted[earlier, later].kind
            PostLink.objects.create(earlier_id=earlier, later_id=later, kind=kind)
