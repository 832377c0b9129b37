"""Which version readers are shown now, as one process knows it: a tenth of a second old, half of
one at most."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db import close_old_connections
from django.utils import timezone

from historyblog.outages import outage_of
from posts.archives import content_version, footer, next_due
from posts.pagecache.expiry import EXPIRES, expires

HOLDS_FOR: Final = 0.5  # seconds, for which what was read is taken for true
RENEWED_AFTER: Final = 0.1  # seconds, so that while readers come none of them waits for it
# For how long a reader waits for it. A database that is slower counts as one that is away.
PATIENCE: Final = 2.0


@dataclass(frozen=True)
class Shown:
    """What readers are shown; `until` is when the clock changes it, `read_at` when the database
    was asked: no change of before is missing. Both in seconds since 1970."""

    version: str
    until: float
    read_at: float

    @cached_property
    def stamp(self) -> tuple[str, str]:
        """The header that ends what a proxy keeps, whenever the proxy got it."""
        return (EXPIRES.lower(), expires(self.read_at))


def read_shown() -> Shown:
    """Ask the database, in two queries; raises django.db.Error."""
    try:
        now = timezone.now()
        day = timezone.localdate(now, timezone.get_default_timezone())
        version = f"{content_version()} {day}"
        return Shown(version, next_due(now).timestamp(), now.timestamp())
    finally:
        close_old_connections()


class Freshness:
    """Reads the version in a thread of its own, when readers come and it may have changed.

    Where it cannot be read what was known last holds for as long.
    """

    def __init__(
        self, read: Callable[[], Shown] = read_shown, executor: Executor | None = None
    ) -> None:
        self._read = read
        self._executor = executor or ThreadPoolExecutor(1, "freshness")
        self._reading: asyncio.Task[None] | None = None
        self._bumps = self._bumps_read = 0
        self._renew_at = self._holds_until = 0.0
        self.shown: Shown | None = None

    def holds(self) -> bool:
        """Whether what is known may be told without waiting; has it renewed in good time.

        May be asked in any thread.
        """
        now = time.monotonic()
        if now >= self._holds_until or self._bumps != self._bumps_read:
            return False
        if now >= self._renew_at and self._reading and self._reading.done():
            loop = self._reading.get_loop()
            if not loop.is_closed():  # as it is while the server ends
                loop.call_soon_threadsafe(self._renew)
        return True

    async def wait(self) -> None:
        """Wait until the database has told, for a while."""
        _, waiting = await asyncio.wait({self._renew()}, timeout=PATIENCE)
        if waiting:
            self._keep_last()

    def expire(self) -> None:
        """Ask anew before the next page is sent. May be called in any thread."""
        self._bumps += 1

    def _renew(self) -> asyncio.Task[None]:
        if self._reading is None or self._reading.done():
            self._reading = asyncio.get_running_loop().create_task(self._renewed())
        return self._reading

    async def _renewed(self) -> None:
        loop, bumps = asyncio.get_running_loop(), -1
        while bumps != self._bumps:  # A save while it was read may not be in it.
            began, bumps = time.monotonic(), self._bumps
            try:
                shown = await loop.run_in_executor(self._executor, self._read)
            except Exception as error:
                if outage_of(error):
                    self._keep_last()
                    return
                self.shown = None  # No outage, but a fault: Django tells of it.
                raise
        if self.shown is None or self.shown.version != shown.version:
            footer.forget()  # Before a page is made that is kept as of this version.
        self.shown, self._bumps_read = shown, bumps
        self._holds_until = began + min(HOLDS_FOR, shown.until - time.time())
        self._renew_at = began + RENEWED_AFTER

    def _keep_last(self) -> None:
        self._renew_at = self._holds_until = time.monotonic() + HOLDS_FOR
