"""The language of the site's own words, and English at the desk, whose own words have no other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override


class EnglishDesk:
    """Has Django speak English at the desk too, in whatever language readers are spoken to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        with override("en-gb"):
            return self.get_response(request)


@contextmanager
def for_readers() -> Iterator[None]:
    """What is made within is in the site's language, and may be stored for readers."""
    with override(settings.LANGUAGE_CODE):
        yield
