"""What came in and was edited leaves with the lines of the edit alone."""

import difflib
from dataclasses import replace
from pathlib import Path

import pytest

from posts.editorial.snapshot_io import snapshot_of, write
from posts.models import Post
from tests.exchange.sites import bring_in, export, write_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
FRONT = (
    "tags: one two\ncategories: war 1066 france\n# a note\nlayout: post\nimage_alt: x\n"
    "date: 2025-05-27 21:06:11 +02:00\ndescription: >\n  On 14 October\n  1066.\nstrange: [1, 2]\n"
)
BODY = (
    "**TLDR;**\n- **Who**: William *won*.\n- **What**: a battle.\n\n--\n\n\n## Story\n"
    "On 14 October 1066 it rained.\n\n--\n\nAnd more.\n\n--\n\n|**Why then?**|\n"
)


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({"title": "Senlac: a hill"}, {"-title: Hastings", "+title: 'Senlac: a hill'"}),
        (
            {"description": "New."},
            {"-description: >", "-  On 14 October", "-  1066.", "+description: New."},
        ),
        ({"tags": ("one", "three")}, {"-tags: one two", "+tags:", "+- one", "+- three"}),
        ({"closing_question": "Why now?"}, {"-|**Why then?**|", "+|**Why now?**|"}),
        ({"event_input": "1066"}, {"+event_date: '1066'"}),
        ({"language": "fr"}, {"+lang: fr"}),
        (
            {"slug": "senlac"},
            {"+slug: senlac", "+permalink: /war/1066/france/2025/05/27/hastings.html"},
        ),
    ],
)
def test_an_edited_post_differs_in_what_was_edited(tmp_path, change, lines):
    write_post(tmp_path / "site", front=FRONT, body=BODY)

    assert changed_lines(tmp_path, change) == lines


def test_an_edited_story_and_bullet_stay_in_their_places(tmp_path):
    write_post(tmp_path / "site", front=FRONT, body=BODY)
    bring_in(tmp_path / "site")
    content = snapshot_of(Post.objects.get())
    first, second = content.bullets

    lines = changed_lines(
        tmp_path,
        {
            "story": content.story.replace("rained", "snowed"),
            "bullets": (first, replace(second, label="Where", text="a hill.")),
        },
    )

    assert lines == {
        *("-- **What**: a battle.", "+- **Where**: a hill."),
        *("-On 14 October 1066 it rained.", "+On 14 October 1066 it snowed."),
    }


def test_a_citation_in_what_came_in_is_a_note_below_the_story(tmp_path):
    sources = "sources:\n- title: The Carmen\n  author: Guy\n- title: Domesday\n"
    write_post(tmp_path / "site", front=FRONT + sources, body=BODY)
    bring_in(tmp_path / "site")
    content = snapshot_of(Post.objects.get())
    first, second = content.bullets

    lines = changed_lines(
        tmp_path,
        {
            "story": content.story.replace("rained.", "rained [@guy, l. 12]."),
            "bullets": (first, replace(second, text="a battle [@guy].")),
        },
    )

    assert lines == {
        "+  key: guy",
        *("-- **What**: a battle.", "+- **What**: a battle [^source-guy]."),
        *("-On 14 October 1066 it rained.", "+On 14 October 1066 it rained [^source-guy:1]."),
        *("+", "+[^source-guy]: Guy, *The Carmen*", "+[^source-guy:1]: Guy, *The Carmen*, _l. 12_"),
    }


def changed_lines(tmp_path: Path, change: dict[str, object]) -> set[str]:
    """Return the lines that differ after an edit, and hold what comes back to what was stored."""
    (original,) = (tmp_path / "site" / "_posts").iterdir()
    bring_in(tmp_path / "site")
    post = Post.objects.get()
    write(post, replace(snapshot_of(post), **change))
    wanted = snapshot_of(post)
    (text,) = export(tmp_path / "out").values()
    Post.objects.all().delete()
    bring_in(tmp_path / "out")
    assert snapshot_of(Post.objects.get()) == wanted
    rows = difflib.ndiff(original.read_text().splitlines(), text.decode().splitlines())
    return {row[0] + row[2:] for row in rows if row[0] in "+-"}


@pytest.mark.parametrize(
    "change",
    [
        {"bullets": ()},
        {"closing_question": ""},
        {"story": "---\n\nA.\n\n---"},
        {"categories": ()},
        {"event_input": "", "undated": True},
    ],
)
def test_an_edit_that_the_original_cannot_hold_is_told_in_fields(tmp_path, change):
    """With the fields of its theme beside them."""
    write_post(tmp_path / "site", front=FRONT, body=BODY)

    lines = changed_lines(tmp_path, change)

    assert "+story_only: true" in lines
    assert "-strange: [1, 2]" in lines
    assert {"+- '1'", "+- '2'"} <= lines


def test_a_post_that_was_withdrawn_is_a_draft_out_there(tmp_path):
    write_post(tmp_path / "site", front=FRONT, body=BODY)
    bring_in(tmp_path / "site")
    post = Post.objects.get()
    post.status = Post.Status.WITHDRAWN
    post.save()

    assert b"\npublished: false\n---\n" in export(tmp_path / "out")["_posts/2025-05-27-hastings.md"]
