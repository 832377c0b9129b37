"""Whether what the site holds fits together: rows, files, and what is derived from them."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from posts import archives
from posts.archives.websub import is_hub_behind
from posts.doctor.fault import Fault
from posts.images import files
from posts.images.checking import faults
from posts.models import OutboxMessage, OutboxState, Redirect
from posts.planning.missed import Why, missed

SHOWN = 5  # of what may be many
_REINDEX = "manage.py reindex"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"


def timer() -> Iterator[Fault]:
    yesterday = timezone.now() - timedelta(days=1)
    if Session.objects.filter(expire_date__lt=yesterday).exists():
        yield Fault(
            "manage.py due has not run for a day: sessions that ended before are still there.",
            "systemctl enable --now historyblog-due.timer, or any other timer",
        )
    if waiting := OutboxMessage.objects.due(yesterday).count():
        remedy = "See EMAIL_URL above, then: manage.py due"
        yield Fault(f"{waiting} letters have waited for more than a day.", remedy)
    doubtful = OutboxMessage.objects.filter(state=OutboxState.DOUBT).order_by("key")
    if keys := list(doubtful.values_list("key", flat=True)):
        text = f"Of mail to subscribers nobody knows whether it went out: {_some(keys)}."
        yield Fault(text, "Nothing: it is not sent again, and is forgotten after 30 days")


def hub() -> Iterator[Fault]:
    if is_hub_behind() and archives.last_modified() < timezone.now() - timedelta(hours=2):
        text = "The hub has not been told of what has been new for hours."
        yield Fault(text, "manage.py due says why, and tells it; see WEBSUB_HUB")


def pictures() -> Iterator[Fault]:
    if complaint := files.complaint():
        yield Fault(complaint, "Bring it back, or see MEDIA_STORAGE and its keys", is_broken=True)
        return
    lost = [fault.path for fault in faults() if not fault.is_orphan]
    if lost:
        yield Fault(
            f"Files that pictures need are lost: {_some(lost)}.",
            "manage.py check_media lists them; put them back from a backup",
            is_broken=True,
        )


def archives_and_search() -> Iterator[Fault]:
    if behind := archives.stale():
        text = f"{len(behind)} posts are behind in archives and search."
        yield Fault(text, f"{_REINDEX} --stale", is_broken=True)
    if unlisted := archives.without_entries():
        yield Fault(f"{len(unlisted)} posts stand in no archive.", _REINDEX, is_broken=True)


def missed_posts() -> Iterator[Fault]:
    late = [str(one.post) for one in missed(timezone.now()) if one.why is Why.NOT_APPROVED]
    if late:
        text = f"Their time has come and nobody has approved them: {_some(late)}."
        yield Fault(text, "Publish them at the desk, or take their time away")


def old_addresses() -> Iterator[Fault]:
    for circle in Redirect.objects.circles():
        yield Fault(
            f"They lead in a circle: {' → '.join(circle)}.",
            "Delete one at the desk",
            is_broken=True,
        )
