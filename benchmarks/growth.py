"""What more posts cost: `python -m benchmarks.site --growth --posts 100000`, against a tenth.

Every kind of page over HTTP, without a page cache, both sizes by turns: 1.5 times as long is the
most that is wanted. Apart from that what is *cold*, its figures of the whole archive not yet made,
timed inside one process; what a save takes, as `benchmarks/desk.py` measures it; and the memory of
one worker with its page cache, after a story for each post and 10,000 made-up queries.
"""

import http.client
import json
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from statistics import median
from urllib.request import urlopen

from benchmarks import servers
from benchmarks.corpus import HOST, Corpora, Pages, corpora, engines_here, measured, tell
from benchmarks.load import Target, by_turns, memory, ratio, typical
from tests.project.test_serve import ROOT, free_port

COLD = ("calendar", "timeline", "timeline of a category", "map", "search, misspelt")
ALWAYS_COLD = ("sitemap", "calendar to subscribe to")  # nobody asks for these often
SAVES = ("a draft saved", "changes to a live post saved")
QUERIES = 10_000
type Milliseconds = dict[str, float]


def main(posts: int, rounds: int, seconds: float) -> None:
    sizes, engines = (max(1, posts // 10), posts), engines_here()
    with corpora() as found:
        for engine in engines:
            pages = {size: found.pages(engine, size) for size in sizes}
            _print_warm(found, engine, pages, rounds, seconds)
            small, large = (_cold(found, engine, size, pages[size]) for size in sizes)
            _print(f"{engine}, cold, ms", small, large)
        _print_worker(found, posts)
    for engine in engines:
        small, large = (_saves(engine, size) for size in sizes)
        _print(f"{engine}, ms", small, large)
        for name, before in small.items():
            print(f"{name}: {large[name] - before:+.1f} ms")


def _print_warm(
    found: Corpora, engine: str, pages: dict[int, Pages], rounds: int, seconds: float
) -> None:
    small, large = pages
    kinds = [kind for kind in pages[small] if kind in pages[large] and kind not in ALWAYS_COLD]
    with ExitStack() as stack:
        targets: dict[tuple[str, int], Target] = {}
        for size in pages:
            own = found.environment(engine, f"posts_{size}", PAGE_CACHE_MB="0")
            port = stack.enter_context(servers.site(own)).port
            targets |= {(kind, size): Target(port, tuple(pages[size][kind])) for kind in kinds}
        speeds = by_turns(targets, rounds, seconds)
    print(f"\n{f'{engine}, a second':<28}{small:>10,}{large:>10,}")
    for kind in kinds:
        before, after = speeds[kind, small], speeds[kind, large]
        rates = "".join(f"{typical(speed).a_second:10,.0f}" for speed in (before, after))
        print(f"{kind:<28}{rates}  x{ratio(before, after):.2f}")


def _cold(found: Corpora, engine: str, posts: int, pages: Pages) -> Milliseconds:
    tell(f"{engine}: cold pages of {posts} posts")
    own = found.environment(engine, f"posts_{posts}", SERVER_THREADS="4")
    command = [sys.executable, "-m", "benchmarks.growth"]
    asked = json.dumps({kind: pages[kind][:5] for kind in (*COLD, *ALWAYS_COLD)})
    done = subprocess.run(
        command, env=own, cwd=ROOT, input=asked, stdout=subprocess.PIPE, text=True, check=True
    )
    times: Milliseconds = json.loads(done.stdout)
    return times


def _saves(engine: str, posts: int) -> Milliseconds:
    tell(f"{engine}: saves among {posts} posts")
    figures = measured(engine, posts, "benchmarks.desk", "tests.settings")
    return {name: figures[name][0] for name in SAVES}


def _print(title: str, small: Milliseconds, large: Milliseconds) -> None:
    tell("")
    print(f"\n{title}")
    for name, before in small.items():
        print(f"{name:<28}{before:10.1f}{large[name]:10.1f}  x{large[name] / before:.2f}")


def _print_worker(found: Corpora, posts: int) -> None:
    port = free_port()
    options = ("--workers", "1", "--metrics-port", str(port))
    with servers.site(found.environment("sqlite", f"posts_{posts}"), *options) as server:
        begun = memory(*server.processes)
        _get(server.port, [f"/posts/story-{number}/" for number in range(posts)])
        print(
            f"\none worker: {begun:.0f} MB, {memory(*server.processes):.0f} after {posts:,} stories"
        )
        before = _renders(port)
        _get(server.port, [f"/posts/story-0/?x{n}={n}&%71={n}" for n in range(QUERIES)])
        grown = memory(*server.processes)
        print(f"{grown:.0f} MB and {_renders(port) - before} renders after {QUERIES:,} queries")


def _get(port: int, paths: list[str]) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number, path in enumerate(paths):
        client.request("GET", path, headers={"Host": HOST, "Accept-Encoding": "gzip"})
        answer = client.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        tell(f"one worker: {number} of {len(paths)} pages")
    tell("")


def _renders(port: int) -> int:
    time.sleep(1.5)  # a worker tells once a second
    text = urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
    found = re.search(r"^historyblog_page_cache_renders_total ([\d.]+)", text, re.MULTILINE)
    return int(float(found[1])) if found else 0


def cold() -> None:
    """Print milliseconds of each kind of the pages told on standard input, nothing kept."""
    import django

    django.setup()
    from django.core.cache import cache
    from django.test import Client

    client, found = Client(SERVER_NAME=HOST), {}
    for kind, paths in json.load(sys.stdin).items():
        times = []
        for path in [*paths] * (5 // len(paths) or 1):
            cache.clear()
            began = time.perf_counter()
            status = client.get(path).status_code
            times.append(1000 * (time.perf_counter() - began))
            if status != 200:
                raise SystemExit(f"{path} answered {status}")
        found[kind] = median(times)
    print(json.dumps(found))


if __name__ == "__main__":
    cold()
