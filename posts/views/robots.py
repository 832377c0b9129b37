from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from posts.views.caching import cached_page, public_page, read_only

ICONS = {"ico": "image/x-icon", "png": "image/png"}
PLAIN = "text/plain; charset=utf-8"
OPENSEARCH = "application/opensearchdescription+xml; charset=utf-8"
HOLDS_FOR = timedelta(days=180)
LONGEST_SHORT_NAME = 16  # characters, by the OpenSearch description document


@cached_page()
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type=PLAIN)


@cached_page(for_others=True)
def opensearch(request: HttpRequest) -> HttpResponse:
    context = {"short_name": settings.SITE_NAME[:LONGEST_SHORT_NAME].strip()}
    context |= {"language": settings.LANGUAGE_CODE[:2]}
    return render(request, "opensearch.xml", context, content_type=OPENSEARCH)


@read_only
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """The site's sign for who asks for it at the root without having read a page."""
    content = Path(str(find(name))).read_bytes()
    headers = {"Cache-Control": "public, max-age=604800"}
    return HttpResponse(content, content_type=ICONS[name.rpartition(".")[2]], headers=headers)


@public_page
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole, as RFC 9116 asks; without a contact there is nothing to say."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    # Counted from midnight, so that the answer is the same all day.
    today = datetime.combine(timezone.now().astimezone(UTC).date(), time(), UTC)
    context = {
        "contact": settings.SECURITY_CONTACT,
        "expires": f"{today + HOLDS_FOR:%Y-%m-%dT%H:%M:%SZ}",
    }
    return render(request, "security.txt", context, content_type=PLAIN)
