"""What is typed and not saved: kept while one writes, offered when one comes back.

And who else has a post or dossier open: said to each, and never a lock.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format

from posts.desk.actions import BUTTONS
from posts.desk.form import WritingForm
from posts.desk.forms import form_of
from posts.desk.requests import address, editable, editable_or_new, of_work, person
from posts.editorial import autosave, notices
from posts.editorial.compare import differences
from posts.editorial.roles import Person, person_name, told_to
from posts.editorial.works import Work
from posts.keys import as_number
from posts.models import Autosave, Post

NOT_TEXT = frozenset({*BUTTONS, "form_token", "csrfmiddlewaretoken"})
OFFERED = 5  # on one page, the latest


@of_work(editable_or_new)
def keep(request: HttpRequest, post: Work) -> HttpResponse:
    """Keep what is typed into one form, or forget it; answer when, as JSON."""
    if "_discard" in request.POST:
        autosave.discard(request.POST["_discard"], by=person(request))
        return redirect(address(post, "change" if post.pk else "add"))
    lists = request.POST.lists()
    pairs = [(name, text) for name, texts in lists if name not in NOT_TEXT for text in texts]
    number, token = (request.POST.get(name, "") for name in ("version", "form_token"))
    try:
        kept = autosave.keep(
            post, pairs, by=person(request), version=as_number(number), token=token
        )
    except autosave.TooLong as error:
        return JsonResponse({"error": str(error)}, status=413)
    return JsonResponse({"kept": date_format(timezone.localtime(kept.saved_at), "H:i:s")})


def data_of(kept: Autosave) -> QueryDict:
    """Return what a browser would send of the form that was left, under its own token."""
    data = QueryDict(mutable=True)
    for name, text in kept.pairs:
        data.appendlist(name, text)
    data["form_token"] = kept.token
    return data


def offers(form: WritingForm, *, by: Person) -> list[dict[str, Any]]:
    """Return the texts that `by` left unsaved where they differ from what `form` shows."""
    kept = autosave.autosaves_of(form.post, by=by)[:OFFERED]
    found = ((each, _differences(form, each)) for each in kept)
    return [{"kept": each, "differences": changes} for each, changes in found if changes]


def _differences(form: WritingForm, kept: Autosave) -> list[Any]:
    data = data_of(kept)
    typed = form_of(form.post, data, user=form.user, draft=form.draft).typed
    told = (told_to(form.user, each) for each in (form.content, typed))
    return [each for each in differences(*told) if each.field != "pictures"]


def presence(request: HttpRequest, kind: type[Work], pk: int) -> HttpResponse:
    """Note that the user is here, or goes (`gone`); answer who else is.

    Whoever may edit no more goes all the same, as an author does by sending a post to review.
    """
    if "gone" in request.POST:
        autosave.leave(kind, pk, by=person(request))
        return HttpResponse(status=204)
    answer: HttpResponse = _be_present(request, kind=kind, pk=pk)
    return answer


@of_work(editable)
def _be_present(request: HttpRequest, post: Work) -> HttpResponse:
    if isinstance(post, Post):
        notices.mark_opened(person(request), post)
    others = autosave.be_present(post, by=person(request))
    return JsonResponse({"others": [who_is_here(each) for each in others]})


def who_is_here(presence: Any) -> str:
    since = date_format(timezone.localtime(presence.since), "H:i")
    return f"{person_name(presence.user)} is editing this too, since {since}."
