"""The library: pictures as a grid of cards, what each lacks, and where each is used."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from posts.admin.filters import ImageMissingFilter
from posts.editorial.roles import may_read, may_see_desk
from posts.editorial.snapshot import Snapshot
from posts.models import (
    Category,
    Dossier,
    Image,
    Page,
    PictureUse,
    Place,
    Post,
    Section,
    TagPage,
    WorkingCopy,
)

LARGE = 8_000_000  # pixels


class UseFilter(admin.SimpleListFilter):
    title = "use"
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("unused", "Unused"), ("used", "Used")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("unused", "used"):
            return queryset
        kept = Q(pk__in=_in_working_copies())
        used = kept | Q(*(Exists(uses) for uses in _uses()), _connector=Q.OR)
        return queryset.filter(used) if self.value() == "used" else queryset.exclude(used)


class SizeFilter(admin.SimpleListFilter):
    title = "size"
    parameter_name = "size"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("large", f"Large: over {LARGE // 1_000_000} megapixels")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "large":
            return queryset
        return queryset.alias(pixels=F("width") * F("height")).filter(pixels__gt=LARGE)


FILTERS = (ImageMissingFilter, UseFilter, SizeFilter, "illustration", "licence")


# What uses pictures, and by which column.
_USERS: dict[type[Model], str] = {
    Post: "hero",
    Dossier: "hero",
    PictureUse: "image",
    Category: "picture",
    Place: "picture",
    TagPage: "picture",
}


def _uses() -> tuple[QuerySet[Any], ...]:
    """What uses a picture of the outer query, kind by kind."""
    image = OuterRef("pk")
    return tuple(
        model._default_manager.filter(**{key: image}).order_by() for model, key in _USERS.items()
    )


def with_uses(images: QuerySet[Image]) -> Any:
    """Annotate how often each picture is used, in the one query."""
    counts = [
        Coalesce(Subquery(uses.values(key).annotate(n=Count("pk")).values("n")), 0)
        for uses, key in zip(_uses(), _USERS.values(), strict=True)
    ]
    return images.annotate(number=sum(counts, start=Value(0)))


def _in_working_copies() -> set[int]:
    """Return pictures of changes that readers do not see yet: there are few at a time.

    What is written into a post and what into a dossier name them alike.
    """
    texts = WorkingCopy.objects.values_list("snapshot", flat=True)
    return {
        picture.key for text in texts.iterator() for picture in Snapshot.from_json(text).pictures
    }


type Use = tuple[str, str, str, str]
WAITING = "not published"
COLLEAGUES = "a colleague’s, not published"


def uses_of(image: Image, reader: Any) -> list[Use]:
    """Return (how, address at the desk, title, state) of all that shows `image`.

    What `reader` may not know of is there without its name.
    """
    looks = (_uses_in_posts, _uses_in_copies, _uses_in_dossiers)
    uses = (*(use for look in looks for use in look(image, reader)), *_pictured(image))
    return [use if known else (use[0], "", COLLEAGUES, "") for known, use in uses]


def _uses_in_copies(image: Image, reader: Any) -> Iterator[tuple[bool, Use]]:
    for copy in WorkingCopy.objects.select_related("post", "dossier"):
        if image.pk in {p.key for p in Snapshot.from_json(copy.snapshot).pictures}:
            row = copy.post or copy.dossier
            yield may_see_desk(reader, row), ("In changes to", _change_of(row), row.title, WAITING)


def _uses_in_posts(image: Image, reader: Any) -> Iterator[tuple[bool, Use]]:
    shown = {
        "Hero of": Post.objects.filter(hero=image),
        "In the story of": Post.objects.filter(picture_uses__image=image),
    }
    for how, posts in shown.items():
        for post in posts.chronological().for_links():
            use = (how, _change_of(post), post.title, post.state)
            yield may_read(reader, post), use


def _uses_in_dossiers(image: Image, reader: Any) -> Iterator[tuple[bool, Use]]:
    sections = Section.objects.filter(picture_uses__image=image).select_related("dossier")
    shown: dict[str, Iterable[Dossier | Page]] = {
        "Hero of the dossier": Dossier.objects.filter(hero=image),
        "In the dossier": [section.dossier for section in sections],
        "On the page": Page.objects.filter(picture_uses__image=image),
    }
    for how, dossiers in shown.items():
        for row in dossiers:
            use = (how, _change_of(row), row.title, row.state)
            yield may_read(reader, row), use


def _pictured(image: Image) -> Iterator[tuple[bool, Use]]:
    for model in (Category, Place):
        for row in model._default_manager.filter(picture=image):
            yield (
                True,
                (f"Picture of the {model._meta.verbose_name}", _change_of(row), str(row), ""),
            )
    for page in TagPage.objects.filter(picture=image).select_related("tag"):
        yield True, ("Picture of the tag", _change_of(page.tag), page.tag.name, "")


def _change_of(row: Model) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
