"""What stands at the head of a day, and beside it on the front page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext

from posts.archives.cards import Card, DayLine, Row, cards_by_key, day_lines, parted_from_lead
from posts.archives.figures import figure
from posts.dates.anniversaries import days_between, nearest_days
from posts.models import Archive, ArchiveEntry, Dossier, Post
from posts.planning.anniversaries import AnniversaryAhead, round_this_month

OF_A_DAY = 6
FEW_FOR_A_DAY = 4  # With fewer, the nearest days that have posts stand below.
OF_A_NEAR_DAY = 4
SHORT = 4
ROUND_YEARS = 5
ASKED_AMONG = 30
_NUMBERS = {
    2: gettext_noop("two"),
    3: gettext_noop("three"),
    4: gettext_noop("four"),
    5: gettext_noop("five"),
    6: gettext_noop("six"),
    7: gettext_noop("seven"),
    8: gettext_noop("eight"),
    9: gettext_noop("nine"),
    10: gettext_noop("ten"),
}

type Carded = list[tuple[Card, Row]]


@dataclass(frozen=True, slots=True)
class DayFront:
    """A day's lead and the other stories of it; the nearest days' stories where it has few.

    The lead of a day without any is that of the nearest.
    """

    month_day: int
    lead: DayLine | None
    lines: list[DayLine]
    nearest: list[DayLine]
    keys: list[int]  # of the posts
    is_empty: bool
    year: int

    @property
    def is_short(self) -> bool:
        """Whether what stands beside it would be longer by far."""
        return len(self.lines) + len(self.nearest) < SHORT

    @property
    def days(self) -> int:
        """Return how many days away the lead is, below 0 if it was before."""
        if self.lead is None:
            return 0
        return days_between(self.month_day, self.lead.month_day, self.year)

    @property
    def from_today(self) -> str:
        """Return how far the lead of an empty day is, which is today: "four days ago"."""
        if not self.is_empty:
            return ""
        if self.days < 0:
            return _distance(ngettext("one day ago", "%(number)s days ago", -self.days), self.days)
        told = ngettext("one day from now", "%(number)s days from now", self.days)
        return _distance(told, self.days)

    @property
    def from_the_day(self) -> str:
        """Return the same of any day: "four days earlier"."""
        if not self.is_empty:
            return ""
        if self.days < 0:
            told = ngettext("one day earlier", "%(number)s days earlier", -self.days)
        else:
            told = ngettext("one day later", "%(number)s days later", self.days)
        return _distance(told, self.days)


def _distance(told: str, days: int) -> str:
    number = str(abs(days))
    return told % {"number": gettext(_NUMBERS.get(abs(days), number))}


def front_of_day(keys: Sequence[int], numbers: Mapping[int, int]) -> DayFront:
    """Return what stands on the days `keys`, the one that is shown first, in two queries.

    `numbers` are those of all days, so that it is known beforehand whether these have few.
    """
    nearest: list[int] = []
    year = timezone.localdate().year
    if sum(numbers.get(key, 0) for key in keys) < FEW_FOR_A_DAY:
        nearest = nearest_days(keys[0], numbers.keys() - set(keys))
    rows = ArchiveEntry.objects.published().first_on_days([*keys, *nearest], OF_A_DAY)
    cards = cards_by_key(pk for pk, _, _ in rows)
    carded = [(cards[row[0]], row) for row in rows if row[0] in cards]
    on_day = [each for each in carded if each[1][1] in keys]
    near = [each for key in nearest for each in _on(key, carded)[:OF_A_NEAR_DAY]]
    is_empty = not on_day
    if is_empty:
        days = [row[1] for _, row in near]
        first = min(days, key=lambda day: abs(days_between(keys[0], day, year)), default=0)
        lead, others = parted_from_lead(_on(first, near), first)
        near = [each for each in near if each[1][1] != first or each in others]
    else:
        lead, on_day = parted_from_lead(on_day, keys[0])
    return DayFront(
        month_day=keys[0],
        lead=lead,
        lines=day_lines(on_day, keys[0]),
        nearest=day_lines(near, 0),
        keys=list(cards),
        is_empty=is_empty,
        year=year,
    )


def _on(day: int, carded: Carded) -> Carded:
    return [each for each in carded if each[1][1] == day]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the front page says beside its day, and how many stories each day has."""

    numbers: dict[int, int]
    round_years: list[tuple[AnniversaryAhead, Post]]
    dossier: Dossier | None
    asking: Post | None


@figure("front page")
def front_page() -> FrontPage:
    """Return it as of the site's day: a dossier and a question take turns with the others."""
    today = timezone.localdate()
    turn = today.toordinal()
    dossiers = Dossier.objects.published().for_links().order_by("-pk")
    newest = Post.objects.published().newest().for_links()[:ASKED_AMONG]
    return FrontPage(
        numbers=ArchiveEntry.objects.published().of(Archive.DAY).numbers(),
        round_years=round_this_month(today, ROUND_YEARS),
        dossier=_in_turn(list(dossiers[:ASKED_AMONG]), turn),
        asking=_in_turn([post for post in newest if post.closing_question], turn),
    )


def _in_turn[Row](rows: list[Row], turn: int) -> Row | None:
    return rows[turn % len(rows)] if rows else None
