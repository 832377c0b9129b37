"""Who writes letters, who gets them, and the server that takes them: as settings name them."""

import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

from historyblog.env import (
    ConfigurationError,
    host_of,
    is_host,
    names,
    split_url,
    text,
    without_password,
)

SECONDS: Final = 10  # that a server of mail may take
CONSOLE: Final = "console:"  # in place of a server: what is sent is printed
SCHEMES: Final = {"smtp": ("", 25), "smtps": ("tls", 465), "smtp+starttls": ("starttls", 587)}
_MAILBOX: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@([^@\s]+)", re.ASCII)
_BOUNCES: Final = re.compile(r"[\w.-]{1,31}", re.ASCII)  # 64 with a plus sign and a token
_PLACE: Final = re.compile(r"(?:[^@/]*:[^@/]*@)?(\[[^]]+\]|[^@/:\[\]]+)(?::(\d{1,5}))?", re.ASCII)


@dataclass(frozen=True)
class MailServer:
    """The parts of EMAIL_URL; encrypted by "tls" from the first byte, or by "starttls".

    No host is the console.
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    encryption: str = ""

    def as_mailer(self) -> dict[str, Any]:
        """Return it as Django's MAILERS have it."""
        if not self.host:
            return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
        options = {
            "host": self.host,
            "port": self.port,
            "username": self.user,
            "password": self.password,
            "use_tls": self.encryption == "starttls",
            "use_ssl": self.encryption == "tls",
            "timeout": SECONDS,
        }
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def mail_server(name: str, default: str) -> MailServer:
    value = text(name, default)
    if value == CONSOLE:
        return MailServer("", 0)
    accepted = (
        "console:, smtp://host:25, smtp+starttls://user:password@host:587 or smtps://user:password@host:465"
        " (percent-encode @ : / in a password)"
    )
    parts = split_url(name, value, accepted)
    found = _PLACE.fullmatch(parts.netloc)
    is_whole = not (parts.path.strip("/") or parts.query or parts.fragment)
    if parts.scheme not in SCHEMES or not found or not is_host(found[1]) or not is_whole:
        raise ConfigurationError(name, without_password(value), accepted)
    encryption, usual = SCHEMES[parts.scheme]
    port = int(found[2] or usual)
    if not 0 < port < 65_536:
        raise ConfigurationError(name, without_password(value), accepted)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(found[1].strip("[]"), port, user, password, encryption)


def mailboxes(name: str) -> list[str]:
    """Return addresses of mail without the names of their owners."""
    accepted = "clio@example.org, with commas between, or empty"
    return [_mailbox(name, item, accepted) for item in names(name, [], accepted)]


def mailbox(name: str, default: str) -> str:
    return _mailbox(name, text(name, default), "clio@example.org")


def bounce_mailbox(name: str) -> str:
    """Return the mailbox that takes what comes back, to whose name a token is added, or nothing."""
    value = text(name)
    accepted = "bounces@example.org, its name of 31 letters at most and without a +, or empty"
    if value and not _BOUNCES.fullmatch(value.partition("@")[0]):
        raise ConfigurationError(name, value, accepted)
    return _mailbox(name, value, accepted) if value else ""


def _mailbox(name: str, value: str, accepted: str) -> str:
    found = _MAILBOX.fullmatch(value)
    if not (found and is_host(found[1])):
        raise ConfigurationError(name, value, accepted)
    return value


def domain_of(url: str) -> str:
    """Return the host of `url` where it is a name, as no address of mail has a number."""
    host = host_of(url)
    return host if re.search(r"[a-z]$", host, re.IGNORECASE) else "localhost"
