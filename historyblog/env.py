"""Reads the configuration from environment variables, refusing near-misses.

Every reader names the variable, the value it found and the forms it accepts, because a
setting that is silently ignored is found out in production.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class ConfigurationError(Exception):
    """An environment variable that cannot be read; `str()` is fit for an operator."""

    def __init__(self, name: str, value: str, accepted: str) -> None:
        super().__init__(f"{name}={value!r} cannot be read. Accepted: {accepted}.")


@dataclass(frozen=True)
class Database:
    """The parts of DATABASE_URL; `name` is a file for sqlite, a database for postgresql."""

    engine: str
    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    options: dict[str, str] = field(default_factory=dict)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def boolean(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip()
    if value not in ("", "True", "False"):
        raise ConfigurationError(name, value, "True or False")
    return default if value == "" else value == "True"


def names(name: str, default: list[str]) -> list[str]:
    """Return the comma-separated values of `name`; one that holds a space is refused."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    items = [item.strip() for item in value.split(",") if item.strip()]
    if any(" " in item or ";" in item for item in items):
        raise ConfigurationError(name, value, "example.org,www.example.org")
    return items


def origins(name: str) -> list[str]:
    items = names(name, [])
    for item in items:
        parts = urlsplit(item)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
            raise ConfigurationError(name, item, "https://example.org, with commas between")
    return items


def site_url(name: str, default: str) -> str:
    """Return an http or https origin without its trailing slash."""
    value = text(name, default).rstrip("/")
    parts = _split(name, value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ConfigurationError(name, value, "https://example.org, without a path")
    return value


def contact(name: str) -> str:
    """Return a mailto: or https: address, or nothing."""
    value = text(name)
    parts = _split(name, value)
    is_mail = parts.scheme == "mailto" and "@" in parts.path
    is_page = parts.scheme == "https" and parts.hostname
    if value and (not (is_mail or is_page) or not value.isprintable() or " " in value):
        accepted = "mailto:security@example.org, https://example.org/security or empty"
        raise ConfigurationError(name, value, accepted)
    return value


def host_of(url: str) -> str:
    """Return the host of `url` as ALLOWED_HOSTS spells it, an IPv6 address in brackets."""
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigurationError(name, value, "an IANA zone such as Europe/Paris or UTC") from None
    return value


def folder(name: str, default: Path) -> Path:
    value = text(name, str(default))
    if not Path(value).is_absolute():
        raise ConfigurationError(name, value, "an absolute path such as /srv/historyblog/media")
    return Path(value)


def redis_url(name: str) -> str:
    value = text(name)
    if value and _split(name, value).scheme not in ("redis", "rediss", "unix"):
        raise ConfigurationError(name, value, "redis://host:6379/0 or empty")
    return value


def database(name: str, default: str) -> Database:
    value = text(name, default)
    accepted = "sqlite:////absolute/path or postgresql://user:password@host:5432/name"
    parts = _split(name, value, accepted)
    if parts.scheme == "sqlite":
        path = unquote(parts.path[1:])
        if parts.netloc or not path.startswith("/"):
            raise ConfigurationError(name, value, accepted)
        return Database("sqlite", path)
    path = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not path:
        raise ConfigurationError(name, _without_password(value), accepted)
    try:
        port = str(parts.port or "")
    except ValueError:
        raise ConfigurationError(name, _without_password(value), accepted) from None
    return Database(
        engine="postgresql",
        name=path,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=unquote(parts.hostname or ""),
        port=port,
        options=dict(parse_qsl(parts.query)),
    )


def _split(name: str, value: str, accepted: str = "a URL") -> SplitResult:
    try:
        return urlsplit(value)
    except ValueError:
        raise ConfigurationError(name, value, accepted) from None


def _without_password(value: str) -> str:
    head, at, tail = value.rpartition("@")
    return f"{head.rpartition(':')[0]}:***@{tail}" if at and ":" in head.split("//")[-1] else value
