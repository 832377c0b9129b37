"""What the desk's first page lays out: the work at hand, and what today reminds of."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.http import HttpRequest
from django.utils import timezone

from posts.dates import month_day_display, today_keys
from posts.desk import publish_time
from posts.desk.requests import may_see, person
from posts.editorial import autosave, notices
from posts.editorial.roles import of_desk, seen_by
from posts.models import LONG_TEXTS, Action, Letter, Notice, Post, Transition, WorkingCopy
from posts.planning.missed import missed

SHOWN = 8
WATCHED = timedelta(days=30)  # A post that was missed for longer has been told of for a month.


def overview(request: HttpRequest) -> dict[str, Any]:
    """Return the queues of the first page; empty for someone who may not see posts."""
    if not may_see(request):
        return {}
    now, today = timezone.now(), timezone.localdate()
    posts = seen_by(request.user).defer(*LONG_TEXTS)
    keys = today_keys(today.month, today.day, today.year)
    queues = _queues(posts, request.user)
    return {
        "autosaves": autosave.all_of(person(request))[:SHOWN],
        "notices": _notices(request),
        "queues": queues,
        "waits": any(queue["entries"] for queue in queues),
        "today": today,
        "letters": Letter.objects.waiting().filter(post__in=of_desk(request.user)).count()
        if request.user.has_perm("posts.change_letter")
        else 0,
        "missed": _missed(now) if request.user.has_perm("posts.view_post") else [],
        "overrides": _overrides(request),
        "today_key": keys[0],
        "today_words": month_day_display(keys[0]),
        "anniversaries": _anniversaries(posts.on_this_day(keys).chronological(), today.year),
    }


def _notices(request: HttpRequest) -> list[tuple[Notice, str]]:
    rows = notices.told(person(request)).filter(seen_at=None)[:SHOWN]
    return [(row, notices.in_words(row)) for row in rows]


def _drafts(drafts: Any, user: Any) -> list[dict[str, Any]]:
    """Return one's own that were sent back, if there are any, and all others; in one query."""
    last = Transition.objects.filter(post=OuterRef("pk"))
    by_others = last.annotate(of=Case(When(by=user.pk, then=Value("")), default=F("action")))
    mine = Case(When(author=user.pk, then=Subquery(by_others.values("of")[:1])), default=Value(""))
    is_returned = ExpressionWrapper(Q(step=Action.SEND_BACK), output_field=BooleanField())
    rows = drafts.annotate(step=mine).annotate(is_returned=is_returned)
    found = list(rows.order_by("-is_returned", "-updated_at")[: 2 * SHOWN + 1])
    returned = [post for post in found if post.is_returned]
    others = _queue("Drafts", "state=draft", [post for post in found if not post.is_returned])
    return [_queue("Sent back to you", "state=draft", returned), others] if returned else [others]


def _queues(posts: Any, user: Any) -> list[dict[str, Any]]:
    waiting = posts.unapproved()
    drafts, in_review = (waiting.filter(status=s) for s in (Post.Status.DRAFT, Post.Status.REVIEW))
    undated, proposing = _wanting(posts)
    may_add = user.has_perm("posts.add_place")
    return [
        *_drafts(drafts, user),
        _queue("In review", "state=review", _asked_first(in_review, user)),
        _queue(
            "Published, with changes to publish",
            "changes=yes",
            _with_changes(of_desk(user)),
        ),
        _queue("Scheduled", "state=scheduled", posts.scheduled().order_by("publish_at", "id")),
        _queue("No event date yet", "missing=event_date", undated),
        _queue("Places proposed", "missing=place", proposing if may_add else [], _proposed),
    ]


def _asked_first(posts: Any, user: Any) -> Any:
    """Return them with those first that `user` was asked to review, then the longest waiting."""
    asked = Notice.objects.filter(post=OuterRef("pk"), kind=Notice.Kind.ASKED, recipient=user.pk)
    return posts.annotate(is_asked=Exists(asked)).order_by("-is_asked", "updated_at")


def _wanting(posts: Any) -> tuple[list[Post], list[Post]]:
    """Return those without an event date and those that propose a place, in one query."""
    either = (posts.without_date(), posts.exclude(proposed_places=""))
    first = (Q(pk__in=rows.order_by("-id").values("pk")[: SHOWN + 1]) for rows in either)
    found = posts.filter(Q(*first, _connector=Q.OR)).with_proposed_event().order_by("-id")
    undated = [post for post in found if post.event_sort is None and not post.undated]
    return undated, [post for post in found if post.proposed_places]


def _with_changes(posts: Any) -> list[Post]:
    """Return those with unpublished changes, the latest first; copies are few beside posts."""
    copies = WorkingCopy.objects.filter(post__in=posts.values("pk")).select_related("post")
    copies = copies.defer("snapshot", "base", *(f"post__{text}" for text in LONG_TEXTS))
    return [copy.post for copy in copies.order_by("-saved_at")[: SHOWN + 1]]


def _missed(now: datetime) -> list[dict[str, Any]]:
    found = missed(now, since=now - WATCHED)
    return [
        {"post": one.post, "why": one.why, "when": publish_time.reading(one.post.publish_at)}
        for one in found
    ]


def _overrides(request: HttpRequest) -> list[Transition]:
    """Return the latest publications for which a check was set aside."""
    if not request.user.has_perm("posts.approve_post"):
        return []
    rows = Transition.objects.filter(dossier=None, post__trashed_at=None).exclude(reason="")
    rows = rows.select_related("post", "by")
    return list(rows.defer(*(f"post__{text}" for text in LONG_TEXTS))[:SHOWN])


def _anniversaries(posts: Any, year: int) -> list[dict[str, Any]]:
    return [
        {"post": post, "note": _notes(post), "years": _years(post, year)} for post in posts[:30]
    ]


def _queue(
    title: str, query: str, posts: Any, when: Callable[[Post], str] | None = None
) -> dict[str, Any]:
    rows = list(posts[: SHOWN + 1])
    entries = [{"post": post, "when": (when or _when)(post)} for post in rows[:SHOWN]]
    return {"title": title, "query": query, "entries": entries, "more": len(rows) > SHOWN}


def _proposed(post: Post) -> str:
    return post.proposed_places.replace("\n", ", ")


def _when(post: Post) -> str:
    if post.state == "scheduled":
        return publish_time.reading(post.publish_at)
    if day := getattr(post, "proposed_event", None):
        return f"no event date; {day}?"
    asked = "asked of you · " if getattr(post, "is_asked", False) else ""
    return f"{asked}{post.event_text or 'no event date'}"


def _notes(post: Any) -> str:
    notes = [post.state] if not post.is_public else []
    for day in post.days_kept:
        notes += [post.second_style] if day.is_alt else []
        notes += [day.get_role_display()] if day.role != "on" else []
    return ", ".join(notes)


def _years(post: Post, year: int) -> str:
    if post.year_start is None or post.year_start > year:
        return ""
    number = year - post.year_start
    return f"{number:,} years ago" if number != 1 else "1 year ago"
