"""The history of a post or dossier: its versions and steps, any two compared, one put back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from posts.desk.requests import address, editable, framed, of_work, person, visible
from posts.desk.sidebar import frame_of
from posts.editorial.compare import differences
from posts.editorial.errors import EditorialError
from posts.editorial.restoring import restore
from posts.editorial.revisions import content_of
from posts.editorial.roles import may_edit, told_to
from posts.editorial.save import draft_of
from posts.editorial.works import Work
from posts.keys import as_number
from posts.models import EditConflict, Revision

NOW = "now"


@of_work(visible, "GET", "HEAD")
def history(request: HttpRequest, post: Work) -> HttpResponse:
    """All versions and steps; `from` and `to` (numbers, or "now") compare two."""
    rows: Any = post.revisions
    revisions = list(rows.for_lists())
    # The latest version is mostly what is stored now: the one before it differs.
    before = revisions[1 if len(revisions) > 1 else 0].version if revisions else ""
    context: dict[str, Any] = {
        "revisions": revisions,
        "transitions": post.transitions.select_related("by"),
        "one": request.GET.get("from", str(before)),
        "other": request.GET.get("to", NOW),
        "now": NOW,
    }
    if context["one"]:
        numbers = (context["one"], context["other"])
        one, other = (told_to(request.user, _content(post, number)) for number in numbers)
        context |= {"compared": True, "differences": differences(one, other)}
    return framed(request, "desk/history.html", "History", context | frame_of(post))


def _content(post: Work, number: str) -> Any:
    chosen = as_number(number)
    if chosen is None:
        return draft_of(post).content
    return content_of(post, get_object_or_404(post.revisions, version=chosen))


@of_work(visible, "GET", "HEAD")
def version(request: HttpRequest, post: Work, number: int) -> HttpResponse:
    """One version beside what is stored now, with a button to put each part back."""
    revision = get_object_or_404(post.revisions.select_related("by"), version=number)
    draft = draft_of(post)
    both = (draft.content, content_of(post, revision))
    told = (told_to(request.user, each) for each in both)
    context = {
        "revision": revision,
        "differences": differences(*told),
        "draft": draft,
        "may_restore": may_edit(request.user, post),
    }
    return framed(request, "desk/version.html", f"Version {number}", context | frame_of(post))


@of_work(editable)
def restore_version(request: HttpRequest, post: Work, number: int) -> HttpResponse:
    """Put a version back whole, or the parts named by `field`, on top of `version`."""
    revision: Revision = get_object_or_404(post.revisions, version=number)
    try:
        saved = restore(
            post,
            revision,
            by=person(request),
            version=as_number(request.POST.get("version", "")) or 0,
            only=request.POST.getlist("field") or None,
        )
    except (EditorialError, EditConflict, ValidationError) as error:
        lines = error.messages if isinstance(error, ValidationError) else [str(error)]
        messages.error(request, f"Not put back: {' '.join(lines)}")
        return redirect(address(post, "version", number))
    where = " Readers see it once you publish the changes." if saved.is_working_copy else ""
    messages.success(request, f"Put back from version {number}.{where}")
    for name in saved.missing:
        messages.warning(request, f"Left out, since it is gone meanwhile: {name}.")
    return redirect(address(post, "change"))
