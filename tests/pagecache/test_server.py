"""The production server with two workers, asked over sockets while another process writes."""

import http.client
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from posts.views.letters import LIMIT
from tests.archives.test_websub import FEEDS, Hub, running_hub
from tests.pagecache.site import UNPACKED
from tests.project.proxy import HOST, get, needs_nginx, nginx
from tests.project.test_serve import ROOT, environment, free_port, manage, serving, wait_until

pytestmark = [pytest.mark.any_engine, pytest.mark.django_db]
A_SECOND_LATER = 1.1
CONNECTIONS = 24  # of their own, so that each worker has some
NEW = """
from datetime import timedelta
from django.utils import timezone
from posts.models import ContentVersion, Post
from tests.factories import make_post
now = timezone.now()
"""
# One is withdrawn after the other, so that some commit meets the worst moment of a second.
TITLES = ("Ashdown", "Barnet", "Crecy", "Evesham", "Flodden", "Naseby", "Otterburn", "Towton")
PAUSE = 0.13
READERS = 4
PATHS = (*(f"/posts/{title.lower()}/" for title in TITLES), "/", "/feed.xml", "/timeline/")
MOST = 2.0  # seconds
EDITOR = f"""
import sys, time
from posts.editorial import trash, workflow
from posts.models import Post
from tests.factories import make_editor, make_post
editor = make_editor("withdrawer")
posts = [make_post(title, story="word " * 300) for title in {TITLES}]
print("ready", flush=True)
sys.stdin.readline()
for number, post in enumerate(posts):
    if number % 2:
        trash.trash(Post, [post.pk], by=editor)
    else:
        workflow.take(post, workflow.Action.WITHDRAW, by=editor)
    print(post.title, time.time(), flush=True)
    time.sleep({PAUSE})
"""
Got = tuple[int, dict[str, str], bytes]


class Server:
    hub: Hub

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.database = folder / "db.sqlite3"

    def get(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, named)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        for own in ("x-request-id", "x-accel-expires"):  # of each answer its own
            found.pop(own, None)
        content = answer.read()
        connection.close()
        return answer.status, found, content

    def everywhere(self, path: str) -> set[tuple[int, bytes]]:
        """Return the different answers of all workers."""
        asked = (self.get(path) for _ in range(CONNECTIONS))
        return {(status, body) for status, _, body in asked}

    def change(self, code: str) -> None:
        done = manage(self.folder, "shell", "-v", "0", "-c", NEW + code)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def server(
    migrated: Path, collected: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("site")
    shutil.copy(migrated, folder / "db.sqlite3")
    port = free_port()
    own = Server(folder, port)
    own.change("make_post('Hastings', story='word ' * 300)")
    own_settings = {"STATIC_ROOT": str(collected), "ALLOWED_HOSTS": f"127.0.0.1,{HOST}"}
    with running_hub() as own.hub:
        own_settings["WEBSUB_HUB"] = own.hub.url
        with serving(folder, port, "--workers", "2", **own_settings):
            yield own


@contextmanager
def editor_of(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Yield who has published all and withdraws one after the other once told to."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", EDITOR],
        cwd=ROOT,
        env=environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process


def read_on(port: int, last: dict[str, float], is_over: threading.Event) -> None:
    """Note in `last` when an answer was asked for in which a title stands, by titles."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    while not is_over.is_set():
        for path in PATHS:
            asked = time.time()
            client.request("GET", path, headers={"Host": HOST})
            body = client.getresponse().read().decode()
            last |= {title: max(asked, last.get(title, 0)) for title in TITLES if title in body}
            time.sleep(0.002)
    client.close()


def test_a_page_comes_in_the_encoding_that_was_asked_for(server: Server) -> None:
    etags = set()
    plain = server.get("/posts/hastings/")
    for encoding in UNPACKED:
        status, headers, body = server.get("/posts/hastings/", accept_encoding=encoding)
        assert (status, UNPACKED[encoding](body)) == (200, plain[2])
        assert headers["content-length"] == str(len(body))
        again = {"accept_encoding": encoding, "if_none_match": headers["etag"]}
        assert server.get("/posts/hastings/", "HEAD", accept_encoding=encoding)[2] == b""
        head = server.get("/posts/hastings/", "HEAD", accept_encoding=encoding)[1]
        assert head | {"date": ""} == headers | {"date": ""}
        known = server.get("/posts/hastings/", **again)
        assert (known[0], known[2], known[1]["etag"]) == (304, b"", headers["etag"])
        etags.add(headers["etag"])
    assert len(etags) == 3
    refused = server.get("/admin/login/", accept_encoding="br")
    assert (refused[1]["content-encoding"], refused[1]["vary"]) == (
        "br",
        "Cookie, Accept-Encoding",
    )


def test_who_brings_a_session_is_answered_alone(server: Server) -> None:
    for cookies in ("sessionid=x", "a=b; sessionid=x"):
        _, headers, body = server.get("/posts/hastings/", cookie=cookies)
        assert headers["cache-control"] == "private, no-store"
        assert "etag" not in headers
        assert body == server.get("/posts/hastings/")[2]
    other = server.get("/posts/hastings/", cookie="theme=dark; csrftoken=x")
    assert (other[0], "set-cookie" in other[1], "etag" in other[1]) == (200, False, True)


def test_a_readers_form_is_kept_by_nobody_and_counted_by_all_workers(server: Server) -> None:
    path, kind = "/posts/hastings/letter/", "application/x-www-form-urlencoded"
    for _ in range(3):
        status, headers, _body = server.get(path)
        assert (status, headers["cache-control"]) == (200, "private, no-store")
        assert {"etag", "set-cookie"}.isdisjoint(headers)

    def sent(text: str) -> Got:
        body = f"kind=letter&name=Wat&text={text}"
        return server.get(path, "POST", body, content_type=kind, sec_fetch_site="same-origin")

    assert [sent("Dusk")[0] for _ in range(LIMIT.from_one + 1)] == LIMIT.from_one * [302] + [429]
    status, headers, body = sent(70_000 * "x")
    assert (status, b"Shorten what you write." in body) == (413, True)
    assert "set-cookie" not in headers


def test_a_change_and_a_withdrawal_show_on_every_worker_a_second_later(server: Server) -> None:
    server.change("make_post('Fulford')")
    time.sleep(A_SECOND_LATER)
    ((status, before),) = server.everywhere("/posts/fulford/")
    assert (status, b"<h1" in before) == (200, True)
    assert len(server.everywhere("/")) == 1
    server.change("post = Post.objects.get(slug='fulford'); post.title = 'Gate'; post.save()")
    time.sleep(A_SECOND_LATER)
    ((status, after),) = server.everywhere("/posts/fulford/")
    assert (status, b"Gate" in after, b"Gate" in before) == (200, True, False)
    server.change(
        "from tests.factories import make_editor\nfrom posts.editorial import workflow\n"
        "workflow.take(Post.objects.get(slug='fulford'), workflow.Action.WITHDRAW,"
        " by=make_editor())"
    )
    time.sleep(A_SECOND_LATER)
    ((status, body),) = server.everywhere("/posts/fulford/")
    assert (status, b"Gate" in body) == (404, False)
    ((status, home),) = server.everywhere("/")
    assert b"Gate" not in home


@needs_nginx
def test_what_is_withdrawn_is_gone_two_seconds_later_through_nginx_too(
    server: Server, tmp_path: Path
) -> None:
    """Asked for all the while; what is asked for later than that must not show it.

    Nor when no worker answers any more: then nginx shows what came in the place of each page.
    """
    last, is_over = dict[str, float](), threading.Event()
    with (
        editor_of(server.folder) as editor,
        nginx(tmp_path, server.port) as port,
        ThreadPoolExecutor() as threads,
    ):
        reading = [threads.submit(read_on, port, last, is_over) for _ in range(READERS)]
        try:
            wait_until(lambda: len(last) == len(TITLES))
            told, _ = editor.communicate("\n")
            time.sleep(MOST)
        finally:
            is_over.set()
        for reader in reading:
            reader.result()
    committed = {title: float(at) for title, at in map(str.split, told.splitlines())}
    late = {title: last[title] - at for title, at in committed.items()}
    assert late.keys() == set(TITLES)
    assert {title: after for title, after in late.items() if after > MOST} == {}
    with nginx(tmp_path, free_port()) as port:
        left = {path: get(port, path) for path in PATHS}
    assert [path for path, answer in left.items() if answer.status != 404] == list(PATHS[-3:])
    assert [left[path].status for path in PATHS[-3:]] == [200, 200, 200]
    assert not any(title.encode() in answer.body for answer in left.values() for title in TITLES)


def test_a_scheduled_post_is_there_when_it_is_due_and_the_hub_is_told(server: Server) -> None:
    server.change(
        "make_post('Stamford', slug='stamford', publish_at=now + timedelta(seconds=8))\n"
        "print(ContentVersion.current().number)"
    )
    early = server.everywhere("/feed.xml")
    server.hub.feeds()
    time.sleep(8)
    ((status, late),) = server.everywhere("/feed.xml")
    assert (status, b"Stamford" in late) == (200, True)
    assert [b"Stamford" in body for _, body in early] == [False]
    wait_until(lambda: len(server.hub.told) == len(FEEDS))


def test_kept_pages_need_no_database_and_follow_when_it_is_back(server: Server) -> None:
    ((_, before),) = server.everywhere("/posts/hastings/")
    away = server.folder / "away"
    server.database.replace(away)
    server.database.mkdir()
    try:
        time.sleep(A_SECOND_LATER)
        assert server.everywhere("/posts/hastings/") == {(200, before)}
        time.sleep(A_SECOND_LATER)
        assert server.everywhere("/posts/hastings/") == {(200, before)}
    finally:
        server.database.rmdir()
        away.replace(server.database)
    server.change("post = Post.objects.get(slug='hastings'); post.title = 'Senlac'; post.save()")
    server.everywhere("/posts/hastings/")
    time.sleep(2 * A_SECOND_LATER)
    ((status, after),) = server.everywhere("/posts/hastings/")
    assert (status, b"Senlac" in after) == (200, True)
