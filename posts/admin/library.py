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
from posts.models import Dossier, Image, PictureUse, Post, Section, WorkingCopy

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


def _uses() -> tuple[QuerySet[Any], ...]:
    """What uses a picture of the outer query: posts and dossiers as hero, and texts."""
    image = OuterRef("pk")
    heroes: list[type[Model]] = [Post, Dossier]
    return (
        *(model._default_manager.filter(hero=image).order_by() for model in heroes),
        PictureUse.objects.filter(image=image).order_by(),
    )


def with_uses(images: QuerySet[Image]) -> Any:
    """Annotate how often each picture is used, in the one query."""
    counts = [
        Coalesce(Subquery(uses.values(key).annotate(n=Count("pk")).values("n")), 0)
        for uses, key in zip(_uses(), ("hero", "hero", "image"), strict=True)
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
    for copy in WorkingCopy.objects.select_related("post"):
        if image.pk in {p.key for p in Snapshot.from_json(copy.snapshot).pictures}:
            yield "In changes to", _change("post", copy.post_id), copy.post.title, "not published"


def _change(model: str, pk: int) -> str:
    return reverse(f"admin:posts_{model}_change", args=[pk])
