"""What `deploy/nginx.conf` keeps, for how long, and the files that it sends by itself."""

import gzip
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.project.proxy import get, needs_nginx, nginx
from tests.project.test_serve import wait_until

pytestmark = needs_nginx
FOR_READERS = "max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=600"
ON_THE_WAY = "max-age=0, s-maxage=1"


class Site(ThreadingHTTPServer):
    """A site whose pages a test writes: a status, headers and a text for each path."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Page)
        self.asked: Counter[str] = Counter()
        self.status, self.text, self.headers = 200, "first", {"Cache-Control": FOR_READERS}
        self.may_answer = threading.Event()
        self.may_answer.set()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        site = self.server
        site.asked[f"{self.command} {self.path}"] += 1
        site.may_answer.wait(20)
        headers = dict(site.headers)
        etag = f'"{site.text}"'
        unchanged = site.status == 200 and self.headers["If-None-Match"] == etag
        body = b"" if unchanged or self.command == "HEAD" else f"{site.text} {self.path}".encode()
        self.send_response(304 if unchanged else site.status)
        if headers.get("Cache-Control") == FOR_READERS:
            headers["X-Accel-Expires"] = f"@{int(time.time())}"
        for name, value in {**headers, "ETag": etag, "X-Request-ID": "of-the-site"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        # Else a site that has stopped would go on for who is connected.
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_POST = do_GET  # noqa: N815

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="module")
def proxied(folder: Path) -> Iterator[tuple[int, Site]]:
    site = Site()
    with nginx(folder, site.server_port) as port:
        yield port, site
    site.stop()


@pytest.fixture
def site(proxied: tuple[int, Site]) -> Site:
    site = proxied[1]
    site.status, site.text, site.headers = 200, "first", {"Cache-Control": FOR_READERS}
    site.asked.clear()
    return site


@pytest.fixture
def port(proxied: tuple[int, Site]) -> int:
    return proxied[0]


@pytest.fixture
def path(request: pytest.FixtureRequest) -> str:
    """An address that no other test asks for."""
    return f"/{abs(hash(request.node.name))}/"


def at_a_second(part: float) -> None:
    """Wait for this part of a second by the clock, which nginx counts whole."""
    time.sleep((part - time.time()) % 1)


def test_a_page_for_all_is_asked_for_once(port, site, path):
    at_a_second(0.05)
    answers = [get(port, path) for _ in range(20)]
    assert {(answer.status, answer.body) for answer in answers} == {(200, f"first {path}".encode())}
    assert site.asked == {f"GET {path}": 1}
    named = {answer["X-Request-ID"] for answer in answers}
    assert (len(named), "of-the-site" in named) == (20, False)


def test_a_page_is_kept_by_host_path_query_method_and_encoding(port, site, path):
    at_a_second(0.05)
    for _ in range(2):
        for asked in (path, f"{path}?a=1&b=2", f"{path}?b=2&a=1"):
            get(port, asked)
        get(port, path, "HEAD")
        for encoding in ("gzip", "gzip, deflate", "br;q=0, gzip", "br", "gzip, br;q=0.9", "br;q=0"):
            get(port, path, Accept_Encoding=encoding)
    assert site.asked == {
        # As it is, by gzip, and by brotli.
        f"GET {path}": 3,
        f"GET {path}?a=1&b=2": 1,
        f"GET {path}?b=2&a=1": 1,
        f"HEAD {path}": 1,
    }


@pytest.mark.parametrize("name", ["sessionid", "__Host-sessionid"])
def test_who_has_a_session_gets_nothing_kept_and_leaves_nothing(port, site, path, name):
    cookie = f"theme=dark; {name}=abc"
    assert [get(port, path, Cookie=cookie).body for _ in range(2)] == [f"first {path}".encode()] * 2
    site.text = "second"
    assert get(port, path).body == f"second {path}".encode()
    site.text = "third"
    assert get(port, path, Cookie=cookie).body == f"third {path}".encode()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache-Control": "no-cache"},
        {"Cache-Control": "private, no-store"},
        {"Cache-Control": "public, max-age=60"},
        {"Cache-Control": FOR_READERS, "Set-Cookie": "csrftoken=abc"},
        {"Cache-Control": FOR_READERS, "Vary": "Cookie"},
        {"Cache-Control": FOR_READERS, "Vary": "Accept-Encoding, Cookie"},
    ],
)
def test_what_is_not_for_all_is_not_kept(port, site, path, headers):
    site.headers = headers
    for number in range(3):
        site.text = str(number)
        assert get(port, path).body == f"{number} {path}".encode()


def test_an_answer_to_a_form_is_not_kept(port, site, path):
    assert [get(port, path, "POST").status for _ in range(2)] == [200, 200]
    assert site.asked == {f"POST {path}": 2}


def test_a_page_that_is_gone_shows_to_the_end_of_its_second(port, site, path):
    """Asked for but once after it, when nginx would still show it while it asks anew."""
    at_a_second(0.05)
    get(port, path)
    site.status = 404
    shown = get(port, path).status
    at_a_second(0.05)
    assert (shown, get(port, path).status) == (200, 404)


def test_while_nginx_asks_anew_a_page_that_is_gone_shows_for_one_second_more(port, site, path):
    at_a_second(0.05)
    get(port, path)
    at_a_second(0.05)
    site.may_answer.clear()
    with ThreadPoolExecutor() as threads:
        first = threads.submit(get, port, path)
        wait_until(lambda: site.asked[f"GET {path}"] == 2)
        site.status = 404
        meanwhile = get(port, path).status
        at_a_second(0.05)
        later = threads.submit(get, port, path)
        wait_until(lambda: site.asked[f"GET {path}"] == 3)
        site.may_answer.set()
        assert (meanwhile, later.result().status, first.result().status) == (200, 404, 404)


def test_what_has_not_changed_is_asked_for_with_its_tag(port, site, path):
    at_a_second(0.05)
    first = get(port, path)
    time.sleep(2.1)
    again = get(port, path, If_None_Match=first["ETag"])
    assert (first.status, again.status, site.asked) == (200, 304, {f"GET {path}": 2})


def test_while_no_process_answers_kept_pages_stay_and_others_say_so(folder, tmp_path):
    site = Site()
    with nginx(tmp_path, site.server_port) as port:
        for path in ("/kept/", "/withdrawn/", "/moved/"):
            get(port, path)
        at_a_second(0.05)
        site.status, site.text = 404, "nothing"
        get(port, "/withdrawn/")
        # As the way on from an old address, which is counted and so asked for each time.
        site.status, site.headers = 301, {"Cache-Control": ON_THE_WAY, "X-Accel-Expires": "@1"}
        assert [get(port, "/moved/").status for _ in range(3)] == [301] * 3
        assert site.asked["GET /moved/"] == 4
        site.status, site.headers = 200, {"Cache-Control": "no-cache"}
        get(port, "/unkept/")
        site.stop()
        time.sleep(2.1)
        kept, unkept = get(port, "/kept/"), get(port, "/unkept/")
        withdrawn, moved = get(port, "/withdrawn/"), get(port, "/moved/")
        again = Site(site.server_port)
        again.status = 404
        gone = get(port, "/kept/")
        again.stop()
    assert (kept.status, kept.body, gone.status) == (200, b"first /kept/", 404)
    assert (withdrawn.status, withdrawn.body) == (404, b"nothing /withdrawn/")
    assert (moved.status, moved.body) == (503, unkept.body)
    assert (unkept.status, unkept["Retry-After"], unkept["Cache-Control"]) == (
        503,
        "10",
        "no-store",
    )


def test_nonsense_drives_out_nothing_that_is_asked_for(tmp_path):
    """With room for a hundred addresses or so, those asked for longest ago go."""
    site = Site()
    with nginx(tmp_path, site.server_port, keys="32k") as port:
        site.status = 404
        for number in range(600):
            if number % 20 == 0:
                site.status = 200
                get(port, "/popular/")
                site.status = 404
            get(port, f"/nonsense/{number}/")
        site.stop()
        shown = [get(port, path).status for path in ("/popular/", "/nonsense/1/")]
    assert shown == [200, 503]


def test_static_files_are_sent_without_the_site(port, site, folder):
    (folder / "static" / "css").mkdir(parents=True, exist_ok=True)
    for name in ("site.0123456789ab.css", "site.css"):
        (folder / "static" / "css" / name).write_bytes(b"a {}\n")
    packed = gzip.compress(b"packed")
    (folder / "static" / "css" / "site.0123456789ab.css.gz").write_bytes(packed)

    hashed, plain = (
        get(port, "/static/css/site.0123456789ab.css"),
        get(port, "/static/css/site.css"),
    )
    zipped = get(port, "/static/css/site.0123456789ab.css", Accept_Encoding="gzip")
    missing = get(port, "/static/css/none.css")

    assert (hashed.body, plain.body, zipped.body) == (b"a {}\n", b"a {}\n", packed)
    assert hashed["Content-Type"] == "text/css"
    assert hashed["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain["Cache-Control"] == "public, max-age=60"
    assert (hashed["X-Content-Type-Options"], zipped["Content-Encoding"]) == ("nosniff", "gzip")
    assert (missing.body, site.asked) == (
        b"first /static/css/none.css",
        {"GET /static/css/none.css": 1},
    )


def test_pictures_are_sent_without_the_site_and_nothing_else_of_their_folder(port, site, folder):
    digest = "0123456789abcdef" * 4
    picture, size = f"images/01/{digest}.png", f"renditions/01/{digest}/card-50-50-w320.avif"
    hidden = f"images/01/.{digest}.part"
    for name in (picture, size, hidden, "images/01/notes.png"):
        (folder / "media" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "media" / name).write_bytes(b"a picture")

    sent = {name: get(port, f"/media/{name}") for name in (picture, size)}
    others = (
        hidden,
        "images/01/notes.png",
        f"images/01/../01/.{digest}.part",
        f"images/02/{digest}.png",
    )

    assert {answer.body for answer in sent.values()} == {b"a picture"}
    assert [answer["Content-Type"] for answer in sent.values()] == ["image/png", "image/avif"]
    wanted = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    assert {name: sent[picture][name] for name in wanted} == wanted
    assert site.asked == {}
    assert all(get(port, f"/media/{name}").body.startswith(b"first /media/") for name in others)


def test_signing_in_and_searching_again_and_again_is_refused(port, site):
    tries = [get(port, "/admin/login/", "POST").status for _ in range(13)]
    searches = [get(port, f"/search/?q={number}").status for number in range(30)]
    assert (tries[:11], 429 in tries, searches[:20], 429 in searches) == (
        [200] * 11,
        True,
        [200] * 20,
        True,
    )
    assert get(port, "/").status == 200


def test_the_log_holds_no_query_no_token_and_no_whole_address(port, site, folder):
    get(port, "/preview/a-secret-token/?q=secret-words", Cookie="sessionid=secret-cookie")
    time.sleep(0.1)
    last = (folder / "historyblog.log").read_text().splitlines()[-1]
    assert ('"path":"/preview/***/"' in last, '"client":"127.0.0.0"' in last) == (True, True)
    get(port, "/follow/unsubscribe/a-secret-token/")
    time.sleep(0.1)
    also = (folder / "historyblog.log").read_text().splitlines()[-1]
    assert '"path":"/follow/unsubscribe/***/"' in also
    assert "secret" not in last + also
