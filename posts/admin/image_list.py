"""The library: pictures as a grid of cards, what each lacks, and where each is used."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan

from posts.admin.desk_admin import counted
from posts.admin.filters import ImageMissingFilter, MissingFilter
from posts.desk.requests import address
from posts.editorial.roles import may_read, may_see_desk
from posts.editorial.snapshot import Snapshot
from posts.editorial.works import Work
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


def _used() -> Q:
    """Return the condition of a picture that something shows, or will once it is published."""
    return Q(pk__in=_in_working_copies()) | Q(*(Exists(uses) for uses in _uses()), _connector=Q.OR)


class UseFilter(MissingFilter):
    title = "use"
    parameter_name = "use"
    wanting = (
        ("unused", "Unused", lambda rows: rows.exclude(_used())),
        ("used", "Used", lambda rows: rows.filter(_used())),
    )


class SizeFilter(MissingFilter):
    title = "size"
    parameter_name = "size"
    wanting = (
        (
            "large",
            f"Large: over {LARGE // 1_000_000} megapixels",
            GreaterThan(F("width") * F("height"), LARGE),
        ),
    )


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
    return tuple(model._default_manager.filter(**{key: image}) for model, key in _USERS.items())


def with_uses(images: QuerySet[Image]) -> Any:
    """Annotate how often each picture is used, in the one query."""
    counts = map(counted, _uses(), _USERS.values())
    return images.annotate(number=sum(counts, start=Value(0)))


def _in_working_copies() -> set[int]:
    """Return pictures of changes that readers do not see yet: there are few at a time.

    What is written into a post and what into a dossier name them alike.
    """
    texts = WorkingCopy.objects.values_list("snapshot", flat=True)
    return {key for text in texts.iterator() for key in _pictures_of(text)}


def _pictures_of(text: str) -> set[int]:
    return {picture.key for picture in Snapshot.from_json(text).pictures}


type Use = tuple[str, str, str, str]
WAITING = "not published"
COLLEAGUES = "a colleague’s, not published"


def uses_of(image: Image, reader: Any) -> list[Use]:
    """Return (how, address at the desk, title, state) of all that shows `image`.

    What `reader` may not know of is there without its name.
    """
    return [
        (how, address(row, "change"), str(row), state) if known else (how, "", COLLEAGUES, "")
        for how, row, state, known in _shown_in(image, reader)
    ]


def _shown_in(image: Image, reader: Any) -> Iterator[tuple[str, Model, str, bool]]:
    """Yield how and in what `image` is shown, its state, and whether `reader` may know of it."""
    posts = Post.objects.chronological().for_links()
    sections = Section.objects.filter(picture_uses__image=image).select_related("dossier")
    works: dict[str, Iterable[Work]] = {
        "Hero of": posts.filter(hero=image),
        "In the story of": posts.filter(picture_uses__image=image),
        "Hero of the dossier": Dossier.objects.filter(hero=image),
        "In the dossier": [section.dossier for section in sections],
        "On the page": Page.objects.filter(picture_uses__image=image),
    }
    for how, rows in works.items():
        for row in rows:
            yield how, row, row.state, may_read(reader, row)
    for copy in WorkingCopy.objects.select_related("post", "dossier"):
        if image.pk in _pictures_of(copy.snapshot):
            changed = copy.post or copy.dossier
            yield "In changes to", changed, WAITING, may_see_desk(reader, changed)
    for model in (Category, Place):
        for term in model._default_manager.filter(picture=image):
            yield f"Picture of the {model._meta.verbose_name}", term, "", True
    for page in TagPage.objects.filter(picture=image).select_related("tag"):
        yield "Picture of the tag", page.tag, "", True
