"""The original of a translation, chosen in the form of the post."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from posts.editorial import save
from posts.editorial.compare import differences
from posts.editorial.duplicate import duplicate
from posts.editorial.restoring import restore
from posts.editorial.roles import HIDDEN, told_to
from posts.editorial.snapshot import Named, Snapshot
from posts.editorial.snapshot_io import named, snapshot_of
from posts.models import Post
from tests.admin.forms import ADD, change_url, form_of, shown
from tests.factories import make_editor, make_post

pytestmark = pytest.mark.django_db


def test_a_new_post_is_made_the_translation_of_another(desk: Client) -> None:
    original = make_post("Hastings")
    typed = {"title": "Schlacht", "language": "de", "translation_of": str(original.pk)}
    assert desk.post(ADD, shown(desk, ADD) | typed).status_code == 302

    post = Post.objects.get(title="Schlacht")
    assert post.translation_of == original
    data = shown(desk, change_url(post))
    assert data["translation_of"] == original.pk
    page = desk.get(change_url(post)).text
    assert ">Hastings</option>" in page
    assert "schlacht · de · a translation" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"language": "en"}, "“Hastings” is in the language “en” too: each needs its own."),
        (
            {"language": "de"},
            "Another of these translations is in the language “de” too: each needs its own.",
        ),
    ],
)
def test_a_language_that_is_taken_is_refused_beside_the_field(desk: Client, typed, words) -> None:
    original = make_post("Hastings")
    make_post("Schlacht", language="de", translation_of=original)
    typed = {"title": "Bataille", "translation_of": str(original.pk)} | typed
    response = desk.post(ADD, shown(desk, ADD) | typed)

    assert (response.status_code, form_of(response)["title"].value()) == (200, "Bataille")
    assert form_of(response).errors == {"translation_of": [words]}
    assert Post.objects.count() == 2


def test_an_original_takes_no_language_of_its_translations(desk: Client) -> None:
    original = make_post("Hastings", status="draft")
    make_post("Schlacht", language="de", translation_of=original)
    found = {}
    for language in ("DE", "cz"):
        typed = shown(desk, change_url(original)) | {"language": language}
        found[language] = form_of(desk.post(change_url(original), typed)).errors

    words = "Another of these translations is in the language “de” too: each needs its own."
    none = "“cz” is no code of a language, as en, de and fr-CH are."
    assert found == {"DE": {"translation_of": [words]}, "cz": {"language": [none]}}


def test_versions_keep_it_and_a_copy_has_none(db: None) -> None:
    by, original = make_editor(), make_post("Hastings")
    post = make_post("Schlacht", status="draft", language="de", translation_of=original)
    first = snapshot_of(post)
    assert first.translation_of == named(original)
    assert Snapshot.from_json(first.to_json()) == first
    save.save(post, replace(first, translation_of=None), by=by, version=1)
    alone = Post.objects.get(pk=post.pk)
    assert alone.translation_of is None
    (told,) = differences(first, snapshot_of(alone))
    assert (told.label, told.pieces[0].text) == ("Translation of", "Hastings")

    saved = restore(alone, alone.revisions.get(version=1), by=by, version=2)

    assert Post.objects.get(pk=post.pk).translation_of == original
    assert duplicate(saved.post, by=by).translation_of is None
    original.delete()
    gone = restore(
        Post.objects.get(pk=post.pk), saved.post.revisions.get(version=1), by=by, version=3
    )
    assert gone.missing == ["the post “Hastings”"]


def test_an_author_is_not_told_what_the_hidden_original_is(db: None) -> None:
    user = User.objects.create_user("herodotus", is_staff=True)
    user.groups.add(Group.objects.get(name="author"))
    hidden = make_post("zebra", status="draft", author=make_editor())
    post = make_post("Mine", status="draft", language="de", translation_of=hidden, author=user)
    client = Client()
    client.force_login(user)

    page = client.get(change_url(post)).text

    assert ("zebra" in page, HIDDEN in page) == (False, True)
    content = Snapshot(translation_of=Named(hidden.pk, "zebra"))
    assert told_to(user, content).translation_of == Named(hidden.pk, HIDDEN)
    other = make_post("okapi", status="draft", author=hidden.author)
    typed = shown(client, change_url(post)) | {"translation_of": str(other.pk)}
    refused = client.post(change_url(post), typed)
    assert "translation_of" in form_of(refused).errors
    assert "okapi" not in refused.text
