"""No feed tells of a post that no reader may see."""

import pytest
import time_machine

from posts.models import Post
from tests.views.hidden import NOW, STATES, WORDS, make_filed, make_hidden

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SITE = "http://history.example"
FEEDS = (
    *("/feed.xml", "/feed.rss", "/feeds/today.xml", "/feeds/categories/war.xml"),
    *("/feeds/tags/siege.xml", "/feeds/places/france.xml", "/feeds/places/europe.xml"),
)


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = SITE
    settings.SITE_NAME = "Clio’s Almanac"


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_no_feed_holds_a_word_of_a_hidden_post(client, state):
    public = make_filed()
    before = {path: client.get(path).content for path in FEEDS}

    make_hidden(state, public)
    after = {path: client.get(path).content for path in FEEDS}

    assert [word for word in WORDS for page in after.values() if word.encode() in page] == []
    assert after == before


@time_machine.travel(NOW, tick=False)
def test_the_same_post_is_in_every_feed_once_it_is_public(client):
    """Holds the test above to words that could leak."""
    public = make_filed()
    post = make_hidden("draft", public)
    post.status = Post.Status.APPROVED
    post.save()

    assert [path for path in FEEDS if b"quaggatitle" not in client.get(path).content] == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("path", ["/feeds/tags/quaggatag.xml", "/feeds/places/quaggaplace.xml"])
@time_machine.travel(NOW, tick=False)
def test_a_hidden_posts_feed_answers_byte_for_byte_as_an_unknown_one(client, state, path):
    make_hidden(state, make_filed())

    hidden, unknown = client.get(path), client.get(path.replace("quagga", "nobody"))

    assert hidden.status_code == unknown.status_code == 404
    assert (hidden.headers, hidden.content) == (unknown.headers, unknown.content)
