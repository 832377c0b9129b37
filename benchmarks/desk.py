"""Measures the editors' desk: `python -m benchmarks.desk [POSTS …] [--on sqlite|postgresql]`.

On a copy of a database with so many posts it opens and saves a post that has ten bullets, ten
sources and twenty tags, as a draft and as changes to a live one, opens the lists, the planner
and the schedule, and prints median and 95th percentile in milliseconds and the queries of each.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.corpus import HOST, engines_here, measured

SETTINGS = "tests.settings"  # the product's, without what slows down a sign-in
SAMPLES = 25
ROWS = 10


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("posts", nargs="*", type=int, default=[10_000, 100_000])
    options.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.inside:
        print(json.dumps(measure()))
        return
    for engine in engines_here(chosen.on):
        for posts in chosen.posts:
            print(f"{engine}, {posts:,} posts: median ms, p95 ms, queries")
            for name, figures in measured(engine, posts, "benchmarks.desk", SETTINGS).items():
                print(f"  {name:28} {figures[0]:8.1f} {figures[1]:8.1f} {figures[2]:5.0f}")


def measure() -> dict[str, list[float]]:
    import django

    django.setup()
    _put_back(every=100)
    from django.test import Client

    from tests.factories import make_editor

    client = Client(SERVER_NAME=HOST)
    client.force_login(make_editor("benchmark"))
    draft, live = _whole("draft"), _whole("approved")
    pages = {
        "the first page": "/admin/",
        "list of posts": "/admin/posts/post/",
        "list, searched": "/admin/posts/post/?q=treaty",
        "list of a category": f"/admin/posts/post/?category={_fullest_category()}",
        "list of drafts": "/admin/posts/post/?state=draft",
        "library": "/admin/posts/image/",
        "planner": "/admin/planner/",
        "schedule": "/admin/schedule/",
        "new post": "/admin/posts/post/add/",
        "form of a draft": draft,
        "form of a live post": live,
    }
    found = {
        name: _figures(lambda path=path: client.get(path), 200) for name, path in pages.items()
    }
    for name, address in (("a draft saved", draft), ("changes to a live post saved", live)):
        found[name] = _figures(_saves(client, address), 302)
    return found


def _put_back(every: int) -> None:
    """Make of every so many posts a draft or one in review, without a publish time."""
    from posts import archives
    from posts.models import Post

    keys = list(Post.objects.order_by("pk").values_list("pk", flat=True)[::every])
    waiting = Post.objects.filter(pk__in=keys)
    waiting.update(status=Post.Status.REVIEW, publish_at=None)
    Post.objects.filter(pk__in=keys[::2]).update(status=Post.Status.DRAFT)
    archives.refresh_posts(keys)


def _fullest_category() -> int:
    from django.db.models import Count

    from posts.models import Category

    return (
        Category.objects.annotate(n=Count("posts")).order_by("-n").values_list("pk", flat=True)[0]
    )


def _whole(status: str) -> str:
    """Return the form's address of a post with ten bullets, ten sources and twenty tags."""
    from tests.factories import make_citation, make_image, make_post

    post = make_post(
        f"Measured {status}",
        status=status,
        hero=make_image({"draft": "red", "approved": "blue"}[status]),
        bullets=[(f"L{n}", f"text {n}") for n in range(ROWS)],
        tags=[f"measured {n}" for n in range(2 * ROWS)],
    )
    for number in range(ROWS):
        make_citation(post, f"Source {number} of {status}")
    return f"/admin/posts/post/{post.pk}/change/"


def _saves(client: Any, address: str) -> Callable[[], Any]:
    """Return what saves the form with other words each time; opening it is not measured."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    from tests.admin.forms import shown

    state: dict[str, Any] = {"number": 0}

    def prepare() -> None:
        state["number"] += 1
        word = f"changed {state['number']}"
        setup_test_environment()  # or no template tells what it was rendered with
        data = shown(client, address)
        teardown_test_environment()
        state["data"] = data | {"closing_question": word, "bullets-0-text": word}

    def save() -> Any:
        return client.post(address, state["data"])

    save.prepare = prepare  # type: ignore[attr-defined]
    return save


def _figures(work: Callable[[], Any], status: int) -> list[float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    prepare = getattr(work, "prepare", lambda: None)
    prepare()
    with CaptureQueriesContext(connection) as captured:
        work()
    queries = [q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    times = []
    for _ in range(SAMPLES):
        prepare()
        started = time.perf_counter()
        answer = work()
        times.append((time.perf_counter() - started) * 1000)
        if answer.status_code != status:
            raise SystemExit(f"answered {answer.status_code}, not {status}")
    return [statistics.median(times), statistics.quantiles(times, n=20)[18], len(queries)]


if __name__ == "__main__":
    main()
