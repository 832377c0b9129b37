"""One page of a list, and the page of a number that does not exist: the nearest."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from posts.archives.cards import Card, cards_of, with_lead
from posts.models import ArchiveQuerySet

POSTS_PER_PAGE = 20


def page_of(
    request: HttpRequest,
    rows: Any,
    size: int = POSTS_PER_PAGE,
    *,
    name: str = "page",
    number: int | None = None,
) -> Page[Any]:
    """Return the page asked for under `name`, or the nearest that exists.

    The rows are counted unless their `number` is known.
    """
    paginator: Paginator[Any] = Paginator(rows, size)
    if number is not None:
        paginator.count = number
    return paginator.page(min(page_asked(request, name), paginator.num_pages))


def entries_page(request: HttpRequest, entries: ArchiveQuerySet, number: int) -> Page[Card]:
    """Return a page of the cards of so many `entries`, in their order.

    The keys come from the entries' index alone, so a deep page costs little.
    """
    page = page_of(request, entries.in_order(), number=number)
    rows: Any = page.object_list
    page.object_list = led(page, cards_of(rows))
    return page


def led(page: Page[Any], cards: list[Card]) -> list[Card]:
    """Return the cards of a page, of which one leads the first."""
    return with_lead(cards) if page.number == 1 else cards


def page_asked(request: HttpRequest, name: str = "page") -> int:
    """Return the number of the page asked for under `name`, 1 for what is no number."""
    try:
        return max(int(request.GET.get(name, "1")), 1)
    except ValueError:  # Of 4,300 digits and more, too, which Python refuses to read.
        return 1
