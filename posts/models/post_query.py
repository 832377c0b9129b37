import random
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KT
from django.utils import timezone

from posts.dates import Kind, Span
from posts.models.archive import Archive, ArchiveEntry
from posts.models.event_date import Anniversary
from posts.models.letter import Letter
from posts.models.picture_use import PictureUse
from posts.models.publishing import PublishedQuerySet, Status
from posts.models.source import Citation, joined_keys

if TYPE_CHECKING:
    from posts.models.post import Post

# Texts that no list shows; a story can hold a megabyte.
LONG_TEXTS = ("story", "story_html", "raw_original", "import_fields")
CARD_RELATIONS = ("categories", "places")
# The statuses are named one by one, as the index on status and event order has them.
WITHOUT_DATE = Q(status__in=Status.values, event_sort=None, undated=False)


class PostQuerySet(PublishedQuerySet["Post"]):
    def chronological(self) -> Self:
        """Order by event, the earliest first; undated posts last."""
        return self.order_by(F("event_sort").asc(nulls_last=True), "id")

    def newest(self) -> Self:
        """Order by publish time, the latest first."""
        return self.order_by("-publish_at", "-id")

    def at_random(self) -> "Post | None":
        """Return one of these posts, None if there is none, in at most three queries.

        Whoever follows a gap in the keys comes a little oftener: nothing is counted for it.
        """
        keys = self.order_by("pk").values_list("pk", flat=True)
        first, last = keys.first(), keys.last()
        if first is None or last is None:
            return None
        chosen = random.randint(first, last)  # noqa: S311
        return self.filter(pk__gte=chosen).order_by("pk").for_links().first()

    def published_in_month(self, first: datetime, after: datetime) -> Self:
        """Posts whose publish time lies in [first, after), both aware."""
        return self.filter(publish_at__gte=first, publish_at__lt=after)

    def in_the_works(self) -> Self:
        """Posts that are still being written: drafts, and what waits in review."""
        return self.unapproved().exclude(status=Status.WITHDRAWN)

    def among(self, *found: "RawSQL | models.QuerySet[Post]") -> Self:
        """Those of which any of `found` has the key; that may be half the archive.

        "+ 0" makes both engines walk the rows in their order, which they leave at the last one
        of a page, and look each up, rather than sort all that was found.
        """
        keys = (
            each if isinstance(each, RawSQL) else each.order_by().values("pk") for each in found
        )
        any_of = Q(*(("key__in", each) for each in keys), _connector=Q.OR)
        return self.alias(key=F("pk") + 0).filter(any_of)

    def with_title(self, words: str) -> Self:
        """Those whose title has each of `words` as a part."""
        return self.filter(*(("title__icontains", word) for word in words.split()))

    def unapproved(self) -> Self:
        """Posts that no reader sees or will see as they are; as the index post_waiting has them."""
        return self.exclude(status=Status.APPROVED)

    def showing(self, pictures: Iterable[int]) -> Self:
        """Posts with any picture of these keys, at their head or in their story; each once."""
        keys = list(pictures)
        uses = PictureUse.objects.filter(image__in=keys, post=OuterRef("pk"))
        return self.filter(Q(hero__in=keys) | Exists(uses))

    def not_withdrawn(self) -> Self:
        """Posts that readers see or may come to see; named one by one, as an index has them."""
        return self.filter(status__in=[Status.DRAFT, Status.REVIEW, Status.APPROVED])

    def ideas(self) -> Self:
        """Drafts that wait for an event date, the newest first."""
        return self.without_date().filter(status=Status.DRAFT).order_by("-id")

    def without_date(self) -> Self:
        """Posts that should have an event date and have none yet."""
        return self.filter(WITHOUT_DATE)

    def with_proposed_event(self) -> Self:
        """Give each post `proposed_event`: the day that its import proposes, or None."""
        return self.annotate(proposed_event=KT("import_fields__proposed_event"))

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
        matching = Anniversary.objects.filter(month_day__in=list(keys))
        return self.filter(pk__in=matching.values("post"))

    def still_going_on(self, span: Span) -> Self:
        """Ranges and "since …" that began before `span` and reach into it, the oldest first.

        The index post_spans holds every column asked for; its own condition is repeated here,
        without which no engine would use it. "+ 0" keeps PostgreSQL from walking all posts in
        the order of their events until enough of them match.
        """
        first, _ = span.years
        return self.filter(
            event_kind__in=[Kind.RANGE, Kind.OPEN_END],
            year_start__lt=first,
            year_end__gte=first,
            year_end__gt=F("year_start"),
        ).order_by(F("event_sort") + 0, "id")

    def longest_ranges(self, first: int, last: int) -> Self:
        """Ranges that reach into the years from `first` to `last`, the longest first.

        Like `still_going_on` it is answered from the index post_spans alone.
        """
        return self.filter(
            event_kind=Kind.RANGE,
            year_start__lte=last,
            year_end__gte=first,
            year_end__gt=F("year_start"),
        ).order_by(F("year_start") - F("year_end"), "event_sort", "id")

    def standing_in(self, archive: Archive, key: int) -> Self:
        """Those of the posts that an archive page lists, each looked up there."""
        entries = ArchiveEntry._default_manager.filter(archive=archive, key=key)
        return self.filter(Exists(entries.filter(post=OuterRef("pk"))))

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
        """Load all that pages show of a post; any other relation raises."""
        citations = Citation.objects.select_related("source").defer("source__kept_text")
        return (
            self.select_related("hero", "author__profile")
            .defer("story", "raw_original", "import_fields")
            .prefetch_related(*CARD_RELATIONS, "bullets", "tags", "corrections")
            .prefetch_related(Prefetch("citations", queryset=citations))
            .prefetch_related(Prefetch("letters", Letter.objects.printed(), "printed_letters"))
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_feeds(self) -> Self:
        """Load all that a feed tells of a post; any other relation raises."""
        return (
            self.select_related("hero", "author__profile")
            .defer("story", "raw_original", "import_fields")
            .annotate(keys=joined_keys(Citation.objects.all(), "post"))
            .prefetch_related(*CARD_RELATIONS, "bullets")
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_calendars(self) -> Self:
        """Load all that a calendar tells of a post; any other relation or text raises."""
        return self.defer(*LONG_TEXTS).prefetch_related("categories").fetch_mode(models.FETCH_RAISE)

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
