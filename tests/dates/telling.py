"""What the table of languages, dates_in_words.csv, has in its columns."""

import csv
from datetime import date
from pathlib import Path

from posts.dates import (
    DateParts,
    Span,
    Unit,
    date_parts,
    day_in_words,
    month_day_display,
    parse,
    since,
    styles,
    years_ago,
)
from posts.dates.language import current, told_in

TABLE = Path(__file__).resolve().parents[1] / "data" / "dates_in_words.csv"
TODAY = date(2026, 11, 29)

WAYS = {
    "display": lambda text: str(parse(text)),
    "stamp": lambda text: in_a_row(date_parts(parse(text))),
    "ago": lambda text: years_ago(since(parse(text)), TODAY),
    "day of the year": lambda text: month_day_display(int(text)),
    "civil day": lambda text: day_in_words(date.fromisoformat(text)),
    "span name": lambda text: span(text).name,
    "span shortened": lambda text: current().shortened(span(text).name),
    "span years": lambda text: span(text).range_in_words,
    "span inside": lambda text: span(text).inside,
    "span article": lambda text: span(text).with_article,
    "span runs": lambda text: span(text).in_words,
    "span counted": lambda text: span(text).counted,
    "styles": lambda text: ", ".join(styles(parse(text).calendar)),
    "roles": lambda text: ", ".join(key.role_word for key in parse(text).anniversaries()),
}


def table():
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def told(what, text, language):
    with told_in(language):
        return WAYS[what](text)


def span(address):
    """Years have up to four digits, and centuries up to two."""
    unit = Unit.DECADE if "s" in address else Unit.YEAR
    is_century = len(address.removesuffix("-bc")) < 3 and address not in ("44-bc", "79")
    return Span.at(Unit.CENTURY if unit is Unit.YEAR and is_century else unit, address)


def in_a_row(parts: DateParts):
    """Return what a stamp says: lead, day, month, year, era, note and end."""
    texts = (
        *(parts.lead, parts.day, parts.month, parts.year),
        *(parts.era, parts.note, parts.until),
    )
    return " | ".join(filter(None, texts))
