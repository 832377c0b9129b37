"""What a feed or a calendar tells of a post."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils.html import linebreaks
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext, gettext_noop

from posts.dates import DayOfYear, Since, month_day_display, remembered_day, years_ago
from posts.dates.calendar import year_name
from posts.feeds.pictures import Enclosed, absolute, enclosed
from posts.models import Correction, Dossier, Post
from posts.rendering import Numbering, absolute_html

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20<>\"{}|\\^`]+")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
MOST_EVENTS = 2_000  # of a calendar
NEWEST = 20  # of a feed
LEAP_DAY = 229
NEAREST = gettext_noop("the nearest day with a story")


@dataclass(frozen=True)
class Entry:
    """One entry; `id` is an IRI, `guid` the id as any text, `html` the text for readers.

    `published` and `updated` are aware.
    """

    id: str
    guid: str
    title: str
    url: str
    summary: str
    html: str
    published: datetime | None
    updated: datetime
    language: str = ""
    categories: tuple[str, ...] = ()
    picture: Enclosed | None = None
    author: str = ""  # whose page is at `author_url`; without one the feed's own
    author_url: str = ""


@dataclass(frozen=True)
class Subscribed:
    """A calendar's own words; `page` is the path of the page that it follows."""

    name: str
    about: str
    page: str


@dataclass(frozen=True)
class Channel:
    """A feed at `address` that follows the page at `page`; `changed` dates an empty one.

    `next` is the path where it goes on, '' on its last page. `hub` is told when it changes.
    """

    title: str
    about: str
    page: str
    address: str
    changed: datetime
    next: str = ""
    hub: str = ""


def stable_id(feed_id: str) -> str:
    """Return the id under which feeds always tell of the same thing, as Atom asks an IRI.

    Old blogs have used any text; one that is no IRI gets a UUID made from that text.
    """
    return feed_id if _IRI.fullmatch(feed_id) else derived_id(feed_id)


def derived_id(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def entry_of(post: Post) -> Entry:
    """Return the entry of a post that was loaded `for_feeds`."""
    where = ", ".join(place.name for place in post.places.all())
    author = post.byline
    return Entry(
        id=stable_id(post.feed_id),
        guid=post.feed_id,
        title=post.title,
        url=absolute(post.get_absolute_url()),
        summary=post.description,
        html=_html(post, [" · ".join(filter(None, (post.event_text, where)))]),
        published=post.publish_at,
        updated=post.modified_at,
        language=_language(post.language),
        categories=tuple(category.name for category in post.categories.all()),
        picture=enclosed(post.hero),
        author=author.name if author else "",
        author_url=absolute(author.get_absolute_url()) if author else "",
    )


def entry_of_correction(correction: Correction) -> Entry:
    """Return the entry of a correction, whose post is loaded."""
    post = correction.post
    address = absolute(f"{post.get_absolute_url()}#corrections")
    name = derived_id(f"{post.feed_id} correction {correction.pk}")
    return Entry(
        id=name,
        guid=name,
        title=gettext("Correction: %(title)s") % {"title": post.title},
        url=address,
        summary="",
        html=linebreaks(correction.words, autoescape=True),
        published=correction.created_at,
        updated=correction.created_at,
    )


def entry_of_dossier(dossier: Dossier) -> Entry:
    """Return the entry of a dossier that was loaded `for_feeds`: its background in full."""
    address = absolute(dossier.get_absolute_url())
    texts = [section.text_html for section in dossier.sections.all()]
    context = {"dossier": dossier, "numbering": Numbering(_keys(dossier), texts)}
    html = render_to_string("posts/_feed_dossier.html", context)
    return Entry(
        id=stable_id(dossier.feed_id),
        guid=dossier.feed_id,
        title=dossier.title,
        url=address,
        summary=dossier.description,
        html=absolute_html(html, address),
        published=dossier.publish_at,
        updated=dossier.modified_at,
        language=_language(dossier.language),
        picture=enclosed(dossier.hero),
    )


def _language(code: str) -> str:
    return code if _LANGUAGE.fullmatch(code) else ""


def entry_of_day(
    post: Post, today: date, keys: Sequence[int], *, near: date | None = None
) -> Entry | None:
    """Return the entry for the day of this year on which `post` is remembered, if it is one.

    It is new every year, from that day's midnight in the site's zone on. The end of a range
    is another occasion than its start, which the same year may have shown already. `near` is
    the day of `keys` that stands in for today: one that is yet to come will be new once more.
    """
    days = [day for day in post.days_of_the_year() if day.month_day in keys]
    if not days:
        return None
    told = near or today
    end, ahead = (" end" if days[0].role == "end" else ""), (" ahead" if told > today else "")
    occasion = derived_id(f"{post.feed_id} {told.year}{end}{ahead}")
    begun, title = midnight(min(told, today)), title_of_day(post, days[0])
    return replace(
        entry_of(post),
        id=occasion,
        guid=occasion,
        title=f"{month_day_display(days[0].month_day)} {title}" if near else title,
        html=_html(post, occasions(post, days, told, gettext(NEAREST) if near else "")),
        updated=max(begun, post.publish_at or begun),
    )


def midnight(day: date) -> datetime:
    """Return the first moment of `day` in the site's zone, aware."""
    return datetime(day.year, day.month, day.day, tzinfo=get_default_timezone())


def title_of_day(post: Post, day: DayOfYear) -> str:
    """Return "1997: The title", with "(begins)" or "(ends)" where a range does."""
    role = f" ({day.role_word})" if day.role_word else ""
    return f"{year_name(_year(post, day))}: {post.title}{role}"


def _year(post: Post, day: DayOfYear) -> int:
    value = post.event_date
    return remembered_day(value, day)[0] if value else 0


def occasions(post: Post, days: Sequence[DayOfYear], today: date, note: str = "") -> list[str]:
    """Return a line for each of the days, and the whole date where none of them tells it."""
    lines = [_occasion(post, day, today, note) for day in days]
    is_told = any(post.event_text == _told(post, day) for day in days)
    return lines if is_told else [*lines, post.event_text]


def _told(post: Post, day: DayOfYear) -> str:
    return f"{month_day_display(day.month_day)} {year_name(_year(post, day))}"


def _occasion(post: Post, day: DayOfYear, today: date, note: str) -> str:
    """Return "27 May 1997, 29 years ago", and what is particular about that day."""
    is_missing = day.month_day == LEAP_DAY and (today.month, today.day) == (2, 28)
    notes = (
        day.role_word,
        post.second_style if day.is_alt else "",
        gettext("kept today in years without that day") if is_missing and not note else "",
        note,
    )
    when = f"{_told(post, day)}, {years_ago(Since(_year(post, day)), today)}"
    return " · ".join(filter(None, (when, *notes)))


def _html(post: Post, when: list[str]) -> str:
    texts = [*(bullet.text_html for bullet in post.bullets.all()), post.story_html]
    told = {"when": [line for line in when if line], "numbering": Numbering(_keys(post), texts)}
    context = {"post": post} | told
    html = render_to_string("posts/_feed_entry.html", context)
    return absolute_html(html, absolute(post.get_absolute_url()))


def _keys(work: Post | Dossier) -> list[str]:
    """Return the keys of its citations, which are loaded, or annotated as `for_feeds` does."""
    if hasattr(work, "keys"):
        return (work.keys or "").split()
    return [row.key for row in work.citations.all()]
