from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from posts.pagecache import cacheable
from posts.views.caching import for_other_sites, public_page

PLAIN = "text/plain; charset=utf-8"
OPENSEARCH = "application/opensearchdescription+xml; charset=utf-8"
HOLDS_FOR = timedelta(days=180)
LONGEST_SHORT_NAME = 16  # characters, by the OpenSearch description document


@cacheable()
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type=PLAIN)


@cacheable()
@for_other_sites
@public_page
def opensearch(request: HttpRequest) -> HttpResponse:
    context = {"short_name": settings.SITE_NAME[:LONGEST_SHORT_NAME].strip()}
    return render(request, "opensearch.xml", context, content_type=OPENSEARCH)


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
