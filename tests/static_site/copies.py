"""A copy of the site in a folder, served and read as a reader would."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urldefrag, urljoin

from django.core.management import call_command

from posts.static_site.folder import OWN

SETTINGS: dict[str, Any] = {
    "SITE_URL": "https://history.example",
    "ALLOWED_HOSTS": ["history.example", "testserver"],
    # Nothing is collected.
    "WHITENOISE_AUTOREFRESH": True,
    "WHITENOISE_USE_FINDERS": True,
}


def export(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("export_site", str(folder), "--jobs", "1", *options, stdout=out)
    return out.getvalue()


def tree(folder: Path) -> dict[str, bytes]:
    """Return each file that readers get, by its path."""
    names = {path: path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    own = {path for path, name in names.items() if name.startswith(f"{OWN}/")}
    return {names[path]: path.read_bytes() for path in names.keys() - own if path.is_file()}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Page(HTMLParser):
    """What a page leads to and shows, and the text of its main part."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.texts: list[str] = []
        self._in_main = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self._in_main = self._in_main or tag == "main"
        if tag == "meta" and named.get("http-equiv") == "refresh":
            self.links.append(named["content"].partition("url=")[2])
        is_told = tag == "link" and named.get("rel") == "canonical"
        self.links += [named[name] for name in ("href", "src") if name in named and not is_told]
        self.links += [each.split()[0] for each in named.get("srcset", "").split(",") if each]

    def handle_endtag(self, tag: str) -> None:
        self._in_main = self._in_main and tag != "main"

    def handle_data(self, data: str) -> None:
        if self._in_main:
            self.texts.append(data)


def crawl(port: int, start: str) -> tuple[set[str], set[str]]:
    """Return the paths that answer, and those that do not, of all that `start` leads to."""
    found, dead, waiting = set[str](), set[str](), [start]
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    while waiting:
        path = waiting.pop()
        if path in found | dead:
            continue
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            dead.add(path)
            continue
        found.add(path)
        if response.headers["Content-Type"].startswith("text/html"):
            whole = (urldefrag(urljoin(path, link))[0] for link in Page(body.decode()).links)
            waiting += [each for each in whole if each.startswith("/")]
        elif path.endswith(".css"):
            links = re.findall(r"url\([\"']?([^\"')]+)", body.decode())
            waiting += [
                urljoin(path, link) for link in links if not link.startswith(("data:", "#"))
            ]
    connection.close()
    return found, dead


def live_address(file: str) -> str:
    """Return the address on the live site of a page's file."""
    path = file.removesuffix("index.html")
    parts = re.findall(r"(page|going|century|decade)-([\w-]+)/", path)
    query = "&".join(f"{name}={value}" for name, value in parts)
    path = re.sub(r"(page|going|century|decade)-([\w-]+)/", "", path)
    return f"/{quote(path)}?{query}" if query else f"/{quote(path)}"
