"""Who else has a post or dossier open: said to each, and never a lock."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from posts.desk.merge import person_name
from posts.desk.requests import editable, person
from posts.editorial import autosave
from posts.editorial.works import Work


def presence(request: HttpRequest, kind: type[Work], pk: int) -> HttpResponse:
    """Note that the user is here, or goes (`gone`); answer who else is.

    Whoever may edit no more goes all the same, as an author does by sending a post to review.
    """
    if "gone" in request.POST:
        autosave.leave(kind, pk, by=person(request))
        return HttpResponse(status=204)
    return _be_present(request, editable(request, kind, pk))


@require_POST
def _be_present(request: HttpRequest, post: Work) -> HttpResponse:
    others = autosave.be_present(post, by=person(request))
    return JsonResponse({"others": [who_is_here(each) for each in others]})


def who_is_here(presence: Any) -> str:
    since = date_format(timezone.localtime(presence.since), "H:i")
    return f"{person_name(presence.user)} is editing this too, since {since}."
