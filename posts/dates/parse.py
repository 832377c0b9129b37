"""What an editor types, read by one grammar: a date, a range, an open side, or EDTF."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from . import edtf, ranges
from .calendar import Calendar, civil, julian_day
from .display import display, month_day_display, period_name
from .errors import HistoricalDateError, refusal
from .grammar import Written, written
from .language import told_in
from .named_days import named_day
from .period import Kind, Period
from .slashes import slash_refusal
from .tokens import Token, normalise, tokenise, unrecognised
from .value import HistoricalDate
from .vocabulary import BEFORE_OR_AFTER, STILL, TO, UNTIL, WEEKDAYS
from .winters import joined

CHOICES: Final = {"auto": None, "julian": Calendar.JULIAN, "gregorian": Calendar.GREGORIAN}
STYLE: Final = {Calendar.JULIAN: "Julian (O.S.)", Calendar.GREGORIAN: "Gregorian (N.S.)"}
EDTF: Final = re.compile(r"(?![0-9]{4}-[0-9]{2}[?~%]?$)[\[\]0-9xy./?~%-]+")
NEGATIVE: Final = re.compile(r"-([0-9]{1,3})")
ORDINAL_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{3})")
# "7 November [O.S. 25 October] 1917"
ASIDE: Final = re.compile(r"([^\[(]*)[\[(]([^\[(\])]*[0-9][^\[(\])]*)[\])]([^\[(]*)")

# "Christmas Day 1066", "the Ides of March, 44 BC"
NAMED: Final = re.compile(
    r"(.*?[a-z]\.?),? ((?:ad )?[0-9]{1,4}(?: ?(?:ad|bce?|ce))?)", re.IGNORECASE
)


@told_in("en")  # what is refused
def parse(text: str, calendar: str = "auto") -> HistoricalDate:
    """Return the date that `text` says.

    `calendar` is auto, julian or gregorian; auto goes by marks such as "(O.S.)", and without
    one reads Julian days until 4 October 1582, Gregorian from then on.

    >>> parse("c. 1200–1250").edtf, str(parse("-0043-03-15"))
    ('1200~/1250~', '15 March 44 BC')

    Raises HistoricalDateError, whose message says what to type instead.
    """
    if calendar not in CHOICES:
        raise refusal("calendar_choice", choice=calendar)
    chosen = CHOICES[calendar]
    words = normalise(text)
    shown = " ".join(unicodedata.normalize("NFC", text).split())
    if EDTF.fullmatch(words.lower()):
        ends = edtf.read(words.lower())
        if ends is not None:
            return HistoricalDate.of(chosen or Calendar.HISTORICAL, *ends)
        if negative := NEGATIVE.fullmatch(words):
            raise _negative(int(negative[1]))
        if ordinal := ORDINAL_DAY.fullmatch(words):
            _refuse_day_of_year(int(ordinal[1]), int(ordinal[2]))
    if aside := ASIDE.fullmatch(words):
        outer = f"{aside[1].strip()} {aside[3].strip()}".rstrip()
        return _with_aside(tokenise(outer, shown), tokenise(aside[2], shown), chosen)
    try:
        return _sentence(joined(tokenise(words, shown)), chosen)
    except HistoricalDateError:
        if named := NAMED.fullmatch(words):
            _refuse_name(named[1], named[2], shown)
        raise


def _refuse_name(name: str, year: str, shown: str) -> None:
    """Refuse the name of a day, as "Christmas Day" of 1066, by its date."""
    plain = re.sub(r"'s\b|[.']", "", name.lower())
    if found := named_day(re.findall("[a-z0-9]+", plain)):
        day = month_day_display(found)
        details = {"name": shown[: len(name)], "day": day, "date": parse(f"{day} {year}")}
        raise refusal("unrecognised:named", **details, text=shown)


def _negative(number: int) -> HistoricalDateError:
    if number == 0:
        return refusal("year_zero")
    return refusal("negative_year", number=number, edtf=f"-{number - 1:04}")


def _refuse_day_of_year(year: int, number: int) -> None:
    date = civil(julian_day(year, 1, 1) + number - 1)
    if number and date[0] == year > 0:
        name = period_name(Period.dated(date))
        raise refusal("ordinal_day", date=name, number=number, year=year)


def _sentence(tokens: list[Token], chosen: Calendar | None) -> HistoricalDate:
    opening = tokens[0].text if tokens else ""
    if opening in BEFORE_OR_AFTER:
        return _bounded(tokens[1:], BEFORE_OR_AFTER[opening], chosen)
    if opening == "night":
        return _night(tokens[1:], chosen)
    if opening == "between":
        return _between(tokens[1:], chosen)
    if opening == "by":
        raise _by(*_one(tokens[1:], chosen))
    if opening in UNTIL:
        last, calendar = _one(tokens[1:], chosen)
        return HistoricalDate.of(calendar, Kind.OPEN_START, None, last)
    if opening in ("from", "since"):
        return _from(tokens[1:], chosen)
    return _plain(tokens, chosen)


def _night(tokens: list[Token], chosen: Calendar | None) -> HistoricalDate:
    """Return the evening's day, or it and the morning's: the night of, from, between two days."""
    if tokens and tokens[0].text in ("from", "between"):
        tokens = tokens[1:]
    is_joint = {"and", "/"}
    return _plain([Token("dash", "-") if t.text in is_joint else t for t in tokens], chosen)


def _by(named: Period, calendar: Calendar) -> HistoricalDateError:
    following = period_name(named.neighbour(1, calendar))
    return refusal("by", before=following, until=period_name(named))


def _plain(tokens: list[Token], chosen: Calendar | None) -> HistoricalDate:
    slash = next((i for i, token in enumerate(tokens) if token.kind == "slash"), None)
    if slash is not None:
        return _styles(written(tokens[:slash]), written(tokens[slash + 1 :]), chosen)
    joint = _joint(tokens)
    if joint is not None:
        return _range(tokens, joint, chosen)
    part = written(tokens)
    found, mark = ranges.single(part), _calendar(part.calendar, chosen)
    _require_weekday(part, found if isinstance(found, Period) else found[0], mark)
    return _value(Kind.RANGE, found, mark)


def _value(kind: Kind, found: Period | ranges.Pair, calendar: Calendar) -> HistoricalDate:
    first, last = (found, found) if isinstance(found, Period) else found
    return HistoricalDate.of(calendar, kind, first, last)


def _calendar(marked: Calendar | None, chosen: Calendar | None) -> Calendar:
    if marked and chosen and marked is not chosen:
        raise refusal("calendar_conflict", marked=STYLE[marked], chosen=STYLE[chosen])
    return marked or chosen or Calendar.HISTORICAL


def _one(tokens: Sequence[Token], chosen: Calendar | None) -> tuple[Period, Calendar]:
    part = written(tokens)
    period, mark = ranges.period(part), _calendar(part.calendar, chosen)
    _require_weekday(part, period, mark)
    return period, mark


def _require_weekday(part: Written, period: Period, calendar: Calendar) -> None:
    """Refuse a day of the week that the date did not have."""
    if part.weekday is None:
        return
    wrong = WEEKDAYS[part.weekday].capitalize()
    if period.day is None:
        raise refusal("weekday", word=wrong)
    period.require(calendar)
    number = period.first_day(calendar) % 7
    if number != part.weekday:
        is_julian = period.first_day(Calendar.JULIAN) % 7 == part.weekday
        hint = "; it was one in Old Style, “(O.S.)”" if is_julian else ""
        right = WEEKDAYS[number].capitalize()
        raise refusal(
            "weekday:other", date=period_name(period), right=right, wrong=wrong, hint=hint
        )


def _bounded(tokens: list[Token], step: int, chosen: Calendar | None) -> HistoricalDate:
    named, calendar = _one(tokens, chosen)
    nearest = named.neighbour(step, calendar)
    first, last = (None, nearest) if step < 0 else (nearest, None)
    return HistoricalDate.of(calendar, Kind.ONEOF, first, last)


def _between(tokens: list[Token], chosen: Calendar | None) -> HistoricalDate:
    joints = [i for i, token in enumerate(tokens) if token.text == "and"]
    joint = joints[0] if len(joints) == 1 else _joint(tokens)
    if joint is None:
        raise unrecognised()
    return _two(Kind.ONEOF, tokens[:joint], tokens[joint + 1 :], chosen, dashed=False)


def _from(tokens: list[Token], chosen: Calendar | None) -> HistoricalDate:
    joint = _joint(tokens)
    if joint is not None:
        return _range(tokens, joint, chosen, dashed=False)
    goes_on = bool(tokens) and tokens[-1].text in STILL
    return _since(tokens[:-1] if goes_on else tokens, chosen)


def _since(tokens: Sequence[Token], chosen: Calendar | None) -> HistoricalDate:
    first, calendar = _one(tokens, chosen)
    return HistoricalDate.of(calendar, Kind.OPEN_END, first, None)


def _joint(tokens: Sequence[Token]) -> int | None:
    """Return where a range's two ends meet, at its one dash or "to", or None."""
    joints = [i for i, token in enumerate(tokens) if token.kind == "dash" or token.text in TO]
    if len(joints) > 1:
        raise unrecognised()
    return joints[0] if joints else None


def _range(
    tokens: list[Token], joint: int, chosen: Calendar | None, *, dashed: bool = True
) -> HistoricalDate:
    before, after = tokens[:joint], tokens[joint + 1 :]
    if not after or (len(after) == 1 and after[0].text in STILL):
        return _since(before, chosen)
    dashed = dashed and tokens[joint].kind == "dash"
    return _two(Kind.RANGE, before, after, chosen, dashed=dashed)


def _two(
    kind: Kind,
    before: Sequence[Token],
    after: Sequence[Token],
    chosen: Calendar | None,
    *,
    dashed: bool,
) -> HistoricalDate:
    start, end = written(before), written(after)
    found = ranges.pair(start, end, dashed=dashed)
    if start.calendar not in (None, end.calendar):
        raise _mixed_calendars(found, start.calendar, end.calendar)
    mark = _calendar(end.calendar, chosen)
    for part, period in zip((start, end), found, strict=True):
        _require_weekday(part, period, mark)
    return _value(kind, found, mark)


def _mixed_calendars(
    found: ranges.Pair, start: Calendar | None, end: Calendar | None
) -> HistoricalDateError:
    """Return the refusal, showing both ends in the historical calendar if they are days."""
    example = ""
    if found[0].day and found[1].day:
        days = [_historical(day, mark) for day, mark in zip(found, (start, end), strict=True)]
        example = f": “{display(HistoricalDate.of(Calendar.HISTORICAL, Kind.RANGE, *days))}”"
    return refusal("mixed_calendars", example=example)


def _historical(day: Period, calendar: Calendar | None) -> Period:
    calendar = calendar or Calendar.HISTORICAL
    day.require(calendar)
    return Period.dated(civil(day.first_day(calendar)), day.qualifier)


def _with_aside(
    outer: Sequence[Token], inner: Sequence[Token], chosen: Calendar | None
) -> HistoricalDate:
    """Return the Old Style day of two, one of which stands in brackets within the other."""
    left, right = written(outer), written(inner)
    if left.calendar is None and right.calendar is Calendar.GREGORIAN:
        left.calendar = Calendar.JULIAN
    if left.calendar is right.calendar is None:
        right.year = right.year or left.year
    return _styles(left, right, chosen)


def _styles(left: Written, right: Written, chosen: Calendar | None) -> HistoricalDate:
    are_days = left.day is not None and right.day is not None
    if are_days and right.calendar is Calendar.JULIAN is not left.calendar:
        left, right = right, left
    if are_days and left.calendar is Calendar.JULIAN is not right.calendar:
        return _both_styles(left, right, chosen)
    raise slash_refusal(left, right)


def _both_styles(old: Written, new: Written, chosen: Calendar | None) -> HistoricalDate:
    """Return the Old Style day of "25 October (O.S.) / 7 November 1917", if the two agree."""
    _calendar(Calendar.JULIAN, chosen)
    _lend_style_year(old, new)
    old.era, new.era = old.era or new.era, new.era or old.era
    old.circa, old.uncertain = old.circa or new.circa, old.uncertain or new.uncertain
    day, other = ranges.period(old), ranges.period(new)
    value = HistoricalDate.of(Calendar.JULIAN, Kind.SINGLE, day, day)
    other.require(Calendar.HISTORICAL)
    _require_weekday(old, day, Calendar.JULIAN)
    _require_weekday(new, other, Calendar.HISTORICAL)
    right = Period.dated(civil(value.sort))
    if (other.year, other.month, other.day) != (right.year, right.month, right.day):
        old_name, wrong = period_name(day), period_name(other)
        raise refusal("os_mismatch", old=old_name, right=period_name(right), wrong=wrong)
    return value


def _lend_style_year(old: Written, new: Written) -> None:
    """Lend the one year that is written: New Year may lie between the two days."""
    turn = int((old.month or 0) > (new.month or 0))
    if old.year is None and new.year is not None:
        old.year = str(int(new.year) - turn)
    elif new.year is None and old.year is not None:
        new.year = str(int(old.year) + turn)
