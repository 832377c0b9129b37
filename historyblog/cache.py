"""A cache that pages do without while it is away: they take longer then, and are the same."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

PAUSE = 10  # seconds without a question after one that failed
# Redis's own client would wait without end, and try again for several seconds.
IMPATIENT = {
    "socket_connect_timeout": 0.5,
    "socket_timeout": 0.5,
    "retry": Retry(NoBackoff(), 1),
}
log = logging.getLogger(__name__)


class OptionalRedis(RedisCache):
    """Redis, or nothing: what is asked for is not there, and what is stored is lost."""

    # Of the class, because every thread has a cache of its own.
    _asks_again_at = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params | {"OPTIONS": IMPATIENT | params.get("OPTIONS", {})})

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._try(lambda: super(OptionalRedis, self).get(key, default, version), default)

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._try(lambda: super(OptionalRedis, self).set(key, value, timeout, version), None)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return self._try(
            lambda: super(OptionalRedis, self).add(key, value, timeout, version), False
        )

    def get_or_set(
        self,
        key: str,
        default: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> Any:
        """Django's own answers None where what it has just stored cannot be read."""
        found = self.get(key, None, version)
        if found is None:
            found = default() if callable(default) else default
            self.add(key, found, timeout, version)
        return found

    def complaint(self) -> str:
        """Return why the server does not answer, or nothing if it does."""
        try:
            self._cache.get_client().ping()
        except RedisError as error:
            return str(error)
        return ""

    def _try[T](self, ask: Callable[[], T], otherwise: T) -> T:
        if time.monotonic() < OptionalRedis._asks_again_at:
            return otherwise
        try:
            return ask()
        except RedisError as error:
            OptionalRedis._asks_again_at = time.monotonic() + PAUSE
            log.warning("REDIS_URL: %s Pages do without the cache for %d s.", error, PAUSE)
            return otherwise


def complaint() -> str:
    """Return why the site's cache does not answer, or nothing."""
    cache = caches["default"]
    return cache.complaint() if isinstance(cache, OptionalRedis) else ""
