"""The pages of days, years, decades and centuries: when it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.safestring import SafeString

from posts.ago import ago_in_html, with_years_ago
from posts.archives import cached_until_change, last_modified
from posts.archives.cards import cards_of_days, day_lines, parted_from_lead, parts_by_key
from posts.archives.day_lines import Remembered, lines_of
from posts.archives.figures import numbers_of
from posts.archives.front import front_of_day
from posts.converters import DayConverter
from posts.dates import Since, Span, Unit, today_keys
from posts.dates.anniversaries import week_around
from posts.figures.year import year_of
from posts.models import Archive, ArchiveEntry, Post, PostQuerySet, SpanPage, path_of_span
from posts.views.caching import cached_page
from posts.views.pages import entries_page, page_of
from posts.views.picked import LONGEST_DATE, day_of_birth, day_picked

GOING_PER_PAGE = 20
LEAP_DAY, DAY_BEFORE = 229, 228


@cached_page("date")
def year_of_days(request: HttpRequest) -> HttpResponse:
    """The calendar: every day of the year with its number of posts, and the centuries.

    A `date` that was picked leads to its day; what is none comes back to be written again.
    """
    picked = request.GET.get("date", "").strip()
    if picked and (day := day_picked(picked)):
        address = reverse("day", args=[day[0]])
        return HttpResponseRedirect(f"{address}?year={day[1]}" if day[1] else address)
    today = timezone.localdate()
    context = {
        "year": year_of(numbers_of(Archive.DAY)),
        "today": today.month * 100 + today.day,
        "centuries": _numbered(Unit.CENTURY, numbers_of(Archive.CENTURY)),
        "picked": picked[:LONGEST_DATE],
        "is_refused": "date" in request.GET,
    }
    return render(request, "posts/days.html", context, status=400 if "date" in request.GET else 200)


@cached_page("page", "year")
def day(request: HttpRequest, month_day: int) -> HttpResponse:
    """A day of the year; all 366 exist, whether anything is remembered on them or not.

    With the `year` in which somebody was born its page tells of that one too.
    """
    entries = ArchiveEntry.objects.published()
    page = page_of(request, entries.on_days(kept_on(month_day)))
    rows: Any = page.object_list
    carded = cards_of_days(rows)
    week = week_around(month_day)
    numbers = entries.on_days(week).numbers()
    born = day_of_birth(month_day, request.GET.get("year", ""))
    is_empty = not page.paginator.count
    front = front_of_day((month_day,), numbers_of(Archive.DAY)) if is_empty else None
    lead, others = parted_from_lead(carded, month_day) if page.number == 1 else (None, carded)
    page.object_list = day_lines(others, month_day)
    context = {
        "month_day": month_day,
        "page": page,
        "lead": front.lead if front else lead,
        "front": front,
        "leap_day": LEAP_DAY,
        "week": [(key, numbers.get(key, 0)) for key in week],
        "born": born,
        "times": [Span.around(unit, born.year) for unit in Unit] if born else [],
    }
    return render(request, "posts/day.html", context)


@cached_page("page", for_others=True)
def day_json(request: HttpRequest, month_day: int) -> HttpResponse:
    """The posts of a day: what its page lists, as data; `next` is where they go on."""
    rows = ArchiveEntry.objects.published().on_days(kept_on(month_day))
    page = page_of(request, rows.values_list("post_id", "key", "sort"))
    found = list(page.object_list)
    shown = Post.objects.only_published().filter(pk__in={pk for pk, _, _ in found})
    posts = shown.for_links().select_related("hero").in_bulk()
    body: dict[str, Any] = {
        "month_day": DayConverter().to_url(month_day),
        "posts": [_as_data(line) for line in lines_of(found, posts)],
    }
    if page.has_next():
        here = reverse("day_json", args=[month_day])
        body["next"] = f"{settings.SITE_URL}{here}?page={page.next_page_number()}"
    changed = last_modified()
    if month_day == DAY_BEFORE:  # The 29th comes and goes with the year, without any save.
        zone = timezone.get_default_timezone()
        changed = max(changed, datetime(timezone.localdate().year, 1, 1, tzinfo=zone))
    headers = {"Last-Modified": http_date(changed.timestamp())}
    return JsonResponse(body, headers=headers, json_dumps_params={"ensure_ascii": False})


@cached_page("page", "going")
def span(request: HttpRequest, span: Span) -> HttpResponse:
    """A year, decade or century: what began in it, and apart what was still going on."""
    sums = cached_until_change(f"{span.unit} {span.number}", lambda: _counted(span))
    entries = ArchiveEntry.objects.published().of(Archive.of_unit(span.unit), span.number)
    is_year = span.unit is Unit.YEAR
    context = {
        "span": span,
        "text": sums.text,
        "ago": ago_in_html(Since(span.number), timezone.localdate()) if is_year else "",
        "cover_name": f"{span.unit}_cover",
        "page": entries_page(request, entries, sums.number),
        "going": _going_page(request, span, sums.going),
        "before": None if sums.before is None else Span(span.unit, sums.before),
        "after": None if sums.after is None else Span(span.unit, sums.after),
        "longer": [span.around_it(unit) for unit in span.unit.longer],
        "shorter": [(each, sums.shorter.get(each.number, 0)) for each in _shorter(span)],
    }
    return render(request, "posts/span.html", context)


@dataclass(frozen=True)
class _Sums:
    """What an editor says of a span, how many stories began in it and were going on, and how many
    each within it has.

    `before` and `after` are the nearest spans with any, by `Span.number`, as in `shorter`.
    """

    text: str
    number: int
    going: int
    shorter: dict[int, int]
    before: int | None
    after: int | None


def _counted(span: Span) -> _Sums:
    entries, archive = ArchiveEntry.objects.published(), Archive.of_unit(span.unit)
    before, after = entries.of(archive).nearest_keys(span.number)
    shorter: dict[int, int] = {}
    if spans := _shorter(span):
        within = entries.of(Archive.of_unit(spans[0].unit))
        shorter = within.filter(key__range=(spans[0].number, spans[-1].number)).numbers()
    number, going = entries.of(archive, span.number).count(), _going(span).count()
    page = SpanPage.objects.filter(path=path_of_span(span)).first()
    return _Sums(page.text if page else "", number, going, shorter, before, after)


def kept_on(month_day: int) -> tuple[int, ...]:
    """Return the days whose posts a page lists: in a common year the 28th has the 29th's too."""
    return today_keys(*divmod(month_day, 100), timezone.localdate().year)


def _going(span: Span) -> PostQuerySet:
    going = Post.objects.published().still_going_on(span)
    # "since 1991" says nothing of the future.
    return going.none() if span.years[0] > timezone.localdate().year else going


def _going_page(request: HttpRequest, span: Span, number: int) -> Page[SafeString]:
    rows = _going(span).values_list("pk", flat=True)
    page = page_of(request, rows, GOING_PER_PAGE, name="going", number=number)
    keys = list(page.object_list)
    found = parts_by_key(keys, ("brief",))
    page.object_list = [with_years_ago(found[key]["brief"]) for key in keys if key in found]
    return page


def _shorter(span: Span) -> Sequence[Span]:
    return span.within(span.unit.shorter) if span.unit.shorter else ()


def _numbered(unit: Unit, numbers: dict[int, int]) -> list[tuple[Span, int]]:
    return [(Span(unit, key), number) for key, number in numbers.items()]


def _as_data(line: Remembered) -> dict[str, Any]:
    """Return what the day's JSON says of a post; `year` is astronomical, as in EDTF."""
    post = line.post
    return {
        "title": post.title,
        "url": settings.SITE_URL + post.get_absolute_url(),
        "year": line.year,
        "event_date": post.event_text,
        "edtf": line.value.to_gregorian_edtf(),
        "description": post.description,
        "role": line.role,
        "old_style": line.is_old_style,
        "image": settings.SITE_URL + post.hero.as_card().src if post.hero else None,
    }
