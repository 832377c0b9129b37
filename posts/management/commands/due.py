"""What has to be done from time to time, and by nobody's hand."""

import logging
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from itertools import batched
from typing import Any, Final

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from historyblog.databases.locks import DUE, alone
from posts import archives, mail
from posts.archives.websub import tell_hub
from posts.correspondence.letters import clear_put_by
from posts.correspondence.limits import clear_counts
from posts.correspondence.stories_by_mail import write_due
from posts.correspondence.subscriptions import clear_never_confirmed
from posts.editorial import autosave, notices, trash
from posts.exchange.out.backup import make_daily
from posts.images.checking import remove_old_orphans
from posts.models import Notice, OutboxMessage, Presence, PreviewLink

# Sign-ins, links that open nothing any more, text that nobody saved and files that no picture has
# are looked into for so long: after a backup that was put back, say.
KEPT_FOR: Final = timedelta(days=30)
log = logging.getLogger(__name__)


def clear_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def clear_sign_ins() -> int:
    before = timezone.now() - KEPT_FOR
    rows = (model.objects.filter(attempt_time__lt=before) for model in (AccessAttempt, AccessLog))
    return sum(found.delete()[0] for found in rows)


def clear_preview_links() -> int:
    return PreviewLink.objects.closed_before(timezone.now() - KEPT_FOR).delete()[0]


def clear_autosaves() -> int:
    return autosave.clear_before(timezone.now() - KEPT_FOR)


def clear_messages() -> int:
    return OutboxMessage.objects.settled_before(timezone.now() - KEPT_FOR).delete()[0]


def clear_notices() -> int:
    return Notice.objects.settled_before(timezone.now() - KEPT_FOR).delete()[0]


def clear_presences() -> int:
    return Presence.objects.silent().delete()[0]


def clear_orphans() -> int:
    return remove_old_orphans(KEPT_FOR)


def refresh_archives() -> int:
    behind = archives.stale()
    for some in batched(behind, archives.BATCH):
        archives.refresh_posts(some)
    return len(behind)


# Each may run at any time and again, and needs none of the others; it says how many or what.
STEPS: Final[dict[str, Callable[[], int | str | None]]] = {
    "expired sessions": clear_sessions,
    "old sign-ins": clear_sign_ins,
    "closed preview links": clear_preview_links,
    "texts that nobody saved": clear_autosaves,
    "people who left a form": clear_presences,
    "counts of readers’ forms": clear_counts,
    "letters put by": clear_put_by,
    "deleted for good from the trash": trash.empty,
    "files of no picture": clear_orphans,
    "posts behind in archives and search": refresh_archives,
    "subscriptions never confirmed": clear_never_confirmed,
    "notices of letters": notices.tell_of_letters,
    "mail in doubt, not sent again": mail.report_doubtful,
    "stories to be mailed": write_due,
    "mail": mail.send_due,
    "feeds of which the hub was told": tell_hub,
    "mail that has gone out": clear_messages,
    "notices that were seen": clear_notices,
    "backup of the day": make_daily,
}


class Command(BaseCommand):
    help = "Clears away what has expired and brings up what lags behind. Run it every hour."

    def handle(self, *args: Any, **options: Any) -> None:
        with alone(DUE) as is_alone:
            if not is_alone:
                self.stdout.write("Another run is under way.")
                return
            failed = [name for name, step in STEPS.items() if not self._is_done(name, step)]
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}.")

    def _is_done(self, name: str, step: Callable[[], int | str | None]) -> bool:
        try:
            number = step()
        except Exception:
            # Whatever it was, the others have their turn.
            log.exception("Not done: %s", name)
            return False
        self.stdout.write(f"{name}: {'done' if number is None else number}")
        return True
