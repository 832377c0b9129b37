"""What is answered for a request that the machine refused, without any help of the database."""

import re
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.template import loader

from historyblog.outages import Outage
from posts.editorial.compare import label_of

# Buttons, counts of rows and what is chosen in a word are sent again as they are, unseen.
UNSEEN: Final = (
    *("_FORMS", "-id", "version", "form_token", "links_shown", "open_fields"),
    *("_choice", "_rule", "-kind", "publish_at_2"),
)
_IN_ROW = re.compile(r"(\w+)-(\d{1,4})-(\w+)")


def outage_page(request: HttpRequest, outage: Outage) -> HttpResponse:
    """Say what the machine refused, and give back what was sent, to be copied or sent again."""
    if not is_for_people(request):
        return in_words(outage)
    context: dict[str, Any] = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    context["outage"] = outage
    if sent := sent_fields(request):
        context |= {"sent": sent, "path": request.get_full_path()}
        context |= {"has_files": bool(request.FILES)}
        # Its cookie, too, is nothing for readers.
        if not getattr(request, "needs_no_token", False):
            context |= {"csrf_token": get_token(request)}
    page = loader.get_template("outage.html").render(context)
    return HttpResponse(page, status=outage.status, headers=headers_of(outage))


def in_words(outage: Outage) -> HttpResponse:
    """Say it to a script, or to whoever asked for a file."""
    text, kind = f"{outage.title} {outage.remedy}\n", "text/plain; charset=utf-8"
    return HttpResponse(text, status=outage.status, headers=headers_of(outage), content_type=kind)


def headers_of(outage: Outage) -> dict[str, str]:
    again = {"Retry-After": str(outage.seconds)} if outage.seconds else {}
    return {"Cache-Control": "no-store"} | again


def is_for_people(request: HttpRequest) -> bool:
    is_file = "." in request.path.rpartition("/")[2]
    is_script = request.headers.get("X-Requested-With") or request.headers.get("Sec-Fetch-Dest")
    return not is_file and is_script in (None, "document") and request.accepts("text/html")


def sent_fields(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the fields of a form that was sent, none of one with a password.

    Only of one that was found to come from the site itself.
    """
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    return _fields(request.POST)


def _fields(data: QueryDict) -> list[dict[str, Any]]:
    names = [name for name in data if name != "csrfmiddlewaretoken"]
    if any("password" in name for name in names):
        return []
    return [
        {"name": name, "label": _label(name), "value": value, "is_shown": _is_shown(name, value)}
        for name in names
        for value in data.getlist(name)
    ]


def _label(name: str) -> str:
    """Return what a person calls a field: of "bullets-0-text", "TLDR 1, text"."""
    if row := _IN_ROW.fullmatch(name):
        return f"{label_of(row[1])} {int(row[2]) + 1}, {label_of(row[3]).lower()}"
    return label_of(name)


def _is_shown(name: str, value: str) -> bool:
    is_word = bool(value.strip()) and not value.strip().isdecimal()
    return is_word and not name.startswith("_") and not name.endswith(UNSEEN)
