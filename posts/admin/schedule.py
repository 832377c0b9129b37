"""The schedule: the weeks to come or a month of publish times, and what comes up next."""

import re
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from posts.admin.planner_forms import IdeaForm, MoveForm
from posts.desk.requests import (
    asked_by,
    framed,
    may_see,
    of_work,
    person,
    require,
    tell_with_undo,
    visible,
)
from posts.editorial.errors import EditorialError
from posts.editorial.ideas import may_move
from posts.editorial.ideas import move as give_publish_time
from posts.editorial.roles import may_approve, may_edit, may_read
from posts.models import EditConflict, Post
from posts.planning import publish_time
from posts.planning.schedule import month_from, posts_on, weeks_from
from posts.views.pages import page_of

COMING_UP, POSTS_A_PAGE = 20, 50


@asked_by(may_see)
def schedule(request: HttpRequest) -> HttpResponse:
    """The weeks to come, a month of the site's zone (`?month=2027-05`), or a day (`?day=…`)."""
    today = timezone.localdate()
    day, refused_day = _asked(request, "day", "a day: give it as 2027-05-27")
    month, refused_month = _asked(request, "month", "a month: give it as 2027-05")
    asked = day or month
    shown = month_from(asked.replace(day=1)) if asked else weeks_from(today)
    coming = list(
        Post.objects.scheduled().order_by("publish_at", "id").for_links()[: COMING_UP + 1]
    )
    context = {
        "month": shown,
        "today": today,
        "weekdays": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        "days": [(day, [_entry(request, post) for post in day.posts]) for day in shown.days],
        "refused": refused_day or refused_month,
        "zone": publish_time.zone_name(),
        "coming": [_entry(request, post) for post in coming[:COMING_UP]],
        "more_coming": len(coming) > COMING_UP,
        "idea_form": IdeaForm(label_suffix=""),
        **_whole(request, day),
    }
    return framed(request, "admin/schedule.html", "Schedule", context)


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
        "may_move": may_move(person(request), post),
        "state": "planned" if post.status != Post.Status.APPROVED else post.state,
        "universal": publish_time.in_utc(moment) if moment else "",
        "reading": publish_time.reading(moment),
    }


@of_work(visible, "GET", "HEAD", "POST")
def move(request: HttpRequest, post: Post) -> HttpResponse:
    """Give a post another day at the time it has: asked on a page, or sent by a drop on a day."""
    require(may_edit(request.user, post) or may_approve(request.user, post))
    if post.publish_at is None or not may_move(person(request), post):
        messages.error(request, f"“{post}” is {post.state}: it has no day that you could move.")
        return redirect("admin:posts_post_change", post.pk)
    before = post.publish_at
    form = MoveForm(before, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            give_publish_time(post, form.cleaned_data["day"], by=person(request))
        except (EditorialError, EditConflict) as error:
            form.add_error(None, str(error))
        else:
            _tell_moved(request, post, before, form.cleaned_data["day"])
            return redirect(month_page(form.cleaned_data["day"]))
    context = {"form": form, **_entry(request, post)}
    return framed(request, "admin/schedule_move.html", "Move to another day", context)


def _tell_moved(request: HttpRequest, post: Post, before: datetime, at: datetime) -> None:
    """Say where the post stands now and stood before, to which an undo leads if that is to come."""
    was = date_format(timezone.localtime(before), "j F Y")
    state = _entry(request, post)["state"]
    words = f"“{post.title}” is {state} for {publish_time.reading(at)}; it was on {was}."
    if before <= timezone.now():
        messages.success(request, words)
        return
    address = reverse("admin:schedule_move", args=[post.pk])
    tell_with_undo(request, words, address, "day", f"{timezone.localtime(before):%Y-%m-%d}")


def month_page(at: datetime) -> str:
    """Return the address of the month in which clocks of the site show `at` (aware)."""
    month = timezone.localtime(at, timezone.get_default_timezone()).strftime("%Y-%m")
    return f"{reverse('admin:schedule')}?month={month}#month"


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
        return None, f"“{text[:40]}” is not {form}. Here are the weeks to come."
    return found, ""
