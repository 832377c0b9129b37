import os
import secrets
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from historyblog.env import ConfigurationError

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
HOW_TO = (
    "a long random text; make one with: "
    "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
)


def require_loopback(*, debug: bool, hosts: Sequence[str], site_url: str) -> None:
    """Refuse to start without SECRET_KEY anywhere but in debug mode on this machine."""
    outside = {*hosts, urlsplit(site_url).hostname or ""} - LOOPBACK_HOSTS
    if not debug or outside:
        raise ConfigurationError("SECRET_KEY", "", HOW_TO)


def generated_key(path: Path) -> str:
    """Return the key kept in `path`, made at the first call and readable by its owner only."""
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(50))
    # A link fails where the name is taken, so of two first starts both end with one key.
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
    return path.read_text().strip()


if __name__ == "__main__":
    print(generated_key(Path(sys.argv[1])))
