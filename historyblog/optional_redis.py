"""A cache that pages do without while it is away: they take longer then, and are the same."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
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

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._client = _Client([server], **IMPATIENT)

    @property
    def _cache(self) -> Any:
        return self._client

    def complaint(self) -> str:
        """Return why the server does not answer, or nothing if it does."""
        try:
            self._cache.redis.get_client().ping()
        except RedisError as error:
            return str(error)
        return ""


class _Client:
    """Django's own, whose every question has an answer."""

    # Of the class, because every thread has a cache of its own.
    asks_again_at = 0.0

    def __init__(self, *args: Any, **options: Any) -> None:
        self.redis = RedisCacheClient(*args, **options)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._ask, name)

    def _ask(self, name: str, *args: Any) -> Any:
        if time.monotonic() < _Client.asks_again_at:
            return _of_nothing(name, args)
        try:
            return getattr(self.redis, name)(*args)
        except RedisError as error:
            _Client.asks_again_at = time.monotonic() + PAUSE
            log.warning("REDIS_URL: %s Pages do without the cache for %d s.", error, PAUSE)
            return _of_nothing(name, args)


def _of_nothing(name: str, args: tuple[Any, ...]) -> Any:
    """Return what a cache that keeps nothing answers."""
    if name == "get":
        return args[1]
    if name == "incr":
        raise ValueError(f"Key {args[0]!r} not found.")
    return {} if name == "get_many" else False
