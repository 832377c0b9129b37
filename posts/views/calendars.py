import zlib

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext

from posts.archives import cached_until_change, last_modified
from posts.archives.figures import figure
from posts.feeds.entries import MOST_EVENTS, Subscribed
from posts.models import Anniversary, Post, PostQuerySet
from posts.views import feed_sources
from posts.views.caching import cached_page

ICS = "text/calendar; charset=utf-8"


@cached_page(for_others=True)
def everything(request: HttpRequest) -> HttpResponse:
    return _answer(_everything())


@figure("calendar of everything")
def _everything() -> bytes:
    about, page = gettext("What happened on each day of the year."), reverse("home")
    return _written(Subscribed(settings.SITE_NAME, about, page), Post.objects.published())


def _archive(request: HttpRequest, shown: feed_sources.Followed) -> HttpResponse:
    """The days of one archive's stories; their keys come from the entries' index."""
    keys = shown.entries.remembered().newest().values("post_id")[: MOST_EVENTS + 1]
    subscribed = Subscribed(f"{shown.name} – {settings.SITE_NAME}", shown.about, shown.page)
    posts = Post.objects.only_published().filter(pk__in=keys)
    name = f"calendar:{shown.archive}:{shown.key}"
    return _answer(cached_until_change(name, lambda: _written(subscribed, posts)))


category, tag, place = feed_sources.views(_archive)


def _answer(compressed: bytes) -> HttpResponse:
    """Answer with a calendar, which takes a second to write in full and is kept for that."""
    headers = {"Last-Modified": http_date(last_modified().timestamp())}
    return HttpResponse(zlib.decompress(compressed), content_type=ICS, headers=headers)


def _written(subscribed: Subscribed, posts: PostQuerySet) -> bytes:
    from posts.feeds.ical import calendar_of  # Its library would be a tenth of what a start loads.

    remembered = posts.filter(Exists(Anniversary.objects.filter(post=OuterRef("pk"), is_alt=False)))
    rows = remembered.newest().for_calendars()[: MOST_EVENTS + 1]
    return zlib.compress(calendar_of(subscribed, rows), 3)
