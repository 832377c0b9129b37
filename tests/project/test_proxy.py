"""`deploy/nginx.conf`, started before a server of its own."""

import gzip
import json
import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from historyblog.bodies import MOST_BYTES
from tests.project.test_serve import ROOT, free_port
from tests.project.test_slow_clients import posting, send

CONFIGURATION = (ROOT / "deploy/nginx.conf").read_text()

pytestmark = pytest.mark.skipif(
    not shutil.which("nginx"), reason="needs nginx: sudo apt-get install nginx"
)


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
    folder: Path = tmp_path_factory.mktemp("nginx")
    number, site = free_port(), ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    own = CONFIGURATION.replace("127.0.0.1:8000", f"127.0.0.1:{site.server_port}")
    own = own.replace("listen 80;", f"listen 127.0.0.1:{number};")
    own = own.replace("limit_conn historyblog_clients 40;", "limit_conn historyblog_clients 200;")
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {paths}\n{own}\n}}\n"
    )
    server = subprocess.Popen(["nginx", "-p", str(folder), "-e", f"{folder}/log", "-c", str(file)])
    try:
        _wait_for(number, server)
        yield number
    finally:
        server.terminate()
        server.wait(timeout=20)
        site.shutdown()


def _wait_for(number: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        try:
            send(number, "").close()
            return
        except ConnectionRefusedError:
            assert server.poll() is None
            time.sleep(0.1)
    raise AssertionError("nginx did not answer")


def ask(port: int, body: bytes | None = None, **headers: str) -> tuple[dict[str, object], str]:
    """Return what reached the site, and how the answer was encoded."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/", body, headers)
    with urllib.request.urlopen(asked, timeout=20) as answer:
        encoding, data = answer.headers.get("Content-Encoding", ""), answer.read()
    return json.loads(gzip.decompress(data) if encoding else data), encoding


def test_the_site_is_told_by_the_proxy_alone_who_asks_and_how(port):
    forged = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "8.8.8.8", "Host": "blog.test"}

    told, _ = ask(port, **forged)

    names = ("Host", "X-Forwarded-Proto", "X-Forwarded-For", "X-Real-IP")
    assert [told[name] for name in names] == ["blog.test", "http", "127.0.0.1", "127.0.0.1"]


def test_text_is_compressed_for_who_takes_it(port):
    assert ask(port, **{"Accept-Encoding": "gzip"})[1] == "gzip"
    assert ask(port)[1] == ""


def test_the_proxy_takes_what_the_site_takes(port):
    assert f"client_max_body_size {MOST_BYTES // 2**20}m;" in CONFIGURATION
    assert ask(port, 30 * 2**20 * b"a")[0]["size"] == 30 * 2**20
    with send(port, posting("/", f"Content-Length: {MOST_BYTES + 1}")) as client:
        assert client.recv(12) == b"HTTP/1.1 413"


def test_fifty_slow_bodies_stop_nobody(port):
    slow = [send(port, posting("/", "Content-Length: 9999") + "a=") for _ in range(50)]
    began = time.monotonic()

    assert ask(port)[0]["size"] == 0
    assert time.monotonic() - began < 5
    for client in slow:
        client.close()
