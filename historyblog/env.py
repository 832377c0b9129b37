"""Reads the configuration from environment variables, refusing near-misses.

Every reader names the variable, the value it found and the forms it accepts, because a
setting that is silently ignored is found out in production.
"""

import os
import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
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


HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.I)

HOST_PORT = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]@,/]*)(?::(\d{1,5}))?", re.ASCII)
# What of several hosts finds the one that takes writes.
WRITABLE = ("read-write", "primary")
BUCKET = re.compile(
    r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?P<folder>(?:/[\w.-]+)*)/?"
    r"(?:\?(?P<query>\S+))?",
    re.ASCII,
)
BUCKET_OPTIONS = {
    "endpoint_url": re.compile(r"https?://[^\s/?#@]+/?"),
    "region_name": re.compile(r"[a-z0-9-]+"),
    "addressing_style": re.compile(r"path|virtual|auto"),
}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def boolean(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip()
    if value not in ("", "True", "False"):
        raise ConfigurationError(name, value, "True or False")
    return default if value == "" else value == "True"


def choice(name: str, choices: tuple[str, ...]) -> str:
    """Return one of `choices`, by default the first."""
    value = text(name, choices[0])
    if value not in choices:
        raise ConfigurationError(name, value, f"{', '.join(choices[:-1])} or {choices[-1]}")
    return value


def language(name: str) -> str:
    """Return the language of the site's own words as Django names it."""
    return {"en": "en-gb"}.get(found := choice(name, ("en", "de", "fr")), found)


def whole_number(name: str, *, default: int, most: int) -> int:
    value = text(name, str(default))
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or int(value) > most:
        raise ConfigurationError(name, value, f"a whole number from 0 to {most}")
    return int(value)


def names(name: str, default: list[str], accepted: str) -> list[str]:
    """Return the comma-separated values of `name`; one that holds a space is refused."""
    value = text(name)
    if not value:
        return default
    items = [item.strip() for item in value.split(",") if item.strip()]
    if not items or any(" " in item or ";" in item for item in items):
        raise ConfigurationError(name, value, accepted)
    return items


def hosts(name: str, default: list[str]) -> list[str]:
    """Return host names as a browser sends them, lower-case and without their port."""
    accepted = (
        "example.org,www.example.org or .example.org for all below it, 192.0.2.7, [2001:db8::7];"
        " without scheme, port and *"
    )
    items = names(name, default, accepted)
    for item in items:
        if not is_host(item.removeprefix(".")):
            raise ConfigurationError(name, item, accepted)
    return [item.lower() for item in items]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return addresses and networks; an address is a network of one."""
    accepted = "127.0.0.1,::1 or 10.0.0.0/8 or empty, with commas between"
    found = []
    for item in names(name, [], accepted):
        try:
            network = ip_network(item)
        except ValueError:
            raise ConfigurationError(name, item, accepted) from None
        if network.prefixlen == 0:
            raise ConfigurationError(name, item, f"{accepted}; not every address there is")
        found.append(network)
    return found


def origins(name: str) -> list[str]:
    accepted = "https://example.org or https://*.example.org, with commas between"
    items = names(name, [], accepted)
    for item in items:
        if not _is_origin(item.replace("://*.", "://", 1)):
            raise ConfigurationError(name, without_password(item), accepted)
    return items


def site_url(name: str, default: str) -> str:
    """Return an http or https origin without its trailing slash."""
    value = text(name, default).rstrip("/")
    if not _is_origin(value):
        accepted = "https://example.org, without a path"
        raise ConfigurationError(name, without_password(value), accepted)
    return value


def _is_origin(value: str) -> bool:
    """Whether `value` is a scheme, a host and perhaps a port, and nothing else."""
    found = re.fullmatch(r"https?://(.+?)(?::(\d{1,5}))?", value, re.ASCII)
    return bool(found and is_host(found[1]) and 0 < int(found[2] or 80) < 65_536)


def is_host(value: str) -> bool:
    """Whether `value` is a name in ASCII, an IPv4 address or an IPv6 address in brackets."""
    if value.startswith("[") and value.endswith("]"):
        try:
            return ip_address(value[1:-1]).version == 6
        except ValueError:
            return False
    return bool(HOST.fullmatch(value)) and len(value) < 254


def contact(name: str) -> str:
    """Return a mailto: or https: address, or nothing."""
    value = text(name)
    parts = split_url(name, value)
    is_mail = parts.scheme == "mailto" and "@" in parts.path
    is_page = parts.scheme == "https" and parts.hostname
    if value and (not (is_mail or is_page) or not value.isprintable() or " " in value):
        accepted = "mailto:security@example.org, https://example.org/security or empty"
        raise ConfigurationError(name, value, accepted)
    return value


def hub(name: str) -> str:
    """Return the http or https address of a hub, or nothing."""
    value = text(name)
    found = re.fullmatch(r"(https?://[^/]+)(?:/[\w.~:@!$&'()*+,;=%/?-]*)?", value, re.ASCII)
    if value and not (found and _is_origin(found[1])):
        raise ConfigurationError(name, without_password(value), "https://hub.example.org/ or empty")
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


def optional_folder(name: str) -> Path | None:
    return folder(name, Path()) if text(name) else None


def redis_url(name: str) -> str:
    value = text(name)
    accepted = "redis://host:6379/0, unix:///run/redis.sock or empty"
    parts = split_url(name, value, accepted)
    host = r"(?:\[[^]\s]+\]|[^@/:\s]+)"
    place = rf"rediss?://(?:[^@/]*@)?{host}(?::(\d{{1,5}}))?(?:/\d*)?(?:\?.*)?"
    found = re.fullmatch(place, value, re.ASCII)
    is_server = found and 0 < int(found[1] or 6379) < 65_536
    is_socket = parts.scheme == "unix" and parts.path.startswith("/")
    if value and not (is_socket or is_server):
        raise ConfigurationError(name, without_password(value), accepted)
    return value


def database(name: str, default: str) -> Database:
    value = text(name, default)
    accepted = (
        "sqlite:////absolute/path, postgresql://user:password@host:5432/name or, of several hosts,"
        " postgresql://user:password@one:5432,other:5432/name?target_session_attrs=read-write"
    )
    parts = split_url(name, value, accepted)
    if parts.scheme == "sqlite":
        path = unquote(parts.path[1:])
        if parts.netloc or not path.startswith("/"):
            raise ConfigurationError(name, value, accepted)
        return Database("sqlite", path)
    path = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not path:
        raise ConfigurationError(name, without_password(value), accepted)
    options = dict(parse_qsl(parts.query))
    places = _hosts_and_ports(parts.netloc.rpartition("@")[2])
    is_one = places and "," not in places[0] + options.get("host", "")
    if not places or not (is_one or options.get("target_session_attrs") in WRITABLE):
        raise ConfigurationError(name, without_password(value), accepted)
    person = unquote(parts.username or ""), unquote(parts.password or "")
    return Database("postgresql", path, *person, *places, options)


def _hosts_and_ports(places: str) -> tuple[str, str] | None:
    """Return both as libpq has them, with commas between; None if they cannot be read."""
    found = [HOST_PORT.fullmatch(place) for place in places.split(",")]
    pairs = [match.groups("") for match in found if match]
    if len(pairs) < len(found) or any(not 0 < int(port or 1) < 65_536 for _, port in pairs):
        return None
    hosts, ports = (",".join(column) for column in zip(*pairs, strict=True))
    return unquote(hosts.replace("[", "").replace("]", "")), ports.strip(",") and ports


def replica(name: str, engine: str) -> Database | None:
    """Return the database of DATABASE_REPLICA_URL, beside a primary of `engine`."""
    value = text(name)
    if not value:
        return None
    found = database(name, value)
    if found.engine == "sqlite" or engine.endswith("sqlite3"):
        accepted = "a streaming replica of a PostgreSQL in DATABASE_URL, or empty"
        raise ConfigurationError(name, without_password(value), accepted)
    return found


def bucket(name: str) -> dict[str, str]:
    """Return what BucketStorage takes, or nothing for a folder on this machine."""
    value = text(name)
    accepted = (
        "s3://bucket, s3://bucket/folder, with ?endpoint_url=https://…, region_name=… and"
        " addressing_style=path or virtual, or empty for MEDIA_ROOT; keys stand in"
        " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    )
    found = BUCKET.fullmatch(value)
    if not found:
        if value:
            raise ConfigurationError(name, without_password(value), accepted)
        return {}
    pairs = parse_qsl(found["query"] or "", keep_blank_values=True)
    options = dict(pairs)
    known = BUCKET_OPTIONS.items()
    good = sum(bool(form.fullmatch(options.get(each, ""))) for each, form in known)
    if good < len(pairs) or not all(part.strip(".") for part in found["folder"].split("/")[1:]):
        raise ConfigurationError(name, value, accepted)
    if find_spec("storages") is None:
        remedy = "s3://… once `make setup` has run with it, which installs what it needs"
        raise ConfigurationError(name, value, remedy)
    return {"bucket_name": found["bucket"], "location": found["folder"].lstrip("/"), **options}


def split_url(name: str, value: str, accepted: str = "a URL") -> SplitResult:
    try:
        return urlsplit(value)
    except ValueError:
        raise ConfigurationError(name, value, accepted) from None


def without_password(value: str) -> str:
    head, at, tail = value.rpartition("@")
    return f"{head.rpartition(':')[0]}:***@{tail}" if at and ":" in head.split("//")[-1] else value
