from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from posts.dates import Calendar, HistoricalDate, Kind, Period, Precision, Qualifier
from posts.desk.requests import person
from posts.editorial.queues import WITHOUT_SOURCES
from posts.models import WITHOUT_DATE, Category, Image, Post, Status


class MissingFilter(admin.SimpleListFilter):
    """One or more things a row may lack or be; subclasses name them with their conditions.

    A condition may be a function that narrows the rows.
    """

    title = "what is missing"
    parameter_name = "missing"
    wanting: Iterable[tuple[str, str, Any]] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, label, _ in self.wanting]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        conditions = {value: condition for value, _, condition in self.wanting}
        condition = conditions.get(self.value() or "")
        return queryset if condition is None else self.narrowed(queryset, condition)

    def narrowed(self, queryset: Any, condition: Any) -> Any:
        return condition(queryset) if callable(condition) else queryset.filter(condition)


class StateFilter(MissingFilter):
    """The status, with approved posts told apart by whether readers see them yet."""

    title = "status"
    parameter_name = "state"
    wanting = (
        ("draft", "Draft", models.Q(status=Status.DRAFT)),
        ("review", "In review", models.Q(status=Status.REVIEW)),
        ("scheduled", "Scheduled", lambda rows: rows.scheduled()),
        ("published", "Published", lambda rows: rows.published()),
        ("withdrawn", "Withdrawn", models.Q(status=Status.WITHDRAWN)),
    )


class MineFilter(admin.SimpleListFilter):
    title = "author"
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.user = person(request)
        return [("yes", "Mine")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(author=self.user) if self.value() else queryset


class CategoryFilter(admin.SimpleListFilter):
    """Django's own would join, and sort all posts of a category once more to show each once."""

    title = "category"
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = Category.objects.order_by("name").values_list("pk", "name")
        return [(str(pk), name) for pk, name in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in {value for value, _ in self.lookup_choices}:
            return queryset
        filed = Post.objects.filter(categories=int(self.value() or 0))
        return queryset.among(filed)  # type: ignore[attr-defined]


class CenturyFilter(admin.SimpleListFilter):
    """The century of the event, by hundreds as the dates themselves count: 20th is 1900–1999."""

    title = "century of the event"
    parameter_name = "century"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        # Centuries are counted from 200,000 BC on; what began before has no known beginning.
        known: Any = Post.objects.filter(year_start__gte=-199_000).order_by()
        years = known.values_list("year_start", flat=True).distinct()
        centuries = {_century(year) for year in years}
        ordered = sorted(centuries, key=lambda century: century.year, reverse=True)
        return [(str(century.index), _name(century)) for century in ordered]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {value for value, _ in self.lookup_choices}
        if self.value() not in chosen:
            return queryset
        century = Period.nth(Precision.CENTURY, int(self.value() or 0), Qualifier.EXACT)
        found = Post.objects.filter(year_start__gte=century.year, year_start__lte=century.last_year)
        return queryset.among(found)  # type: ignore[attr-defined]


def _century(year: int) -> Period:
    return Period.around(Precision.CENTURY, year, Qualifier.EXACT)


def _name(century: Period) -> str:
    return str(HistoricalDate.of(Calendar.HISTORICAL, Kind.SINGLE, century, century))


class ChangesFilter(MissingFilter):
    title = "unpublished changes"
    parameter_name = "changes"
    wanting = (("yes", "With changes to publish", models.Q(working_copy__isnull=False)),)


class PostMissingFilter(MissingFilter):
    wanting = (
        ("sources", "No sources", WITHOUT_SOURCES),
        ("event_date", "No event date", WITHOUT_DATE),
        ("hero", "No hero picture", models.Q(hero=None)),
        ("category", "No category", models.Q(categories=None)),
        ("place", "A place that is proposed", ~models.Q(proposed_places="")),
    )

    def narrowed(self, queryset: Any, condition: Any) -> Any:
        return queryset.among(Post.objects.filter(condition))


class ImageMissingFilter(MissingFilter):
    wanting = (
        ("alt", "No description", models.Q(alt="", decorative=False)),
        ("credit", "No credit", models.Q(credit="", creator="")),
        ("licence", "No licence", models.Q(licence=Image.Licence.UNKNOWN)),
    )


class PlaceReformFilter(MissingFilter):
    title = "calendar reform"
    parameter_name = "reform"
    wanting = (
        ("known", "Known", models.Q(calendar_reform__isnull=False)),
        ("unknown", "Not known", models.Q(calendar_reform=None)),
    )


class UnusedFilter(admin.SimpleListFilter):
    """Rows with nothing at the end of the ways that their admin names in `uses`."""

    title = "use"
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.ways = model_admin.uses
        words = "Unused: no post" if len(self.ways) == 1 else "Unused: no post, no place within"
        return [("none", words)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        ways = dict.fromkeys(self.ways) if self.value() == "none" else {}
        return queryset.filter(**ways)
