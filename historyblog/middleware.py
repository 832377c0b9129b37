from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext

from historyblog.bodies import IN_ENVIRON

GetResponse = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)


class LoopbackOnly:
    """Answers nobody but this machine while the secret key is a generated one."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.KEY_IS_GENERATED:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A request over a Unix socket has no address, and comes from this machine.
        if not ip_address(request.META.get("REMOTE_ADDR") or "127.0.0.1").is_loopback:
            return HttpResponseForbidden("Set SECRET_KEY to serve other machines.")
        return self.get_response(request)


class RefusedBodies:
    """Lets a request whose body the server did not take be answered as one that is refused here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if refused := request.META.get(IN_ENVIRON):
            raise refused
        return self.get_response(request)


class FormTooLarge(SuspiciousOperation):
    """More than a form may have, read all the same: what was typed can be given back."""


class FormLimits:
    """Refuses a form with more than settings.MOST_FIELDS or MOST_FILES.

    Django's own limits refuse to read them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        if request.method != "POST":
            return
        count = sum(len(values) for _, values in request.POST.lists())
        if count > settings.MOST_FIELDS:
            text = gettext("%(size)s fields came, and a form has %(most)s.")
            text += " " + gettext("Take some rows away, or make two of one.")
            raise FormTooLarge(text % {"size": f"{count:,}", "most": f"{settings.MOST_FIELDS:,}"})
        files = sum(len(values) for _, values in request.FILES.lists())
        if files > settings.MOST_FILES:
            text = gettext("%(size)s files came, and %(most)s are taken at once.")
            text += " " + gettext("Send them in parts.")
            raise FormTooLarge(text % {"size": f"{files:,}", "most": f"{settings.MOST_FILES:,}"})


class ResponseHeaders:
    """Adds the headers that Django has no setting for; a view's own value stays."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
