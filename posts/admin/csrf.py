from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe


@require_safe
def token(request: HttpRequest) -> JsonResponse:
    """Answer who is still signed in with a token to save with; anyone else is sent to sign in.

    The token in a form dies with the session under which the form was opened.
    """
    return JsonResponse({"token": get_token(request)})
