"""Measures what stored parts save: `python -m benchmarks.parts [POSTS] [--on sqlite|postgresql]`.

In one run and by turns, for each kind of page: with its parts stored, with what stands around a
story out of date (the first reader after a save), and without any parts (the first after a
release). Prints milliseconds of this process's CPU, and the last two as times of the first.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from benchmarks.corpus import HOST, Pages, engines_here, measured

KINDS = ("story", "category", "place", "home", "search", "feed")
ROUNDS, ADDRESSES = 5, 20
MADE = 100  # posts whose parts are made
type State = AbstractContextManager[None]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("posts", nargs="?", type=int, default=10_000)
    options.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.inside:
        print(json.dumps(measure(json.loads(sys.stdin.read()))))
        return
    for engine in engines_here(chosen.on):
        found = measured(engine, chosen.posts, "benchmarks.parts", "historyblog.settings")
        _print(engine, chosen.posts, found)


def measure(pages: Pages) -> dict[str, list[float]]:
    """Return the medians of each kind: stored, after a save, missing; in milliseconds."""
    import django

    django.setup()
    from posts import archives
    from posts.archives.edition import edition
    from posts.models import StoredParts

    with _missing():
        keys = list(archives.missing_parts().values_list("pk", flat=True)[:MADE])
        started = time.process_time()
        archives.make_missing(keys)
        made = 1000 * (time.process_time() - started) / len(keys)
        StoredParts.objects.filter(edition=edition()).delete()
    found = {name: _medians(pages[name][:ADDRESSES]) for name in KINDS}
    return {"(making the parts of a post)": [made]} | found


def _medians(paths: list[str]) -> list[float]:
    from django.test import Client

    client = Client(SERVER_NAME=HOST)
    states: list[Callable[[], State]] = [nullcontext, _after_a_save, _missing]
    times: list[list[float]] = [[] for _ in states]
    for _ in range(ROUNDS + 1):
        for taken, state in zip(times, states, strict=True):
            with state():
                for path in paths:
                    client.get(path)  # What is worked out once for many pages is there.
                    started = time.process_time()
                    status = client.get(path).status_code
                    taken.append(1000 * (time.process_time() - started))
                    if status != 200:
                        raise SystemExit(f"{path} answered {status}")
    return [statistics.median(taken[len(paths) :]) for taken in times]


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


def _print(engine: str, posts: int, found: dict[str, list[float]]) -> None:
    print(f"\n{engine}, {posts} posts: milliseconds of CPU (times of stored)")
    print(f"{'':<10}{'stored':>8}{'after a save':>16}{'missing':>16}")
    for name, (stored, *others) in found.items():
        cells = "".join(f"{ms:9.2f} ({ms / stored:4.2f})" for ms in others)
        print(f"{name:<10}{stored:8.2f}{cells}")


if __name__ == "__main__":
    main()
