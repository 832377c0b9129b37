"""Publication times as blogs write them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from posts.exchange.errors import ExchangeError

WRITTEN: Final = re.compile(
    r"(?P<year>\d{4}|\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[Tt ] ?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r" ?(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
FIRST_YEAR: Final = 2  # a zone may take a time back into the year before
FIRST_YEAR_ON_THE_WEB: Final = 1990
LAST_YEAR: Final = 9998


@dataclass(frozen=True)
class PublishDate:
    """A time as written: `naive` in the zone `offset`, or in the site's where that is None."""

    naive: datetime
    offset: timezone | None = None

    @property
    def is_event(self) -> bool:
        """Whether nothing was published on the web yet: the day is that of what is told."""
        return self.naive.year < FIRST_YEAR_ON_THE_WEB

    def instant(self, zone: tzinfo) -> datetime:
        return self.naive.replace(tzinfo=self.offset or zone).astimezone(UTC)

    def days(self, zone: tzinfo, *, certain: bool) -> tuple[datetime, ...]:
        """Return the local time that decided the old address, the likeliest first.

        Where nobody knows in which zone the old site was built, the day as written and the
        day in UTC are possible as well.
        """
        instant = self.instant(zone)
        local = instant.astimezone(zone).replace(tzinfo=None)
        guesses = () if certain else (self.naive, instant.replace(tzinfo=None))
        days: dict[date, datetime] = {}
        for each in (local, *guesses):
            days.setdefault(each.date(), each)
        return tuple(days.values())

    def is_skipped(self, zone: tzinfo) -> bool:
        """Tell whether the clocks of `zone` leapt over this time in spring."""
        if self.offset is not None:
            return False
        return self.instant(zone).astimezone(zone).replace(tzinfo=None) != self.naive


def read_publish_date(text: str) -> PublishDate:
    """Return the time that `text` says; a day alone is its midnight.

    Raises ExchangeError with the accepted forms.
    """
    found = WRITTEN.fullmatch(" ".join(text.split()))
    try:
        if found is None:
            raise ValueError
        year = _year(found["year"])
        hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
        naive = datetime(year, int(found["month"]), int(found["day"]), hour, minute, second)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError
        return PublishDate(naive, _offset(found["zone"]))
    except ValueError as error:
        accepted = "2025-05-27, 2025-05-27 21:06 or 2025-05-27 21:06:11 +02:00"
        raise ExchangeError("date", f"“{text}” is not a date: write {accepted}.") from error


def read_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        example = "Europe/Paris or UTC"
        raise ExchangeError("zone", f"“{name}” is no time zone: write {example}.") from error


def _year(text: str) -> int:
    """Return the year, of two digits as Ruby takes them: 69 is 1969, 68 is 2068."""
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 69 else 2000)


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
