"""Measures every kind of page: `python -m benchmarks.pages [POSTS …] [--on sqlite|postgresql]`.

For each number of posts (10,000 and 100,000 unless told) on each database it fills a fresh one,
asks for random pages of each kind inside one process, and prints median and 95th percentile in
milliseconds and the queries of a page. Nothing is kept between two answers, but where it says
warm. Then the growth of the medians, which two runs on one machine make comparable.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.postgres import running_postgres

if TYPE_CHECKING:
    from benchmarks.generator import Generator

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = 60
SERVER = ("shared_buffers=1GB", "jit=off")  # as docs/operators.md advises for as many posts
WARM = frozenset({"calendar", "timeline", "timeline filtered", "timeline century", "map"})
COLD = " cold"  # ends the name of a page that is measured with nothing kept
MISSPELT = ("traety", "harbuor", "winetr", "brigde", "counicl", "peopel", "fammine", "sgined")
HITS = {"100": (60, 140), "1,000": (700, 1300), "10,000": (6000, 9500), "more": (15_000, 10**9)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("posts", nargs="*", type=int, default=[10_000, 100_000])
    options.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.inside:
        print(json.dumps(measure(chosen.posts[0])))
        return
    for engine in chosen.on or ("sqlite", "postgresql"):
        _print(engine, {posts: measured(engine, posts) for posts in chosen.posts})


def measured(engine: str, posts: int, module: str = "benchmarks.pages") -> dict[str, list[float]]:
    """Return what `module --inside POSTS` prints as JSON, run on a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        if engine == "sqlite":
            return _inside(module, posts, folder, f"sqlite:///{folder}/db.sqlite3")
        with running_postgres(*SERVER) as url:
            return _inside(module, posts, folder, url)


def _inside(module: str, posts: int, folder: str, url: str) -> dict[str, list[float]]:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "MEDIA_ROOT": f"{folder}/media",
        "SECRET_KEY": "for measuring only, and longer than the fifty characters asked for",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "-m", module, "--inside", str(posts)]
    found = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(found.stdout.splitlines()[-1])


def measure(posts: int) -> dict[str, list[float]]:
    """Return (median, 95th percentile) in milliseconds and queries of each kind of page."""
    generator = filled(posts)
    choose = random.Random(2)
    pages = _pages(choose, posts) | _searches(choose, generator)
    return {name: _figures(name, pick) for name, pick in pages.items()}


def filled(posts: int) -> "Generator":
    """Set Django up, fill its empty database with `posts`, and return what made them."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.generator import Generator
    from posts.archives import take_statistics

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    generator = Generator()
    for number in generator.write(posts):
        print(f"\r{number} posts, {time.perf_counter() - started:.0f} s", end="", file=sys.stderr)
    print(file=sys.stderr)
    take_statistics()  # as whatever writes many posts does at its end
    if connection.vendor == "sqlite":  # what a thread of a server has
        connection.cursor().execute("PRAGMA cache_size = -8000")
    return generator


def _figures(name: str, pick: Callable[[], str]) -> list[float]:
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, times = Client(SERVER_NAME="localhost"), []
    warm = name in WARM or (name.startswith("search") and not name.endswith(COLD))
    path = pick()
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    queries = len(captured)
    for _ in range(SAMPLES):
        path = pick()
        if warm:
            client.get(path)
        else:
            cache.clear()
        started = time.perf_counter()
        response = client.get(path)
        times.append((time.perf_counter() - started) * 1000)
        if response.status_code != 200:
            print(f"{path} answered {response.status_code}", file=sys.stderr)
            return [0, 0, 0]
    tail = statistics.quantiles(times, n=20)[18]
    return [statistics.median(times), tail, queries]


def _pages(choose: random.Random, posts: int) -> dict[str, Callable[[], str]]:
    """Return, for each kind of page, what gives a random address of it."""
    from taggit.models import Tag

    from posts.models import Archive, ArchiveEntry, Category, Post

    slugs = list(Post.objects.values_list("slug", flat=True)[:: max(1, posts // 500)])
    kinds = list(Category.objects.values_list("slug", flat=True))
    tagged = ArchiveEntry.objects.of(Archive.TAG).numbers()
    tags = list(Tag.objects.filter(pk__in=tagged).values_list("slug", flat=True))
    places = ("albania", "algeria", "europe", "africa", "asia", "belgium", "austria")
    deep = min(500, posts // 100)
    day = lambda: f"{choose.randrange(1, 13):02d}-{choose.randrange(1, 29):02d}"  # noqa: E731
    return {
        "home": lambda: "/",
        "post": lambda: f"/posts/{choose.choice(slugs)}/",
        "day": lambda: f"/on/{day()}/",
        "day JSON": lambda: f"/on/{day()}.json",
        "year": lambda: f"/years/{choose.randrange(1000, 2020)}/",
        "year BC": lambda: f"/years/{choose.randrange(1, 900)}-bc/",
        "decade": lambda: f"/decades/{choose.randrange(150, 202)}0s/",
        "century": lambda: f"/centuries/{choose.randrange(1, 21)}/",
        "category": lambda: f"/categories/{choose.choice(kinds)}/",
        f"category p.{deep}": lambda: f"/categories/{kinds[-1]}/?page={deep}",
        "place": lambda: f"/places/{choose.choice(places)}/",
        "tag": lambda: f"/tags/{choose.choice(tags)}/",
        "calendar": lambda: "/on/",
        "calendar cold": lambda: "/on/",
        "timeline": lambda: "/timeline/",
        "timeline cold": lambda: "/timeline/",
        "timeline filtered": lambda: f"/timeline/?category={kinds[0]}",
        "timeline filtered cold": lambda: f"/timeline/?category={choose.choice(kinds)}",
        "timeline century": lambda: "/timeline/?century=20",
        "map": lambda: "/map/",
        "map cold": lambda: "/map/",
        "feed": lambda: "/feed.xml",
        "ICS cold": lambda: "/calendar.ics",
        "sitemap cold": lambda: "/sitemap.xml",
    }


def _searches(choose: random.Random, generator: "Generator") -> dict[str, Callable[[], str]]:
    """Return searches by the number of their hits, as far as there are such words."""
    words = {name: generator.words_in(*bounds) for name, bounds in HITS.items()}
    criteria: dict[str, Callable[[], str]] = {}
    for name, found in words.items():
        if found:
            for end, more in (("", ""), (COLD, ""), (" by event", "&sort=event")):
                criteria[f"search, {name} hits{end}"] = lambda found=found, more=more: (
                    f"/search/?q={choose.choice(found)}{more}"
                )
    criteria["search misspelt"] = lambda: f"/search/?q={choose.choice(MISSPELT)}"
    criteria["suggestions"] = lambda: f"/search/suggestions/?q={choose.choice(MISSPELT)[:3]}"
    return criteria


def _print(engine: str, found: dict[int, dict[str, list[float]]]) -> None:
    sizes = sorted(found)
    print(f"\n{engine}: milliseconds, median and 95th percentile; queries of a page")
    for name in found[sizes[0]]:
        rows = [found[size].get(name) for size in sizes]
        cells = [f"{row[0]:8.1f} {row[1]:8.1f} {row[2]:4.0f}" if row else "" for row in rows]
        growth = rows[-1][0] / rows[0][0] if rows[-1] and rows[0] and rows[0][0] else 0
        print(f"{name:<24}" + "  ".join(cells) + (f"  x{growth:.2f}" if len(sizes) > 1 else ""))


if __name__ == "__main__":
    main()
