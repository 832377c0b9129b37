"""What pages say to machines of themselves and of their sources."""

from locale import normalize
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import to_locale

from posts import jsonld
from posts.citing import references
from posts.models import Image, Post
from posts.references import cited_story
from posts.rendering import linked_data

register = template.Library()


@register.simple_tag
def story_data(post: Post) -> SafeString:
    return linked_data(jsonld.story_graph(post))


@register.simple_tag(takes_context=True)
def collection_data(
    context: Context, name: str, about: str, image: Image | str | None = None
) -> SafeString:
    path = context["request"].path
    return linked_data(jsonld.collection_graph(path, name, about, image=image or None))


@register.simple_tag
def territory(post: Post | None = None) -> str:
    """The language of a page as Open Graph wants it, with a country: "en_GB"."""
    own = settings.LANGUAGE_CODE
    is_foreign = post and post.language not in ("", own.split("-")[0])
    language = post.language if post and is_foreign else own
    return normalize(to_locale(language)).partition(".")[0]


@register.inclusion_tag("posts/_cite.html")
def cite(post: Post) -> dict[str, Any]:
    """The reference to a post in each style."""
    return {"post": post, "references": references(cited_story(post))}
