"""Tells what a change concerns. Importing this connects it to Django's own signals.

They are the only place that also hears of rows deleted in bulk, by a cascade, or by a line in
the shell. What they never hear of stands in docs/maintaining.md.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import receiver
from taggit.models import Tag

from posts.archives.pending import bump_on_commit, refresh_on_commit
from posts.archives.pictures import pictures_are_shown
from posts.models import (
    TARGETS,
    Archive,
    ArchiveEntry,
    Bullet,
    Category,
    Citation,
    Correction,
    Dossier,
    DossierCitation,
    Image,
    Milestone,
    Place,
    Post,
    PostLink,
    Redirect,
    Section,
    Source,
    TagPage,
    bulk_written,
)

type Rows = QuerySet[Any] | list[Any]
type Fields = Collection[str] | None  # what was written; None: all of it, or the row is gone

_ARCHIVES = {Category: Archive.CATEGORY, Tag: Archive.TAG, Place: Archive.PLACE}
_FILED = (Post.categories.through, Post.places.through, Post.tags.through)
# Columns that stand on no page: writing these alone changes nothing that readers see.
UNSEEN: dict[type[Model], frozenset[str]] = {
    Post: frozenset(
        {"author", "import_ref", "imported_version", "raw_original", "import_fields", "created_at"}
    ),
    Correction: frozenset({"by", "created_at"}),
    Dossier: frozenset({"created_at"}),
    Image: frozenset({"uploaded_by", "uploaded_at", "original_name"}),
    Redirect: frozenset({"hits", "last_hit_at", "created_at"}),
    Source: frozenset({"kept_text", "text_hash"}),
}


def _on_change(
    *models: type[Model], of_new: bool = True
) -> Callable[[Callable[[Rows, Fields], None]], None]:
    """Call a function with the rows of each change: saved, about to go, or written in bulk.

    Without `of_new` new rows are passed over: nothing shows them yet.
    """

    def connect(concern: Callable[[Rows, Fields], None]) -> None:
        def one(sender: Any, instance: Model, created: bool = False, **kwargs: Any) -> None:
            many(sender, [instance], kwargs.get("update_fields"), created=created)

        def many(
            sender: Any, rows: Rows, fields: Fields, created: bool | None = None, **kwargs: Any
        ) -> None:
            is_new = fields is None if created is None else created
            names = fields and {sender._meta.get_field(name).name for name in fields}
            is_seen = names is None or not UNSEEN.get(sender, frozenset()).issuperset(names)
            if is_seen and (of_new or not is_new):
                concern(rows, names)

        for model in models:
            for signal in (post_save, pre_delete):
                signal.connect(one, sender=model, weak=False)
            bulk_written.connect(many, sender=model, weak=False)

    return connect


def _keys(rows: Rows, column: str) -> Iterable[Any]:
    if isinstance(rows, QuerySet):
        return rows.order_by().values_list(column, flat=True)
    return (getattr(row, column) for row in rows)


@_on_change(Post)
def _posts(rows: Rows, fields: Fields) -> None:
    # Search tells which version it has read, and no page tells the version.
    is_seen = fields is None or set(fields) != {"version"}
    refresh_on_commit(posts=_keys(rows, "pk"), is_seen=is_seen)


@_on_change(Bullet, Citation, Correction)
def _parts_of_posts(rows: Rows, fields: Fields) -> None:
    refresh_on_commit(posts=_keys(rows, "post_id"))


@_on_change(Dossier)
def _dossiers(rows: Rows, fields: Fields) -> None:
    refresh_on_commit(dossiers=_keys(rows, "pk"))


@_on_change(Section, Milestone, DossierCitation)
def _parts_of_dossiers(rows: Rows, fields: Fields) -> None:
    refresh_on_commit(dossiers=_keys(rows, "dossier_id"))


@_on_change(Source, of_new=False)
def _sources(rows: Rows, fields: Fields) -> None:
    keys = list(_keys(rows, "pk"))
    cited = Citation.objects.filter(source__in=keys)
    refresh_on_commit(posts=cited.values_list("post_id", flat=True))
    for model in (DossierCitation, Milestone):
        uses: QuerySet[Any] = model._default_manager.filter(source__in=keys)
        refresh_on_commit(dossiers=uses.values_list("dossier_id", flat=True))


@_on_change(Image, of_new=False)
def _pictures(rows: Rows, fields: Fields) -> None:
    if pictures_are_shown(list(_keys(rows, "pk"))):
        bump_on_commit()


@_on_change(Redirect)
def _redirects(rows: Rows, fields: Fields) -> None:
    found = list(rows)
    refresh_on_commit(
        posts={row.post_id for row in found} - {None},
        dossiers={row.dossier_id for row in found} - {None},
    )
    # Of an update only what it led to before is known here.
    is_led_elsewhere = bool(found and set(TARGETS).intersection(fields or ()))
    if is_led_elsewhere or any(row.post_id is row.dossier_id is None for row in found):
        bump_on_commit()


@_on_change(PostLink)
def _links(rows: Rows, fields: Fields) -> None:
    for row in rows:
        ends = {row.earlier_id, row.later_id}
        if Post.objects.published().filter(pk__in=ends).count() == len(ends):
            bump_on_commit()


@_on_change(TagPage)
def _pages_of_tags(rows: Rows, fields: Fields) -> None:
    bump_on_commit()


@_on_change(Category, Tag, Place, of_new=False)
def _terms(rows: Rows, fields: Fields) -> None:
    bump_on_commit()
    if isinstance(rows, QuerySet):
        moved = list(rows) if {"name", "parent"}.intersection(fields or ()) else []
    else:
        moved = [row for row in rows if getattr(row, "_is_moved", False)]
    for row in moved:
        refresh_on_commit(posts=_posts_of(row))


@receiver(pre_save, sender=Category)
@receiver(pre_save, sender=Tag)
@receiver(pre_save, sender=Place)
def _term_changes(instance: Any, **kwargs: Any) -> None:
    """Remember whether the posts' entries or words change with a name or the place around it."""
    instance._is_moved = _is_moved(instance)


@receiver(pre_delete, sender=Category)
@receiver(pre_delete, sender=Tag)
@receiver(pre_delete, sender=Place)
def _term_goes(instance: Category | Tag | Place, **kwargs: Any) -> None:
    refresh_on_commit(posts=_posts_of(instance))


def _is_moved(instance: Category | Tag | Place) -> bool:
    """Whether posts tell of what is about to be stored: a category only by its key."""
    if instance.pk is None or isinstance(instance, Category):
        return False
    manager: Any = type(instance)._default_manager
    stored = manager.filter(pk=instance.pk).first()
    return stored is not None and _told(stored) != _told(instance)


def _told(row: Tag | Place) -> tuple[str, int | None]:
    return row.name, getattr(row, "parent_id", None)


def _posts_of(instance: Model) -> Iterable[int]:
    archive = _ARCHIVES[type(instance)]
    return ArchiveEntry.objects.of(archive, instance.pk).values_list("post_id", flat=True)


@receiver(m2m_changed, sender=Place.successors.through)
def _succeeded(**kwargs: Any) -> None:
    bump_on_commit()


@receiver(m2m_changed, sender=Dossier.posts.through)
def _gathered(instance: Post | Dossier, action: str, **kwargs: Any) -> None:
    """A dossier has no words of its posts, but shows the public ones as they do it.

    What readers do not see moves nothing: not even a time may tell of it.
    """
    others: Any = (Dossier if kwargs["reverse"] else Post).objects.published()
    if action in ("post_add", "post_remove"):
        others = others.filter(pk__in=kwargs["pk_set"])
    elif action != "pre_clear":
        return
    if instance.is_public and others.exists():
        bump_on_commit()


@receiver(m2m_changed)
def _filed(sender: Any, instance: Model, action: str, **kwargs: Any) -> None:
    """Note the posts of a change from either side; a clearing is told before it happens."""
    if sender not in _FILED:
        return
    if not kwargs["reverse"]:
        if action.startswith("post"):
            refresh_on_commit(posts=[instance.pk])
    elif action == "pre_clear":
        refresh_on_commit(posts=_posts_of(instance))
    elif action in ("post_add", "post_remove"):
        refresh_on_commit(posts=kwargs["pk_set"])
