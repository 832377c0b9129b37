"""A plain Django view of each kind of page: what it reads by the ORM, the bytes of the real page.

They stand behind the same middleware, and are what an uncached page is measured against.
"""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, re_path
from django.utils import timezone

from historyblog.urls import urlpatterns as real
from posts.models import Category, Place, Post, SearchDocument

PREFIX = "/bare"
ANSWERS: dict[str, tuple[bytes, str]] = {}  # by path and query of the real page
type Reads = Callable[[HttpRequest, str], object]


def _view(reads: Reads) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, slug: str = "") -> HttpResponse:
        reads(request, slug)
        content, kind = ANSWERS[request.get_full_path().removeprefix(PREFIX)]
        return HttpResponse(content, content_type=kind)

    return view


def _published() -> QuerySet[Post]:
    return Post.objects.published()


def _story(request: HttpRequest, slug: str) -> object:
    return get_object_or_404(_published(), slug=slug)


def _page(posts: QuerySet[Post]) -> object:
    return posts.count(), list(posts.defer("story", "story_html")[:20])


def _home(request: HttpRequest, slug: str) -> object:
    today = timezone.localdate()
    public = _published().defer("story", "story_html")
    of_today = public.filter(month=today.month, day=today.day).order_by("event_sort", "id")
    return list(of_today[:20]), list(public.order_by("-publish_at", "-id")[:9])


def _category(request: HttpRequest, slug: str) -> object:
    row = get_object_or_404(Category, slug=slug)
    return _page(_published().filter(categories=row).order_by("event_sort", "id"))


def _place(request: HttpRequest, slug: str) -> object:
    row = get_object_or_404(Place, slug=slug)
    return _page(_published().filter(places=row).order_by("event_sort", "id"))


def _search(request: HttpRequest, slug: str) -> object:
    found = SearchDocument.objects.filter(publish_at__lte=timezone.now()).order_by("-id")
    keys = [row.object_id for row in found.only("object_id")[:20]]
    return found.count(), list(_published().filter(pk__in=keys).defer("story"))


def _feed(request: HttpRequest, slug: str) -> object:
    return list(_published().order_by("-publish_at", "-id")[:20])


def _bare(address: str, reads: Reads) -> URLPattern:
    return re_path(rf"^bare/{address}$", _view(reads))


urlpatterns = [
    _bare(r"posts/(?P<slug>[^/]+)/", _story),
    _bare("", _home),
    _bare(r"categories/(?P<slug>[^/]+)/", _category),
    _bare(r"places/(?P<slug>[^/]+)/", _place),
    _bare("search/", _search),
    _bare(r"feed\.(?:xml|rss)", _feed),
    *real,
]
