from collections.abc import Collection, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString

from posts.archives.cards import Card, DayLine, Row, cards_by_key, day_lines, newest_parts
from posts.archives.figures import numbers_of
from posts.dates import today_keys
from posts.dates.anniversaries import nearest_days
from posts.models import Archive, ArchiveEntry, Post, PostQuerySet
from posts.pagecache import cacheable
from posts.rendering import stored_html
from posts.views.caching import public_page
from posts.views.pages import POSTS_PER_PAGE

FEW_FOR_A_DAY = 4  # With fewer, the nearest days that have posts stand below.
OF_A_NEAR_DAY = 6
LATEST = 9


@cacheable()
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Today in the site's zone; a script puts the reader's own day in its place."""
    today = timezone.localdate()
    keys = today_keys(today.month, today.day, today.year)
    entries = ArchiveEntry.objects.published()
    rows = entries.first_on_days(keys, POSTS_PER_PAGE)
    nearest: list[int] = []
    if len(rows) < FEW_FOR_A_DAY:
        others = numbers_of(Archive.DAY).keys() - set(keys)
        nearest = nearest_days(keys[0], others)
    near_rows = entries.first_on_days(nearest, OF_A_NEAR_DAY)
    cards = cards_by_key(pk for pk, _, _ in (*rows, *near_rows))
    context = {
        "today": keys[0],
        "lines": _lines(rows, cards, keys[0]),
        "nearest": _lines(near_rows, cards, 0),
        "latest": _latest(cards),
    }
    return render(request, "posts/home.html", context)


def _lines(rows: list[Row], cards: Mapping[int, Card], shown: int) -> list[DayLine]:
    return day_lines([(cards[row[0]], row) for row in rows if row[0] in cards], shown)


def _latest(shown: Collection[int]) -> list[SafeString]:
    """Return the latest stories that no day shows already, the first of them at length.

    On a young site the days may show all there is; then these are the latest too.
    """
    latest = _newest(Post.objects.published().exclude(pk__in=shown))
    return latest or _newest(Post.objects.published())


def _newest(posts: PostQuerySet) -> list[SafeString]:
    found = [parts for _, parts in newest_parts(posts.newest()[:LATEST], ("brief", "lead"))]
    return [stored_html(parts["brief" if number else "lead"]) for number, parts in enumerate(found)]
