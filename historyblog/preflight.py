"""What a server needs of its machine: a folder that takes files, a port, a settings file."""

import errno
import os
import re
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

# Of itself glibc keeps what a large picture took while it was read: after three of 38 megapixels a
# process held 180 MB more for good, after eight 680 MB. Blocks from this size, in bytes, go back.
GIVES_BACK_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1048576"}

# What a shell takes for something else than part of an unquoted value.
CUTS = re.compile(r"[\s&;|<>()$`\\\"']")
QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"")
ASSIGNMENT = re.compile(r"\s*(?:export\s+)?([A-Z][A-Z_]*)=(.*?)(?:\s+#.*)?\s*")


class PreflightError(Exception):
    """Something that the site needs here and does not find; `str()` is fit for an operator."""


def become_server(arguments: Sequence[str]) -> None:
    """Run `arguments` in the place of this process, with what has to be set as a server begins.

    Once it has begun, nothing is loaded twice: its workers are born with all of it.
    """
    if "SERVER_THREADS" not in os.environ:
        environment = {**os.environ, **GIVES_BACK_MEMORY, "SERVER_THREADS": "4"}
        # By its real folder: a link to the release in use leads to another one day, and what is
        # imported after that would be of it.
        python = str(Path(sys.executable).parent.resolve() / Path(sys.executable).name)
        os.execve(python, [python, *arguments[1:]], environment)  # noqa: S606


def require_writable(name: str, folder: Path) -> None:
    """Refuse a folder that takes no new file, which the first upload would find out."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise PreflightError(
            f"{name}={str(folder)!r} cannot be written: {error.strerror}. Give the folder to the"
            f" user who runs the site, or set {name} to another."
        ) from error


def require_free(host: str, port: int) -> None:
    """Refuse a taken port, which the server would share and steal requests from."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As every server does, so that a port in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            place = address_of(host, port).removeprefix("http://").rstrip("/")
            reason, remedy = error.strerror, _remedy(error, port)
            raise PreflightError(f"{place} cannot be used: {reason}. {remedy}") from error


def _remedy(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Try --port {port + 1 if port < 65_535 else port - 1}"
    if error.errno == errno.EACCES:
        return (
            "Ports below 1024 are kept for root: try --port 8000 with a proxy before it, or give"
            " the service CAP_NET_BIND_SERVICE"
        )
    return "Try --host 127.0.0.1, or an address of this machine"


def address_of(host: str, port: int) -> str:
    """Return the URL of a server; an IPv6 address stands in brackets."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def env_file_warning(path: Path) -> str:
    """Return a warning of a settings file that others can read, or nothing."""
    try:
        is_open = path.stat().st_mode & 0o004
    except OSError:
        return ""
    warning = f"Everybody on this machine can read {path} and its secrets. Run: chmod 600 {path}"
    return warning if is_open else ""


def require_quotes(path: Path) -> None:
    """Refuse a settings file with a value that a shell would cut, and the site never see whole."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return
    for number, line in enumerate(lines, start=1):
        found = ASSIGNMENT.fullmatch(QUOTED.sub("", line))
        if found and (cut := CUTS.search(found[2])):
            raise PreflightError(
                f"{path}:{number}: {found[1]} holds {cut[0]!r} outside of quotes, where a shell"
                f" cuts the value. Write {found[1]}='…'"
            )
