"""How often a form may be sent: counted by address, of which nothing is stored.

A counter belongs to one of BUCKETS, which a hash of the address is cut down to. Its key is made of
the day and the site's secret key, so that all processes and machines count as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from posts.models import FormCount

BUCKETS: Final = 65_536
EVERYBODY: Final = BUCKETS  # the bucket that counts all addresses together
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """How many of a form are taken from one network in an hour, and from all in a day."""

    form: str
    from_one: int
    from_all: int

    def of(self, bucket: int) -> tuple[int, timedelta]:
        return (self.from_all, DAY) if bucket == EVERYBODY else (self.from_one, HOUR)


class TooMany(Exception):
    """A form that is not taken now; it will be in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many forms came; the next is taken in {seconds} s.")
        self.seconds = seconds


def count(limit: Limit, network: str) -> None:
    """Count a form that is about to be taken. Raises TooMany, and has written nothing then."""
    now = timezone.now()
    buckets = (bucket_of(network, now), EVERYBODY)
    rows = FormCount.objects.filter(form=limit.form, bucket__in=buckets).order_by("bucket")
    _refuse(limit, rows, now)  # without a lock: who floods the site has it write nothing
    with transaction.atomic():
        new = [FormCount(form=limit.form, bucket=each, begun_at=now) for each in buckets]
        FormCount.objects.bulk_create(new, ignore_conflicts=True)
        held = list(rows.all().select_for_update())
        _refuse(limit, held, now)
        for row in held:
            if _is_over(limit, row, now):
                row.begun_at, row.number = now, 0
            row.number += 1
        FormCount.objects.bulk_update(held, ["begun_at", "number"])


def bucket_of(network: str, now: datetime) -> int:
    mac = salted_hmac(f"posts.forms {now:%Y-%m-%d}", network, algorithm="sha256")
    return int.from_bytes(mac.digest()) % BUCKETS


def clear_counts() -> int:
    """Delete the counts that no limit asks for any more; return how many."""
    return FormCount.objects.begun_before(timezone.now() - DAY).delete()[0]


def _refuse(limit: Limit, rows: Iterable[FormCount], now: datetime) -> None:
    for row in rows:
        most, window = limit.of(row.bucket)
        if row.number >= most and not _is_over(limit, row, now):
            raise TooMany(1 + int((row.begun_at + window - now).total_seconds()))


def _is_over(limit: Limit, row: FormCount, now: datetime) -> bool:
    return row.begun_at + limit.of(row.bucket)[1] <= now
