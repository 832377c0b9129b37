"""What a reference tells of a story."""

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from posts.citing import CitedStory
from posts.models import Post


def cited_story(post: Post) -> CitedStory:
    """Return what a reference to a published post tells of it; tags and byline are loaded."""
    published = timezone.localdate(post.publish_at)
    author = post.byline
    return CitedStory(
        # Neither a new title nor a new address gives a post another number.
        key=f"{slugify(settings.SITE_NAME) or 'story'}-{post.pk}",
        title=post.title,
        site=settings.SITE_NAME,
        author=(author.filed_as or author.name) if author else "",
        url=f"{settings.SITE_URL}{post.get_absolute_url()}",
        published=published,
        event_date=post.event_text,
        language=post.language,
        description=post.description,
        keywords=tuple(tag.name for tag in post.tags.all()),
    )
