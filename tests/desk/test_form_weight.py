"""How many queries the post's form takes, opened and saved, however much a post holds."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from posts.models import Post
from tests.admin.forms import change_url, shown
from tests.factories import (
    link_posts,
    make_category,
    make_citation,
    make_image,
    make_place,
    make_post,
)

pytestmark = pytest.mark.django_db
OPENED, SAVED = 18, 30


def full_post(rows: int, status: str) -> Post:
    body, before = make_image("blue"), make_post("Before")
    post = make_post(
        status=status,
        hero=make_image(),
        story=f"![A blue field]({body.file.url})\n\nSee [before](/posts/before/).",
        bullets=[(f"L{n}", f"text {n}") for n in range(rows)],
        tags=[f"tag {n}" for n in range(rows * 2)],
        categories=[make_category(f"C{n}") for n in range(3)],
        places=[make_place(f"P{n}") for n in range(3)],
    )
    for number in range(rows):
        make_citation(post, f"Source {number}")
    link_posts(before, post)
    return post


def queries(work: Any) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        work()
    return [
        query["sql"]
        for query in asked
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_the_form_opens_and_saves_within_so_many_queries(desk: Client, status: str) -> None:
    post = full_post(10, status)
    desk.get(change_url(post))
    opened = queries(lambda: desk.get(change_url(post)))
    data = shown(desk, change_url(post))
    changed = data | {"title": "Changed", "bullets-0-text": "changed", "bullets-1-position": 40}
    changed |= {"citations-0-note": "changed", "tags": [*data["tags"][1:], "a new one"]}
    saved = queries(lambda: desk.post(change_url(post), changed))
    assert len(opened) <= OPENED, "\n".join(opened)
    assert len(saved) <= SAVED, "\n".join(saved)


def test_more_rows_take_no_more_queries_to_open(desk: Client) -> None:
    few = full_post(3, "draft")
    desk.get(change_url(few))
    numbers = [len(queries(lambda: desk.get(change_url(few))))]
    for number in range(3, 9):
        few.bullets.create(label="L", text=f"text {number}", position=number)
        make_citation(few, f"Another {number}")
    numbers.append(len(queries(lambda: desk.get(change_url(few)))))
    assert numbers[0] == numbers[1]
