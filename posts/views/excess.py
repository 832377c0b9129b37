"""What is answered for a form that is too much to be read, or to be worked on."""

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, multipartparser
from django.template import loader

from historyblog.middleware import TooManyFields
from historyblog.outages import Outage
from posts.views.outages import sent_fields

BACK: Final = "Nothing was saved. Go back: your browser may still have what you typed."
MOST_HEADER: Final = vars(multipartparser)["MAX_TOTAL_HEADER_SIZE"]  # bytes
LONG_NAME: Final = (
    f"The name of a file, or what stands beside it, is longer than the {MOST_HEADER:,}"
    " bytes that are read. Give the file a shorter name, and choose it again."
)


def excess_of(error: Exception, request: HttpRequest) -> Outage | None:
    """Return what of a request was too much, None if it was refused for something else."""
    if isinstance(error, multipartparser.MultiPartParserError) and "header size" in str(error):
        title = "The name of a file is too long."
        return Outage(HTTPStatus.BAD_REQUEST, 0, title, f"{LONG_NAME} {BACK}")
    if said := _said(error, request):
        title = "This is more than one form may hold."
        return Outage(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, 0, title, f"{said} {BACK}")
    return None


def _said(error: Exception, request: HttpRequest) -> str:
    match error:
        case TooManyFields():
            return f"{error}. Take some rows away, or make two of one."
        case TooManyFieldsSent():
            return f"A form has {settings.MOST_FIELDS:,} fields, and many more came."
        case TooManyFilesSent():
            return f"At most {settings.DATA_UPLOAD_MAX_NUMBER_FILES:,} files are taken at once."
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
