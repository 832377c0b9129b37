"""Who asks something of the desk, and which posts and dossiers they may reach."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from posts.editorial.errors import EditorialError
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


def may(permission: str) -> Callable[[HttpRequest], bool]:
    """Return whether who asks has a permission, as a question for `asked_by`."""
    return lambda request: request.user.has_perm(f"posts.{permission}")


def require(is_allowed: bool) -> None:
    """Raise PermissionDenied for who is not."""
    if not is_allowed:
        raise PermissionDenied


def asked_by(is_allowed: Callable[[HttpRequest], bool], *methods: str) -> Callable[..., Any]:
    """Open a view, by default for reading, to who is allowed; only then is a wrong method told."""

    def granted(request: HttpRequest, **names: Any) -> tuple[tuple[()], dict[str, Any]]:
        require(is_allowed(request))
        return (), names

    return _opened(granted, methods or ("GET", "HEAD"))


def of_work(find: Callable[..., Work], *methods: str) -> Callable[..., Any]:
    """Hand a view the post or dossier that `find` grants; only then is a wrong method told."""

    def granted(
        request: HttpRequest, kind: type[Work] = Post, pk: int | None = None, **names: Any
    ) -> tuple[tuple[Work], dict[str, Any]]:
        return (find(request, kind, pk),), names

    return _opened(granted, methods or ("POST",))


def _opened(granted: Callable[..., Any], methods: Sequence[str]) -> Callable[..., Any]:
    """Return what calls a view with all that `granted` hands on, or raises."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        allowed = require_http_methods(list(methods))(view)

        @wraps(view)
        def opened(request: HttpRequest, **names: Any) -> HttpResponse:
            found, others = granted(request, **names)
            return allowed(request, *found, **others)

        return opened

    return decorate


def editable_or_new(request: HttpRequest, kind: type[Work], pk: int | None = None) -> Work:
    """Return the row; an unsaved one of that `kind` without a key."""
    if pk is not None:
        return editable(request, kind, pk)
    row = kind()
    require(may_edit(request.user, row))
    return row


def editable[Row: Work](request: HttpRequest, kind: type[Row], pk: int) -> Row:
    """Return the row; PermissionDenied for who may not write on it, there or not."""
    row: Row = _granted(request, kind, pk, may_edit, "change")
    return row


def visible[Row: Work](request: HttpRequest, kind: type[Row], pk: int) -> Row:
    """Return the row; PermissionDenied for who may not see its desk, there or not."""
    row: Row = _granted(request, kind, pk, may_see_desk, "view", "change")
    return row


def _granted(
    request: HttpRequest, kind: Any, pk: int, is_granted: Callable[..., bool], *verbs: str
) -> Any:
    row = kind._default_manager.filter(pk=pk, trashed_at=None).first()
    if row is None and any_of_kind(request, kind, *verbs):
        raise Http404
    require(row is not None and is_granted(request.user, row))
    return row


def any_of_kind(request: HttpRequest, kind: Any, *verbs: str) -> bool:
    """Whether who asks may do one of `verbs` with posts, or with dossiers."""
    return any(request.user.has_perm(f"posts.{verb}_{kind._meta.model_name}") for verb in verbs)


def framed(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> TemplateResponse:
    """Answer a page of the desk, in its frame."""
    frame = admin.site.each_context(request) | {"title": title}
    return TemplateResponse(request, template, frame | context, status=status)


# A form of one button, which needs no script where a message stands.
_UNDO = """{} <form method="post" action="{}" class="undo">
<input type="hidden" name="csrfmiddlewaretoken" value="{}">
<button type="submit" class="button" name="{}" value="{}">{}</button></form>"""


def tell_with_undo(
    request: HttpRequest, words: str, address: str, name: str, value: str, label: str = "Undo"
) -> None:
    """Say `words`; the button sends `value` under `name` to `address`."""
    undo = format_html(_UNDO, words, address, get_token(request), name, value, label)
    messages.success(request, undo)


@contextmanager
def told(request: HttpRequest, done: str) -> Iterator[None]:
    """Say that it is `done`, or why the verb within refused it."""
    try:
        yield
    except EditorialError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


def address(row: Model, page: str, *more: int) -> str:
    """Return the address of a page of the desk for a stored `row`, or for a new one."""
    keys = [row.pk, *more] if row.pk else []
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=keys)


@asked_by(lambda request: True)
def csrf_token(request: HttpRequest) -> JsonResponse:
    """Answer who is still signed in with a token to save with; anyone else is sent to sign in.

    The token in a form dies with the session under which the form was opened.
    """
    return JsonResponse({"token": get_token(request)})
