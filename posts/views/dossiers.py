from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from posts.archives.cards import cards_by_key
from posts.dates import Calendar, HistoricalDate, Kind, Period, Precision, civil
from posts.dates.calendar import year_name
from posts.editorial.previewing import dossier_as_page
from posts.editorial.save import draft_of, has_working_copy
from posts.figures import small_timeline
from posts.models import UNDATED, Dossier, DossierCitation, EventDated, Milestone, Post, Source
from posts.pagecache import cacheable
from posts.views.caching import public_page, sees_hidden
from posts.views.pages import page_of
from posts.views.redirects import redirect_to_current

COLUMNS_OF_DATES = ("event_edtf", "event_calendar", "event_precision")


@dataclass(frozen=True)
class Listed:
    """A dossier of the index with what readers find in it."""

    dossier: Dossier
    years: str
    stories: int
    milestones: int


@dataclass(frozen=True)
class Numbered:
    """A source of the page; `citation` says more of its use, where the dossier cites it."""

    source: Source
    citation: DossierCitation | None = None


@dataclass(frozen=True)
class Entry:
    """A post with its card, or a milestone with the number of its source on the page."""

    event: Post | Milestone
    number: int = 0
    card: str = ""

    @property
    def is_post(self) -> bool:
        return not self.number


@cacheable("page")
@public_page
def dossiers(request: HttpRequest) -> HttpResponse:
    public = Post.objects.only_published().order_by().only(*COLUMNS_OF_DATES)
    milestones: QuerySet[Milestone] = Milestone.objects.order_by().only(
        "dossier_id", *COLUMNS_OF_DATES
    )
    rows = (
        Dossier.objects.published()
        .order_by("title", "id")
        .prefetch_related(Prefetch("posts", public), Prefetch("milestones", milestones))
    )
    page = page_of(request, rows)
    page.object_list = [_listed(dossier) for dossier in page.object_list]
    return render(request, "posts/dossiers.html", {"page": page})


def _listed(dossier: Dossier) -> Listed:
    posts, milestones = dossier.posts.all(), dossier.milestones.all()
    return Listed(dossier, years_of([*posts, *milestones]), len(posts), len(milestones))


@cacheable()
@public_page
def dossier(request: HttpRequest, slug: str) -> HttpResponse:
    """One dossier: public for anyone, in any state for editors; its hidden posts for no one.

    Editors see it with its unpublished changes under `?draft=1`.
    """
    is_editor = sees_hidden(request, "posts.view_dossier")
    rows = Dossier.objects.not_in_trash() if is_editor else Dossier.objects.published()
    shown = rows.for_page().filter(slug=slug).first()
    if shown is None:
        return redirect_to_current(request)
    gathered: dict[str, Any] = {"dossiers": shown}
    has_draft = is_editor and has_working_copy(shown)
    if has_draft and "draft" in request.GET:
        content = draft_of(Dossier.objects.get(pk=shown.pk)).content
        shown = dossier_as_page(shown, content)
        gathered = {"pk__in": [post.key for post in content.posts]}
    posts = list(Post.objects.only_published().filter(**gathered).for_links())
    milestones = list(shown.milestones.all())
    sources = numbered(shown.citations.all(), milestones)
    context = {
        "dossier": shown,
        "is_editor": is_editor,
        "has_draft": has_draft,
        "entries": in_event_order(posts, milestones, sources),
        "years": years_of([*posts, *milestones]),
        "figure": small_timeline(_events(posts, milestones)),
        "sources": sources,
    }
    return render(request, "posts/dossier.html", context)


def numbered(
    citations: Iterable[DossierCitation], milestones: Iterable[Milestone]
) -> list[Numbered]:
    """Return the sources in the dossier's own order, then those of milestones alone."""
    found = [Numbered(citation.source, citation) for citation in citations]
    known = {source.source.pk for source in found}
    others = {m.source_id: m.source for m in milestones if m.source_id not in known}
    return [*found, *map(Numbered, others.values())]


def in_event_order(
    posts: Sequence[Post], milestones: Sequence[Milestone], sources: Sequence[Numbered]
) -> list[Entry]:
    """Return posts and milestones as they happened, undated posts last."""
    numbers: dict[int, int] = {}
    for number, row in enumerate(sources, 1):
        numbers.setdefault(row.source.pk, number)
    cards = cards_by_key(post.pk for post in posts)
    entries = [Entry(post, card=cards[post.pk].in_list) for post in posts if post.pk in cards]
    entries += [Entry(milestone, numbers[milestone.source_id]) for milestone in milestones]
    return sorted(entries, key=_order)


def _order(entry: Entry) -> tuple[int, bool, Any]:
    sort = entry.event.event_sort
    return (UNDATED if sort is None else sort, not entry.is_post, entry.event.pk)


def years_of(events: Iterable[EventDated]) -> str:
    """Return the years from the first to the last event, '' without any."""
    dates = [date for event in events if (date := event.event_date)]
    if not dates:
        return ""
    first = civil(min(date.sort for date in dates))[0]
    last = civil(max(date.sort if date.end is None else date.end for date in dates))[0]
    if first == last:
        return year_name(first)
    ends = (Period(Precision.YEAR, year) for year in (first, last))
    return str(HistoricalDate.of(Calendar.HISTORICAL, Kind.RANGE, *ends))


def _events(
    posts: Iterable[Post], milestones: Iterable[Milestone]
) -> Iterable[tuple[str, str | None, HistoricalDate]]:
    for post in posts:
        if date := post.event_date:
            yield post.title, post.get_absolute_url(), date
    for milestone in milestones:
        if date := milestone.event_date:
            yield milestone.label, None, date
