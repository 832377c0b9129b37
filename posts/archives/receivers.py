"""Tells what a change concerns. Importing this connects it to Django's own signals.

They are the only place that also hears of rows deleted in bulk, by a cascade, or by a line in
the shell. What they never hear of stands in docs/maintaining.md.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import receiver
from taggit.models import Tag

from posts.archives import footer
from posts.archives.pending import (
    bump_on_commit,
    link_anew_on_commit,
    print_anew_on_commit,
    refresh_on_commit,
)
from posts.archives.pictures import pictures_are_shown
from posts.archives.stored import forget_parts
from posts.archives.unseen import UNSEEN
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
    Letter,
    LetterState,
    Milestone,
    Page,
    Place,
    Post,
    PostLink,
    Profile,
    Redirect,
    Section,
    Source,
    SpanPage,
    Status,
    TagPage,
    bulk_written,
)

type Rows = QuerySet[Any] | list[Any]
type Fields = Collection[str] | None  # what was written; None: all of it, or the row is gone

_ARCHIVES = {Category: Archive.CATEGORY, Tag: Archive.TAG, Place: Archive.PLACE}
_FILED = (Post.categories.through, Post.places.through, Post.tags.through)
# What posts tell of a term: by name search finds them, and by parent a place's archive; of a
# category search knows the key alone. Kind and code of a place make an address for machines.
_TOLD = ("name", "slug", "sign", "parent_id", "kind", "iso_alpha2")
_IN_ENTRIES = frozenset({"name", "parent", "parent_id"})
_ON_PAGES = frozenset({"name", "slug", "sign", "kind", "iso_alpha2"})


def _on_change(
    *models: type[Model], of_new: bool = True, of_gone: bool = True
) -> Callable[[Callable[[Rows, Fields], None]], None]:
    """Call a function with the rows of each change: saved, about to go, or written in bulk.

    Without `of_new` new rows are passed over: nothing shows them yet. Without `of_gone` those that
    go are: what holds their keys goes with them.
    """

    def connect(concern: Callable[[Rows, Fields], None]) -> None:
        def one(sender: Any, instance: Model, created: bool = False, **kwargs: Any) -> None:
            many(sender, [instance], kwargs.get("update_fields"), created=created)

        def many(
            sender: Any, rows: Rows, fields: Fields, created: bool | None = None, **kwargs: Any
        ) -> None:
            is_new = fields is None if created is None else created
            values = fields if isinstance(fields, dict) else dict.fromkeys(fields or ())
            names = fields and {
                sender._meta.get_field(name).name: value for name, value in values.items()
            }
            is_seen = names is None or not UNSEEN.get(sender, frozenset()).issuperset(names)
            if is_seen and (of_new or not is_new):
                concern(rows, names)

        for model in models:
            for signal in (post_save, pre_delete) if of_gone else (post_save,):
                signal.connect(one, sender=model, weak=False)
            bulk_written.connect(many, sender=model, weak=False)

    return connect


def _keys(rows: Rows, column: str) -> Iterable[Any]:
    if isinstance(rows, QuerySet):
        return rows.order_by().values_list(column, flat=True)
    return (getattr(row, column) for row in rows)


# Search tells which version it has read, and no page tells the version.
def _is_seen(fields: Fields) -> bool:
    return fields is None or set(fields) != {"version"}


@_on_change(Post)
def _posts(rows: Rows, fields: Fields) -> None:
    refresh_on_commit(posts=_keys(rows, "pk"), is_seen=_is_seen(fields))


@_on_change(Post, of_new=False, of_gone=False)
def _parts_of_changed_posts(rows: Rows, fields: Fields) -> None:
    # What is being written has no parts, or loses them with the refresh.
    in_works = isinstance(rows, list) and all(
        row.__dict__.get("status") in (Status.DRAFT, Status.REVIEW) for row in rows
    )
    if _is_seen(fields) and not in_works:
        forget_parts(list(_keys(rows, "pk")))


@receiver(post_save, sender=Post)
def _moved(instance: Post, **kwargs: Any) -> None:
    if instance.has_moved:
        link_anew_on_commit([instance.pk])


@receiver(pre_delete, sender=Post)
def _original_goes(instance: Post, **kwargs: Any) -> None:
    """Without it its translations no longer belong together, even where no reader saw it."""
    refresh_on_commit(posts=instance.translations.values_list("pk", flat=True))


@_on_change(Bullet, Citation, Correction)
def _parts_of_posts(rows: Rows, fields: Fields) -> None:
    refresh_on_commit(posts=_keys(rows, "post_id"))
    moved: Any = fields.get("post") if isinstance(fields, dict) else None
    if moved:
        refresh_on_commit(posts=[getattr(moved, "pk", moved)])


@_on_change(Letter)
def _letters(rows: Rows, fields: Fields) -> None:
    """Of letters readers see those that are printed; one that waits never was."""
    if not isinstance(rows, QuerySet):
        rows = [row for row in rows if row.state != LetterState.WAITING]
    elif not isinstance(fields, dict) or fields.get("state") != LetterState.PRINTED:
        rows = rows.filter(state=LetterState.PRINTED)
    refresh_on_commit(posts=_keys(rows, "post_id"))


@_on_change(Dossier)
def _dossiers(rows: Rows, fields: Fields) -> None:
    refresh_on_commit(dossiers=_keys(rows, "pk"))


@_on_change(Page)
def _pages(rows: Rows, fields: Fields) -> None:
    # Nobody sees, or saw, what is still being written.
    unseen = (Status.DRAFT, Status.REVIEW)
    if (fields and "status" in fields) or any(row.status not in unseen for row in rows):
        bump_on_commit()
        transaction.on_commit(footer.forget)


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
    keys = list(_keys(rows, "pk"))
    # Stories with one of them in their text are written anew, and tell of it themselves.
    print_anew_on_commit(Post.objects.filter(hero__in=keys).values_list("pk", flat=True))
    if pictures_are_shown(keys):
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


@_on_change(Profile)
def _profiles(rows: Rows, fields: Fields) -> None:
    """What somebody wrote shows the name; pages of people show the rest of it."""
    moved: Any = fields.get("person") if isinstance(fields, dict) else None
    people = {*_keys(rows, "person_id"), getattr(moved, "pk", moved)}
    shown = Post.objects.filter(author__in=people, status=Status.APPROVED)
    print_anew_on_commit(shown.values_list("pk", flat=True))


@_on_change(TagPage, SpanPage)
def _words_of_pages(rows: Rows, fields: Fields) -> None:
    bump_on_commit()


@_on_change(Category, Tag, Place, of_new=False)
def _terms(rows: Rows, fields: Fields) -> None:
    bump_on_commit()
    for row in rows:
        changed = fields if isinstance(rows, QuerySet) else getattr(row, "_changed", None)
        if _IN_ENTRIES.intersection(changed or ()) and not isinstance(row, Category):
            refresh_on_commit(posts=_posts_of(row))
        elif _ON_PAGES.intersection(changed or ()):
            print_anew_on_commit(_posts_of(row))


@receiver(pre_save, sender=Category)
@receiver(pre_save, sender=Tag)
@receiver(pre_save, sender=Place)
def _term_changes(instance: Any, **kwargs: Any) -> None:
    """Remember which columns that posts tell of are about to change."""
    instance._changed = _changed(instance)


@receiver(pre_delete, sender=Category)
@receiver(pre_delete, sender=Tag)
@receiver(pre_delete, sender=Place)
def _term_goes(instance: Category | Tag | Place, **kwargs: Any) -> None:
    refresh_on_commit(posts=_posts_of(instance))


def _changed(instance: Any) -> set[str]:
    if instance.pk is None:
        return set()
    columns = [name for name in _TOLD if hasattr(instance, name)]
    stored = type(instance)._default_manager.filter(pk=instance.pk).values(*columns).first()
    before: dict[str, Any] = stored or {}
    return {name for name, value in before.items() if value != getattr(instance, name)}


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
