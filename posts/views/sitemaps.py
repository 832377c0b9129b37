"""The list of all addresses for search engines, in files that each stay small.

A file of stories holds a fixed range of keys: what changes in one of them changes one file, and
no file is found by counting through those before it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date
from taggit.models import Tag

from posts.archives import last_modified
from posts.archives.figures import figure, numbers_of
from posts.dates import Span, Unit
from posts.feeds.pictures import absolute
from posts.imaging.specs import Rendition, story_widths
from posts.models import Archive, Category, Dossier, Page, Place, Post, Profile
from posts.views.caching import cached_page

XML = "application/xml; charset=utf-8"
ROWS_IN_A_FILE = 2_000
ARCHIVES_IN_A_FILE = 10_000
PAGES = (
    *("home", "days", "timeline", "map", "categories", "places", "tags", "dossiers", "archive"),
    "corrections",
)
CHANGED = Greatest("updated_at", "publish_at")


@dataclass(frozen=True)
class Located:
    """One address of a file, whole, with when it changed and its picture where known.

    `languages` are (language, address) of all that tell the same story, itself among them.
    """

    address: str
    changed: datetime | None = None
    picture: str = ""
    languages: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Section:
    """Files of one kind: their numbers, and what stands in the one of a number."""

    numbers: Callable[[], Collection[int]]
    located: Callable[[int], Iterable[Located]]


@cached_page()
def index(request: HttpRequest) -> HttpResponse:
    files = [
        Located(absolute(reverse("sitemap_section", args=[name, page])))
        for name, section in _SECTIONS.items()
        for page in section.numbers()
    ]
    return _answer(request, "sitemap_index.xml", files)


@cached_page()
def section(request: HttpRequest, section: str, page: int) -> HttpResponse:
    """One file; a number that the index does not name is unknown."""
    asked = _SECTIONS.get(section)
    if asked is None or page not in asked.numbers():
        raise Http404
    return _answer(request, "sitemap.xml", list(asked.located(page)))


def _answer(request: HttpRequest, template: str, located: list[Located]) -> HttpResponse:
    response = render(request, template, {"located": located}, content_type=XML)
    response.headers["Last-Modified"] = http_date(last_modified().timestamp())
    return response


@figure("sitemap of posts")
def _post_files() -> Collection[int]:
    return _files_of(Post.objects.published())


@figure("sitemap of pages")
def _page_files() -> Collection[int]:
    return [1] if Page.objects.published().exists() else []


def _pages(page: int) -> Iterator[Located]:
    rows = Page.objects.published().order_by("slug").annotate(changed=CHANGED)
    for slug, changed in rows.values_list("slug", "changed"):
        yield Located(absolute(reverse("page", args=[slug])), changed)


def _files_of(rows: QuerySet[Any]) -> list[int]:
    """Return the numbers of the files that hold `rows`; of posts an index alone tells them.

    When each file last changed it does not tell: that stands behind the long texts of rows.
    """
    numbered = rows.annotate(file=(F("id") - 1) / ROWS_IN_A_FILE + 1).order_by("file")
    return list(numbered.values_list("file", flat=True).distinct())


def _posts(page: int) -> Iterator[Located]:
    return _located(Post.objects.published(), "post", page, _languages(page))


def _languages(page: int) -> dict[str, list[tuple[str, str]]]:
    """Return, for the slug of each story of a file that is told in several, its languages.

    Takes two queries, one where no story of the file has a translation.
    """
    first, last = _range(page)
    of_these = Q(translation_of__gte=first, translation_of__lte=last)
    near = of_these | Q(id__range=(first, last), translation_of__isnull=False)
    stories = set(Post.objects.filter(near).values_list("translation_of", flat=True))
    told = Q(pk__in=stories) | Q(translation_of__in=stories)
    rows = Post.objects.only_published().filter(told).order_by("language", "id")
    by_story: dict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    for key, original, language, slug in rows.values_list(
        "id", "translation_of", "language", "slug"
    ):
        by_story[original or key].append((language, slug, original is None))
    return {
        slug: list(_alternates(tellings))
        for tellings in by_story.values()
        if len(tellings) > 1
        for _, slug, _ in tellings
    }


def _alternates(tellings: Iterable[tuple[str, str, bool]]) -> Iterator[tuple[str, str]]:
    for language, slug, is_original in tellings:
        address = absolute(reverse("post", args=[slug]))
        yield language, address
        if is_original:
            yield "x-default", address


def _dossiers(page: int) -> Iterator[Located]:
    return _located(Dossier.objects.published(), "dossier", page)


def _range(page: int) -> tuple[int, int]:
    last = page * ROWS_IN_A_FILE
    return last - ROWS_IN_A_FILE + 1, last


def _located(
    rows: QuerySet[Any],
    name: str,
    page: int,
    languages: Mapping[str, list[tuple[str, str]]] = MappingProxyType({}),
) -> Iterator[Located]:
    found = (
        rows.filter(id__range=_range(page))
        .order_by("id")
        .values_list("slug", CHANGED, "hero__content_hash", "hero__width")
    )
    for slug, changed, content_hash, width in found:
        picture = absolute(_picture(content_hash, width)) if content_hash else ""
        address = absolute(reverse(name, args=[slug]))
        yield Located(address, changed, picture, languages.get(slug, ()))


def _picture(content_hash: str, width: int) -> str:
    return settings.MEDIA_URL + Rendition(content_hash, story_widths(width)[-1], "webp").path


def _archive_files() -> range:
    files = -(-len(_archive_paths()) // ARCHIVES_IN_A_FILE)
    return range(1, files + 1)


def _archives(page: int) -> Iterator[Located]:
    first = (page - 1) * ARCHIVES_IN_A_FILE
    for path in _archive_paths()[first : first + ARCHIVES_IN_A_FILE]:
        yield Located(absolute(path))


@figure("sitemap of archives")
def _archive_paths() -> list[str]:
    return list(_all_archives())


def _all_archives() -> Iterator[str]:
    """Yield the paths of all pages of lists that hold public posts."""
    yield from (reverse(name) for name in PAGES)
    yield from (row.get_absolute_url() for row in _filed(Category, Archive.CATEGORY))
    yield from (row.get_absolute_url() for row in _filed(Place, Archive.PLACE))
    # A name without letters has no address.
    yield from (reverse("tag", args=[row.slug]) for row in _filed(Tag, Archive.TAG) if row.slug)
    people = Profile.objects.filter(person__in=numbers_of(Archive.AUTHOR)).order_by("slug")
    yield from (row.get_absolute_url() for row in people)
    yield from (reverse("day", args=[key]) for key in numbers_of(Archive.DAY))
    for unit in Unit:
        keys = numbers_of(Archive.of_unit(unit))
        yield from (reverse(unit, args=[Span(unit, key)]) for key in keys)


def _filed(model: Any, archive: Archive) -> Any:
    return model.objects.filter(pk__in=numbers_of(archive)).order_by("slug")


_SECTIONS = {
    "posts": Section(_post_files, _posts),
    "dossiers": Section(lambda: _files_of(Dossier.objects.published()), _dossiers),
    "pages": Section(_page_files, _pages),
    "archives": Section(_archive_files, _archives),
}
