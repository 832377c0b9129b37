"""A story that was just checked is stored as it was rendered for that, once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.models import Post
from tests.factories import make_image, make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("colours", [["red"], ["red", "blue", "green"]])
def test_a_checked_story_looks_up_each_picture_once(colours: list[str]) -> None:
    urls = [make_image(colour).file.url for colour in colours]
    post = make_post(story="\n\n".join(f"![A field]({url})" for url in urls))
    with CaptureQueriesContext(connection) as asked:
        post.full_clean()
        post.save()
    found = [query for query in asked if 'FROM "posts_image" WHERE' in query["sql"]]
    assert len(found) == len(urls)
    assert post.picture_uses.count() == len(urls)


@pytest.mark.parametrize("change", [{"story": 'He said "no".'}, {"language": "de"}])
def test_what_changes_after_the_check_is_rendered_again(change: dict[str, str]) -> None:
    post = make_post(story='He said "yes".')
    post.full_clean()
    for name, value in change.items():
        setattr(post, name, value)
    post.save()
    fresh = make_post("Fulford", **{"story": 'He said "yes".', "language": "en"} | change)
    assert Post.objects.get(pk=post.pk).story_html == fresh.story_html


def test_a_save_without_a_check_renders_anew() -> None:
    image = make_image()
    post = make_post(story=f"![]({image.file.url})")
    post.full_clean()
    post.save()
    image.caption = "Seen from the hill"
    image.save()
    post.save()
    assert "Seen from the hill" in Post.objects.get().story_html
