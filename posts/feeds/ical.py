"""The days of stories as a calendar to subscribe to: one yearly event for each."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vText

from posts.dates import DayOfYear, remembered_day
from posts.dates.language import current
from posts.feeds.entries import LEAP_DAY, MOST_EVENTS, Subscribed, title_of_day
from posts.feeds.pictures import absolute
from posts.models import Post
from posts.rendering import without_controls

# A common year, so that its 28 February is a last day of February.
FIRST_YEAR = 2025
A_DAY = timedelta(days=1)
_YEARLY = {"freq": "YEARLY"}
_ON_LEAP_DAY = {"freq": "YEARLY", "bymonth": 2, "bymonthday": -1}  # the last day of February
_END = b"END:VCALENDAR"


def calendar_of(subscribed: Subscribed, posts: Iterable[Post]) -> bytes:
    """Return the calendar with the days of `posts`, the newest story first.

    It holds MOST_EVENTS at most, and says so where it leaves any out. The posts were loaded
    `for_calendars`.
    """
    events = list(islice(_events(posts), MOST_EVENTS + 1))
    calendar = _calendar(subscribed, is_cut=len(events) > MOST_EVENTS)
    if not events:
        calendar.add_component(_universal_time())
    begun, end = bytes(calendar.to_ical()).rsplit(_END, 1)
    return b"".join((begun, *events[:MOST_EVENTS], _END, end))


def _universal_time() -> Timezone:
    """What an empty calendar holds, since none may hold nothing: who subscribed stays so."""
    zone, rule = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    rule.add("dtstart", datetime(1970, 1, 1))
    for term in ("tzoffsetfrom", "tzoffsetto"):
        rule.add(term, timedelta(0))
    zone.add_component(rule)
    return zone


def _calendar(subscribed: Subscribed, *, is_cut: bool) -> Calendar:
    about = without_controls(subscribed.about)
    if is_cut:
        rest = gettext("The %(number)s days of the newest stories. The others are on the site.")
        about += " " + rest % {"number": current().grouped(MOST_EVENTS)}
    name = without_controls(subscribed.name)
    calendar = Calendar()
    maker, language = without_controls(settings.SITE_NAME), settings.LANGUAGE_CODE[:2].upper()
    calendar.add("prodid", f"-//{maker}//Historyblog//{language}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # As text, whose commas and line ends are escaped: what stands under a name that the
    # library does not know it writes as it is.
    for term in ("name", "x-wr-calname"):
        calendar.add(term, vText(name))
    for term in ("description", "x-wr-caldesc"):
        calendar.add(term, vText(about))
    calendar.add("url", absolute(subscribed.page))
    calendar.add("refresh-interval", A_DAY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    return calendar


def _events(posts: Iterable[Post]) -> Iterator[bytes]:
    for post in posts:
        for day in post.days_of_the_year():
            if not day.is_alt:
                yield _event(*_told(post, day))


def _told(post: Post, day: DayOfYear) -> tuple[Any, ...]:
    address = absolute(post.get_absolute_url())
    parts = (post.event_text, post.description, address)
    names = tuple(category.name for category in post.categories.all())
    summary, about = title_of_day(post, day), "\n\n".join(filter(None, parts))
    first, is_leap = _first(post, day), day.month_day == LEAP_DAY
    uid = _uid(post, day)
    return uid, post.modified_at, first, is_leap, summary, about, post.language, address, names


# A story stands in the calendars of its tags, places and categories: ten thousand stories fit.
@lru_cache(maxsize=8 * MOST_EVENTS)
def _event(
    uid: str,
    modified: datetime,
    first: date,
    is_leap: bool,
    summary: str,
    about: str,
    language: str,
    address: str,
    names: tuple[str, ...],
) -> bytes:
    """Return an event as it stands in the file, which takes most of a calendar's time."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", modified)
    event.add("last-modified", modified)
    event.add("dtstart", first)
    event.add("rrule", _ON_LEAP_DAY if is_leap else _YEARLY)
    event.add("summary", _words(summary, language))
    event.add("description", _words(about, language))
    event.add("url", address)
    # Remembering a day keeps nobody busy.
    event.add("transp", "TRANSPARENT")
    if names:
        event.add("categories", [without_controls(name) for name in names])
    return bytes(event.to_ical())


def _words(text: str, language: str) -> vText:
    words = vText(without_controls(text))
    if language:
        words.params["LANGUAGE"] = without_controls(language)
    return words


def _uid(post: Post, day: DayOfYear) -> str:
    """Return an id that only another day of the story changes."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{post.feed_id} {day.role} {day.month_day}"))


def _first(post: Post, day: DayOfYear) -> date:
    """Return the first day to remember: never before it happened, nor long ago."""
    value = post.event_date
    year = max(FIRST_YEAR, remembered_day(value, day)[0] if value else 0)
    if day.month_day == LEAP_DAY:
        return date(year, 3, 1) - A_DAY
    return date(year, *divmod(day.month_day, 100))
