"""What nobody but editors may see of dossiers."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.cache import cache

from posts.models import Dossier, Post, Source
from tests.editorial.newsroom import signed_in
from tests.factories import (
    link_posts,
    make_dossier,
    make_editor,
    make_image,
    make_milestone,
    make_post,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
HIDDEN = {
    "draft": {"status": "draft"},
    "review": {"status": "review"},
    "scheduled": {"publish_at": NOW + timedelta(seconds=1)},
    "withdrawn": {"status": "withdrawn"},
    "in the trash": {"status": "withdrawn", "trashed_at": NOW, "trashed_status": "approved"},
}
PAGES = ("/dossiers/", "/dossiers/the-conquest/", "/posts/hastings/", "/", "/search/?q=hastings")


def make_secret(state: str) -> Dossier:
    """A hidden dossier that holds the public post, and hidden posts around public ones."""
    public = Post.objects.get(slug="hastings")
    dossier = make_dossier(
        "zebratitle",
        slug="zebraslug",
        description="zebradescription",
        sections=[("zebraheading", "zebratext")],
        posts=[public],
        hero=make_image(alt="zebraalt", colour="green"),
        **HIDDEN[state],
    )
    source = Source.objects.create(title="zebrasource", kept_text="zebrakept")
    make_milestone(dossier, "zebralabel", note="zebranote", source=source)
    dossier.citations.create(source=source, quotation="zebraquotation", position=1)
    return dossier


WORDS = [
    f"zebra{part}"
    for part in (
        *("title", "slug", "description", "heading", "text", "alt"),
        *("source", "label", "note", "quotation"),
    )
]


@pytest.fixture
def public() -> Post:
    post = make_post("Hastings")
    make_dossier(posts=[post])
    return post


@pytest.mark.parametrize("state", HIDDEN)
@time_machine.travel(NOW, tick=False)
def test_no_page_holds_a_word_of_a_hidden_dossier_or_changes_by_it(client, public, state):
    before = {path: client.get(path).content for path in PAGES}
    make_secret(state)
    cache.clear()

    after = {path: client.get(path).content for path in PAGES}

    assert [word for word in WORDS for page in after.values() if word.encode() in page] == []
    assert after == before


@time_machine.travel(NOW, tick=False)
def test_the_same_dossier_shows_all_of_that_once_it_is_public(client, public):
    """Holds the test above to words that could leak."""
    dossier = make_secret("draft")
    dossier.status = Dossier.Status.APPROVED
    dossier.save()

    shown = b"".join(client.get(path).content for path in (*PAGES, "/dossiers/zebraslug/"))

    assert [word for word in WORDS if word.encode() not in shown] == []
    assert b"zebrakept" not in shown


@pytest.mark.parametrize("state", HIDDEN)
@time_machine.travel(NOW, tick=False)
def test_a_hidden_dossier_answers_byte_for_byte_as_an_unknown_one(client, public, state):
    make_secret(state)

    hidden, unknown = client.get("/dossiers/zebraslug/"), client.get("/dossiers/nothings/")

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.headers == unknown.headers
    assert hidden.content == unknown.content


@pytest.mark.parametrize("state", HIDDEN)
@time_machine.travel(NOW, tick=False)
def test_a_hidden_post_does_not_show_in_a_public_dossier_or_chain(client, public, state):
    before = {path: client.get(path).content for path in PAGES}
    hidden = make_post("zebratitle", event_input="44 BC", **HIDDEN[state])
    hidden.dossiers.set(Dossier.objects.all())
    link_posts(public, hidden)
    link_posts(hidden, make_post("Beyond", publish_at=NOW + timedelta(days=1)))

    after = {path: client.get(path).content for path in PAGES}

    assert after == before


@time_machine.travel(NOW, tick=False)
def test_a_scheduled_dossier_appears_with_its_second(client):
    make_dossier(publish_at=NOW + timedelta(seconds=1))

    assert client.get("/dossiers/the-conquest/").status_code == 404
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        assert client.get("/dossiers/the-conquest/").status_code == 200


def test_an_editor_sees_a_hidden_dossier_under_a_banner_that_nobody_keeps():
    make_dossier(status="draft")

    response = signed_in(make_editor()).get("/dossiers/the-conquest/")

    assert response.status_code == 200
    assert "<strong>Draft</strong>: not visible to readers" in response.text
    assert "Edit this dossier" in response.text
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("permission", "status"), [("view_dossier", 200), ("view_post", 404), (None, 404)]
)
def test_who_may_open_a_draft(permission, status):
    make_dossier(status="draft")
    user = User.objects.create_user("someone", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename=permission))

    assert signed_in(user).get("/dossiers/the-conquest/").status_code == status
