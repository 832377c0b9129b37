"""Merging and renaming what posts are filed under: categories, places and tags."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from taggit.models import Tag

from posts import archives
from posts.editorial.errors import EditorialError
from posts.editorial.roles import Person
from posts.models import (
    Archive,
    ArchiveEntry,
    Category,
    Place,
    Post,
    Redirect,
    Subscription,
    TagPage,
    free_slug,
    keep_archive,
    kind_of,
    lies_within,
    path_of,
    slug_from,
    tag_slug,
)

FILED: dict[type[Any], tuple[str, Archive]] = {
    Category: ("categories", Archive.CATEGORY),
    Place: ("places", Archive.PLACE),
    Tag: ("tags", Archive.TAG),
}
# What the row that stays takes over where it has none: all of a group, or none of it.
TAKEN: dict[type[Any], tuple[tuple[str, ...], ...]] = {
    Category: (("description",), ("picture",), ("sign",)),
    Place: (
        ("description",),
        ("picture",),
        ("iso_alpha2", "iso_alpha3", "iso_numeric"),
        ("valid_from", "valid_to"),
        ("calendar_reform",),
        ("parent",),
    ),
    TagPage: (("description",), ("picture",)),
}


@dataclass(frozen=True)
class Plan:
    """What a merge of `row` into `into` would do; `shared` of the `posts` have both already.

    `taken` and `lost` are names of fields with what stands there: the row that stays has
    nothing there and takes it over, or has something else.
    """

    row: Any
    into: Any
    posts: int
    shared: int
    hidden: int
    children: tuple[str, ...]
    kin: tuple[str, ...]
    addresses: tuple[str, ...]
    taken: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]

    @property
    def moved(self) -> int:
        return self.posts - self.shared


def plan(row: Any, *, into: Any) -> Plan:
    """Return what `merge` would do; raises EditorialError where it would refuse."""
    require_mergeable(row, into)
    field, _ = FILED[type(row)]
    posts = Post.objects.filter(**{field: row})
    theirs, mine = told_of(row), told_of(into)
    taken = _taken(row, into, theirs, mine)
    own = [name for group in TAKEN[type(mine)] for name in group]
    is_place = isinstance(row, Place)
    return Plan(
        row=row,
        into=into,
        posts=posts.count(),
        shared=posts.filter(pk__in=Post.objects.filter(**{field: into}).values("pk")).count(),
        hidden=posts.exclude(pk__in=Post.objects.published().values("pk")).count(),
        children=tuple(map(str, row.children.all())) if is_place else (),
        kin=tuple(map(str, _kin(row).exclude(pk=into.pk))) if is_place else (),
        addresses=(*_addresses(row), *row.redirects.values_list("path", flat=True)),
        taken=_in_words(theirs, taken),
        lost=_in_words(theirs, (name for name in own if name not in taken), but=mine),
    )


def require_mergeable(row: Any, into: Any) -> None:
    """Raise EditorialError, saying why, if `row` cannot be merged into `into`."""
    if type(row) is not type(into):
        raise EditorialError(f"“{row}” and “{into}” are not of one kind.")
    if row.pk == into.pk:
        raise EditorialError(f"Choose another than “{row}” itself.")
    if isinstance(row, Place) and lies_within(into, row):
        raise EditorialError(
            f"“{into}” lies within “{row}”, so it cannot take its place. Merge “{into}” into "
            f"“{row}” instead, or first give “{into}” another parent."
        )


@transaction.atomic
def merge(row: Any, *, into: Any, by: Person) -> Plan:
    """File under `into` what stood under `row`, let its addresses lead there, and delete it.

    Forms that are open on one of the posts notice: its version moves. Raises EditorialError.
    """
    _hold_posts(row)
    row, into = _held(row, into)
    done = plan(row, into=into)
    keepsakes = _taken(row, into, told_of(row), told_of(into))
    _note(row)
    _refile(row, into)
    if isinstance(row, Place):
        _move_kin(row, into)
    if not isinstance(row, Tag):
        _move_subscriptions(row, into)
    old_path = path_of(row)
    row.redirects.filter(path=path_of(into)).delete()
    row.redirects.update(**{kind_of(row): into})
    _log(done, by)
    row.delete()
    _take_over(into, keepsakes)
    keep_archive(into, old_path=old_path)
    return done


def losses(model: type[Any], rows: Iterable[Any]) -> tuple[list[str], list[str], int]:
    """Return what goes with `rows`: titles of posts that are filed there, old addresses, and
    how many subscriptions."""
    keys = [row.pk for row in rows]
    posts = Post.objects.filter(**{f"{FILED[model][0]}__in": keys}).distinct()
    leading = Redirect.objects.filter(**{f"{model._meta.model_name}__in": keys})
    ended = 0
    if model is not Tag:
        of_these = Subscription.objects.filter(**{f"{model._meta.model_name}__in": keys})
        ended = of_these.confirmed().count()
    titles = posts.values_list("title", flat=True)
    return list(titles), list(leading.values_list("path", flat=True)), ended


def slug_for(row: Any, name: str) -> str:
    """Return the free slug that `row` would have if it were new, its own where none is made."""
    base = tag_slug(name) if isinstance(row, Tag) else slug_from(name)
    rows = type(row)._default_manager.exclude(pk=row.pk)
    return free_slug(rows, base) if base else str(row.slug)


@transaction.atomic
def store_tag(tag: Tag, *, description: str, picture: Any) -> None:
    """Store a tag with what its page says; the address it had goes on leading to it."""
    before = Tag.objects.filter(pk=tag.pk).first()
    tag.slug = tag.slug or slug_for(tag, tag.name)
    tag.save()
    if before is not None and before.slug != tag.slug:
        keep_archive(tag, old_path=path_of(before))
    TagPage.objects.update_or_create(
        tag=tag, defaults={"description": description, "picture": picture}
    )


def _hold_posts(row: Any) -> None:
    """Hold the posts of `row` before the row, as a save holds its post before it files it.

    The other way round each could wait for what the other holds.
    """
    field, _ = FILED[type(row)]
    filed = Post.objects.filter(**{field: row}).values("pk")
    held = Post.objects.select_for_update(no_key=True).filter(pk__in=filed).order_by("pk")
    list(held.values_list("pk"))


def _held(*rows: Any) -> list[Any]:
    """Return the rows as stored, in this order, while nobody else can file under them."""
    model = type(rows[0])
    keys = {row.pk for row in rows}
    held = {row.pk: row for row in _locked(model, keys)}
    if len(held) < len(keys):
        gone = next(row for row in rows if row.pk not in held)
        raise EditorialError(f"“{gone}” is gone: somebody merged or deleted it meanwhile.")
    return [held[row.pk] for row in rows]


def _locked(model: type[Any], keys: Iterable[int]) -> models.QuerySet[Any]:
    return model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk")


def _note(row: Any) -> None:
    """Have the posts of `row` refreshed: its own, hidden ones too, and those of its places."""
    field, archive = FILED[type(row)]
    archives.refresh_on_commit(
        posts=Post.objects.filter(**{field: row}).values_list("pk", flat=True)
    )
    archives.refresh_on_commit(
        posts=ArchiveEntry.objects.of(archive, row.pk).values_list("post_id", flat=True)
    )


def _refile(row: Any, into: Any) -> None:
    """File each post of `row` under `into` once; what has both loses `row` with its deletion."""
    field, _ = FILED[type(row)]
    Post.objects.filter(**{field: row}).update(version=F("version") + 1)
    through: Any = getattr(Post, field).through
    column = "tag" if isinstance(row, Tag) else kind_of(row)
    other = ("content_type", "object_id") if isinstance(row, Tag) else ("post",)
    same = through.objects.filter(**{column: into}, **{name: OuterRef(name) for name in other})
    through.objects.filter(~Exists(same), **{column: row}).update(**{column: into})


def _move_kin(row: Place, into: Place) -> None:
    """Give `into` the places within `row` and the states before and after it."""
    row.children.update(parent=into)
    into.successors.add(*row.successors.exclude(pk=into.pk))
    into.predecessors.add(*row.predecessors.exclude(pk=into.pk))


def _move_subscriptions(row: Category | Place, into: Category | Place) -> None:
    """Let subscribers get what was merged; who has both as often keeps one."""
    theirs = into.subscriptions.values("address", "weekday")
    for each in row.subscriptions.all():
        if {"address": each.address, "weekday": each.weekday} in theirs:
            each.delete()
    row.subscriptions.update(**{kind_of(row): into})


def _kin(place: Place) -> models.QuerySet[Place]:
    before, after = place.predecessors.values("pk"), place.successors.values("pk")
    return Place.objects.filter(pk__in=before) | Place.objects.filter(pk__in=after)


def told_of(row: Any) -> Any:
    """Return the row that holds what the page of `row` says; for a tag perhaps an unsaved one."""
    if not isinstance(row, Tag):
        return row
    return TagPage.objects.filter(tag=row).first() or TagPage(tag=row)


def _taken(row: Any, into: Any, theirs: Any, mine: Any) -> dict[str, Any]:
    """Return what `into` takes over from `row`: whole groups of which it has nothing."""
    found: dict[str, Any] = {}
    for group in TAKEN[type(mine)]:
        if not any(_filled(mine, name) for name in group):
            found |= {name: getattr(theirs, name) for name in group if _filled(theirs, name)}
    above = found.get("parent")
    if above is not None and (above.pk == into.pk or lies_within(above, into)):
        del found["parent"]
    return found


def _in_words(row: Any, names: Iterable[str], but: Any = None) -> tuple[tuple[str, str], ...]:
    """Return label and value of what `row` has there and `but` has not."""
    return tuple(
        (str(row._meta.get_field(name).verbose_name), str(getattr(row, name)))
        for name in names
        if _filled(row, name) and (but is None or getattr(row, name) != getattr(but, name))
    )


def _filled(row: Any, name: str) -> bool:
    return getattr(row, name) not in (None, "")


def _take_over(into: Any, keepsakes: dict[str, Any]) -> None:
    if keepsakes:
        told = told_of(into)
        for name, value in keepsakes.items():
            setattr(told, name, value)
        told.save()


def _addresses(row: Any) -> tuple[str, ...]:
    kind = kind_of(row)
    names = (kind, f"feed_{kind}", f"calendar_{kind}")
    return tuple(reverse(name, args=[row.slug]) for name in names)


def _log(done: Plan, by: Person) -> None:
    """Leave a line in the history of both rows."""
    posts = f"{done.posts} {'post' if done.posts == 1 else 'posts'}"
    log = LogEntry.objects.log_actions
    log(by.pk, [done.row], DELETION, f"Merged into “{done.into}” with {posts}.")
    log(by.pk, [done.into], CHANGE, f"Merged “{done.row}” into it with {posts}.")
