"""A thread of each serving process that makes stored parts and figures before readers ask.

It makes few pages at a time and gives way between them: readers and editors come first.
"""

import logging
import threading
import time
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection

from posts.archives import wanted
from posts.archives.refresh import refresh_posts, stale
from posts.archives.refresher import Refresher
from posts.archives.stored import PRINTED_AT_ONCE, clear_other_editions, make_missing, missing_parts
from posts.archives.surroundings import store_surroundings
from posts.archives.websub import follow_changes
from posts.models import ContentVersion

SURROUNDINGS_AT_ONCE: Final = 20
LISTED: Final = 1_000  # posts with missing parts that are looked up in one go
WAIT: Final = 1.0  # seconds between two looks
REST: Final = 0.05  # seconds between two batches
AFTER_FAILURE: Final = 30.0  # seconds
# Seconds after which whatever ran before this release is thought to be gone.
OLD_EDITIONS_KEPT: Final = 3600.0

_log = logging.getLogger(__name__)


class Worker(threading.Thread):
    """Looks for missing parts at its start and whenever the content version moved on."""

    def __init__(self) -> None:
        super().__init__(name="stored parts", daemon=True)
        self._looked_at: int | None = None
        self._missing: list[int] = []
        self._is_told = False
        self._figures = Refresher()
        self._clears_at = time.monotonic() + OLD_EDITIONS_KEPT

    def run(self) -> None:
        while True:
            try:
                is_busy = self.step()
                self._is_told = False
                if is_busy:
                    time.sleep(REST)
                    continue
                self._figures.step()
            except DatabaseError as error:
                self._figures = Refresher()
                self._tell(error)
                time.sleep(AFTER_FAILURE)
            except Exception:
                _log.exception("Parts of pages could not be stored.")
                time.sleep(AFTER_FAILURE)
            # It stays open: by it a restore knows of a server of which nobody asks anything.
            connection.close_if_unusable_or_obsolete()
            time.sleep(WAIT)

    def _tell(self, error: DatabaseError) -> None:
        """Say once that the database is away, or takes nothing: pages are made without parts."""
        if not self._is_told:
            _log.warning("Parts of pages are not stored for now: %s", str(error).split("\n")[0])
        self._is_told = True

    def step(self) -> bool:
        """Make a few of what is missing; return whether there was anything to do."""
        asked = wanted.take(SURROUNDINGS_AT_ONCE)
        if not self._missing:
            self._look()
        keys, self._missing = self._missing[:PRINTED_AT_ONCE], self._missing[PRINTED_AT_ONCE:]
        if asked or keys:
            make_missing([*asked, *keys])
            store_surroundings(asked)
        if time.monotonic() > self._clears_at:
            self._clears_at = float("inf")
            clear_other_editions()
        return bool(asked or keys)

    def _look(self) -> None:
        """Find what is missing; what a process that died has left behind comes before that."""
        number = ContentVersion.current().number
        if number == self._looked_at:
            return
        self._missing = list(missing_parts().values_list("pk", flat=True)[:LISTED])
        is_all = len(self._missing) < LISTED
        # Its posts miss their parts, unless they were hidden: that is seen at the start.
        if (self._looked_at is None or (self._missing and is_all)) and (behind := stale()):
            refresh_posts(behind)
        self._looked_at = number if is_all else -1


def start() -> None:
    Worker().start()
    if settings.WEBSUB_HUB:
        threading.Thread(target=follow_changes, name="hub", daemon=True).start()
