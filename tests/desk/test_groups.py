"""The folded groups beside the text: what each says of itself, and which stand open."""

import pytest
from django.test import Client

from tests.admin.forms import change_url, shown, with_row
from tests.factories import (
    link_posts,
    make_category,
    make_citation,
    make_image,
    make_place,
    make_post,
)

pytestmark = pytest.mark.django_db
EMPTY = {
    "short": "none yet",
    "bullets": "none yet",
    "picture": "none yet",
    "belongs": "none yet",
    "sources": "none yet",
    "question": "none yet",
    "chain": "none yet",
    "detail": "as usual",
    "address": "from the title · en",
}


def lines(response: object) -> dict[str, str]:
    return {group.name: group.line for group in response.context["groups"]}  # type: ignore[attr-defined]


def unfolded(response: object) -> list[str]:
    return [group.name for group in response.context["groups"] if group.is_open]  # type: ignore[attr-defined]


def test_each_group_says_what_is_in_it(desk: Client) -> None:
    new = desk.get("/admin/posts/post/add/")
    assert (lines(new), unfolded(new)) == (EMPTY, [])
    post = make_post(
        description="Short.",
        hero=make_image(),
        bullets=[("A", "one"), ("B", "two")],
        categories=[make_category("War")],
        places=[make_place("Senlac")],
        tags=["conquest"],
        closing_question="Why?",
        event_display="Autumn 1066",
    )
    make_citation(post)
    link_posts(make_post("Before"), post)
    assert lines(desk.get(change_url(post))) == {
        "short": "6 of 1,000",
        "bullets": "2 bullets",
        "picture": "chosen",
        "belongs": "War · Senlac · conquest",
        "sources": "1 source",
        "question": "Why?",
        "chain": "1 link",
        "detail": "Autumn 1066",
        "address": f"{post.slug} · en",
    }


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"slug": "no slug!"}, ["address"]),
        ({"description": "x" * 1001}, ["short"]),
        ({"undated": "on"}, ["detail"]),
        ({"description": "x" * 1001, "slug": "no slug!"}, ["short", "address"]),
    ],
)
def test_a_group_with_an_error_stands_open(
    desk: Client, sent: dict[str, str], expected: list[str]
) -> None:
    post = make_post(status="draft")
    data = shown(desk, change_url(post))
    assert unfolded(desk.post(change_url(post), data | sent | {"_save": "yes"})) == expected


def test_rows_with_an_error_and_what_blocks_publishing_stand_open(desk: Client) -> None:
    post = make_post(status="draft", description="")
    assert unfolded(desk.get(change_url(post))) == ["short"]
    data = with_row(shown(desk, change_url(post)), "bullets", label="Who", text="")
    assert unfolded(desk.post(change_url(post), data | {"_save": "yes"})) == ["short", "bullets"]
