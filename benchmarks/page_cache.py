"""Measures a kept story over HTTP: `python -m benchmarks.page_cache [--rounds N] [--seconds N]`.

Beside the server as shipped stand nginx with the same page as a file and two bare applications
that answer with the same bytes, each with a process for each core. They are asked in turn within
one run by wrk, with 16 connections, first for the page as it is, then for it in gzip. It prints
medians of the rounds as requests a second, and as ratios in the same round. On a machine that does
other work too only the third column means something: processor time for a request, in microseconds.

`--pages N` instead fills the cache of one process with N different pages and prints its memory.
"""

import argparse
import asyncio
import http.client
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.project.test_serve import environment, free_port, manage, wait_for

ROOT = Path(__file__).resolve().parent.parent
CORES = os.cpu_count() or 1
POSTS = 200
BARE = """
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any
folder = Path(os.environ["PAGE"])
body = (folder / "page.html").read_bytes()
headers = [tuple(line.split(": ", 1)) for line in (folder / "headers").read_text().splitlines()]

class Application:
    async def __rsgi__(self, scope, protocol):
        protocol.response_bytes(200, headers, body)

rsgi = Application()

def wsgi(environ, start_response):
    start_response("200 OK", headers)
    return [body]
"""
NGINX = """
daemon off; worker_processes {cores}; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    open_file_cache max=1000; open_file_cache_valid 1s; types {{ text/html html; }}
    {paths}
    server {{
        listen 127.0.0.1:{port} reuseport; root {folder}/files; etag on; gzip_static {gzip};
        location / {{ try_files $uri/page.html =404; {headers} }}
    }}
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Server:
    """Where the page is, and the server's first process."""

    address: str
    process: int


@dataclass(frozen=True)
class Speed:
    a_second: float
    microseconds: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--pages", type=int, default=0)
    options.add_argument("--fill", type=int, default=0, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.fill:
        _fill(chosen.fill)
        return
    if chosen.pages:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        _print_memory(chosen.pages)
        return
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        ours, port, slugs = _site(folder, stack)
        for encoding in ("", "gzip"):
            with ExitStack() as beside:
                place, path = folder / (encoding or "plain"), f"/posts/{slugs[0]}/"
                at = {"ours": Server(f"http://127.0.0.1:{port}{path}", ours)}
                at |= _beside(place, port, path, encoding, beside)
                _print(encoding, _rounds(at, encoding, chosen.rounds, chosen.seconds))


def _fill(posts: int) -> None:
    from benchmarks.pages import filled

    filled(posts)
    from posts.models import Post

    print(*Post.objects.published().values_list("slug", flat=True))


def _site(folder: Path, stack: ExitStack) -> tuple[int, int, list[str]]:
    """Start the server as shipped on a fresh site; return its process, its port and all slugs."""
    manage(folder, "collectstatic", "--noinput", "--verbosity", "0").check_returncode()
    own = environment(folder)
    command = [sys.executable, "-m", "benchmarks.page_cache", "--fill", str(POSTS)]
    filled = subprocess.run(command, env=own, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    port = free_port()
    serve = ["manage.py", "serve", "--port", str(port), "--workers", str(CORES)]
    process = stack.enter_context(_running([sys.executable, *serve], port, own))
    return process, port, filled.stdout.decode().split()


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """Yield the number of a server's first process."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, process)
        time.sleep(1)  # until all its workers are there
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _beside(
    folder: Path, port: int, path: str, encoding: str, stack: ExitStack
) -> dict[str, Server]:
    """Start what answers with the same bytes, by its name."""
    headers, found = _laid_down(folder, port, path, encoding), {}
    (folder / "bare.py").write_text(BARE)
    granian = str(Path(sys.executable).parent / "granian")
    for kind in ("wsgi", "rsgi"):
        own = free_port()
        command = [granian, "--interface", kind, "--port", str(own), "--workers", str(CORES)]
        command += ["--http", "1", "--no-ws", "--log-level", "warning", f"bare:{kind}"]
        python_path = f"{folder}:{os.environ.get('PYTHONPATH', '')}"
        paths = {"PAGE": str(folder), "PYTHONPATH": python_path}
        process = stack.enter_context(_running(command, own, {**os.environ, **paths}))
        found[f"bare {kind}"] = Server(f"http://127.0.0.1:{own}{path}", process)
    own = free_port()
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)
    text = NGINX.format(
        cores=CORES,
        folder=folder,
        paths=temporary,
        port=own,
        gzip="always" if encoding else "off",
        headers=" ".join(f"add_header {name} {value!r};" for name, value in headers),
    )
    (folder / "nginx.conf").write_text(text)
    command = ["nginx", "-p", str(folder), "-e", f"{folder}/log", "-c", f"{folder}/nginx.conf"]
    process = stack.enter_context(_running(command, own, dict(os.environ)))
    return found | {"files": Server(f"http://127.0.0.1:{own}{path}", process)}


def _laid_down(folder: Path, port: int, path: str, encoding: str) -> list[tuple[str, str]]:
    """Store the page for the others; return the headers that a file has not by itself."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    client.request("GET", path, headers={"accept-encoding": encoding})
    answer = client.getresponse()
    body, own = answer.read(), {"server", "date"}
    headers = [(k.lower(), v) for k, v in answer.getheaders() if k.lower() not in own]
    files = folder / "files" / path.strip("/")
    files.mkdir(parents=True)
    (files / f"page.html{'.gz' if encoding else ''}").write_bytes(body)
    if encoding:
        (files / "page.html").touch()
    (folder / "page.html").write_bytes(body)
    (folder / "headers").write_text("".join(f"{name}: {value}\n" for name, value in headers))
    by_itself = {"content-length", "content-type", "content-encoding", "etag", "last-modified"}
    if os.geteuid() == 0:
        subprocess.run(["chmod", "-R", "a+rX", folder.parent], check=True)
    return [(name, value) for name, value in headers if name not in by_itself]


def _rounds(
    at: dict[str, Server], encoding: str, rounds: int, seconds: int
) -> dict[str, list[Speed]]:
    found: dict[str, list[Speed]] = {name: [] for name in at}
    for name in [*at, *list(at) * rounds]:  # the first time to get warm
        found[name].append(_asked(at[name], encoding, seconds))
    return {name: speeds[1:] for name, speeds in found.items()}


def _asked(server: Server, encoding: str, seconds: int) -> Speed:
    """Have wrk ask a server for the page."""
    command = ["wrk", "-t", "1", "-c", "16", "-d", f"{seconds}s"]
    command += ["-H", f"Accept-Encoding: {encoding}"] if encoding else []
    before = _processor_time(server.process)
    done = subprocess.run([*command, server.address], capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout:
        raise SystemExit(f"{server.address}: {done.stdout}")
    (speed,) = re.findall(r"Requests/sec:\s+([\d.]+)", done.stdout)
    (number,) = re.findall(r"(\d+) requests in", done.stdout)
    spent = _processor_time(server.process) - before
    return Speed(float(speed), 1e6 * spent / int(number))


def _processor_time(process: int) -> float:
    """Return the seconds that a process and its children have computed."""
    found = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True)
    total = 0
    for pid in [process, *map(int, found.stdout.split())]:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def _print(encoding: str, found: dict[str, list[Speed]]) -> None:
    print(f"\nA story, {encoding or 'as it is'}: requests a second; ours in each; processor time")
    for name, speeds in found.items():
        pairs = zip(found["ours"], speeds, strict=True)
        ratios = [ours.a_second / other.a_second for ours, other in pairs]
        speed = statistics.median(each.a_second for each in speeds)
        spent = statistics.median(each.microseconds for each in speeds)
        spread = f"({min(ratios):.2f}-{max(ratios):.2f})"
        ratio = statistics.median(ratios)
        print(f"{name:10} {speed:9,.0f}  {ratio:5.2f} {spread:12} {spent:6.1f}")


def _print_memory(pages: int) -> None:
    """Fill the cache of this process with as many stories, each of its own words."""
    import django

    django.setup()
    from historyblog.rsgi import Threads
    from posts.pagecache import Freshness, PageCache
    from posts.pagecache.freshness import Shown
    from tests.pagecache.site import Answered, InThisThread, Scope

    words = [f"{number:x}" for number in range(20_000)]

    def ask(scope: Any) -> Any:
        chosen = random.Random(scope.path).choices(words, k=3_000)  # 18 kB, 8 of them in gzip
        headers = [("Content-Type", "text/html; charset=utf-8")]
        return SimpleNamespace(status=200, headers=headers, body=" ".join(chosen).encode(), path="")

    here = InThisThread()
    freshness = Freshness(lambda: Shown("1", 4e9, 0.0), here)
    cache = PageCache(ask, Threads(here), freshness, capacity=64 * 2**20, is_shared=False)

    async def fill() -> None:
        for number in range(pages + 1):
            scope = Scope(f"/posts/{number}/", "", [("accept-encoding", "gzip")])
            await cache.answer(scope, Answered())
            if number % max(1, pages // 10) == 0:
                print(f"{number:7} pages: {_resident():4} MB, {cache.counters.pages} kept")

    asyncio.run(fill())


def _resident() -> int:
    (kilobytes,) = re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(kilobytes) // 1024


if __name__ == "__main__":
    for program in ("wrk", "nginx"):
        if not shutil.which(program):
            raise SystemExit(f"{program} is not here: apt-get install {program}")
    main()
