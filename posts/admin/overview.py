"""What the desk's first page lays out: the work at hand, and what today reminds of."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from posts.dates import month_day_display, since, today_keys, years_ago
from posts.desk.requests import may_see, person
from posts.editorial import autosave, notices, queues
from posts.editorial.roles import of_desk, seen_by
from posts.models import LONG_TEXTS, Letter, Post
from posts.planning import publish_time
from posts.planning.missed import missed

SHOWN = 8
MOST_COUNTED = 1_000
WATCHED = timedelta(days=30)  # A post that was missed for longer has been told of for a month.


def overview(request: HttpRequest) -> dict[str, Any]:
    """Return the queues of the first page; empty for someone who may not see posts."""
    if not may_see(request):
        return {}
    user, now, today = person(request), timezone.now(), timezone.localdate()
    posts = seen_by(user).defer(*LONG_TEXTS)
    keys = today_keys(today.month, today.day, today.year)
    waiting = _queues(posts, user)
    return {
        "autosaves": autosave.all_of(user)[:SHOWN],
        "notices": notices.in_list(notices.told(user).filter(seen_at=None)[:SHOWN]),
        "queues": waiting,
        "waits": any(queue["entries"] for queue in waiting),
        "today": today,
        "letters": Letter.objects.waiting().filter(post__in=of_desk(user)).count()
        if user.has_perm("posts.change_letter")
        else 0,
        "missed": _missed(now) if user.has_perm("posts.view_post") else [],
        "overrides": queues.overrides()[:SHOWN] if user.has_perm("posts.approve_post") else [],
        "unsourced": _unsourced(posts),
        "today_key": keys[0],
        "today_words": month_day_display(keys[0]),
        "anniversaries": [
            {"post": post, "note": _notes(post), "years": years_ago(since(date), today)}
            for post in posts.on_this_day(keys).chronological()[:30]
            if (date := post.event_date)
        ],
    }


def _unsourced(posts: Any) -> str:
    """Return how many posts have no source, counted up to MOST_COUNTED; '' for none."""
    number: int = posts.filter(queues.WITHOUT_SOURCES).order_by()[:MOST_COUNTED].count()
    more = " or more" if number == MOST_COUNTED else ""
    return f"{number:,}{more} post{'' if number == 1 else 's'}" if number else ""


def _queues(posts: Any, user: Any) -> list[dict[str, Any]]:
    returned, drafts = queues.drafts_of(posts, user, SHOWN)
    undated, proposing = queues.wanting(posts, SHOWN + 1)
    may_add = user.has_perm("posts.add_place")
    changed = queues.with_changes(of_desk(user), SHOWN + 1)
    return [
        *([_queue("Sent back to you", "state=draft", returned)] if returned else []),
        _queue("Drafts", "state=draft", drafts),
        _queue("In review", "state=review", queues.in_review(posts, user)),
        _queue("Published, with changes to publish", "changes=yes", changed),
        _queue("Scheduled", "state=scheduled", posts.scheduled().order_by("publish_at", "id")),
        _queue("No event date yet", "missing=event_date", undated),
        _queue("Places proposed", "missing=place", proposing if may_add else []),
    ]


def _missed(now: datetime) -> list[dict[str, Any]]:
    found = missed(now, since=now - WATCHED)
    return [
        {"post": one.post, "why": one.why, "when": publish_time.reading(one.post.publish_at)}
        for one in found
    ]


def _queue(title: str, query: str, posts: Any) -> dict[str, Any]:
    rows = list(posts[: SHOWN + 1])
    entries = [{"post": post, "when": _when(post, query)} for post in rows[:SHOWN]]
    return {"title": title, "query": query, "entries": entries, "more": len(rows) > SHOWN}


def _when(post: Post, query: str) -> str:
    if query == "missing=place":
        return post.proposed_places.replace("\n", ", ")
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
