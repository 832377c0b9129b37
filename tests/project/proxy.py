"""nginx with `deploy/nginx.conf`, before servers of a test's own."""

import http.client
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.project.test_serve import ROOT, free_port, wait_for

CONFIGURATION = (ROOT / "deploy/nginx.conf").read_text()
HOST = "blog.example.org"
needs_nginx = pytest.mark.skipif(
    not shutil.which("nginx"), reason="needs nginx: sudo apt-get install nginx"
)


@contextmanager
def nginx(
    folder: Path,
    *sites: int,
    main: str = "master_process off;",
    without: str = "",
    keys: str = "20m",
) -> Iterator[int]:
    """Yield the port of a proxy before these ports; files are in `folder`/static and media.

    `main` stands before `events`; `without` is left out of the rest.
    """
    own = CONFIGURATION.replace("127.0.0.1:8001", f"127.0.0.1:{sites[0]}")
    own = own.replace("127.0.0.1:8002", f"127.0.0.1:{sites[-1]}")
    own = own.replace("keys_zone=historyblog:20m", f"keys_zone=historyblog:{keys}")
    own = own.replace("limit_conn historyblog_clients 40;", "limit_conn historyblog_clients 200;")
    own = own.replace(without, "")
    with running_nginx(folder, own, main) as number:
        yield number


@contextmanager
def running_nginx(folder: Path, site: str, main: str = "master_process off;") -> Iterator[int]:
    """Yield the port of nginx with the configuration of a `site`, all of whose paths are here."""
    number = free_port()
    site = site.replace("listen 80", f"listen 127.0.0.1:{number}")
    site = site.replace("/var/lib/nginx/historyblog", f"{folder}/cache")
    site = site.replace("/var/log/nginx", str(folder)).replace("/srv/historyblog", str(folder))
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    # Root's workers run as root: pytest's folders are nobody else's.
    file.write_text(
        f"daemon off; {main} pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; types {{ text/css css; }} {paths}\n{site}\n}}\n"
    )
    server = subprocess.Popen(["nginx", "-p", str(folder), "-e", f"{folder}/log", "-c", str(file)])
    try:
        wait_for(number, server)
        yield number
    finally:
        server.terminate()
        server.wait(timeout=20)


class Answer:
    def __init__(self, port: int, path: str, method: str, headers: dict[str, str]) -> None:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        client.request(method, path, headers={"Host": HOST, **headers})
        answer = client.getresponse()
        self.status, self.body, self.headers = answer.status, answer.read(), answer.headers
        client.close()

    def __getitem__(self, name: str) -> str:
        return re.sub(r"\s+", " ", self.headers.get(name, ""))


def get(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask a proxy; underscores in names of headers are hyphens."""
    own = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(port, path, method, own)
