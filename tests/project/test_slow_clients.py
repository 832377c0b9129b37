"""Clients that send nothing, or a little at a time, against the server as `make run` starts it."""

import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.project.test_serve import free_port, serving

pytestmark = [pytest.mark.any_engine, pytest.mark.django_db]
CLIENTS = 50


def posting(path: str, said: str, *, method: str = "POST") -> str:
    """Return the head of a request with a body; with its cookie that is looked through."""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Cookie: csrftoken={32 * 'a'}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n{said}\r\n\r\n"
    )


LONG, CHUNKS = "Content-Length: 9999", "Transfer-Encoding: chunked"
SLOW = {
    "bodies for a page": posting("/", LONG) + "a=",
    "bodies for a search": posting("/search/", LONG) + "a=",
    "bodies for the sign-in": posting("/admin/login/", LONG) + "a=",
    "bodies in chunks": posting("/admin/login/", CHUNKS) + "2\r\na=\r\n",
    "bodies of a GET": posting("/", LONG, method="GET") + "a=",
    "halves of a head": "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b",
    "nothing": "",
}


@pytest.fixture(scope="module")
def port(
    migrated: Path, collected: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    folder: Path = tmp_path_factory.mktemp("site")
    shutil.copy(migrated, folder / "db.sqlite3")
    number = free_port()
    with serving(folder, number, STATIC_ROOT=str(collected)):
        yield number


def send(port: int, text: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=30)
    client.sendall(text.encode())
    return client


def answer(client: socket.socket) -> str:
    """Return all that comes until the server closes; each request here asks it to."""
    received = b""
    while part := client.recv(65536):
        received += part
    return received.decode(errors="replace")


def ask(port: int, path: str, method: str = "GET") -> str:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with send(port, head) as client:
        return answer(client).partition("\r\n")[0]


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_fifty_slow_clients_stop_nobody(port, text):
    with ExitStack() as stack:
        for _ in range(CLIENTS):
            stack.enter_context(send(port, text))
        began = time.monotonic()
        assert ask(port, "/") == "HTTP/1.1 200 OK"
        assert ask(port, "/admin/login/") == "HTTP/1.1 200 OK"
        assert ask(port, "/static/css/base.css") in {"HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"}
        # Nobody waited for a slow one to be given up.
        assert time.monotonic() - began < 8


@pytest.mark.parametrize("path", ["/", "/search/", "/nothing/", "/media/a.png", "/preview/a/"])
def test_a_method_that_a_page_does_not_take_is_refused_before_its_body_comes(port, path):
    with send(port, posting(path, LONG)) as client:
        client.settimeout(5)
        assert client.recv(12).decode() in {"HTTP/1.1 405", "HTTP/1.1 404"}


def test_a_body_that_never_comes_and_half_a_head_are_given_up(port):
    """Both at once, for each is waited for ten seconds."""
    with (
        send(port, SLOW["bodies for the sign-in"]) as body,
        send(port, SLOW["halves of a head"]) as head,
    ):
        told = answer(body)
        assert told.startswith("HTTP/1.1 408 Request Timeout")
        assert "2 bytes had come when its time was over: 10 seconds" in told
        assert answer(head) in {"", "HTTP/1.1 408 Request Timeout"}


BACK = "Nothing was saved. Go back: your browser may still have what you typed."
TO_STRANGERS = (
    "65,537 bytes came, and 64 kB are taken at once."
    f" Sign in first, maybe in another tab: then it is 128 MB. {BACK}"
)
TO_EDITORS = (
    "134,217,729 bytes came, and 128 MB are taken at once."
    f" Choose fewer pictures at a time, or smaller ones. {BACK}"
    " The text of a post is kept besides, every few seconds, and offered above its form."
)
TOO_LARGE = {
    "a stranger's": ("/admin/login/", "csrftoken", 2**16 + 1, TO_STRANGERS),
    "an editor's": ("/admin/posts/post/1/change/", "sessionid", 2**27 + 1, TO_EDITORS),
}


@pytest.mark.parametrize("whose", TOO_LARGE)
@pytest.mark.parametrize(("accept", "kind"), [("text/html", "html"), ("application/json", "plain")])
def test_too_large_a_body_is_told_in_a_page_or_in_words(port, whose, accept, kind):
    path, cookie, size, words = TOO_LARGE[whose]
    head = posting(path, f"Content-Length: {size}\r\nAccept: {accept}")
    with send(port, head.replace("csrftoken", cookie)) as client:
        head, _, page = answer(client).partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 413")
    assert f"content-type: text/{kind}; charset=utf-8" in head
    assert "content-security-policy: default-src 'none'" in head
    assert (words in page, "<header class=" in page) == (True, kind == "html")


@pytest.mark.parametrize("size", [70_000, 20_000_000])
def test_who_goes_on_sending_reads_the_answer(port, size):
    with send(port, posting("/admin/login/", f"Content-Length: {size}")) as client:
        with suppress(BrokenPipeError, ConnectionResetError):
            client.sendall(size * b"a")
        assert f"{size:,} bytes came, and 64 kB are taken at once." in answer(client)


@pytest.mark.parametrize("said", ["Content-Length: 999999", "Content-Length: 9" + 40 * "9"])
def test_a_strangers_body_beyond_its_limit_is_refused_by_what_it_says(port, said):
    with send(port, posting("/admin/login/", said)) as client:
        client.settimeout(5)
        assert client.recv(12).decode() in {"HTTP/1.1 413", "HTTP/1.1 400"}


def test_a_body_in_chunks_beyond_its_limit_is_refused(port):
    with send(port, posting("/admin/login/", CHUNKS)) as client:
        client.sendall(b"1ffff\r\n" + b"a" * 0x1FFFF + b"\r\n")
        told = answer(client)
    assert told.startswith("HTTP/1.1 413")
    assert "More came, and 64 kB are taken at once." in told


def test_a_body_in_chunks_reaches_its_form(port):
    with send(port, posting("/admin/login/", CHUNKS) + "3\r\na=b\r\n0\r\n\r\n") as client:
        assert answer(client).startswith("HTTP/1.1 403")
