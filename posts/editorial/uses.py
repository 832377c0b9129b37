"""What shows a picture or rests on a source, and what of it a person of the desk may know."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from posts.editorial.roles import Visitor, may_read, may_see_desk
from posts.editorial.snapshot import Snapshot
from posts.editorial.works import Work
from posts.models import (
    Category,
    Citation,
    Dossier,
    DossierCitation,
    Image,
    Milestone,
    Page,
    Place,
    Post,
    Redirect,
    Section,
    Source,
    TagPage,
    WorkingCopy,
)

COLLEAGUES = "a colleague’s, not published"
CITING = (Citation, DossierCitation, Milestone)


def with_uses(images: QuerySet[Image]) -> Any:
    """Annotate how often each picture is used, as `number`, in the one query."""
    return images.annotate(number=_counted(_showing()))


def with_citations(sources: QuerySet[Source]) -> Any:
    """Annotate how often each source is used, as `number`, in the one query."""
    return sources.annotate(number=_counted((model, "source") for model in CITING))


def _counted(ways: Iterable[tuple[type[Model], str]]) -> Any:
    """Return how many rows lead to one of the outer query by `ways`, models with a column."""
    rows = (_leading(model, column).order_by().values(column) for model, column in ways)
    numbers = (Subquery(each.annotate(n=Count("pk")).values("n")) for each in rows)
    return sum((Coalesce(number, 0) for number in numbers), start=Value(0))


def _leading(model: type[Model], column: str) -> QuerySet[Any]:
    return model._default_manager.filter(**{column: OuterRef("pk")})


def _showing() -> list[tuple[type[Any], str]]:
    """Return the models whose rows show pictures, with the column."""
    found = ((each.related_model, each.field.name) for each in Image._meta.related_objects)
    return [way for way in found if way[0] is not Redirect]


def is_used() -> Q:
    """Return the condition of a picture that something shows, or will once it is published."""
    rows = (Exists(_leading(*way)) for way in _showing())
    return Q(pk__in=_in_working_copies()) | Q(*rows, _connector=Q.OR)


def used_of(keys: Collection[int]) -> set[int]:
    """Return those of `keys` whose pictures anything shows, or would."""
    found = _in_working_copies().intersection(keys) if keys else set[int]()
    for model, column in _showing() if keys else ():
        shown = model._default_manager.filter(**{f"{column}__in": keys})
        found.update(shown.order_by().values_list(column, flat=True))
    return found


def _in_working_copies() -> set[int]:
    """Return pictures of changes that readers do not see yet: there are few at a time."""
    texts = WorkingCopy.objects.values_list("snapshot", flat=True)
    return {key for text in texts.iterator() for key in _pictures_of(text)}


def _pictures_of(text: str) -> set[int]:
    """Return the pictures of a snapshot: a post and a dossier name them alike."""
    return {picture.key for picture in Snapshot.from_json(text).pictures}


type PictureUse = tuple[str, Model, str, bool]


def uses_of_picture(image: Image, reader: Visitor) -> Iterator[PictureUse]:
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
            changed: Any = copy.post or copy.dossier
            yield "In changes to", changed, "not published", may_see_desk(reader, changed)
    for model in (Category, Place):
        for term in model._default_manager.filter(picture=image):
            yield f"Picture of the {model._meta.verbose_name}", term, "", True
    for page in TagPage.objects.filter(picture=image).select_related("tag"):
        yield "Picture of the tag", page.tag, "", True


type SourceUse = tuple[str, Post | Dossier, str, bool]


def uses_of_source(source: Source, reader: Visitor) -> Iterator[SourceUse]:
    """Yield kind, post or dossier and name of each use, and whether `reader` may know of it."""
    posts = Post.objects.filter(citations__source=source).distinct().chronological().for_links()
    for post in posts:
        yield "Post", post, post.title, may_read(reader, post)
    for dossier in Dossier.objects.filter(citations__source=source).distinct().order_by("title"):
        yield "Dossier", dossier, dossier.title, may_read(reader, dossier)
    for each in source.milestones.select_related("dossier"):
        name = f"{each.label} ({each.event_text}), in {each.dossier}"
        yield "Milestone", each.dossier, name, may_read(reader, each.dossier)
