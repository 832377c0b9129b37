"""A thread of each serving process that makes stored parts, so that no reader has to wait.

It makes few pages at a time and gives way between them: readers and editors come first.
"""

import logging
import threading
import time
from typing import Final

from django.db import DatabaseError, connection

from posts.archives import wanted
from posts.archives.refresh import refresh_posts, stale
from posts.archives.stored import (
    PRINTED_AT_ONCE,
    clear_other_editions,
    make_missing,
    missing_parts,
)
from posts.archives.surroundings import store_surroundings
from posts.models import ContentVersion

SURROUNDINGS_AT_ONCE: Final = 20
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
        self._clears_at = time.monotonic() + OLD_EDITIONS_KEPT

    def run(self) -> None:
        while True:
            try:
                if self.step():
                    time.sleep(REST)
                else:
                    connection.close()
                    time.sleep(WAIT)
            except DatabaseError:
                _log.exception("Stored parts wait for the database.")
                connection.close()
                time.sleep(AFTER_FAILURE)

    def step(self) -> bool:
        """Make a few of what is missing; return whether more may be."""
        number = ContentVersion.current().number
        asked = wanted.take(SURROUNDINGS_AT_ONCE)
        is_behind = number != self._looked_at and self._make_parts()
        if asked:
            make_missing(asked)
            store_surroundings(asked)
        if not is_behind:
            self._looked_at = number
        if time.monotonic() > self._clears_at:
            self._clears_at = float("inf")
            clear_other_editions()
        return bool(asked) or is_behind

    def _make_parts(self) -> bool:
        """Make some parts; what a process that died has left behind comes before them."""
        keys = list(missing_parts().values_list("pk", flat=True)[:PRINTED_AT_ONCE])
        if keys:
            if behind := stale():
                refresh_posts(behind)
            make_missing(keys)
        return bool(keys)


def start() -> None:
    Worker().start()
