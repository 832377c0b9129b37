"""Several writers at once, each with a connection of its own."""

import pytest

from posts.models import EditConflict, Post
from tests.at_once import WRITERS, at_once
from tests.factories import make_post

pytestmark = pytest.mark.django_db(transaction=True)


def test_equal_titles_saved_at_once_get_different_slugs():
    raised = at_once(lambda number: make_post("Troy"))
    assert raised == []
    slugs = sorted(Post.objects.values_list("slug", flat=True))
    assert slugs == ["troy", *(f"troy-{number}" for number in range(2, WRITERS + 1))]


def test_of_several_saves_of_one_version_exactly_one_is_kept():
    make_post("Troy")
    copies = [Post.objects.get() for _ in range(WRITERS)]

    def rename(number: int) -> None:
        copies[number].title = f"Troy {number}"
        copies[number].save()

    raised = at_once(rename)
    assert [type(error) for error in raised] == [EditConflict] * (WRITERS - 1)
    assert Post.objects.get().version == 2


def test_a_save_of_a_post_that_was_deleted_says_so():
    post = make_post("Hastings")
    Post.objects.all().delete()
    with pytest.raises(EditConflict) as caught:
        post.save()
    assert str(caught.value) == "“Hastings” was deleted by someone else since you opened it."
