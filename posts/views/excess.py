"""What is answered for a form that is too much to be read, or is none."""

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, multipartparser
from django.template import loader

from historyblog.middleware import FormTooLarge
from historyblog.outages import Outage
from posts.views.outages import sent_fields

BACK: Final = "Nothing was saved. Go back: your browser may still have what you typed."
UNREADABLE: Final = "Open the page again, and send its form as the browser makes it."


def excess_of(error: Exception, request: HttpRequest) -> Outage | None:
    """Return what of a request was too much, None if it was refused for something else."""
    if isinstance(error, multipartparser.MultiPartParserError):
        title, said = "This form cannot be read.", f"{str(error).rstrip('.')}. {UNREADABLE}"
        return Outage(HTTPStatus.BAD_REQUEST, 0, title, f"{said} {BACK}")
    if said := _said(error, request):
        title = "This is more than one form may hold."
        return Outage(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, 0, title, f"{said} {BACK}")
    return None


def _said(error: Exception, request: HttpRequest) -> str:
    match error:
        case FormTooLarge():
            return str(error)
        case TooManyFieldsSent():
            return f"A form has {settings.MOST_FIELDS:,} fields, and many more came."
        case TooManyFilesSent():
            return f"{settings.MOST_FILES:,} files are taken at once, and many more came."
        case RequestDataTooBig():
            size = int(request.META.get("CONTENT_LENGTH") or 0)
            most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
            return f"{size:,} bytes came, and a form may have {most} MB. Shorten its longest text."
    return ""


def excess_page(request: HttpRequest, excess: Outage) -> HttpResponse:
    """Say what was too much, and give back the words in one piece: there may be very many."""
    shown = [field for field in sent_fields(request) if field["is_shown"]]
    words = "\n\n".join(f"{field['label']}\n{field['value']}" for field in shown)
    context = {"site_name": settings.SITE_NAME, "outage": excess, "words": words}
    page = loader.get_template("outage.html").render(context)
    return HttpResponse(page, status=excess.status, headers={"Cache-Control": "no-store"})
