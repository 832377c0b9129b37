import io

import pytest
from PIL import Image as Pillow

from posts.models import Post
from posts.views.caching import FOR_READERS
from posts.views.story import cover_of
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def test_a_cover_is_a_picture_anyone_may_show(client):
    make_post("Hastings")

    response = client.get("/posts/hastings/cover.png")

    assert Pillow.open(io.BytesIO(response.content)).size == (1200, 630)
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == FOR_READERS


def test_a_cover_is_drawn_once_for_its_words(client, monkeypatch):
    drawn = []
    monkeypatch.setattr("posts.views.story.draw_cover", lambda text: drawn.append(text) or b"PNG")
    post = make_post("Drawn once")
    first = client.get("/posts/drawn-once/cover.png")
    again = client.get("/posts/drawn-once/cover.png", headers={"if-none-match": first["ETag"]})
    post.title = "Drawn anew"
    post.save()
    anew = client.get("/posts/drawn-once/cover.png")

    assert [text.title for text in drawn] == ["Drawn once", "Drawn anew"]
    assert again.status_code == 304
    assert anew["ETag"] != first["ETag"]


def test_the_cover_of_a_renamed_post_is_found_at_its_old_address(client):
    post = make_post("Hastings")
    post.slug = "senlac"
    post.save()

    shown = client.get("/posts/hastings/cover.png")
    Post.objects.update(status="withdrawn")
    hidden, unknown = client.get("/posts/hastings/cover.png"), client.get("/nothing/")

    assert (shown.status_code, shown["Location"]) == (301, "/posts/senlac/cover.png")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)


@pytest.mark.parametrize(
    ("event", "parts"),
    [
        ("14 October 1066", ("14", "October", "1066", "", "")),
        ("44 BC", ("", "", "44", "BC", "")),
        ("1914–1918", ("", "", "1914–1918", "", "")),
        ("c. 1200", ("", "", "1200", "", "about")),
        ("1 July 1916 – 18 November 1916", ("", "", "1 July – 18 November 1916", "", "")),
        ("", ("", "", "", "", "")),
    ],
)
def test_a_cover_tells_the_whole_date(event, parts):
    cover = cover_of(make_post(event_input=event))

    assert (cover.day, cover.month, cover.year, cover.era, cover.note) == parts
