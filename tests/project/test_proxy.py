"""`deploy/nginx.conf`, started before a server of its own."""

import gzip
import http.client
import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from historyblog.bodies import MOST_BYTES
from tests.project.proxy import CONFIGURATION, HOST, get, needs_nginx, nginx
from tests.project.test_slow_clients import answer, posting, send

pytestmark = needs_nginx


class Site(BaseHTTPRequestHandler):
    """Answers every request with what came of its head and the length of its body."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        size = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        body = json.dumps({**self.headers, "size": size, "filling": 2000 * "a"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with nginx(tmp_path_factory.mktemp("nginx"), site.server_port) as number:
        yield number
    site.shutdown()


def ask(port: int, body: bytes | None = None, **headers: str) -> tuple[dict[str, object], str]:
    """Return what reached the site, and how the answer was encoded."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/", body, {"Host": HOST, **headers})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        encoding, data = answer.headers.get("Content-Encoding", ""), answer.read()
    return json.loads(gzip.decompress(data) if encoding else data), encoding


FORGED = {
    **dict.fromkeys(("X-Forwarded-Host", "X-Forwarded-Server", "X-Original-URL"), "evil.example"),
    **dict.fromkeys(("X-Forwarded-Port", "X-Forwarded-Prefix", "X-Rewrite-URL"), "/evil"),
    **dict.fromkeys(("Forwarded", "Proxy", "X-HTTP-Method-Override", "X_Forwarded_Proto"), "evil"),
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "8.8.8.8",
    "X-Request-ID": "forged-by-a-client",
}


def test_the_site_is_told_by_the_proxy_alone_who_asks_and_how(port):
    told, _ = ask(port, **FORGED)

    names = ("Host", "X-Forwarded-Proto", "X-Forwarded-For", "X-Real-IP")
    assert [told[name] for name in names] == [HOST, "http", "127.0.0.1", "127.0.0.1"]
    assert [name for name, value in told.items() if value in FORGED.values()] == []
    assert len(str(told["X-Request-ID"])) == 32


@pytest.mark.parametrize(
    ("host", "told"),
    [
        (HOST, HOST),
        (HOST.upper(), HOST),
        (f"{HOST}:8443", f"{HOST}:8443"),
        (f"{HOST}:8443x", HOST),
    ],
)
def test_a_port_that_stands_in_the_browsers_address_reaches_the_site(port, host, told):
    assert json.loads(get(port, "/", Host=host).body)["Host"] == told


def test_a_name_within_an_address_comes_before_that_of_the_header(port):
    """Of the other one it takes the port alone."""
    answer = get(port, f"http://{HOST}/", Host="evil.example:8443")
    assert json.loads(answer.body)["Host"] == f"{HOST}:8443"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "blog.example.org.evil.example"])
def test_a_strangers_host_does_not_reach_the_site(port, host):
    with pytest.raises(http.client.RemoteDisconnected):
        get(port, "/", Host=host)


def posted(said: str) -> str:
    return posting("/", said).replace("127.0.0.1", HOST)


def test_text_is_compressed_for_who_takes_it(port):
    assert ask(port, **{"Accept-Encoding": "gzip"})[1] == "gzip"
    assert ask(port)[1] == ""


def test_the_proxy_takes_what_the_site_takes(port):
    assert f"client_max_body_size {2 * MOST_BYTES // 2**20}m;" in CONFIGURATION
    assert ask(port, 30 * 2**20 * b"a")[0]["size"] == 30 * 2**20


def test_what_is_far_too_large_is_told_by_the_proxy(port):
    most = 2 * MOST_BYTES
    with send(port, posted(f"Content-Length: {most + 1}")) as client:
        told = answer(client)
    assert told.startswith("HTTP/1.1 413")
    words = f"More than {most // 2**20} MB came, and {MOST_BYTES // 2**20} MB are taken at once."
    assert words in told


def test_fifty_slow_bodies_stop_nobody(port):
    slow = [send(port, posted("Content-Length: 9999") + "a=") for _ in range(50)]
    began = time.monotonic()

    assert ask(port)[0]["size"] == 0
    assert time.monotonic() - began < 5
    for client in slow:
        client.close()
