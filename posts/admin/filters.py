from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.db.models.lookups import GreaterThan
from django.http import HttpRequest

from posts.dates import Span, Unit
from posts.desk.requests import person
from posts.editorial.queues import WITHOUT_SOURCES
from posts.editorial.uses import is_used
from posts.models import WITHOUT_DATE, Category, Image, Post, Status

LARGE = 8_000_000  # pixels


class MissingFilter(admin.SimpleListFilter):
    """One or more things a row may lack or be, `wanting`: value, label and condition.

    A condition may be a function that narrows the rows.
    """

    title = "what is missing"
    parameter_name = "missing"
    wanting: Iterable[tuple[str, str, Any]] = ()

    def wanted(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str, Any]]:
        return self.wanting

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        wanted = list(self.wanted(request, model_admin))
        self.conditions = {value: condition for value, _, condition in wanted}
        return [(value, label) for value, label, _ in wanted]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        condition = self.conditions.get(self.value() or "")
        return queryset if condition is None else self.narrowed(queryset, condition)

    def narrowed(self, queryset: Any, condition: Any) -> Any:
        return condition(queryset) if callable(condition) else queryset.filter(condition)


class AmongFilter(MissingFilter):
    """Of posts: a join would sort all of them once more to show each once."""

    def narrowed(self, queryset: Any, condition: Any) -> Any:
        return queryset.among(Post.objects.filter(condition))


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


class MineFilter(MissingFilter):
    title = "author"
    parameter_name = "mine"

    def wanted(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str, Any]]:
        yield "yes", "Mine", models.Q(author=person(request))


class CategoryFilter(AmongFilter):
    title = "category"
    parameter_name = "category"

    def wanted(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str, Any]]:
        rows = Category.objects.order_by("name").values_list("pk", "name")
        return ((str(pk), name, models.Q(categories=pk)) for pk, name in rows)


class CenturyFilter(AmongFilter):
    """The century of the event, by hundreds as the dates themselves count: 20th is 1900–1999."""

    title = "century of the event"
    parameter_name = "century"

    def wanted(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str, Any]]:
        # Centuries are counted from 200,000 BC on; what began before has no known beginning.
        known: Any = Post.objects.filter(year_start__gte=-199_000).order_by()
        years = known.values_list("year_start", flat=True).distinct()
        for each in sorted({Span.around(Unit.CENTURY, year) for year in years}, reverse=True):
            first, last = each.years
            yield str(each.number), each.name, models.Q(year_start__gte=first, year_start__lte=last)


class ChangesFilter(MissingFilter):
    title = "unpublished changes"
    parameter_name = "changes"
    wanting = (("yes", "With changes to publish", models.Q(working_copy__isnull=False)),)


class PostMissingFilter(AmongFilter):
    wanting = (
        ("sources", "No sources", WITHOUT_SOURCES),
        ("event_date", "No event date", WITHOUT_DATE),
        ("hero", "No hero picture", models.Q(hero=None)),
        ("category", "No category", models.Q(categories=None)),
        ("place", "A place that is proposed", ~models.Q(proposed_places="")),
    )


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


class UnusedFilter(MissingFilter):
    """Rows with nothing at the end of the ways that their admin names in `uses`."""

    title = "use"
    parameter_name = "use"

    def wanted(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str, Any]]:
        ways = model_admin.uses
        words = "Unused: no post" if len(ways) == 1 else "Unused: no post, no place within"
        yield "none", words, models.Q(**dict.fromkeys(ways))


class UseFilter(MissingFilter):
    title = "use"
    parameter_name = "use"
    wanting = (
        ("unused", "Unused", lambda rows: rows.exclude(is_used())),
        ("used", "Used", lambda rows: rows.filter(is_used())),
    )


class SizeFilter(MissingFilter):
    title = "size"
    parameter_name = "size"
    is_large = GreaterThan(models.F("width") * models.F("height"), LARGE)
    wanting = (("large", f"Large: over {LARGE // 1_000_000} megapixels", is_large),)
