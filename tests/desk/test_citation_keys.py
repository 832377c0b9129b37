"""Keys of citations: made on the way in, kept by every version, refused twice."""

from dataclasses import replace

import pytest
from django.test import Client

from posts.editorial import duplicate, save
from posts.editorial.snapshot import CitationText, Named, Snapshot
from posts.models import Citation, Post, Source
from tests.admin.forms import change_url, formsets_of, shown, with_row
from tests.factories import make_citation, make_dossier, make_editor, make_post

pytestmark = pytest.mark.django_db


def cited(*keys: str) -> tuple[CitationText[Named], ...]:
    """Return a citation of one book for each key."""
    book, _ = Source.objects.get_or_create(author="A. Chaikin", title="The Moon", issued="1994")
    return tuple(CitationText(Named(book.pk, str(book)), key=key) for key in keys)


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_a_save_gives_each_citation_a_key_of_its_own(status: str) -> None:
    """In a working copy too, so that the text can cite it before anybody publishes."""
    post, by = make_post(status=status), make_editor()
    content = replace(save.draft_of(post).content, citations=cited("", "moon", "", "moon"))

    save.save(post, content, by=by, version=post.version)

    stored = save.draft_of(Post.objects.get()).content
    assert [row.key for row in stored.citations] == [
        *("chaikin-1994", "moon", "chaikin-1994b", "moon-b")
    ]
    assert Snapshot.from_json(stored.to_json()) == stored


def test_a_version_of_before_there_were_keys_is_read_and_gets_them() -> None:
    post = make_post(status="draft")
    text = Snapshot(title="A", citations=cited("")).to_json().replace('"key":"",', "")

    save.save(post, Snapshot.from_json(text), by=make_editor(), version=post.version)

    assert Citation.objects.get().key == "chaikin-1994"


def test_a_copy_keeps_the_keys_that_its_text_cites() -> None:
    post = make_post(story="So [@moon].")
    make_citation(post, key="moon")

    copy = duplicate.duplicate(post, by=make_editor())

    assert (copy.story, copy.citations.get().key) == ("So [@moon].", "moon")


def test_a_row_that_is_stored_alone_gets_a_key() -> None:
    post, dossier = make_post(), make_dossier()
    rows = [make_citation(post, author="Guy", issued="1067") for _ in range(2)]
    rows.append(dossier.citations.create(source=rows[0].source))

    assert [row.key for row in rows] == ["guy-1067", "guy-1067b", "guy-1067"]


@pytest.mark.parametrize(
    ("key", "errors"),
    [
        ("Moon", ["A key has small letters from a to z, digits, and hyphens in between."]),
        ("moon-", ["A key has small letters from a to z, digits, and hyphens in between."]),
        ("m" * 61, ["Ensure this value has at most 60 characters (it has 61)."]),
    ],
)
def test_the_desk_refuses_what_is_no_key(desk: Client, key: str, errors: list[str]) -> None:
    post = make_post(status="draft")
    make_citation(post)

    response = desk.post(change_url(post), shown(desk, change_url(post)) | {"citations-0-key": key})

    assert formsets_of(response)[1].errors == [{"key": errors}]


def test_the_desk_refuses_one_key_for_two_and_makes_one_where_none_is_given(desk: Client) -> None:
    post = make_post(status="draft")
    make_citation(post, key="moon")
    other = Source.objects.create(title="The Carmen")
    data = shown(desk, change_url(post))
    row = {"source": other.pk, "locator": "", "quotation": "", "note": "", "position": 2}

    twice = desk.post(change_url(post), with_row(data, "citations", key="moon", **row))
    once = desk.post(change_url(post), with_row(data, "citations", key="", **row))

    assert formsets_of(twice)[1].non_form_errors() == [
        "Two sources have the key “moon”: change one, or leave it empty."
    ]
    assert once.status_code == 302
    assert [row.key for row in post.citations.all()] == ["moon", "carmen"]


def test_the_look_up_of_sources_offers_a_key(desk: Client) -> None:
    Source.objects.create(author="Andrew Chaikin", title="A Man on the Moon", issued="1994")
    query = "app_label=posts&model_name=citation&field_name=source&term=moon"

    (found,) = desk.get(f"/admin/autocomplete/?{query}").json()["results"]

    assert found["key"] == "chaikin-1994"
