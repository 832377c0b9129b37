from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from posts import feeds
from posts.archives import cached_until_change, last_modified
from posts.archives.cards import newest_parts
from posts.dates import month_day_display, today_keys
from posts.feeds import Channel, Written
from posts.models import Archive, ArchiveEntry, Dossier, Post, PostQuerySet
from posts.pagecache import cacheable
from posts.views import feed_sources
from posts.views.caching import for_other_sites, public_page
from posts.views.redirects import follows_moves

NEWEST = 20
FOR_A_DAY = 60
ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"


@cacheable()
@for_other_sites
@public_page
def newest_atom(request: HttpRequest) -> HttpResponse:
    channel = _site(request)
    return answer_atom(channel, _written(Post.objects.published(), "atom"))


@cacheable()
@for_other_sites
@public_page
def newest_rss(request: HttpRequest) -> HttpResponse:
    channel = _site(request)
    return _answer(
        feeds.rss(channel, _written(Post.objects.published(), "rss")), RSS, channel.changed
    )


@cacheable()
@for_other_sites
@public_page
def today(request: HttpRequest) -> HttpResponse:
    """What is remembered on this day in the site's zone, each story once in the year."""
    day = timezone.localdate()
    keys = today_keys(day.month, day.day, day.year)
    entries = ArchiveEntry.objects.published().of(Archive.DAY).filter(key__in=keys)
    found = entries.in_order().values("post_id")[:FOR_A_DAY]
    posts = Post.objects.only_published().filter(pk__in=found).chronological().for_feeds()
    channel = Channel(
        title=f"{settings.SITE_NAME}: today in history",
        about=f"What happened on {month_day_display(keys[0])}.",
        page=reverse("home"),
        address=request.path,
        changed=max(last_modified(), feeds.midnight(day)),
    )
    told = (feeds.entry_of_day(post, day, keys) for post in posts)
    return answer_atom(channel, feeds.in_atom(filter(None, told)))


@cacheable()
@for_other_sites
@public_page
def dossiers(request: HttpRequest) -> HttpResponse:
    rows = Dossier.objects.published().order_by("-publish_at", "-id").for_feeds()[:NEWEST]
    entries = feeds.in_atom(feeds.entry_of_dossier(dossier) for dossier in rows)
    channel = Channel(
        title=f"{settings.SITE_NAME}: dossiers",
        about="Topics with their background, their stories and their sources.",
        page=reverse("dossiers"),
        address=request.path,
        changed=last_modified(),
    )
    return answer_atom(channel, entries)


@cacheable()
@for_other_sites
@public_page
@follows_moves("category")
def category(request: HttpRequest, slug: str) -> HttpResponse:
    return _archive(request, feed_sources.category(slug))


@cacheable()
@for_other_sites
@public_page
@follows_moves("tag")
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    return _archive(request, feed_sources.tag(slug))


@cacheable()
@for_other_sites
@public_page
@follows_moves("place")
def place(request: HttpRequest, slug: str) -> HttpResponse:
    return _archive(request, feed_sources.place(slug))


def _archive(request: HttpRequest, shown: feed_sources.Followed) -> HttpResponse:
    """The newest stories of one archive, which take a sort of all its entries to find."""
    newest = shown.entries.newest().values_list("post_id", flat=True)[:NEWEST]
    keys = cached_until_change(f"newest:{shown.archive}:{shown.key}", lambda: list(newest))
    channel = Channel(
        title=f"{shown.name} – {settings.SITE_NAME}",
        about=shown.about,
        page=shown.page,
        address=request.path,
        changed=last_modified(),
    )
    entries = _written(Post.objects.published().filter(pk__in=keys), "atom")
    return answer_atom(channel, entries)


def _site(request: HttpRequest) -> Channel:
    return Channel(
        title=settings.SITE_NAME,
        about="The newest stories, each dated by when it happened.",
        page=reverse("home"),
        address=request.path,
        changed=last_modified(),
    )


def _written(posts: PostQuerySet, kind: str) -> list[Written]:
    found = newest_parts(posts.newest()[:NEWEST], (kind, "modified"))
    return [Written(parts[kind], datetime.fromisoformat(parts["modified"])) for _, parts in found]


def answer_atom(channel: Channel, entries: Iterable[Written]) -> HttpResponse:
    return _answer(feeds.atom(channel, entries), ATOM, channel.changed)


def _answer(content: bytes, content_type: str, changed: datetime) -> HttpResponse:
    headers = {"Last-Modified": http_date(changed.timestamp())}
    return HttpResponse(content, content_type=content_type, headers=headers)
