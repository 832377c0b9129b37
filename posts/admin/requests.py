"""What a request to the desk brings along."""

from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe


def person(request: HttpRequest) -> User:
    """Return who asks. Raises TypeError for a stranger, whom the desk lets in nowhere."""
    if not isinstance(request.user, User):
        raise TypeError(request.user)
    return request.user


@require_safe
def csrf_token(request: HttpRequest) -> JsonResponse:
    """Answer who is still signed in with a token to save with; anyone else is sent to sign in.

    The token in a form dies with the session under which the form was opened.
    """
    return JsonResponse({"token": get_token(request)})
