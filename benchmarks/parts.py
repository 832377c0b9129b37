"""Measures pages without a cache: `python -m benchmarks.parts [POSTS] [--on sqlite|postgresql]`.

In one run and by turns, for each kind of page: with its parts stored, with what stands around a
story out of date (the first reader after a save), without any parts (the first after a release),
and a plain Django view that answers with the same bytes. Prints milliseconds of this process's
CPU, and each as times of the plain view.
"""

import argparse
import io
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from benchmarks.pages import filled, measured

ROUNDS, ADDRESSES = 5, 20
type Request = Callable[[str], None]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("posts", nargs="?", type=int, default=10_000)
    options.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.inside:
        print(json.dumps(measure(chosen.posts)))
        return
    for engine in chosen.on or ("sqlite", "postgresql"):
        _print(engine, chosen.posts, measured(engine, chosen.posts, "benchmarks.parts"))


def measure(posts: int) -> dict[str, list[float]]:
    """Return the medians of each kind: stored, after a save, missing, plain; in milliseconds."""
    generator = filled(posts)
    from django.conf import settings

    from posts import archives

    settings.ROOT_URLCONF = "benchmarks.bare"
    choose = random.Random(3)
    started = time.process_time()
    keys = list(archives.missing_parts().values_list("pk", flat=True))
    for at in range(0, len(keys), archives.PRINTED_AT_ONCE):
        archives.make_missing(keys[at : at + archives.PRINTED_AT_ONCE])
    made = 1000 * (time.process_time() - started) / len(keys)
    found = {name: _medians(paths) for name, paths in _addresses(choose, posts, generator).items()}
    return {"(making the parts of a post)": [made]} | found


def _medians(paths: list[str]) -> list[float]:
    from benchmarks.bare import ANSWERS, PREFIX

    ask = _client()
    _store_surroundings(paths)
    ANSWERS.update({path: ask(path) for path in paths})
    variants: list[tuple[AbstractContextManager[None], str]] = []
    times: list[list[float]] = [[], [], [], []]
    for _ in range(ROUNDS + 1):
        variants = [
            (nullcontext(), ""),
            (_after_a_save(), ""),
            (_missing(), ""),
            (nullcontext(), PREFIX),
        ]
        for taken, (state, prefix) in zip(times, variants, strict=True):
            with state:
                for path in paths:
                    ask(prefix + path)  # What is worked out once for many pages is there.
                    started = time.process_time()
                    ask(prefix + path)
                    taken.append(1000 * (time.process_time() - started))
    return [statistics.median(taken[len(paths) :]) for taken in times]


def _client() -> Callable[[str], tuple[bytes, str]]:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    def ask(address: str) -> tuple[bytes, str]:
        path, _, query = address.partition("?")
        told: list[Any] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
        }
        response = application(environ, lambda status, headers: told.extend((status, headers)))
        body = b"".join(response)
        response.close()  # type: ignore[attr-defined]
        if not told[0].startswith("200"):
            raise SystemExit(f"{address} answered {told[0]}")
        return body, dict(told[1])["Content-Type"]

    return ask


def _store_surroundings(paths: list[str]) -> None:
    from posts.archives.surroundings import store_surroundings
    from posts.models import Post

    slugs = [path.split("/")[2] for path in paths if path.startswith("/posts/")]
    store_surroundings(Post.objects.filter(slug__in=slugs).values_list("pk", flat=True))


@contextmanager
def _after_a_save() -> Iterator[None]:
    from posts.models import ContentVersion

    version = ContentVersion.current()
    ContentVersion.objects.update(number=version.number + 1)
    yield
    ContentVersion.objects.update(number=version.number)


@contextmanager
def _missing() -> Iterator[None]:
    """Another edition, whose parts nobody has made."""
    from django.conf import settings

    settings.SECURITY_CONTACT, before = "mailto:a@example.org", settings.SECURITY_CONTACT
    yield
    settings.SECURITY_CONTACT = before


def _addresses(choose: random.Random, posts: int, generator: Any) -> dict[str, list[str]]:
    from posts.models import Category

    slugs = [f"story-{choose.randrange(posts)}" for _ in range(ADDRESSES)]
    kinds = list(Category.objects.values_list("slug", flat=True))
    places = ("albania", "algeria", "belgium", "austria", "bahrain")
    words = generator.words_in(posts // 100, posts // 70)[:ADDRESSES]
    return {
        "story": [f"/posts/{slug}/" for slug in slugs],
        "category": [f"/categories/{slug}/" for slug in kinds],
        "place": [f"/places/{slug}/" for slug in places],
        "home": ["/"] * 5,
        "search": [f"/search/?q={word}" for word in words],
        "feed": ["/feed.xml", "/feed.rss"] * 3,
    }


def _print(engine: str, posts: int, found: dict[str, list[float]]) -> None:
    print(f"\n{engine}, {posts} posts: milliseconds of CPU (times of the plain view)")
    print(f"{'':<10}{'stored':>16}{'after a save':>16}{'missing':>16}{'plain view':>12}")
    for name, figures in found.items():
        if len(figures) == 1:
            print(f"{name} {figures[0]:.1f}")
            continue
        plain = figures[-1]
        cells = "".join(f"{ms:9.2f} ({ms / plain:4.2f})" for ms in figures[:-1])
        print(f"{name:<10}{cells}{plain:12.2f}")


if __name__ == "__main__":
    main()
