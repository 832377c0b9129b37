"""The pictures by which pages are shown elsewhere, drawn once for each text that they show.

There is one for each page that has stories and for each day, so that nobody who asks for every
year there ever was has anything drawn.
"""

import hashlib
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext

from posts.archives.figures import numbers_of
from posts.dates import Span, Unit, today_keys
from posts.dates.language import current
from posts.imaging.covers import Cover, draw_cover
from posts.models import Archive, Dossier, Place, Post
from posts.views.caching import cached_page

KEPT = 7 * 24 * 3600  # seconds
EDITION = 4  # To be raised when the drawing changes, so that kept covers are drawn anew.


def drawn(cover: Cover) -> HttpResponse:
    digest = hashlib.sha256(f"{EDITION} {cover!r}".encode()).hexdigest()
    png = cache.get_or_set(f"cover:{digest}", lambda: draw_cover(cover), KEPT)
    headers = {"ETag": f'"{digest}"', "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(png, content_type="image/png", headers=headers)


IN_HISTORY: Final = {
    Unit.YEAR: gettext_noop("A year in history"),
    Unit.DECADE: gettext_noop("A decade in history"),
    Unit.CENTURY: gettext_noop("A century in history"),
}


@cached_page()
def site(request: HttpRequest) -> HttpResponse:
    return drawn(Cover(title=settings.SITE_NAME))


@cached_page()
def day(request: HttpRequest, month_day: int) -> HttpResponse:
    month, number = divmod(month_day, 100)
    numbers = numbers_of(Archive.DAY)
    stories = sum(numbers.get(k, 0) for k in today_keys(month, number, timezone.localdate().year))
    words = current()
    title = gettext("A day in history")
    name = Cover(day=words.day(number), month=words.months[month - 1], title=title)
    return drawn(_told(name, stories))


@cached_page()
def span(request: HttpRequest, span: Span) -> HttpResponse:
    stories = _number_or_404(Archive.of_unit(span.unit), span.number)
    year, era = span.name_and_era
    return drawn(_told(Cover(year=year, era=era, title=gettext(IN_HISTORY[span.unit])), stories))


@cached_page()
def place(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Place, slug=slug)
    return drawn(_told(Cover(title=shown.name), _number_or_404(Archive.PLACE, shown.pk)))


@cached_page()
def dossier(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Dossier.objects.published(), slug=slug)
    stories = Post.objects.only_published().filter(dossiers=shown).count()
    return drawn(_told(Cover(title=shown.title), stories))


def _number_or_404(archive: Archive, key: int) -> int:
    number = numbers_of(archive).get(key, 0)
    if not number:
        raise Http404
    return number


def _told(cover: Cover, stories: int) -> Cover:
    told = ngettext("%(number)s story", "%(number)s stories", stories)
    number = told % {"number": current().grouped(stories)} if stories else ""
    return replace(cover, place=number, site=settings.SITE_NAME)
