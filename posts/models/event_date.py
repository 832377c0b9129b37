from collections.abc import Set as AbstractSet

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from posts.dates import (
    OPEN_END,
    OPEN_START,
    ROLE_WORDS,
    AnniversaryRule,
    DayOfYear,
    HistoricalDate,
    HistoricalDateError,
    from_edtf,
    parse,
    second_style,
)
from posts.models.bulk import insert
from posts.models.fields import LineField, StoredConstraint, in_choices, length_limit


class EventDated(models.Model):
    """The columns of a date on which something happened, all derived from `event_input`.

    Days are Julian Day Numbers, years astronomical (0 is 1 BC, -43 is 44 BC) in the
    historical calendar; an undated row has None in every number and '' in every text.
    """

    class CalendarChoice(models.TextChoices):
        AUTO = "auto", "Automatic"
        JULIAN = "julian", "Julian (Old Style)"
        GREGORIAN = "gregorian", "Gregorian"

    event_input = LineField("event date", max_length=120, blank=True)
    calendar_choice = models.CharField(
        "calendar", max_length=9, choices=CalendarChoice, default=CalendarChoice.AUTO
    )
    event_display = LineField(
        "shown as", max_length=120, blank=True, help_text="Only where the usual form will not do"
    )
    anniversary_rule = models.CharField(
        "on this day",
        max_length=10,
        choices=[
            (AnniversaryRule.AUTO.value, "By today's calendar"),
            (AnniversaryRule.AS_WRITTEN.value, "On the day as written"),
            (AnniversaryRule.NONE.value, "Never"),
        ],
        default=AnniversaryRule.AUTO,
    )
    event_edtf = models.CharField(max_length=64, blank=True, editable=False)
    event_calendar = models.CharField(max_length=1, default="H", editable=False)
    event_kind = models.CharField(max_length=10, blank=True, editable=False)
    event_precision = models.CharField(max_length=10, blank=True, editable=False)
    event_qualifier = models.CharField(max_length=1, blank=True, editable=False)
    event_start = models.IntegerField(null=True, editable=False)
    event_end = models.IntegerField(null=True, editable=False)
    event_sort = models.IntegerField(null=True, editable=False)
    year_start = models.IntegerField(null=True, editable=False)
    year_end = models.IntegerField(null=True, editable=False)
    month = models.PositiveSmallIntegerField(null=True, editable=False)
    day = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def event_date(self) -> HistoricalDate | None:
        if not self.event_edtf:
            return None
        return from_edtf(self.event_edtf, self.event_calendar, self.event_precision)

    @property
    def event_text(self) -> str:
        """Return the date as readers see it; '' for an undated row."""
        return self.event_display or (str(self.event_date) if self.event_edtf else "")

    def days_of_the_year(self) -> tuple[DayOfYear, ...]:
        """Return the days on which it is remembered, as stored in Anniversary, without a query."""
        value = self.event_date
        return value.anniversaries(self.anniversary_rule) if value else ()

    @property
    def second_style(self) -> str:
        """Return what a second day of the year goes by, as `posts.dates.second_style` says."""
        return second_style(self.event_calendar, self.anniversary_rule)

    def set_event_columns(self) -> HistoricalDate | None:
        """Derive every event column from what was typed.

        Raises HistoricalDateError if that cannot be read.
        """
        text = self.event_input.strip()
        value = parse(text, self.calendar_choice) if text else None
        for column in DERIVED:
            setattr(self, column, _column(value, column))
        return value

    def clean_event_date(self) -> None:
        """Raise ValidationError beside the field if the event date cannot be read."""
        try:
            self.set_event_columns()
        except HistoricalDateError as error:
            raise ValidationError({"event_input": str(error)}, code=error.code) from error


TYPED = frozenset({"event_input", "calendar_choice"})
DERIVED = (
    *("event_edtf", "event_calendar", "event_kind", "event_precision", "event_qualifier"),
    *("event_start", "event_end", "event_sort", "year_start", "year_end", "month", "day"),
)
_DAYS_OF_OPEN_SIDES = {"event_start": OPEN_START, "event_end": OPEN_END}
_YEARS_OF_OPEN_SIDES = {"year_start": -200_001, "year_end": 10_000}
_EMPTY = dict.fromkeys(DERIVED[:5], "") | {"event_calendar": "H"}


def _column(value: HistoricalDate | None, column: str) -> str | int | None:
    if value is None:
        return _EMPTY.get(column)
    found = getattr(value, column.removeprefix("event_"))
    if found is None:
        return (_DAYS_OF_OPEN_SIDES | _YEARS_OF_OPEN_SIDES).get(column)
    return str(found) if isinstance(found, str) else int(found)


def event_constraints(model: str) -> list[models.BaseConstraint]:
    """Return what the database itself holds of an event date."""
    whole = {f"{name}__isnull": False for name in ("event_start", "event_end", "event_sort")}
    return [
        StoredConstraint(
            condition=Q(event_edtf="", event_start=None, event_end=None, event_sort=None)
            | (~Q(event_edtf="") & Q(**whole)),
            name=f"{model}_event_whole",
        ),
        StoredConstraint(
            condition=Q(event_start__lte=F("event_end")), name=f"{model}_event_in_order"
        ),
        StoredConstraint(
            condition=Q(event_sort__gte=F("event_start"), event_sort__lte=F("event_end")),
            name=f"{model}_event_sort_within",
        ),
        StoredConstraint(
            condition=Q(year_start__lte=F("year_end")), name=f"{model}_years_in_order"
        ),
        StoredConstraint(
            condition=Q(month__isnull=True) | Q(month__gte=1, month__lte=12),
            name=f"{model}_month_range",
        ),
        StoredConstraint(
            condition=Q(day__isnull=True) | Q(day__gte=1, day__lte=31, month__isnull=False),
            name=f"{model}_day_range",
        ),
        StoredConstraint(
            condition=Q(event_calendar__in=["H", "J", "G"]), name=f"{model}_calendar_known"
        ),
        in_choices(model, "calendar_choice", EventDated.CalendarChoice),
        in_choices(model, "anniversary_rule", AnniversaryRule),
        length_limit(model, "event_input", 120),
        length_limit(model, "event_edtf", 64),
        length_limit(model, "event_display", 120),
    ]


_ROLES = [(role, word or role) for role, word in ROLE_WORDS.items()]


class Anniversary(models.Model):
    """A day of the year on which a post is remembered; `month_day` is 527 for 27 May."""

    post = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="anniversaries")
    month_day = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=5, choices=_ROLES)
    is_alt = models.BooleanField(default=False)

    class Meta:
        ordering = ["month_day", "id"]
        verbose_name_plural = "anniversaries"
        constraints = [
            models.UniqueConstraint(
                fields=["month_day", "post", "role"], name="anniversary_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(month_day__gte=101, month_day__lte=1231),
                name="anniversary_month_day_range",
            ),
            in_choices("anniversary", "role", ROLE_WORDS),
        ]

    def __str__(self) -> str:
        return f"{self.month_day:04d} {self.role}"


def sync_anniversaries(
    post: models.Model, keys: AbstractSet[tuple[int, str, bool]], *, is_new: bool
) -> None:
    """Make the stored on-this-day keys of `post` equal `keys`, writing only what differs."""
    rows = () if is_new else Anniversary.objects.filter(post_id=post.pk)
    stored = {(row.month_day, row.role, row.is_alt): row.pk for row in rows}
    if gone := [pk for key, pk in stored.items() if key not in keys]:
        Anniversary.objects.filter(pk__in=gone).delete()
    new = (
        Anniversary(post_id=post.pk, month_day=month_day, role=role, is_alt=is_alt)
        for month_day, role, is_alt in sorted(keys - stored.keys())
    )
    insert(Anniversary.objects, new)
