"""Publication times as blogs write them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from posts.dates.calendar import MONTHS
from posts.exchange.checked import FIRST_YEAR_ON_THE_WEB
from posts.exchange.errors import ExchangeError

_MONTH: Final = "|".join(name[:3] for name in MONTHS)
_NAMED: Final = rf"(?P<month>{_MONTH})[a-z]*\.?"
_NTH: Final = r"(?<![\d:])(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])"
# As Ruby looks for it: a day in one of these forms, then a time, then a zone in what is left.
DAYS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\d-])(?P<year>\d{4}|^\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?<![\d-])(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        r"(?<![\d-])(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})(?!\d)",
        rf"{_NTH}[ -]?(?:of )?{_NAMED},?[ -](?P<year>\d{{4}})(?!\d)",
        rf"\b{_NAMED} {_NTH},? (?P<year>\d{{4}})(?![\d:])",
        rf"\b{_NAMED} {_NTH}(?=.*?\b(?P<year>\d{{4}})$)",
    )
)
TIME: Final = re.compile(
    r"(?<![\d+-])(?P<hour>\d{1,2})(?::+(?P<minute>\d{2})(?::+(?P<second>\d{2})(?:[.,]\d+)?)?"
    r" ?(?P<half>[ap])?\.?m?\.?| ?(?P<half2>[ap])\.?m\.?)(?!\d)",
    re.IGNORECASE,
)
OFFSET: Final = re.compile(r"(?<!\d)(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?(?!\d)")
ZONE: Final = re.compile(r"\b([A-Z]{1,4})\b", re.IGNORECASE)
_ZONES: Final = {
    **dict.fromkeys(("z", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("west", "bst", "cet", "met"), 1),
    **dict.fromkeys(("cest", "mest", "eet"), 2),
    **dict.fromkeys(("eest", "msk"), 3),
    **dict.fromkeys(("jst", "kst"), 9),
    **dict(zip(("aest", "aedt", "nzst", "nzdt"), (10, 11, 12, 13), strict=True)),
    **dict(zip(("hst", "akst", "akdt", "pst", "pdt"), (-10, -9, -8, -8, -7), strict=True)),
    **dict(zip(("mst", "mdt", "cst", "cdt", "est", "edt"), (-7, -6, -6, -5, -5, -4), strict=True)),
}
LONGEST: Final = 100
FIRST_YEAR: Final = 2  # a zone may take a time back into the year before
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
    """Return the time that `text` says, in any form that Ruby reads; a day alone is its midnight.

    Raises ExchangeError with the forms that are clear.
    """
    written = " ".join(text[:LONGEST].split())
    try:
        day = next(filter(None, (form.search(written) for form in DAYS)), None)
        if day is None:
            raise ValueError
        rest = f"{written[: day.start()]} {written[day.end() :]}"
        time = TIME.search(rest)
        rest = f"{rest[: time.start()]} {rest[time.end() :]}" if time else rest
        naive = datetime(_year(day["year"]), _month(day["month"]), int(day["day"]), *_clock(time))
        if not FIRST_YEAR <= naive.year <= LAST_YEAR:
            raise ValueError
        return PublishDate(naive, _offset(rest))
    except ValueError as error:
        accepted = "2025-05-27, 2025-05-27 21:06 or 2025-05-27 21:06:11 +02:00"
        raise ExchangeError("date", f"“{text}” is not a date: write {accepted}.") from error


def _month(text: str) -> int:
    names = [name[:3].lower() for name in MONTHS]
    return int(text) if text.isdecimal() else names.index(text.lower()) + 1


def _clock(found: re.Match[str] | None) -> tuple[int, int, int]:
    if found is None:
        return 0, 0, 0
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    half = (found["half"] or found["half2"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, minute, second


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


def _offset(text: str) -> timezone | None:
    """Return the zone named in what is left of a date; of three digits the first is the hour."""
    if found := OFFSET.search(text):
        digits = found["hours"] + (found["minutes"] or "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        size = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-size if found["sign"] == "-" else size)
    named = (_ZONES.get(each.lower()) for each in ZONE.findall(text))
    hours_off = next((each for each in named if each is not None), None)
    return None if hours_off is None else timezone(timedelta(hours=hours_off))
