"""The schedule: a month of publish times, and what comes up next."""

import re
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from posts.desk import publish_time
from posts.desk.requests import require_reader
from posts.editorial.roles import may_read
from posts.models import Post
from posts.planning.schedule import posts_on, schedule_of
from posts.views.pages import page_of

COMING_UP, POSTS_A_PAGE = 20, 50


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """A month of the site's zone (`?month=2027-05`), or all of one day (`?day=2027-05-27`)."""
    require_reader(request)
    today = timezone.localdate()
    day, refused_day = _asked(request, "day", "a day: give it as 2027-05-27")
    month, refused_month = _asked(request, "month", "a month: give it as 2027-05")
    shown = schedule_of((day or month or today).replace(day=1))
    coming = list(
        Post.objects.scheduled().order_by("publish_at", "id").for_links()[: COMING_UP + 1]
    )
    context = {
        "title": "Schedule",
        "month": shown,
        "today": today,
        "weekdays": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        "days": [(day, [_entry(request, post) for post in day.posts]) for day in shown.days],
        "refused": refused_day or refused_month,
        "zone": publish_time.zone_name(),
        "coming": [_entry(request, post) for post in coming[:COMING_UP]],
        "more_coming": len(coming) > COMING_UP,
        **_whole(request, day),
    }
    return TemplateResponse(
        request, "admin/schedule.html", {**admin.site.each_context(request), **context}
    )


def _whole(request: HttpRequest, day: date | None) -> dict[str, Any]:
    """Return every post of the day that was asked for, page by page."""
    if day is None:
        return {}
    page = page_of(request, posts_on(day), POSTS_A_PAGE)
    return {
        "day": day,
        "page": page,
        "entries": [_entry(request, post) for post in page.object_list],
    }


def _entry(request: HttpRequest, post: Post) -> dict[str, Any]:
    moment = post.publish_at
    return {
        "post": post,
        "is_named": may_read(request.user, post),
        "state": "planned" if post.status != Post.Status.APPROVED else post.state,
        "universal": publish_time.in_utc(moment) if moment else "",
        "reading": publish_time.reading(moment),
    }


def _asked(request: HttpRequest, name: str, form: str) -> tuple[date | None, str]:
    """Return the day or the first of the month under `name`, or why it is none."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None, ""
    whole = text if name == "day" else f"{text}-01"
    try:
        found = date.fromisoformat(whole) if re.fullmatch(r"\d{4}-\d\d-\d\d", whole) else None
    except ValueError:
        found = None
    if found is None or found.year not in publish_time.YEARS:
        return None, f"“{text[:40]}” is not {form}. Here is the present month."
    return found, ""
