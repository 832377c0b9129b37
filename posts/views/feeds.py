from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext

from posts.archives import cached_until_change, last_modified
from posts.archives.cards import Parts, newest_parts
from posts.archives.figures import numbers_of
from posts.dates import month_day_display, today_keys
from posts.dates.anniversaries import nearest_days
from posts.feeds.entries import (
    LEAP_DAY,
    NEWEST,
    Channel,
    entry_of,
    entry_of_day,
    entry_of_dossier,
    midnight,
)
from posts.feeds.formats import Written, atom, in_atom, rss
from posts.feeds.json_feed import json_feed
from posts.feeds.pictures import absolute
from posts.models import Archive, ArchiveEntry, Dossier, Post, PostQuerySet
from posts.views import feed_sources
from posts.views.caching import cached_page
from posts.views.cursors import NEWEST_FIRST, BadCursor, beyond, cursor_at, values_at

FOR_A_DAY = 60
ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
JSON = "application/feed+json; charset=utf-8"


@cached_page("cursor", for_others=True)
def newest_atom(request: HttpRequest) -> HttpResponse:
    channel, entries = _newest_written(request, "atom")
    return answer_atom(channel, entries)


@cached_page("cursor", for_others=True)
def newest_rss(request: HttpRequest) -> HttpResponse:
    channel, entries = _newest_written(request, "rss")
    return _answer(rss(channel, entries), RSS, channel)


@cached_page("cursor", for_others=True)
def newest_json(request: HttpRequest) -> HttpResponse:
    posts = list(_newest(request).for_feeds())
    channel = _site(request, [(post.publish_at, post.pk) for post in posts], last_modified())
    entries = map(entry_of, posts[:NEWEST])
    return _answer(json_feed(channel, entries), JSON, channel)


@cached_page(for_others=True)
def elsewhere(request: HttpRequest, to: str) -> HttpResponse:
    """Lead to a feed from where other software has it, and readers' programs look for it."""
    return HttpResponsePermanentRedirect(reverse(to))


@cached_page(for_others=True)
def today(request: HttpRequest) -> HttpResponse:
    """What is remembered on this day in the site's zone, each story once in the year.

    Where there is none it is what the nearest day has: an empty feed is taken for a dead one.
    """
    day = timezone.localdate()
    near = _nearest_day(day)
    told = near or day
    keys = today_keys(told.month, told.day, told.year)
    told_on = {"day": month_day_display(_key(told)), "today": month_day_display(_key(day))}
    about = gettext("What happened on %(day)s.")
    if near:
        about = gettext("What happened on %(day)s, the nearest day to %(today)s with a story.")
    entries = ArchiveEntry.objects.published().of(Archive.DAY).filter(key__in=keys)
    found = entries.in_order().values("post_id")[:FOR_A_DAY]
    posts = Post.objects.only_published().filter(pk__in=found).chronological().for_feeds()
    title = gettext("%(site)s: today in history") % {"site": settings.SITE_NAME}
    changed = max(last_modified(), midnight(day))
    channel = Channel(title, about % told_on, reverse("home"), request.path, changed)
    told_of = (entry_of_day(post, day, keys, near=near) for post in posts)
    written = in_atom(filter(None, told_of))
    return answer_atom(channel, written)


def _nearest_day(today: date) -> date | None:
    """Return the day nearest to today that has stories, None if today has some or no day has."""
    numbers = numbers_of(Archive.DAY)
    if not numbers or numbers.keys() & set(today_keys(today.month, today.day, today.year)):
        return None
    here = _key(today)
    days = (
        _day_of(key, today.year + year)
        for key in nearest_days(here, numbers)
        for year in (-1, 0, 1)
    )
    return min(days, key=lambda day: (abs(day - today), day))


def _key(day: date) -> int:
    return day.month * 100 + day.day


def _day_of(key: int, year: int) -> date:
    """Return the day of a year on which one of the year is kept: 29 February may be the 28th."""
    month, day = divmod(key, 100)
    return date(year, 3, 1) - timedelta(days=1) if key == LEAP_DAY else date(year, month, day)


@cached_page(for_others=True)
def dossiers(request: HttpRequest) -> HttpResponse:
    rows = Dossier.objects.published().order_by("-publish_at", "-id").for_feeds()[:NEWEST]
    entries = in_atom(entry_of_dossier(dossier) for dossier in rows)
    title = gettext("%(site)s: dossiers") % {"site": settings.SITE_NAME}
    about = gettext("Topics with their background, their stories and their sources.")
    channel = Channel(title, about, reverse("dossiers"), request.path, last_modified())
    return answer_atom(channel, entries)


def _archive(request: HttpRequest, shown: feed_sources.Followed) -> HttpResponse:
    """The newest stories of one archive, which take a sort of all its entries to find."""
    newest = shown.entries.newest().values_list("post_id", flat=True)[:NEWEST]
    keys = cached_until_change(f"newest:{shown.archive}:{shown.key}", lambda: list(newest))
    title = f"{shown.name} – {settings.SITE_NAME}"
    channel = Channel(title, shown.about, shown.page, request.path, last_modified())
    posts = Post.objects.published().filter(pk__in=keys).newest()[:NEWEST]
    entries = newest_parts(posts, ("atom", "modified"))
    return answer_atom(channel, [_written_of(one.parts, "atom") for one in entries])


category, tag, place = feed_sources.views(_archive)


def _newest(request: HttpRequest) -> PostQuerySet:
    """Return the newest posts from the place asked for, and one more if they go on."""
    posts = Post.objects.published().newest()
    with suppress(BadCursor):
        if cursor := request.GET.get("cursor"):
            values = values_at(cursor, [*NEWEST_FIRST.values()])
            posts = beyond(posts, [*NEWEST_FIRST], values)
    return posts[: NEWEST + 1]


def _newest_written(request: HttpRequest, kind: str) -> tuple[Channel, list[Written]]:
    found = newest_parts(_newest(request), (kind, "modified"))
    changed = found[0].changed if found else last_modified()
    channel = _site(request, [(one.published, one.key) for one in found], changed)
    return channel, [_written_of(one.parts, kind) for one in found[:NEWEST]]


def _site(
    request: HttpRequest, found: Sequence[tuple[datetime | None, int]], changed: datetime
) -> Channel:
    """Return the channel of the newest posts, of which others follow those of a page."""
    goes_on = f"?cursor={cursor_at(found[NEWEST - 1])}" if len(found) > NEWEST else ""
    return Channel(
        title=settings.SITE_NAME,
        about=gettext("The newest stories, each dated by when it happened."),
        page=reverse("home"),
        address=request.path,
        changed=changed,
        next=goes_on and f"{request.path}{goes_on}",
        hub=settings.WEBSUB_HUB,
    )


def _written_of(parts: Parts, kind: str) -> Written:
    return Written(parts[kind], datetime.fromisoformat(parts["modified"]))


def answer_atom(channel: Channel, entries: Iterable[Written]) -> HttpResponse:
    return _answer(atom(channel, entries), ATOM, channel)


def _answer(content: bytes, content_type: str, channel: Channel) -> HttpResponse:
    headers = {"Last-Modified": http_date(channel.changed.timestamp())}
    if channel.hub:
        own = absolute(channel.address)
        headers["Link"] = f'<{channel.hub}>; rel="hub", <{own}>; rel="self"'
    return HttpResponse(content, content_type=content_type, headers=headers)
