"""Starts what is measured, each on a port of its own, and ends it again."""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import HOST, Pages
from benchmarks.ready_bytes import ENDS
from tests.project.proxy import nginx
from tests.project.test_serve import ROOT, free_port, wait_for

CORES = os.cpu_count() or 1
# nginx as it serves a folder of files best, and each file in one encoding.
FILES = """
daemon off; worker_processes {cores}; {user} pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    open_file_cache max=10000; open_file_cache_valid 1s; types {{}} default_type "{kind}";
    {temporary} {headers}
    server {{
        listen 127.0.0.1:{port} reuseport; root {pages};
        location / {{ try_files ${{request_uri}}page =404; gzip_static off; }}
    }}
    server {{
        listen 127.0.0.1:{gzip_port} reuseport; root {pages};
        location / {{ try_files ${{request_uri}}page =404; gzip_static always; }}
    }}
}}
"""
type Running = AbstractContextManager[Server]
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
SEARCHES = "limit_req zone=historyblog_search burst=20 nodelay;"
# What a server sets by itself.
OWN = {"server", "date", "content-length", "content-encoding", "etag", "last-modified"}


@dataclass(frozen=True)
class Server:
    """Where it answers, and its first processes; `gzip_port` if that is another."""

    port: int
    processes: tuple[int, ...]
    gzip_port: int = 0


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[Server]:
    """Yield a server once it answers; what it complained of is told if it does not."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=log
        )
        try:
            wait_for(port, process)
            time.sleep(1)  # until all its workers are there
            yield Server(port, (process.pid,))
        except AssertionError:
            log.seek(0)
            raise SystemExit(f"{' '.join(command)}: {log.read().decode()}") from None
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def site(environment: dict[str, str], *options: str) -> Running:
    """The server as shipped, with a worker for each core."""
    port = free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port), *options]
    return running(command, port, environment)


def ready_bytes(folder: Path, interface: str) -> Running:
    port = free_port()
    command = [str(Path(sys.executable).parent / "granian"), "--interface", interface]
    command += ["--port", str(port), "--workers", str(CORES), "--http", "1", "--no-ws"]
    command += ["--log-level", "warning", f"benchmarks.ready_bytes:{interface}"]
    return running(command, port, {**os.environ, "PAGES": str(folder)})


@contextmanager
def files(folder: Path) -> Iterator[Server]:
    """nginx with the pages that `lay_down` put in a folder."""
    port, gzip_port = free_port(), free_port()
    lines = [line.split(": ", 1) for line in (folder / "headers").read_text().splitlines()]
    text = FILES.format(
        cores=CORES,
        user=_user(),
        folder=folder,
        pages=folder / "files",
        kind=dict(lines)["content-type"],
        temporary="".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY),
        headers="".join(f"add_header {k} {v!r};" for k, v in lines if k != "content-type"),
        port=port,
        gzip_port=gzip_port,
    )
    (folder / "nginx.conf").write_text(text)
    command = ["nginx", "-p", str(folder), "-e", f"{folder}/log", "-c", f"{folder}/nginx.conf"]
    with running(command, port, dict(os.environ)) as server:
        yield Server(port, server.processes, gzip_port)


@contextmanager
def proxy(folder: Path, behind: Server) -> Iterator[Server]:
    """deploy/nginx.conf before a site, without its bound for one client who searches."""
    main = f"worker_processes {CORES}; {_user()}"
    with nginx(folder, behind.port, main=main, without=SEARCHES) as port:
        yield Server(port, (int((folder / "pid").read_text()), *behind.processes))


def _user() -> str:
    """Let root's workers be root too: the folders are nobody else's."""
    return "user root;" if os.geteuid() == 0 else ""


def lay_down(folder: Path, pages: Pages, server: Server) -> None:
    """Store pages of a site, as they are and in gzip, and the headers that they have in common."""
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    for path in (path for paths in pages.values() for path in paths):
        for encoding, end in ENDS.items():
            client.request("GET", path, headers={"Host": HOST, "Accept-Encoding": encoding})
            answer = client.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path} answered {answer.status}")
            file = folder / "files" / f"{path[1:]}{end}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)
            if not (folder / "headers").exists():
                headers = [(name.lower(), value) for name, value in answer.getheaders()]
                lines = [f"{name}: {value}\n" for name, value in headers if name not in OWN]
                (folder / "headers").write_text("".join(lines))
