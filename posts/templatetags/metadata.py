"""What pages say to machines of themselves and of their sources."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

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
    path, kind = context["request"].path, str(context.get("kind_of_page", "CollectionPage"))
    return linked_data(jsonld.collection_graph(path, name, about, image=image or None, kind=kind))


@register.inclusion_tag("posts/_cite.html")
def cite(post: Post) -> dict[str, Any]:
    """The reference to a post in each style."""
    return {"post": post, "references": references(cited_story(post))}
