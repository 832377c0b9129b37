from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from posts.models.event_date import Anniversary
from posts.models.source import Citation

if TYPE_CHECKING:
    from posts.models.post import Post

# Texts that no list shows; a story can hold a megabyte.
LONG_TEXTS = ("story", "story_html", "raw_original", "import_fields")
CARD_RELATIONS = ("categories", "places")


class PostQuerySet(models.QuerySet["Post"]):
    def published(self, now: datetime | None = None) -> Self:
        """Posts any reader may see at `now` (aware; default: this moment)."""
        return self.filter(status=self.model.Status.APPROVED, publish_at__lte=now or timezone.now())

    def scheduled(self, now: datetime | None = None) -> Self:
        """Approved posts that no reader sees yet at `now` (aware; default: this moment)."""
        return self.filter(status=self.model.Status.APPROVED, publish_at__gt=now or timezone.now())

    def chronological(self) -> Self:
        """Order by event, the earliest first; undated posts last."""
        return self.order_by(F("event_sort").asc(nulls_last=True), "id")

    def newest(self) -> Self:
        """Order by publish time, the latest first."""
        return self.order_by("-publish_at", "-id")

    def published_in_month(self, first: datetime, after: datetime) -> Self:
        """Posts whose publish time lies in [first, after), both aware."""
        return self.filter(publish_at__gte=first, publish_at__lt=after)

    def on_this_day(self, keys: Iterable[int]) -> Self:
        """Posts remembered on any of `keys` (527 is 27 May), each once, with `days_kept`.

        `days_kept` on each post lists the matching anniversaries.
        """
        matching = Anniversary.objects.filter(month_day__in=list(keys))
        return self.remembered_on(keys).prefetch_related(
            Prefetch("anniversaries", queryset=matching, to_attr="days_kept")
        )

    def remembered_on(self, keys: Iterable[int]) -> Self:
        """Posts remembered on any of `keys` (527 is 27 May), each once."""
        matching = Anniversary.objects.filter(month_day__in=list(keys), post=OuterRef("pk"))
        return self.filter(Exists(matching))

    def days_around(self, keys: Sequence[int]) -> list[int]:
        """Return the last remembered day before `keys` and the first after, if any.

        The year is a ring: 31 December stands before 1 January. Takes one query.
        """
        rows = Anniversary.objects.filter(post__in=self).exclude(month_day__in=list(keys))
        days = sorted(rows.values_list("month_day", flat=True).distinct())
        before = [day for day in days if day < keys[0]] or days
        after = [day for day in days if day > keys[0]] or days
        return list(dict.fromkeys([*before[-1:], *after[:1]]))

    def for_cards(self) -> Self:
        """Load all that posts/_card.html reads; any other relation or text raises."""
        return (
            self.select_related("hero")
            .defer(*LONG_TEXTS)
            .prefetch_related(*CARD_RELATIONS)
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_links(self) -> Self:
        """Load what a line with date and title reads; any relation or long text raises."""
        return self.defer(*LONG_TEXTS).fetch_mode(models.FETCH_RAISE)

    def for_page(self) -> Self:
        """Load all that the story page reads; any other relation raises."""
        citations = Citation.objects.select_related("source").defer("source__kept_text")
        return (
            self.select_related("hero")
            .defer("story", "raw_original", "import_fields")
            .prefetch_related(*CARD_RELATIONS, "bullets", "tags")
            .prefetch_related(Prefetch("citations", queryset=citations))
            .fetch_mode(models.FETCH_RAISE)
        )

    def neighbours(self, post: "Post") -> tuple["Post | None", "Post | None"]:
        """Return the posts just before and after `post` in event order, in one query.

        Nothing stands beside an undated post. The condition is spelt as a range and a
        tie-break so that the index on (status, event_sort, id) serves it.
        """
        if post.event_sort is None:
            return None, None
        sort, pk = post.event_sort, post.pk
        before = self.filter(event_sort__lte=sort).filter(Q(event_sort__lt=sort) | Q(id__lt=pk))
        after = self.filter(event_sort__gte=sort).filter(Q(event_sort__gt=sort) | Q(id__gt=pk))
        found = self.model._default_manager.filter(
            Q(pk=Subquery(before.order_by("-event_sort", "-id").values("pk")[:1]))
            | Q(pk=Subquery(after.order_by("event_sort", "id").values("pk")[:1]))
        ).defer(*LONG_TEXTS)
        earlier = later = None
        for row in found:
            if (row.event_sort, row.pk) < (sort, pk):
                earlier = row
            else:
                later = row
        return earlier, later

    def publication_months(self) -> list[tuple[int, int, int]]:
        """Return (year, month, number of posts) in the site's zone, the latest first."""
        months = (
            self.exclude(publish_at=None)
            .annotate(month_of=models.functions.TruncMonth("publish_at"))
            .values_list("month_of")
            .annotate(number=models.Count("id"))
            .order_by("-month_of")
        )
        return [(month.year, month.month, number) for month, number in months]


def month_bounds(year: int, month: int) -> tuple[datetime, datetime]:
    """Return the first moments of a month and of the next in the site's zone, aware.

    Raises ValueError for a month that no calendar has.
    """
    zone = timezone.get_default_timezone()
    first = datetime(year, month, 1, tzinfo=zone)
    after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    return first.astimezone(UTC), after.astimezone(UTC)
