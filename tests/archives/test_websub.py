"""The hub, a real server on loopback, is told once of what feeds show anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from posts.archives.websub import is_hub_behind, tell_hub
from posts.models import Category, Post
from tests.factories import make_category, make_post

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_engine]
SITE = "https://history.example"
FEEDS = [f"{SITE}/feed.xml", f"{SITE}/feed.rss", f"{SITE}/feed.json"]


class Hub(ThreadingHTTPServer):
    """Keeps what it is told, and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.told: list[tuple[str, dict[str, list[str]]]] = []
        self.status = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/publish?key=1"

    def feeds(self) -> list[str]:
        """Return the feeds of which it was told since it was last asked."""
        told, self.told = self.told, []
        assert all(path == "/publish?key=1" for path, _ in told)
        assert all(form["hub.mode"] == ["publish"] for _, form in told)
        return [form["hub.url"][0] for _, form in told]


class _Request(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.told.append((self.path, parse_qs(form)))
        self.send_response(self.server.status)
        self.send_header("Location", self.server.url)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running_hub() -> Iterator[Hub]:
    with Hub() as hub:
        Thread(target=hub.serve_forever, daemon=True).start()
        yield hub
        hub.shutdown()


def test_the_hub_is_told_once_of_each_change_that_feeds_show(settings):
    settings.SITE_URL = SITE
    with running_hub() as hub:
        make_post("Hastings", categories=[make_category("War")])
        assert (tell_hub(), is_hub_behind(), hub.feeds()) == (0, False, [])

        settings.WEBSUB_HUB = hub.url
        assert (is_hub_behind(), tell_hub(), hub.feeds()) == (True, 3, FEEDS)
        assert (is_hub_behind(), tell_hub(), hub.feeds()) == (False, 0, [])
        make_post("Fulford", status="draft")
        assert (tell_hub(), hub.feeds()) == (0, [])
        Category.objects.get().delete()
        assert (tell_hub(), hub.feeds()) == (3, FEEDS)
        Post.objects.all().delete()
        assert (tell_hub(), hub.feeds(), tell_hub()) == (3, FEEDS, 0)


def test_what_the_hub_did_not_take_it_is_told_again(settings, caplog):
    with running_hub() as hub:
        settings.WEBSUB_HUB, hub.status = hub.url, 302
        make_post("Hastings")
        assert tell_hub() == "not told, HTTPException: it answered 302 Found"
        assert (len(hub.feeds()), is_hub_behind()) == (1, True)
        hub.status = 202
        assert (tell_hub(), is_hub_behind()) == (3, False)
        make_post("Fulford")
    assert str(tell_hub()).startswith("not told, ConnectionRefusedError: ")
    assert is_hub_behind()
    assert [record.levelname for record in caplog.records] == 2 * ["WARNING"]
