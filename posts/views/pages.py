"""One page of a list, and the page of a number that does not exist: the nearest."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from posts.models import ArchiveQuerySet, Post

POSTS_PER_PAGE = 20


def page_of(
    request: HttpRequest, rows: Any, size: int = POSTS_PER_PAGE, *, name: str = "page"
) -> Page[Any]:
    """Return the page asked for under `name`, or the nearest that exists."""
    return _asked(request, Paginator(rows, size), name)


def entries_page(
    request: HttpRequest, entries: ArchiveQuerySet, size: int = POSTS_PER_PAGE
) -> Page[Post]:
    """Return a page of the posts of `entries`, in their order, ready for cards.

    The count and the keys come from the entries' index alone, so a deep page costs little.
    """
    return _asked(request, _EntryPaginator(entries.in_order().values_list("post_id"), size))


class _EntryPaginator(Paginator):
    def page(self, number: int | str) -> Page[Any]:
        page = super().page(number)
        page.object_list = posts_in_order([key for (key,) in page.object_list])
        return page


def posts_in_order(keys: Sequence[int]) -> list[Post]:
    """Return the public ones of these posts in this order, ready for cards."""
    found = Post.objects.published().filter(pk__in=keys).for_cards().in_bulk()
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def page_asked(request: HttpRequest, name: str = "page") -> int:
    """Return the number of the page asked for under `name`, 1 for what is no number."""
    try:
        return max(int(request.GET.get(name, "1")), 1)
    except ValueError:  # Of 4,300 digits and more, too, which Python refuses to read.
        return 1


def _asked(request: HttpRequest, paginator: "Paginator[Any]", name: str = "page") -> Page[Any]:
    return paginator.page(min(page_asked(request, name), paginator.num_pages))
