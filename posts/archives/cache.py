"""What was worked out from the whole archive, cached until readers would see something else."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.core.cache import cache
from django.utils import timezone

from historyblog.databases.replica import connection
from historyblog.languages import for_readers
from posts.archives.edition import printed_settings
from posts.models import ContentVersion, Dossier, Page, Post, last_out_sql

_NOTHING = object()


def content_version() -> str:
    """Return what is another text as soon as readers see something else; takes one query.

    That is after a save, or a publish time that passed; what midnight changes it does not tell.
    """
    number, moments = _last_changes()
    # The times too: a database brought back from a backup counts on from an earlier number.
    parts = (str(number), *(moment.isoformat() for moment in moments), printed_settings())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def next_due(now: datetime) -> datetime:
    """Return when pages next change without any save (aware), in one query.

    That is when what is scheduled goes out, or at the site's next midnight: then
    another day is today, and with it what is on this day, and how long ago things were.
    """
    posts, *others = (
        model._default_manager.scheduled(now).order_by().values_list("publish_at", flat=True)
        for model in (Post, Dossier, Page)
    )
    first = posts.union(*others).order_by("publish_at").first()
    return min(filter(None, (first, _midnight_after(now))))


def _midnight_after(now: datetime) -> datetime:
    zone = timezone.get_default_timezone()
    tomorrow = timezone.localdate(now, zone) + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=zone)


def cached_until_change[T](name: str, compute: Callable[[], T]) -> T:
    """Return `compute()`, or what it gave since the last change; takes one query then."""
    key = f"cache:{hashlib.sha256(f'{name} {content_version()}'.encode()).hexdigest()}"
    found = cache.get(key, _NOTHING)
    if found is _NOTHING:
        now = timezone.now()
        seconds = (next_due(now) - now).total_seconds()
        with for_readers():
            found = compute()
        cache.set(key, found, seconds)
    return found


def last_modified() -> datetime:
    """Return when what readers see last changed, in one query.

    That is by a save, or by a publish time that passed; the year 1970 before there was any.
    """
    return max(_last_changes()[1])


def _last_changes() -> tuple[int, list[datetime]]:
    """Return the content version's number and time, and the last publish times that passed."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_LAST_CHANGES, (now, now, now))
        row = cursor.fetchone()
    if row is None:
        first = ContentVersion.current()
        return first.number, [first.changed_at]
    ContentVersion.meet(row[0])
    return row[0], [moment(value) for value in row[1:] if value]


_LAST_CHANGES = f"""SELECT number, changed_at,
    {", ".join(map(last_out_sql, ("posts_post", "posts_dossier", "posts_page")))}
    FROM posts_contentversion"""  # noqa: S608


def moment(value: datetime | str) -> datetime:
    """Return a time as Django reads it: SQLite has texts in UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)
