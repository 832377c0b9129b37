"""The planner: the year by event day, ideas without a date, round anniversaries, the mix."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from posts.admin.planner_forms import DateForm, IdeaForm
from posts.admin.schedule import month_page
from posts.dates import month_day_display
from posts.dates.anniversaries import days_around
from posts.desk.requests import asked_by, editable, framed, may, may_see, person
from posts.editorial.ideas import add_idea, give_date
from posts.editorial.old_style import old_style_warning
from posts.editorial.roles import may_edit, may_read, of_desk
from posts.models import EditConflict, Post
from posts.planning import publish_time
from posts.planning.anniversaries import (
    AnniversaryAhead,
    anniversaries_ahead,
    hundreds_first,
    months_later,
    with_posts,
)
from posts.planning.balance import mix
from posts.planning.coverage import STATES, coverage, days_ahead, lines_of, remembered
from posts.views.pages import page_of

LINES_A_PAGE, MILESTONES_A_PAGE, IDEAS, EMPTY_DAYS = 40, 20, 30, 8
MIXES = {"all": ("Whole archive", 0), "12": ("Next 12 months", 12), "3": ("Next 3 months", 3)}


@asked_by(may_see)
def planner(request: HttpRequest, month_day: int | None = None) -> HttpResponse:
    """The page of the year with one day opened, today unless another is asked for."""
    today = timezone.localdate()
    chosen = month_day or 100 * today.month + today.day
    ahead = anniversaries_ahead(today)
    year = coverage(timezone.now())
    context = {
        "year": year,
        "today_key": 100 * today.month + today.day,
        "states": list(year.numbers.items()),
        "state": request.GET.get("state") if request.GET.get("state") in STATES else "",
        "empty_days": year.empty_after(today, EMPTY_DAYS),
        **_day(request, chosen, ahead),
        **_milestones(request, ahead),
        **_ideas(request),
        **_mix(request),
    }
    return framed(request, "admin/planner.html", "Planner", context)


def _day(request: HttpRequest, month_day: int, ahead: list[AnniversaryAhead]) -> dict[str, Any]:
    page = page_of(request, remembered(month_day), LINES_A_PAGE)
    coming: dict[tuple[int, str], AnniversaryAhead] = {}
    for milestone in ahead:
        if milestone.month_day == month_day:
            coming.setdefault((milestone.post_id, milestone.role), milestone)
    lines = [
        {
            "told": line,
            "milestone": coming.get((line.post.pk, line.role)),
            "form": _date_form(request, line.post),
            "is_named": may_read(request.user, line.post),
        }
        for line in lines_of(page.object_list)
    ]
    before, _, after = days_around(month_day, 1)
    words = month_day_display(month_day)
    return {
        "month_day": month_day,
        "day_words": words,
        "begun": f"{words} ",  # The year is for the editor to add.
        "day_page": page,
        "lines": lines,
        "day_before": before,
        "day_after": after,
    }


def _milestones(request: HttpRequest, ahead: list[AnniversaryAhead]) -> dict[str, Any]:
    is_by_hundred = request.GET.get("order") == "hundreds"
    ordered = hundreds_first(ahead) if is_by_hundred else ahead
    page = page_of(request, ordered, MILESTONES_A_PAGE, name="ahead")
    return {
        "milestones": [
            (milestone, post, may_read(request.user, post))
            for milestone, post in with_posts(list(page.object_list))
        ],
        "milestone_page": page,
        "by_hundred": is_by_hundred,
    }


def _ideas(request: HttpRequest) -> dict[str, Any]:
    ideas = list(of_desk(request.user).ideas().for_links()[: IDEAS + 1])
    return {
        "idea_form": IdeaForm(label_suffix=""),
        "ideas": [(post, _date_form(request, post)) for post in ideas[:IDEAS]],
        "more_ideas": len(ideas) > IDEAS,
    }


def _mix(request: HttpRequest) -> dict[str, Any]:
    chosen = request.GET.get("mix", "all")
    chosen = chosen if chosen in MIXES else "all"
    name, months = MIXES[chosen]
    today = timezone.localdate()
    days = days_ahead(today, months_later(today, months)) if months else None
    kinds = [(value, label) for value, (label, _) in MIXES.items()]
    return {"mix": mix(days), "mix_name": name, "mix_chosen": chosen, "mixes": kinds}


@asked_by(may("add_post"), "GET", "HEAD", "POST")
def idea(request: HttpRequest) -> HttpResponse:
    """Keep an idea; what is refused comes back on a page of its own with its reason."""
    form = IdeaForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        return _kept_idea(request, form.cleaned_data)
    return framed(request, "admin/planner_idea.html", "Add an idea", {"form": form})


def _kept_idea(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    """Keep it, and go to the day on which it stands now."""
    post = add_idea(given["title"], given["event_input"], plan=given["day"], by=person(request))
    if post.publish_at is None and post.event_edtf:
        return _dated(request, post)
    until = f", for {publish_time.reading(post.publish_at)}" if post.publish_at else ""
    messages.success(request, f"“{post.title}” is kept as an idea{until}.")
    where = f"{reverse('admin:planner')}#idea"
    return redirect(month_page(post.publish_at) if post.publish_at else where)


def date_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft its event date, or another; what is refused comes back with its reason."""
    post = editable(request, Post, pk)
    if not _may_date(request, post):
        return _decided(request, post)
    form = DateForm(post, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            give_date(post, **form.cleaned_data, by=person(request))
        except EditConflict as error:
            form.refuse(error)
            return _date_page(request, form, status=409)
        return _dated(request, post)
    return _date_page(request, form)


def _decided(request: HttpRequest, post: Post) -> HttpResponse:
    """Send to the form of a post that is approved or withdrawn: there it is seen as a whole."""
    typed = request.POST.get("event_input", "").strip()[:120]
    lost = f" “{typed}” was not stored." if typed else ""
    messages.error(request, f"“{post.title}” is {post.state}: change its date here.{lost}")
    return redirect("admin:posts_post_change", post.pk)


def _date_page(request: HttpRequest, form: DateForm, status: int = 200) -> HttpResponse:
    title = "Change the date" if form.post.event_edtf else "Give it a date"
    context = {"form": form, "post": form.post}
    return framed(request, "admin/planner_date.html", title, context, status)


def _dated(request: HttpRequest, post: Post) -> HttpResponse:
    """Say what was stored, and go to the day on which the post now stands."""
    days = [day.month_day for day in post.days_of_the_year() if not day.is_alt]
    told = f"“{post.title}” is dated {post.event_text}."
    if warning := old_style_warning(post.event_date, post.places.with_parents()):
        messages.warning(request, warning)
    if not days:
        messages.success(request, f"{told} It has no day of the year of its own.")
        return redirect(f"{reverse('admin:planner')}#idea")
    messages.success(request, told)
    return redirect(f"{reverse('admin:planner_day', args=[days[0]])}#day")


def _date_form(request: HttpRequest, post: Post) -> DateForm | None:
    return DateForm(post) if _may_date(request, post) else None


def _may_date(request: HttpRequest, post: Post) -> bool:
    is_open = post.status in (Post.Status.DRAFT, Post.Status.REVIEW)
    return is_open and may_edit(request.user, post)
