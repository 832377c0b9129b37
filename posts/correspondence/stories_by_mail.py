"""What subscribers are sent: the stories of a day, or of seven, once a day in their own morning.

All of it is written into the outbox by `manage.py due`, which sends it at once. What it could not
send is written anew an hour later, of what readers see then, as long as it is of that day or week.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import batched
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from posts import mail
from posts.dates import month_day_display, today_keys
from posts.feeds.entries import occasions, title_of_day
from posts.feeds.pictures import absolute
from posts.models import Archive, ArchiveEntry, OutboxMessage, OutboxState, Post, Subscription

MORNING: Final = 6  # o'clock
OF_A_DAY: Final = 20
AT_ONCE: Final = 500  # messages in memory
# Stands in a letter for the way out of each who gets it.
_WAY_OUT: Final = "https://way-out.invalid/"


@dataclass(frozen=True)
class Line:
    post: Post
    title: str
    when: str
    url: str


@dataclass(frozen=True)
class Day:
    """A civil day with the first stories that are remembered on it; `more` are on its page."""

    date: date
    lines: list[Line]
    more: int
    url: str


def write_due() -> int:
    """Write into the outbox what is due by now in each zone, and return how many messages."""
    if not settings.SENDS_MAIL:
        return 0
    unsent = OutboxMessage.objects.exclude(subscription=None).filter(state=OutboxState.WAITING)
    unsent.delete()
    fields = ("weekday", "zone", "category_id", "place_id")
    kinds = Subscription.objects.confirmed().order_by().values(*fields).distinct()
    return sum(_write(kind, timezone.now()) for kind in kinds)


def occasion(weekday: int | None, zone: ZoneInfo, now: datetime) -> date | None:
    """Return the day, or the first of the seven days, of which there is mail at `now` (aware).

    None in the hours of the night.
    """
    here = now.astimezone(zone)
    back = 0 if weekday is None else (here.weekday() - weekday) % 7
    return here.date() - timedelta(days=back) if here.hour >= MORNING else None


def days_from(first: date, number: int, of: tuple[Archive, int] | None = None) -> list[Day]:
    """Return those of `number` days from `first` on that have stories, of an archive if given."""
    dates = [first + timedelta(days=each) for each in range(number)]
    return [day for day in (_day(date, of) for date in dates) if day.lines]


def _day(today: date, of: tuple[Archive, int] | None) -> Day:
    keys = today_keys(today.month, today.day, today.year)
    entries = ArchiveEntry.objects.published().on_days(keys)
    if of:
        entries = entries.of_posts_in(ArchiveEntry.objects.published().of(*of))
    found = entries.values("post_id")
    posts = Post.objects.only_published().filter(pk__in=found.order_by()).chronological()
    told = [line for post in posts.for_links() if (line := _line(post, today, keys))]
    url = absolute(reverse("day", args=[keys[0]]))
    return Day(today, told[:OF_A_DAY], len(told[OF_A_DAY:]), url)


def _line(post: Post, today: date, keys: tuple[int, ...]) -> Line | None:
    days = [day for day in post.days_of_the_year() if day.month_day in keys]
    if not days:
        return None
    when = " · ".join(filter(None, occasions(post, days, today)))
    url = absolute(post.get_absolute_url())
    return Line(post, title_of_day(post, days[0]), when, url)


@transaction.atomic
def _write(kind: dict[str, Any], now: datetime) -> int:
    """Write the mail of one kind to all who still lack it, unless no story is in it."""
    zone, weekday = ZoneInfo(kind["zone"]), kind["weekday"]
    first = occasion(weekday, zone, now)
    if first is None:
        return 0
    begun = datetime.combine(first, time(MORNING), zone)
    has_it = Exists(OutboxMessage.objects.filter(key=_key_in_sql(first)))
    rows = Subscription.objects.filter(~has_it, **kind, confirmed_at__lte=begun)
    # Locked, so that nobody has ended it by the time the message names it.
    to = list(rows.select_related("category", "place").select_for_update(of=["self"], no_key=True))
    days = days_from(first, 1 if weekday is None else 7, _archive(to[0])) if to else []
    if days:
        subject, text, html = _letter(to[0], days)
        for some in batched(to, AT_ONCE):
            mail.put(_message(row, first, subject, text, html) for row in some)
    return len(to) if days else 0


def _archive(row: Subscription) -> tuple[Archive, int] | None:
    if row.category_id:
        return Archive.CATEGORY, row.category_id
    return (Archive.PLACE, row.place_id) if row.place_id else None


def _letter(row: Subscription, days: list[Day]) -> tuple[str, str, str]:
    """Return subject, text and HTML, the same for all who are sent what `row` is."""
    is_daily = row.weekday is None
    of = row.category or row.place
    first = month_day_display(days[0].date.month * 100 + days[0].date.day)
    when = gettext("%(day)s in history") % {"day": first}
    if not is_daily:
        when = gettext("this week in history")
    context = {"days": days, "is_daily": is_daily, "of": of, "row": row, "way_out": _WAY_OUT}
    context |= {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    subject = f"{settings.SITE_NAME}: {when}{f', {of}' if of else ''}"
    text, html = (render_to_string(f"mail/stories.{kind}", context) for kind in ("txt", "html"))
    return subject, text, html


def _message(row: Subscription, first: date, subject: str, text: str, html: str) -> mail.Message:
    text, html = (each.replace(_WAY_OUT, mail.unsubscribe_url(row)) for each in (text, html))
    return mail.Message(_key(row.pk, first), row.address, subject, text, html, row)


def _key(pk: int, first: date) -> str:
    return f"stories {pk} {first}"


def _key_in_sql(first: date) -> Concat:
    pk = Cast(OuterRef("pk"), CharField())
    return Concat(Value("stories "), pk, Value(f" {first}"), output_field=CharField())
