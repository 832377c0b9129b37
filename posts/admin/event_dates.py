"""Posts without an event date, one after the other: its guess is accepted, corrected or skipped."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from posts.admin.planner_forms import DateForm
from posts.desk.requests import asked_by, editable, framed, may_write, of_work, person
from posts.editorial.errors import EditorialError
from posts.editorial.ideas import may_settle, settle_date
from posts.editorial.roles import of_desk
from posts.exchange.date_candidates import candidate
from posts.keys import as_key
from posts.models import EditConflict, Post
from posts.search import plain_text

LOOKED_AT = 200  # posts that may not be dated by whoever asks are passed over, so many at once


def _waiting(request: HttpRequest) -> Any:
    """Return posts without a date; those with changes to publish are dated with them."""
    return of_desk(request.user).without_date().filter(working_copy=None).order_by("pk")


@asked_by(may_write)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the next post without a date, behind the one of the key `after`."""
    after = as_key(request.GET.get("after", "")) or 0
    rest = _waiting(request).filter(pk__gt=after)
    found = (post for post in rest[:LOOKED_AT] if may_settle(person(request), post))
    post = next(found, None)
    form = None
    if post:
        told = (post.title, post.description, plain_text(post.story_html))
        guess = candidate(told, str(post.import_fields.get("proposed_event") or ""))
        form = DateForm(post, guess=guess.typed if guess else "")
        return _page(request, form, guess=guess, left=rest.count(), is_begun=bool(after))
    return _page(request, None, skipped=_waiting(request).count())


@of_work(editable)
def settle(request: HttpRequest, post: Post) -> HttpResponse:
    """Store the date that was accepted or typed, or that there is none, and go on to the next."""
    has_none = "none" in request.POST
    form = DateForm(post, request.POST)
    if not has_none and not form.is_valid():
        return _page(request, form)
    typed = "" if has_none else form.cleaned_data["event_input"]
    calendar = post.calendar_choice if has_none else form.cleaned_data["calendar_choice"]
    version = as_key(request.POST.get("version", "")) or 0
    try:
        settle_date(
            post, event_input=typed, calendar_choice=calendar, version=version, by=person(request)
        )
    except (EditConflict, EditorialError) as error:
        form.refuse(error)
        return _page(request, form, status=409)
    done = Post.objects.get(pk=post.pk)
    told = done.event_text if typed else "has no event date"
    messages.success(request, f"“{done.title}”: {told}.")
    return redirect(f"{reverse('admin:event_dates')}?after={post.pk}")


def _page(
    request: HttpRequest, form: DateForm | None, status: int = 200, **more: Any
) -> TemplateResponse:
    context = {"form": form, "post": form.post if form else None, **more}
    return framed(request, "admin/event_dates.html", "When did it happen?", context, status)
