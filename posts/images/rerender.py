from django.db import transaction

from posts.models import Image, Post, Section

# What of a picture a story's stored HTML repeats.
SHOWN_FIELDS = frozenset(
    {"alt", "decorative", "caption", "credit", "creator", "year", "licence", "illustration"}
)


@transaction.atomic
def rerender_stories_showing(image: Image) -> int:
    """Make the stored HTML of each text with `image` anew; return how many stories there were.

    The text itself is not touched, so no version moves and no editor meets a conflict. A
    post saved meanwhile has the new words already, and is left alone.
    """
    number = 0
    posts = Post.objects.filter(picture_uses__image=image)
    for post in posts.iterator(chunk_size=50):
        post.render()
        same = Post.objects.filter(pk=post.pk, version=post.version)
        number += same.update(story_html=post.story_html)
    for section in Section.objects.filter(picture_uses__image=image):
        section.render()
        Section.objects.filter(pk=section.pk).update(text_html=section.text_html)
    return number
