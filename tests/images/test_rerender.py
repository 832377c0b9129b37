import pytest

from posts.images.rerender import rerender_stories_showing
from posts.models import Post
from tests.factories import make_image, make_post


@pytest.mark.django_db
def test_only_the_stories_with_the_picture_are_made_anew() -> None:
    image, other = make_image(), make_image("blue")
    shown = make_post("Shown", story=f"![]({image.file.url})")
    make_post("Another", story=f"![]({other.file.url})")
    image.alt = "A field at dawn"
    image.save()
    before = Post.objects.get(pk=shown.pk).updated_at
    assert rerender_stories_showing(image) == 1
    shown.refresh_from_db()
    assert 'alt="A field at dawn"' in shown.story_html
    assert (shown.version, shown.updated_at) == (1, before)
