"""Forms that readers send: no cookie, no token, kept by nobody.

A page elsewhere could have a visitor's browser send one, which is refused by what the browser
tells of where it comes from. Without a word of that it is taken: no current browser leaves it out,
mail programs that end a subscription by one click have none, and there is no sign-in to abuse.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from historyblog.outages import Outage
from historyblog.sign_in import client_network
from posts.correspondence.limits import Limit, TooMany, count
from posts.views.caching import PRIVATE
from posts.views.errors import not_found
from posts.views.excess import excess_page

# A field that style sheets hide, and that programs fill in which fill in all they find.
TRAP: Final = "website"
FOREIGN: Final = Outage(
    HTTPStatus.FORBIDDEN,
    0,
    _("This form was sent from another site."),
    _(
        "So nothing was stored. Open the page here, and send the form from there. If that is what"
        " you did, whoever runs this site has to set SITE_URL to the address that stands in the"
        " browser."
    ),
)


def readers_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view answer GET, HEAD, and POST from the site itself; raise TooMany in it for 429."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not is_from_here(request):
            return excess_page(request, FOREIGN)
        # Known not to be forged, as after a token: an error page may give back what was typed.
        request.csrf_processing_done = True  # type: ignore[attr-defined]
        request.needs_no_token = True  # type: ignore[attr-defined]
        try:
            response = view(request, *args, **kwargs)
        except Http404 as missing:
            response = not_found(request, missing)
        except TooMany as refused:
            return excess_page(request, _too_many(refused.seconds))
        response.headers["Cache-Control"] = PRIVATE
        return response

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(guarded))


def is_from_here(request: HttpRequest) -> bool:
    """Whether no page of another site has sent this, as far as the browser tells.

    Browsers send `Sec-Fetch-Site` over https alone, as "none" where no page has a part in it. It
    is worth more than `Origin`, which agrees with the host only if the proxy passes that on.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    own = {settings.SITE_URL, *settings.CSRF_TRUSTED_ORIGINS}
    return origin is None or origin in own | {f"{request.scheme}://{request.get_host()}"}


class ReadersForm(forms.ModelForm):
    """A form whose errors stand beside its fields, with all that was typed.

    A `maxlength` would cut pasted text without a word, so limits are told afterwards instead.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)


def is_trapped(request: HttpRequest) -> bool:
    """Whether a program filled in the form: it gets its thanks, and nothing is stored."""
    return bool(request.POST.get(TRAP))


def count_form(request: HttpRequest, limit: Limit) -> None:
    """Count a form that is in order and about to be stored; raises TooMany."""
    count(limit, client_network(request))


def _too_many(seconds: int) -> Outage:
    minutes = -(-seconds // 60)
    hours = -(-minutes // 60)
    in_minutes = ngettext("%(number)s minute", "%(number)s minutes", minutes)
    in_hours = ngettext("%(number)s hour", "%(number)s hours", hours)
    wait = in_minutes % {"number": minutes} if minutes < 100 else in_hours % {"number": hours}
    return Outage(
        HTTPStatus.TOO_MANY_REQUESTS,
        seconds,
        gettext("More has come than can be read."),
        gettext(
            "So many forms were sent to this site, or from your network, that no more are taken"
            " just now, and this one was not stored. Please send it again in %(wait)s; what you"
            " typed is below, to be copied."
        )
        % {"wait": wait},
    )
