"""Nothing of a hidden post shows anywhere, and its address says no more than an unknown one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache

from posts.models import Place, Post, Redirect
from tests.factories import make_category, make_citation, make_image, make_place, make_post

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
STATES = {
    "draft": {"status": Post.Status.DRAFT},
    "review": {"status": Post.Status.REVIEW},
    "scheduled": {"publish_at": NOW + timedelta(seconds=1)},
    "withdrawn": {"status": Post.Status.WITHDRAWN},
}
WORDS = [f"zebra{part}" for part in (
    *("title", "slug", "description", "story", "question", "label", "bullet", "tag", "place"),
    *("category", "source", "quotation", "caption", "alt", "credit"),
)]  # fmt: skip
PUBLIC_PAGES = (
    *("/", "/posts/hastings/", "/categories/", "/categories/war/", "/tags/", "/tags/siege/"),
    *("/places/", "/places/france/", "/places/europe/", "/archive/", "/archive/2020/01/"),
    *("/nothing/", "/posts/hastings/?page=2", "/categories/war/?page=2"),
)


@pytest.fixture
def public() -> Post:
    return make_post(
        "Hastings",
        categories=[make_category("War")],
        places=[Place.objects.get(slug="france")],
        tags=["siege"],
    )


def make_hidden(name: str, public: Post) -> Post:
    """A hidden post that shares day, category, place and tag with the public one."""
    hero = make_image(alt="zebraalt", caption="zebracaption", credit="zebracredit", colour="green")
    post = make_post(
        "zebratitle",
        slug="zebraslug",
        description="zebradescription",
        story="zebrastory",
        closing_question="zebraquestion",
        event_input="14 October 1067",
        hero=hero,
        categories=[*public.categories.all(), make_category("zebracategory")],
        places=[
            *public.places.all(),
            make_place("zebraplace", parent=Place.objects.get(slug="france")),
        ],
        tags=["siege", "zebratag"],
        bullets=[("zebralabel", "zebrabullet")],
        **STATES[name],
    )
    make_citation(post, "zebrasource", quotation="zebraquotation")
    return post


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_no_page_holds_a_word_of_a_hidden_post_or_changes_by_it(client, public, state):
    before = {path: client.get(path).content for path in PUBLIC_PAGES}
    make_hidden(state, public)
    cache.clear()

    after = {path: client.get(path).content for path in PUBLIC_PAGES}

    assert [word for word in WORDS for page in after.values() if word.encode() in page] == []
    assert after == before


@time_machine.travel(NOW, tick=False)
def test_the_same_post_shows_all_of_that_once_it_is_public(client, public):
    """Holds the test above to words that could leak."""
    post = make_hidden("draft", public)
    Post.objects.filter(pk=post.pk).update(status=Post.Status.APPROVED)
    pages = (*PUBLIC_PAGES, "/posts/zebraslug/")

    shown = b"".join(client.get(path).content for path in pages)

    assert [word for word in WORDS if word.encode() not in shown] == []


HIDDEN_PATHS = (
    *("/posts/zebraslug/", "/posts/zebraslug/cover.png", "/tags/zebratag/"),
    *("/places/zebraplace/", "/old/zebra.html"),
)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("path", HIDDEN_PATHS)
@time_machine.travel(NOW, tick=False)
def test_a_hidden_address_answers_byte_for_byte_as_an_unknown_one(client, public, state, path):
    post = make_hidden(state, public)
    Redirect.objects.create(path="/old/zebra.html", post=post)

    hidden, unknown = client.get(path), client.get(path.replace("zebra", "nobody"))

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.headers == unknown.headers
    assert hidden.content == unknown.content


@time_machine.travel(NOW, tick=False)
def test_a_scheduled_post_appears_with_its_second(client, public):
    make_hidden("scheduled", public)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        assert client.get("/posts/zebraslug/").status_code == 200


@time_machine.travel(NOW, tick=False)
def test_a_cover_does_not_outlive_its_post(client):
    post = make_post("Hastings")
    kept = client.get("/posts/hastings/cover.png")
    Post.objects.filter(pk=post.pk).update(status=Post.Status.WITHDRAWN)

    response = client.get("/posts/hastings/cover.png", headers={"if-none-match": kept["ETag"]})

    assert (kept.status_code, response.status_code) == (200, 404)
