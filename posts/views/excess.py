"""What is answered for a form that is too much to be read, or is none."""

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, multipartparser
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from historyblog.bodies import BYTES_A_SECOND, MOST_BYTES, MOST_OF_STRANGERS, SECONDS, Refused
from historyblog.middleware import FormTooLarge
from historyblog.outages import FULL, Outage
from posts.views.outages import headers_of, in_words, is_for_people, sent_fields

BACK: Final = gettext_lazy(
    "Nothing was saved. Go back: your browser may still have what you typed."
)
KEPT: Final = "The text of a post is kept besides, every few seconds, and offered above its form."
LESS: Final = {
    True: "Choose fewer pictures at a time, or smaller ones.",
    False: f"Sign in first, maybe in another tab: then it is {MOST_BYTES // 2**20} MB.",
}
SHORTER: Final = gettext_lazy("Shorten what you write.")
PATIENCE: Final = gettext_lazy("Send it over a better connection, or send less at once.")
UNREADABLE: Final = gettext_lazy("Open the page again, and send its form as the browser makes it.")


def excess_of(error: Exception, request: HttpRequest) -> Outage | None:
    """Return what of a request was too much, None if it was refused for something else."""
    if isinstance(error, multipartparser.MultiPartParserError):
        title, said = (
            gettext("This form cannot be read."),
            f"{str(error).rstrip('.')}. {UNREADABLE}",
        )
        return Outage(HTTPStatus.BAD_REQUEST, 0, title, f"{said} {BACK}")
    if isinstance(error, Refused):
        return _of_body(error, request)
    if said := _said(error, request):
        title = gettext("This is more than one form may hold.")
        return Outage(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, 0, title, f"{said} {BACK}")
    return None


def _said(error: Exception, request: HttpRequest) -> str:
    match error:
        case FormTooLarge():
            return str(error)
        case TooManyFieldsSent():
            told = gettext("A form has %(most)s fields, and many more came.")
            return told % {"most": f"{settings.MOST_FIELDS:,}"}
        case TooManyFilesSent():
            told = gettext("%(most)s files are taken at once, and many more came.")
            return told % {"most": f"{settings.MOST_FILES:,}"}
        case RequestDataTooBig():
            size = int(request.META.get("CONTENT_LENGTH") or 0)
            most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
            told = gettext(
                "%(size)s bytes came, and a form may have %(most)s MB. Shorten its longest text."
            )
            return told % {"size": f"{size:,}", "most": most}
    return ""


def _of_body(refused: Refused, request: HttpRequest) -> Outage:
    """Return what to say of a body that was not taken in."""
    if refused.status == HTTPStatus.INSUFFICIENT_STORAGE:
        return FULL
    if refused.status == HTTPStatus.REQUEST_TIMEOUT:
        title = gettext("What you sent came too slowly.")
        told = gettext(
            "%(size)s bytes had come when its time was over:"
            " %(seconds)s seconds, and one more for each %(pace)s kB."
        )
        pace = {"seconds": f"{SECONDS:.0f}", "pace": BYTES_A_SECOND // 2**10}
        said = f"{told % (pace | {'size': f'{refused.size:,}'})} {PATIENCE}"
    else:
        title = gettext("This is more than the site takes.")
        told = gettext("More came, and %(most)s are taken at once.")
        if refused.size:
            told = gettext("%(size)s bytes came, and %(most)s are taken at once.")
        is_desk = request.path.startswith(reverse("admin:index"))
        less = LESS[refused.most > MOST_OF_STRANGERS] if is_desk else SHORTER
        sizes = {"size": f"{refused.size:,}", "most": _amount(refused.most)}
        said = f"{told % sizes} {less}"
    is_kept = request.path.startswith(reverse("admin:posts_post_changelist"))
    return Outage(refused.status, 0, title, f"{said} {BACK} {KEPT if is_kept else ''}".strip())


def _amount(size: int) -> str:
    return f"{size // 2**20} MB" if size >= 2**20 else f"{size // 2**10} kB"


def excess_page(request: HttpRequest, excess: Outage) -> HttpResponse:
    """Say what was too much, and give back the words in one piece: there may be very many."""
    if not is_for_people(request):
        return in_words(excess)
    shown = [field for field in sent_fields(request) if field["is_shown"]]
    words = "\n\n".join(f"{field['label']}\n{field['value']}" for field in shown)
    context = {"site_name": settings.SITE_NAME, "outage": excess, "words": words}
    page = loader.get_template("outage.html").render(context)
    return HttpResponse(page, status=excess.status, headers=headers_of(excess))
