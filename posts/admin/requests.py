"""What a request to the desk brings along."""

from django.contrib.auth.models import User
from django.http import HttpRequest


def person(request: HttpRequest) -> User:
    """Return who asks. Raises TypeError for a stranger, whom the desk lets in nowhere."""
    if not isinstance(request.user, User):
        raise TypeError(request.user)
    return request.user
