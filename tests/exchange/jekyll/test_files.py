"""Which files of a site are its posts, and how each is named."""

import os
from pathlib import Path
from unicodedata import normalize

import pytest

from posts.exchange import ExchangeError
from tests.exchange.sites import (
    codes,
    open_site,
    read_one,
    record_of,
    refusal_of,
    write_post,
)


def test_other_collections_are_named(tmp_path):
    write_post(tmp_path, "2025-05-27-a.md")
    write_post(tmp_path, "_recipes/bread.md")
    write_post(tmp_path, "_layouts/post.md")
    (told,) = open_site(tmp_path).left_out
    assert told == (
        "_recipes/ holds no posts, but 1 pages of a kind of its own:"
        " --collection recipes brings them in as posts."
    )


def test_a_collection_that_is_asked_for_comes_in_as_posts(tmp_path):
    config = "collections: {recipes: {output: true, permalink: /eat/:name/}}\ntimezone: UTC"
    (tmp_path / "_config.yml").write_text(config)
    write_post(tmp_path, "2025-05-27-a.md")
    write_post(tmp_path, "_recipes/bread.md")
    write_post(tmp_path, "_recipes/rye/old.md", "date: 2024-01-02")
    write_post(tmp_path, "_notes/n.md")
    reader = open_site(tmp_path, collections=("recipes",))

    assert [(r.ref, r.is_draft, r.old_paths) for r in reader] == [
        ("jekyll:_posts/2025-05-27-a.md", False, ("/2025/05/27/a.html",)),
        ("jekyll:_recipes/bread.md", False, ("/eat/bread/",)),
        ("jekyll:_recipes/rye/old.md", False, ("/eat/old/",)),
    ]
    with pytest.raises(ExchangeError, match="“recipe”; this site has: notes, recipes"):
        open_site(tmp_path, collections=("recipe",))


def test_posts_come_in_the_order_of_their_names(tmp_path):
    for name in ("_posts/2025-05-28-b.md", "_posts/2025-05-27-a.md", "_drafts/c.md"):
        write_post(tmp_path, name)
    assert [item.ref for item in open_site(tmp_path)] == [
        "jekyll:_drafts/c.md",
        "jekyll:_posts/2025-05-27-a.md",
        "jekyll:_posts/2025-05-28-b.md",
    ]


def test_one_file_of_a_site_is_the_same_post_as_in_its_site(tmp_path):
    path = write_post(tmp_path, "news/_posts/2025-05-27-a.md")
    (tmp_path / "_config.yml").write_text("permalink: pretty\ntimezone: UTC")
    assert read_one(path) == read_one(tmp_path)


def test_a_single_file_is_read_whatever_its_ending(tmp_path):
    path = write_post(tmp_path, "./pasted.txt", "title: Two Words\ndate: 2025-05-27")
    record = record_of(path)

    assert (record.ref, record.slug) == ("jekyll:pasted.txt", "two-words")
    assert (record.old_paths, record.is_draft) == ((), False)
    assert codes(record) == ["no_event_date", "file_name"]


def test_a_name_that_is_no_text_is_refused_and_can_be_printed(tmp_path):
    write_post(tmp_path)
    broken = os.fsdecode(os.fsencode(tmp_path / "_posts") + b"/2025-05-28-caf\xe9.md")
    Path(broken).write_bytes(b"---\ntitle: a\n---\n")

    refusal = list(open_site(tmp_path))[1]
    assert (refusal.ref, refusal.message.code) == (
        r"jekyll:_posts/2025-05-28-caf\udce9.md",
        "unreadable",
    )


def test_a_pipe_among_the_posts_does_not_stop_the_import(tmp_path):
    write_post(tmp_path)
    os.mkfifo(tmp_path / "_posts" / "2025-05-26-a.md")
    assert next(iter(open_site(tmp_path))).message.text == "This is not a plain file."


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    def forbidden(path):
        raise PermissionError(13, "Permission denied")

    write_post(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert refusal_of(tmp_path) == (
        "unreadable",
        None,
        "It cannot be read: Permission denied.",
    )


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_with_accents_taken_apart_is_the_same_name(tmp_path, form):
    name = "Café/_posts/2025-05-27-Élysée-Þing.md"
    path = write_post(tmp_path, normalize(form, name))
    (tmp_path / "_config.yml").touch()
    for record in (record_of(tmp_path), record_of(path)):
        assert (record.ref, record.slug) == (f"jekyll:{name}", "elysee-thing")
        assert record.old_paths[:1] == ("/café/2025/05/27/Élysée-Þing.html",)
        assert record.categories == ("Café",)
