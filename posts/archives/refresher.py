"""A thread of each serving process that makes figures again after a change.

So no reader pays for counting the archive anew, unless one comes within the second.
"""

import threading
import time
from datetime import datetime
from typing import Final

from django.db import DatabaseError, close_old_connections
from django.urls import get_resolver
from django.utils import timezone

from posts.archives.cache import content_version, next_due
from posts.archives.figures import make_figures

WAIT: Final = 1.0  # seconds between two looks
# Of one core, so that many saves one after the other leave readers the rest.
SHARE: Final = 0.1


class Refresher:
    """Knows for which version, and until when, the figures of this process are made."""

    def __init__(self, share: float = SHARE) -> None:
        self._share = share
        self._made_for: tuple[str, datetime] | None = None
        self._rests_until = 0.0

    def step(self) -> None:
        """Make the figures if a save or the clock may have changed any of them."""
        began = time.monotonic()
        if began < self._rests_until:
            return
        now, version = timezone.now(), content_version()
        if self._made_for and self._made_for[0] == version and now < self._made_for[1]:
            return
        _ = get_resolver().url_patterns  # Views name the figures that they show.
        make_figures()
        self._made_for = (version, next_due(now))
        ended = time.monotonic()
        self._rests_until = ended + (ended - began) * (1 / self._share - 1)


def start() -> None:
    threading.Thread(target=_run, name="figures", daemon=True).start()


def _run() -> None:
    refresher = Refresher()
    while True:
        close_old_connections()  # if what this thread has does not work any more
        try:
            refresher.step()
        except DatabaseError:
            refresher = Refresher()  # Whoever asks is told that the database is away.
        time.sleep(WAIT)
