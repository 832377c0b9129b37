from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString

from posts.ago import with_years_ago
from posts.archives.cards import newest_parts
from posts.archives.front import front_of_day, front_page
from posts.dates import today_keys
from posts.dates.anniversaries import week_around
from posts.models import Post, PostQuerySet
from posts.views.caching import cached_page, read_only

LATEST = 6


@cached_page()
def home(request: HttpRequest) -> HttpResponse:
    """Today in the site's zone; a script puts the reader's own day in its place."""
    today = timezone.localdate()
    beside = front_page()
    front = front_of_day(today_keys(today.month, today.day, today.year), beside.numbers)
    context = {
        "today": front.month_day,
        "front": front,
        "week": [(day, beside.numbers.get(day, 0)) for day in week_around(front.month_day)],
        "beside": beside,
        "latest": _latest(front.keys),
    }
    return render(request, "posts/home.html", context)


@read_only
def random_story(request: HttpRequest) -> HttpResponse:
    """Lead to any story: another one each time, so that the answer is kept by no one."""
    story = Post.objects.published().at_random()
    response = redirect(story or "home")
    response.headers["Cache-Control"] = "no-store"
    return response


def _latest(shown: Collection[int]) -> list[SafeString]:
    """Return the latest stories that no day shows already.

    On a young site the days may show all there is; then these are the latest too.
    """
    latest = _newest(Post.objects.published().exclude(pk__in=shown))
    return latest or _newest(Post.objects.published())


def _newest(posts: PostQuerySet) -> list[SafeString]:
    found = newest_parts(posts.newest()[:LATEST], ("brief",))
    return [with_years_ago(one.parts["brief"]) for one in found]
