"""What templates say about dates, languages and places."""

import unicodedata
from collections.abc import Iterable
from html import unescape
from itertools import groupby
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext
from taggit.models import Tag

from posts.ago import ago_in_html, ago_slot
from posts.converters import DayConverter
from posts.dates import (
    DateParts,
    HistoricalDate,
    Span,
    Unit,
    date_parts,
    datetime_attribute,
    day_in_words,
    month_day_display,
    since,
)
from posts.dates.calendar import year_name
from posts.dates.language import current
from posts.models import EventDated, Line, Place, Post
from posts.rendering import alphabetical, with_full_pictures, with_passages

register = template.Library()
register.filter("year", year_name)

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}
)
WITH_CAPITALS = ("LATIN ", "GREEK ", "CYRILLIC ", "ARMENIAN ")
THREE_LINES = 180  # characters, on a wide page
LONGEST_NUMERAL = 4  # characters: a longer year is set as words

register.filter("month_day", month_day_display)
register.filter("day_in_words", day_in_words, expects_localtime=True)


@register.inclusion_tag("posts/_stamp.html")
def stamp(post: EventDated | Line, size: str = "small") -> dict[str, Any]:
    """The date as numerals with their words; nothing for an undated post.

    What is printed of a post is stored, so the years since are a slot.
    """
    value = post.event_date
    if value is None:
        return {"size": size}
    parts = date_parts(value)
    return {
        "size": size,
        "parts": parts,
        "after": ", ".join(filter(None, (parts.note, post.event_display))),
        "shape": _shape(parts),
        "datetime": datetime_attribute(value),
        "ago": _ago(post, value),
    }


@register.simple_tag
def numeral(post: EventDated) -> str:
    """The year as a sign without words; the day stands over the list that it leads."""
    value = post.event_date
    return date_parts(value).numeral if value else ""


def _ago(post: EventDated | Line, value: HistoricalDate) -> str:
    start, is_stored = since(value), isinstance(post, Post | Line)
    return ago_slot(start) if is_stored else ago_in_html(start, timezone.localdate())


def _shape(parts: DateParts) -> str:
    """Name what the stamp sets largest."""
    if parts.day:
        return "days" if "–" in parts.day else "day"
    return "year" if len(parts.year) <= LONGEST_NUMERAL else "words"


@register.filter
def by_era[Row: HasEra](rows: Iterable[Row]) -> list[tuple[str, str, list[Row]]]:
    """Group what has an `era`, in event order, by its century: its name, its years, its rows."""
    groups = groupby(rows, key=_century)
    return [(*_era(century), list(found)) for century, found in groups]


class HasEra(Protocol):
    @property
    def era(self) -> int | None: ...


def _century(row: HasEra) -> Span | None:
    return None if row.era is None else Span.around(Unit.CENTURY, row.era)


def _era(century: Span | None) -> tuple[str, str]:
    return (century.name, century.range_in_words) if century else (gettext("Without a date"), "")


@register.filter
def month_day_words(month_day: int) -> DateParts:
    month, day = divmod(month_day, 100)
    words = current()
    return DateParts(day=words.day(day), month=words.months[month - 1])


@register.filter
def iso_day(month_day: int) -> str:
    return DayConverter().to_url(month_day)


@register.filter
def month_name(month: int) -> str:
    return current().months[month - 1]


@register.filter
def direction(language: str) -> str:
    return "rtl" if language.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"


@register.filter
def language_name(language: str) -> str:
    """Return what a language calls itself; its code where that is not known."""
    try:
        return str(get_language_info(language.lower())["name_local"])
    except KeyError:
        return language


class InLanguage(Protocol):
    """A post, a dossier, a source, or a line of one."""

    @property
    def language(self) -> str: ...


@register.simple_tag
def language_of(text: InLanguage) -> SafeString | str:
    """The attributes of an element in the language of `text`, where that is not the site's."""
    if not _is_foreign(text):
        return ""
    return format_html(' lang="{}" dir="{}"', text.language, direction(text.language))


@register.simple_tag
def site_language_within(post: Post) -> SafeString | str:
    """The attributes of the site's own words inside an article in another language."""
    if not _is_foreign(post):
        return ""
    own = direction(settings.LANGUAGE_CODE)
    turned = format_html(' dir="{}"', own) if own != direction(post.language) else ""
    return format_html(' lang="{}"{}', settings.LANGUAGE_CODE, turned)


@register.filter
def begins_large(post: Post) -> bool:
    """Whether the story begins with a large letter: it has one, and lines enough beside it.

    Letters that join, hang from one another or fill a square have none.
    """
    opening = unescape(strip_tags(post.story_html.partition("<p>")[2].partition("</p>")[0]))
    first = next(filter(str.isalpha, opening), None)
    has_capitals = first is not None and unicodedata.name(first, "").startswith(WITH_CAPITALS)
    return has_capitals and len(opening) >= THREE_LINES


@register.simple_tag
def full_size(post: Post) -> SafeString:
    """The words of a link from a picture to itself, for those who hear them."""
    html = '<span class="visually-hidden"{}>{}</span>'
    return format_html(html, site_language_within(post), gettext("At full size"))


@register.simple_tag
def story_of(post: Post, sources: Any) -> SafeString:
    """The story with what its page adds: places to cite, ways to its pictures, its sources."""
    html = with_passages(with_full_pictures(post.story_html, full_size(post)))
    cited: SafeString = sources.html_beside(html)
    return cited


def _is_foreign(text: InLanguage) -> bool:
    site = settings.LANGUAGE_CODE.split("-")[0]
    return text.language.split("-")[0] not in ("", site)


@register.filter
def web_address(url: str) -> str:
    """The address if a page may link to it, else nothing."""
    return url if url.startswith(("http://", "https://")) else ""


@register.filter
def by_initial(tags: Iterable[tuple[Tag, int]]) -> list[tuple[str, list[tuple[Tag, int]]]]:
    """Group counted tags by their first letter without its accent, digits and signs as "#"."""
    letters: dict[str, list[tuple[Tag, int]]] = {}
    for tag, number in sorted(tags, key=lambda row: alphabetical(row[0].name)):
        if tag.slug:  # A name without letters has no address.
            letter = alphabetical(tag.name)[:1].upper()
            letters.setdefault(letter if letter.isalpha() else "#", []).append((tag, number))
    return sorted(letters.items())


@register.filter
def by_continent(places: Iterable[Place]) -> list[tuple[str, list[Place]]]:
    """Group places by the continent at the top of their parents; the rest stand at the end."""
    continents: dict[str, list[Place]] = {}
    for place in sorted(places, key=lambda place: alphabetical(place.name)):
        continents.setdefault(_continent(place), []).append(place)
    return sorted(continents.items(), key=lambda item: (item[0] == "", item[0]))


def _continent(place: Place) -> str:
    above = ancestors(place)
    top = above[-1] if above else place
    return top.name if top.kind == Place.Kind.CONTINENT else ""


@register.filter
def ancestors(place: Place) -> list[Place]:
    """The places around this one, the nearest first, as far as they were loaded."""
    above: list[Place] = []
    inner = place
    while inner.parent_id and Place.parent.is_cached(inner) and inner.parent:
        inner = inner.parent
        above.append(inner)
    return above
