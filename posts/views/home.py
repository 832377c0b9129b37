from datetime import UTC, datetime

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from posts.archives.day_lines import Row, lines_of
from posts.archives.figures import numbers_of
from posts.dates import today_keys
from posts.dates.anniversaries import nearest_days
from posts.models import CARD_RELATIONS, Archive, ArchiveEntry, Post, PostQuerySet
from posts.pagecache import cacheable
from posts.views.caching import public_page
from posts.views.pages import POSTS_PER_PAGE

FEW_FOR_A_DAY = 4  # With fewer, the nearest days that have posts stand below.
OF_A_NEAR_DAY = 6
LATEST = 9
NEVER = datetime.min.replace(tzinfo=UTC)


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
    shown, latest = _posts([*rows, *near_rows])
    context = {
        "today": keys[0],
        "lines": lines_of(rows, shown),
        "nearest": lines_of(near_rows, shown),
        "latest": latest,
    }
    return render(request, "posts/home.html", context)


def _posts(rows: list[Row]) -> tuple[dict[int, Post], list[Post]]:
    """Return the posts of the rows by their keys, and the latest of the others."""
    public = Post.objects.published()
    keys = {pk for pk, _, _ in rows}
    shown = _unfetched(public.filter(pk__in=keys)).in_bulk()
    latest = list(_unfetched(public.exclude(pk__in=keys).newest())[:LATEST])
    prefetch_related_objects([*shown.values(), *latest], *CARD_RELATIONS)
    # On a young site the days may show all there is; then these are the latest too.
    return shown, latest or sorted(shown.values(), key=_published, reverse=True)[:LATEST]


def _unfetched(posts: PostQuerySet) -> PostQuerySet:
    """Leave the relations of cards to be loaded for two lists at once."""
    return posts.for_cards().prefetch_related(None)


def _published(post: Post) -> tuple[datetime, int]:
    return post.publish_at or NEVER, post.pk
