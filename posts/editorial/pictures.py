from django.db import transaction

from posts.models import Image, Post

# What of a picture a story's stored HTML repeats.
SHOWN_FIELDS = frozenset(
    {"alt", "decorative", "caption", "credit", "creator", "year", "licence", "illustration"}
)


@transaction.atomic
def rerender_stories_showing(image: Image) -> int:
    """Make the stored HTML of each story with `image` anew; return how many there were.

    The text itself is not touched, so no version moves and no editor meets a conflict. A
    post saved meanwhile has the new words already, and is left alone.
    """
    number = 0
    # Our files are named by their content, so the hash is in every address of the picture.
    posts = Post.objects.filter(story__contains=image.content_hash)
    for post in posts.iterator(chunk_size=50):
        post.render()
        same = Post.objects.filter(pk=post.pk, version=post.version)
        number += same.update(story_html=post.story_html)
    return number
