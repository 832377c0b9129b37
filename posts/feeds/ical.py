"""The days of stories as a calendar to subscribe to: one yearly event for each."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Component, Event, Timezone, TimezoneStandard, vText

from posts.dates import DayOfYear, remembered_day
from posts.feeds import absolute, title_of_day
from posts.feeds.entries import LEAP_DAY
from posts.models import Post
from posts.rendering import without_controls

MOST_EVENTS = 2_000
# A common year, so that its 28 February is a last day of February.
FIRST_YEAR = 2025
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Subscribed:
    """A calendar's own words; `page` is the path of the page that it follows."""

    name: str
    about: str
    page: str


def calendar_of(subscribed: Subscribed, posts: Iterable[Post]) -> bytes:
    """Return the calendar with the days of `posts`, the newest story first.

    It holds MOST_EVENTS at most, and says so where it leaves any out. The posts were loaded
    `for_calendars`.
    """
    events: list[Event] = []
    is_cut = False
    for event in _events(posts):
        if len(events) == MOST_EVENTS:
            is_cut = True
            break
        events.append(event)
    calendar = _calendar(subscribed, is_cut=is_cut)
    parts: list[Component] = [*events] or [_universal_time()]
    for part in parts:
        calendar.add_component(part)
    return bytes(calendar.to_ical())


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
        about += f" The {MOST_EVENTS:,} days of the newest stories. The others are on the site."
    name = without_controls(subscribed.name)
    calendar = Calendar()
    calendar.add("prodid", f"-//{without_controls(settings.SITE_NAME)}//Historyblog//EN")
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


def _events(posts: Iterable[Post]) -> Iterator[Event]:
    for post in posts:
        for day in post.days_of_the_year():
            if not day.is_alt:
                yield _event(post, day)


def _event(post: Post, day: DayOfYear) -> Event:
    event = Event()
    event.add("uid", _uid(post, day))
    event.add("dtstamp", post.modified_at)
    event.add("last-modified", post.modified_at)
    event.add("dtstart", _first(post, day))
    event.add("rrule", _rule(day))
    event.add("summary", _words(title_of_day(post, day), post))
    address = absolute(post.get_absolute_url())
    parts = (post.event_text, post.description, address)
    event.add("description", _words("\n\n".join(filter(None, parts)), post))
    event.add("url", address)
    # Remembering a day keeps nobody busy.
    event.add("transp", "TRANSPARENT")
    names = [without_controls(category.name) for category in post.categories.all()]
    if names:
        event.add("categories", names)
    return event


def _words(text: str, post: Post) -> vText:
    words = vText(without_controls(text))
    if post.language:
        words.params["LANGUAGE"] = without_controls(post.language)
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


def _rule(day: DayOfYear) -> dict[str, str | int]:
    """Return the yearly rule; 29 February is kept on the last day of every February."""
    if day.month_day == LEAP_DAY:
        return {"freq": "YEARLY", "bymonth": 2, "bymonthday": -1}
    return {"freq": "YEARLY"}
