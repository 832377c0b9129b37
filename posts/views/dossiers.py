from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape

from posts.archives.cards import cards_by_key
from posts.archives.sources import Sources
from posts.dates import Calendar, HistoricalDate, Kind, Period, Precision, civil
from posts.dates.calendar import year_name
from posts.editorial.previewing import dossier_as_page
from posts.editorial.save import draft_of, has_working_copy
from posts.figures.mini_timeline import small_timeline
from posts.models import UNDATED, Dossier, EventDated, Milestone, Post, PostQuerySet
from posts.rendering import with_citations
from posts.views.caching import cached_page, sees_hidden
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


@dataclass
class Entry:
    """A post with its card, or a milestone with the number of its source on the page."""

    event: Any  # a Post or a Milestone
    number: int = 0
    card: str = ""

    @property
    def is_post(self) -> bool:
        return isinstance(self.event, Post)


@cached_page("page")
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


@cached_page()
def dossier(request: HttpRequest, slug: str) -> HttpResponse:
    """One dossier: public for anyone, in any state for editors; its hidden posts for no one.

    Editors see it with its unpublished changes under `?draft=1`.
    """
    is_editor = sees_hidden(request, "posts.view_dossier")
    rows = Dossier.objects.not_in_trash() if is_editor else Dossier.objects.published()
    shown = rows.for_page().filter(slug=slug).first()
    if shown is None:
        return redirect_to_current(request)
    gathered = Post.objects.filter(dossiers=shown)
    has_draft = is_editor and has_working_copy(shown)
    if has_draft and "draft" in request.GET:
        content = draft_of(Dossier.objects.get(pk=shown.pk)).content
        shown = dossier_as_page(shown, content)
        gathered = Post.objects.filter(pk__in=[post.key for post in content.posts])
    context = {"is_editor": is_editor, "has_draft": has_draft, **context_of(shown, gathered)}
    return render(request, "posts/dossier.html", context)


def context_of(shown: Dossier, gathered: PostQuerySet) -> dict[str, Any]:
    """Return what the page of a dossier shows of it and of those of its posts that are public."""
    posts = list(gathered.only_published().for_links())
    milestones = list(shown.milestones.all())
    entries = in_event_order(posts, milestones)
    return {
        "dossier": shown,
        "entries": entries,
        "years": years_of([*posts, *milestones]),
        "figure": small_timeline(_events(posts, milestones)),
        "sources": _sources(shown, entries),
    }


def _sources(dossier: Dossier, entries: Iterable[Entry]) -> Sources:
    """Return the sources of the page, and tell each milestone the number of its own."""
    milestones = [entry for entry in entries if isinstance(entry.event, Milestone)]
    texts = [section.text_html for section in dossier.sections.all()]
    notes = [with_citations(escape(entry.event.note)) for entry in milestones]
    named = [entry.event.source for entry in milestones]
    sources = Sources(dossier.citations.all(), [*texts, *notes], named)
    for entry in milestones:
        entry.number = sources.number_of(entry.event.source)
    return sources


def in_event_order(posts: Sequence[Post], milestones: Sequence[Milestone]) -> list[Entry]:
    """Return posts and milestones as they happened, undated posts last."""
    cards = cards_by_key(post.pk for post in posts)
    entries = [Entry(post, card=cards[post.pk].in_list) for post in posts if post.pk in cards]
    return sorted([*entries, *map(Entry, milestones)], key=_order)


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
