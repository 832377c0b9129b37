"""Where each post stands: one row for every archive page that lists it, ready to be counted."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.dispatch import Signal
from django.utils import timezone

from posts.dates import Unit
from posts.models.event_date import Anniversary
from posts.models.publishing import Mostly, due

UNDATED = 2**31 - 1  # after every day
content_version_moved = Signal()  # sent in the process that moved it, once that is committed


class Archive(models.IntegerChoices):
    """The kinds of archive, and what `ArchiveEntry.key` means in each."""

    CATEGORY = 1, "category"  # Category.pk
    TAG = 2, "tag"  # Tag.pk
    PLACE = 3, "place"  # Place.pk, of the places of a post and of those around them
    DAY = 4, "day"  # 527 is 27 May, by both calendars
    YEAR = 5, "year"  # posts.dates.Span.number
    DECADE = 6, "decade"  # posts.dates.Span.number
    CENTURY = 7, "century"  # posts.dates.Span.number
    AUTHOR = 8, "author"  # Post.author_id

    @classmethod
    def of_unit(cls, unit: Unit) -> "Archive":
        """Return the archive of years, of decades or of centuries."""
        return cls[unit.name]


class ArchiveQuerySet(models.QuerySet["ArchiveEntry"]):
    def published(self, now: datetime | None = None) -> Self:
        """Entries of posts any reader may see at `now`: only approved posts have entries."""
        return self.filter(due(now))

    def of(self, archive: Archive, key: int | None = None) -> Self:
        """Entries of one archive page, or of all pages of that kind."""
        # A kind of archive has so many entries that any other condition leaves fewer.
        of_kind = Q(archive=archive)
        return self.filter(Mostly(of_kind)) if key is None else self.filter(of_kind, key=key)

    def in_order(self) -> Self:
        """Order by day within the archive, the earliest first, undated posts last."""
        return self.order_by("sort", "post_id")

    def on_days(self, days: Iterable[int]) -> Self:
        """Entries of days of the year (527 is 27 May), day by day, the earliest year first."""
        rows = self.filter(archive=Archive.DAY, key__in=list(days))
        return rows.order_by("key", "sort", "post_id")

    def first_on_days(self, days: Sequence[int], number: int) -> list[tuple[int, int, int]]:
        """Return (post, day, Julian Day Number) of the first `number` entries of each day.

        They stand in the order of `days`, and take one query.
        """
        place = Window(RowNumber(), partition_by="key", order_by=["sort", "post_id"])
        first = self.on_days(days).annotate(place=place).filter(place__lte=number)
        rows = first.values_list("post_id", "key", "sort")
        return sorted(rows, key=lambda row: (days.index(row[1]), row[2], row[0]))

    def remembered(self) -> Self:
        """Entries of posts that stand on a day of the year, as calendars list them."""
        days = Anniversary._default_manager.filter(post=OuterRef("post_id"), is_alt=False)
        return self.filter(Exists(days))

    def newest(self) -> Self:
        """Order by publish time, the latest first."""
        return self.order_by("-publish_at", "-post_id")

    def of_posts_in(self, others: "ArchiveQuerySet") -> Self:
        """Those of the entries whose posts have one of `others` too.

        What asks `others` alone for what is published finds these by an index with all of it.
        """
        return self.filter(post_id__in=others.values("post_id"))

    def numbers(self) -> dict[int, int]:
        """Return how many entries each key has, in the order of the keys, in one query."""
        counted = self.order_by("key").values_list("key").annotate(number=Count("id"))
        return dict(counted)

    def nearest_keys(self, key: int) -> tuple[int | None, int | None]:
        """Return the nearest key below and above `key` that has entries, in two queries."""
        keys = self.values_list("key", flat=True)
        below = keys.filter(key__lt=key).order_by("-key").first()
        return below, keys.filter(key__gt=key).order_by("key").first()


class ArchiveEntry(models.Model):
    """One place where an approved post is listed; written by `posts.archives` only.

    `sort` is the Julian Day Number to order by in this archive: in a day's archive the day
    that is remembered, elsewhere the post's `event_sort`, UNDATED without one. `publish_at`
    is the post's.
    """

    archive = models.PositiveSmallIntegerField(choices=Archive)
    key = models.IntegerField()
    sort = models.IntegerField()
    post = models.ForeignKey(
        "posts.Post", on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    publish_at = models.DateTimeField()

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "archive entries"
        indexes = [
            # Every column a page of a list needs, so that no list reads the table itself.
            models.Index(
                fields=["archive", "key", "sort", "post", "publish_at"], name="archive_order"
            ),
            models.Index(fields=["post", "archive", "key"], name="archive_of_post"),
        ]

    def __str__(self) -> str:
        return f"{self.get_archive_display()} {self.key}: {self.post_id}"


class ContentVersion(models.Model):
    """The one row that moves on whenever something that readers can see has changed.

    What is worked out from the whole archive is kept under its `number`. `announced` is the digest
    of what the feeds held when their hub was last told of it.
    """

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()
    announced = models.CharField(max_length=64, default="", db_default="")

    def __str__(self) -> str:
        return str(self.number)

    # The highest number that this process has met, in whichever database.
    met: ClassVar[int] = 0

    @classmethod
    def current(cls) -> Self:
        """Return the row; before the first change an unsaved one."""
        row = cls.objects.first() or cls(number=0, changed_at=datetime.fromtimestamp(0, tz=UTC))
        cls.meet(row.number)
        return row

    @classmethod
    def meet(cls, number: int) -> None:
        cls.met = max(cls.met, number)

    @classmethod
    def is_current(cls) -> bool:
        """Whether the database that is read has come as far as this process knows; one query.

        A page is kept under a number that was read before. Made from a database that is behind
        it, the page of before a change would be kept as the one after.
        """
        return cls.current().number >= cls.met

    @classmethod
    def bump(cls) -> None:
        now = timezone.now()
        if not cls.objects.update(number=models.F("number") + 1, changed_at=now):
            cls.objects.create(pk=1, number=1, changed_at=now)
        transaction.on_commit(partial(content_version_moved.send, sender=cls))
