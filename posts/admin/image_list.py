"""The library: pictures as a grid of cards, what each lacks, and where each is used."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from posts.admin.filters import ImageMissingFilter
from posts.editorial.snapshot import Snapshot
from posts.models import (
    Category,
    Dossier,
    Image,
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
    """Return pictures of changes that readers do not see yet: there are few at a time."""
    texts = WorkingCopy.objects.values_list("snapshot", flat=True)
    return {
        picture.key for text in texts.iterator() for picture in Snapshot.from_json(text).pictures
    }


def uses_of(image: Image) -> Iterator[tuple[str, str, str, str]]:
    """Yield (how, address at the desk, title, state) of all that shows `image`."""
    for post in Post.objects.filter(hero=image).chronological().for_links():
        yield "Hero of", _change("post", post.pk), post.title, post.state
    shown = Post.objects.filter(picture_uses__image=image).chronological().for_links()
    for post in shown:
        yield "In the story of", _change("post", post.pk), post.title, post.state
    for dossier in Dossier.objects.filter(hero=image):
        yield "Hero of the dossier", _change("dossier", dossier.pk), dossier.title, dossier.state
    sections = Section.objects.filter(picture_uses__image=image).select_related("dossier")
    for section in sections:
        dossier = section.dossier
        yield "In the dossier", _change("dossier", dossier.pk), dossier.title, dossier.state
    for model in (Category, Place):
        for row in model._default_manager.filter(picture=image):
            yield f"Picture of the {model._meta.verbose_name}", _change_of(row), str(row), ""
    for page in TagPage.objects.filter(picture=image).select_related("tag"):
        yield "Picture of the tag", _change_of(page.tag), page.tag.name, ""
    for copy in WorkingCopy.objects.select_related("post"):
        if image.pk in {p.key for p in Snapshot.from_json(copy.snapshot).pictures}:
            yield "In changes to", _change("post", copy.post_id), copy.post.title, "not published"


def _change_of(row: Model) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def _change(model: str, pk: int) -> str:
    return reverse(f"admin:posts_{model}_change", args=[pk])
