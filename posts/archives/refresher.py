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


class Refresher(threading.Thread):
    """Looks once a second whether a save or the clock has changed what readers see."""

    def __init__(self) -> None:
        super().__init__(name="figures", daemon=True)
        self._made_for: tuple[str, datetime] | None = None

    def run(self) -> None:
        while True:
            began = time.monotonic()
            close_old_connections()  # if what it has does not work any more
            try:
                self.step()
            except DatabaseError:
                self._made_for = None  # Whoever asks is told that it is away.
            took = time.monotonic() - began
            time.sleep(max(WAIT, took / SHARE - took))

    def step(self) -> None:
        """Make the figures if any of them may be another than before."""
        now, version = timezone.now(), content_version()
        if self._made_for and self._made_for[0] == version and now < self._made_for[1]:
            return
        _ = get_resolver().url_patterns  # Views name the figures that they show.
        make_figures()
        self._made_for = (version, next_due(now))


def start() -> None:
    Refresher().start()
