"""Whether the same event is told already, under whatever title."""

from posts.dates import HistoricalDateError, parse
from posts.editorial.findings import Finding, Level
from posts.editorial.snapshot import Snapshot
from posts.models import Post, PostQuerySet
from posts.search.words import stems

MOST = 30  # posts of one day that are looked at
SHORTEST = 4  # letters: "the", "and", "how" are in any title


def same_event(post: Post | None, content: Snapshot, seen: PostQuerySet) -> list[Finding]:
    """Advise of a post among `seen` of the same day with like words in its title, in one query.

    Days are one whatever the calendar; years and months are not asked for: much happens in them.
    `seen` are those that whoever asks may know of, for the post is named.
    """
    try:
        value = parse(content.event_input, content.calendar_choice)
    except HistoricalDateError:
        return []
    mine = _telling(content.title)
    if value.start is None or value.start != value.end or not mine:
        return []
    days = seen.not_withdrawn().filter(event_sort=value.sort, event_start=value.start)
    others = days.filter(event_end=value.end).exclude(pk=post.pk if post and post.pk else 0)
    for other in others.order_by("id").for_links()[:MOST]:
        theirs = _telling(other.title)
        if len(mine & theirs) * 2 >= min(len(mine), len(theirs)) > 0:
            words = f"“{other.title}” ({other.state}) tells of the same day: is it the same event?"
            return [Finding("same_event", Level.ADVICE, words, "event_input", other.pk)]
    return []


def _telling(title: str) -> set[str]:
    return {word for word in stems(title) if len(word) >= SHORTEST or not word.isascii()}
