import pytest
from django.test import Client
from taggit.models import Tag

from posts.models import Category, Post
from tests.factories import make_category, make_place, make_post


@pytest.mark.parametrize("kind", ["posts/category", "posts/place", "taggit/tag"])
def test_deleting_names_the_posts_that_stay(desk: Client, kind: str) -> None:
    category, place = make_category("War"), make_place("Sussex")
    make_post("Hastings", categories=[category], places=[place], tags=["normans"])
    make_post("Elsewhere")
    rows = {"posts/category": category, "posts/place": place, "taggit/tag": Tag.objects.get()}
    response = desk.get(f"/admin/{kind}/{rows[kind].pk}/delete/")
    assert response.context["deleted_objects"] == [
        str(rows[kind]),
        "“Hastings” stays, and loses it",
    ]
    assert "relationship" not in response.content.decode()


def test_a_category_is_deleted_and_its_posts_stay(desk: Client) -> None:
    category = make_category()
    post = make_post(categories=[category])
    desk.post(f"/admin/posts/category/{category.pk}/delete/", {"post": "yes"})
    assert (Category.objects.count(), list(Post.objects.all())) == (0, [post])
