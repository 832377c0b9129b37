"""Who asks something of the desk, and which posts and dossiers they may reach."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from posts.editorial.roles import may_edit, may_see_desk
from posts.editorial.works import Work
from posts.models import Dossier, Page, Post


def person(request: HttpRequest) -> User:
    """Return who asks. Raises TypeError for a stranger, whom the desk lets in nowhere."""
    if not isinstance(request.user, User):
        raise TypeError(request.user)
    return request.user


def may_write(request: HttpRequest) -> bool:
    """Whether who asks may write any post or dossier at all."""
    return any(any_of_kind(request, kind, "add", "change") for kind in (Post, Dossier, Page))


def may_see(request: HttpRequest) -> bool:
    return any_of_kind(request, Post, "view", "add", "change")


def require_reader(request: HttpRequest) -> None:
    """Raise PermissionDenied for someone who may not even look at posts."""
    if not may_see(request):
        raise PermissionDenied


def require_writer(request: HttpRequest) -> None:
    """Raise PermissionDenied for someone who may neither add nor change what is written here."""
    if not may_write(request):
        raise PermissionDenied


def editable_or_new(request: HttpRequest, kind: type[Work], pk: int | None = None) -> Work:
    """Return the row; an unsaved one of that `kind` without a key."""
    if pk is not None:
        return editable(request, kind, pk)
    row = kind()
    if not may_edit(request.user, row):
        raise PermissionDenied
    return row


def editable[Row: Work](request: HttpRequest, kind: type[Row], pk: int) -> Row:
    """Return the row; PermissionDenied for who may not write on it, there or not."""
    row: Row | None = _stored(kind, pk)
    if row is None and not any_of_kind(request, kind, "change"):
        raise PermissionDenied
    if row is None:
        raise Http404
    if not may_edit(request.user, row):
        raise PermissionDenied
    return row


def _stored(kind: Any, pk: int) -> Any:
    return kind._default_manager.filter(pk=pk, trashed_at=None).first()


def visible(request: HttpRequest, kind: type[Work], pk: int) -> Work:
    """Return the row; PermissionDenied for who may not see its desk, there or not."""
    row: Work | None = _stored(kind, pk)
    if row is None and any_of_kind(request, kind, "view", "change"):
        raise Http404
    if row is None or not may_see_desk(request.user, row):
        raise PermissionDenied
    return row


def any_of_kind(request: HttpRequest, kind: Any, *verbs: str) -> bool:
    """Whether who asks may do one of `verbs` with posts, or with dossiers."""
    return any(request.user.has_perm(f"posts.{verb}_{kind._meta.model_name}") for verb in verbs)


def of_work(find: Callable[..., Work], *methods: str) -> Callable[..., Any]:
    """Hand a view the post or dossier that `find` grants; only then is a wrong method told."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        allowed = require_http_methods(methods or ["POST"])(view)

        @wraps(view)
        def found(
            request: HttpRequest, kind: type[Work] = Post, pk: int | None = None, **names: Any
        ) -> HttpResponse:
            return allowed(request, find(request, kind, pk), **names)

        return found

    return decorate


def address(row: Work, page: str, *more: int) -> str:
    """Return the address of a page of the desk for a stored `row`, or for a new one."""
    keys = [row.pk, *more] if row.pk else []
    return reverse(f"admin:posts_{row._meta.model_name}_{page}", args=keys)


@require_safe
def csrf_token(request: HttpRequest) -> JsonResponse:
    """Answer who is still signed in with a token to save with; anyone else is sent to sign in.

    The token in a form dies with the session under which the form was opened.
    """
    return JsonResponse({"token": get_token(request)})
