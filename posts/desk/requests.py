"""Who asks something of the desk, and what of a post they may reach."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods, require_safe

from posts.editorial.roles import may_edit, may_see_all, may_see_desk
from posts.models import Post


def person(request: HttpRequest) -> User:
    """Return who asks. Raises TypeError for a stranger, whom the desk lets in nowhere."""
    if not isinstance(request.user, User):
        raise TypeError(request.user)
    return request.user


def may_write(request: HttpRequest) -> bool:
    return any(request.user.has_perm(f"posts.{verb}_post") for verb in ("add", "change"))


def may_see(request: HttpRequest) -> bool:
    return request.user.has_perm("posts.view_post") or may_write(request)


def require_reader(request: HttpRequest) -> None:
    """Raise PermissionDenied for someone who may not even look at posts."""
    if not may_see(request):
        raise PermissionDenied


def require_writer(request: HttpRequest) -> None:
    """Raise PermissionDenied for someone who may neither add nor change posts."""
    if not may_write(request):
        raise PermissionDenied


def require_new(request: HttpRequest) -> None:
    """Raise PermissionDenied for someone who may begin no post."""
    if not may_edit(request.user, None):
        raise PermissionDenied


def editable_or_new(request: HttpRequest, pk: int | None = None) -> Post | None:
    if pk is not None:
        return editable(request, pk)
    require_new(request)
    return None


def editable(request: HttpRequest, pk: int) -> Post:
    """Return the post; PermissionDenied for who may not write on it, there or not."""
    post = Post.objects.filter(pk=pk, trashed_at=None).first()
    if post is None:
        if not request.user.has_perm("posts.change_post"):
            raise PermissionDenied
        raise Http404
    if not may_edit(request.user, post):
        raise PermissionDenied
    return post


def visible(request: HttpRequest, pk: int) -> Post:
    """Return the post; PermissionDenied for who may not see its desk, there or not."""
    post = Post.objects.filter(pk=pk, trashed_at=None).first()
    if post is None and may_see_all(request.user):
        raise Http404
    if post is None or not may_see_desk(request.user, post):
        raise PermissionDenied
    return post


def of_post(find: Callable[..., Post | None], *methods: str) -> Callable[..., Any]:
    """Hand a view the post that `find` grants; only then is a wrong method told."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        allowed = require_http_methods(methods or ["POST"])(view)

        @wraps(view)
        def found(request: HttpRequest, pk: int | None = None, **names: Any) -> HttpResponse:
            return allowed(request, find(request, pk), **names)

        return found

    return decorate


@require_safe
def csrf_token(request: HttpRequest) -> JsonResponse:
    """Answer who is still signed in with a token to save with; anyone else is sent to sign in.

    The token in a form dies with the session under which the form was opened.
    """
    return JsonResponse({"token": get_token(request)})
