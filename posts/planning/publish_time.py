"""Publish times as clocks of the site and in UTC show them: read, and told in words."""

from datetime import UTC, datetime, time, tzinfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time

SITE, UNIVERSAL = "site", "utc"
# Within them every zone has a day before and after, and every page can write the year.
YEARS = range(1000, 9999)
MORNING = time(8)  # of a day that is chosen without a time


def zone_name() -> str:
    return str(timezone.get_default_timezone())


def is_ambiguous(moment: datetime, zone: tzinfo) -> bool:
    """Whether the clocks of `zone` show the time of `moment` (aware) twice."""
    local = moment.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def from_wall_clock(naive: datetime, zone: tzinfo) -> datetime:
    """Return the one moment (UTC) at which clocks in `zone` show `naive`.

    Raises ValidationError if they never do, or do twice.
    """
    first, second = (naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    day = f"{naive:%H:%M} on {naive.day} {naive:%B %Y}"
    if first.astimezone(zone).replace(tzinfo=None) == naive:
        raise ValidationError(
            f"Clocks in {zone} show {day} twice, at {first:%H:%M} UTC and again at "
            f"{second:%H:%M} UTC. Choose UTC and give the one you mean.",
            code="overlap",
        )
    raise ValidationError(
        f"Clocks in {zone} skip {day}: they are put forward then. Give a time before or after.",
        code="gap",
    )


def reading(moment: datetime | None) -> str:
    """Return the moment in the site's zone and in UTC; '' for None."""
    if moment is None:
        return ""
    local = moment.astimezone(timezone.get_default_timezone())
    shown = f"{local.day} {local:%B %Y}, {local:%H:%M} {zone_name()}"
    other = in_utc(moment)
    return f"{shown} · {other}" if other else shown


def is_ahead(moment: datetime | None) -> bool:
    return moment is not None and moment > timezone.now()


def act_at(moment: datetime | None) -> str:
    """Return what publishing does with this publish time, as the words on the button."""
    if moment is None or not is_ahead(moment):
        return "Publish"
    local = moment.astimezone(timezone.get_default_timezone())
    city = zone_name().rpartition("/")[2].replace("_", " ")
    shown, other = f"Schedule for {local.day} {local:%B %Y}, {local:%H:%M} {city}", in_utc(moment)
    return f"{shown} ({other})" if other else shown


def in_utc(moment: datetime) -> str:
    """Return the time in UTC, with its day where that is another; '' if the site is in UTC."""
    local, universal = moment.astimezone(timezone.get_default_timezone()), moment.astimezone(UTC)
    if zone_name() == "UTC":
        return ""
    day = f" on {universal.day} {universal:%B}" if local.date() != universal.date() else ""
    return f"{universal:%H:%M} UTC{day}"


def on_day(day: str, clock: time = MORNING) -> datetime:
    """Return the moment in UTC at which clocks of the site show `clock` on `day`, "2027-05-27".

    Raises ValidationError, also for one that is over.
    """
    moment = read_moment(day, f"{clock:%H:%M:%S}")
    if not is_ahead(moment):
        raise ValidationError(f"{reading(moment)} is over: choose a later day.", code="over")
    return moment


def read_moment(day: str, clock_time: str, clock: str = SITE) -> datetime:
    """Return the moment in UTC that three typed texts mean.

    `clock_time` may carry its own offset ("02:30+01:00", "00:30Z"), which then decides.

    Raises ValidationError.
    """
    try:
        date = parse_date(day.strip())
        given = parse_time(clock_time.strip()) if _is_bare(clock_time) else None
        whole = parse_datetime(f"{day.strip()} {clock_time.strip()}")
    except ValueError:
        date = given = whole = None
    if date is not None and date.year not in YEARS:
        words = f"Give a year from {YEARS[0]} to {YEARS[-1]}, not {date.year}."
        raise ValidationError(words, code="year")
    if whole is not None and whole.tzinfo is not None:
        return whole.astimezone(UTC)
    if date is None or given is None:
        raise ValidationError(
            "Give both a day and a time, such as 2027-05-27 and 08:00.", code="invalid"
        )
    naive = datetime.combine(date, time(given.hour, given.minute, given.second))
    return from_wall_clock(naive, UTC if clock == UNIVERSAL else timezone.get_default_timezone())


def _is_bare(text: str) -> bool:
    return not any(mark in text for mark in "+-Zz")
