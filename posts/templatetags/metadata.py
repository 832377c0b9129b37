"""What pages say to machines of themselves and of their sources."""

import re
from collections.abc import Iterable
from locale import normalize
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, to_locale

from posts import jsonld
from posts.citing import references
from posts.models import Image, Post
from posts.references import cited_story
from posts.rendering import linked_data

register = template.Library()
_TITLE = re.compile(r'class="entry-title"[^>]*><a href="([^"]+)"')


@register.simple_tag
def story_data(post: Post) -> SafeString:
    return linked_data(jsonld.story_graph(post))


@register.simple_tag(takes_context=True)
def collection_data(
    context: Context, name: str, about: str, image: Image | str | None = None
) -> SafeString:
    """The page's own list, of which a page after the first goes on counting."""
    path, page = context["request"].path, context.get("page")
    rows: Iterable[Any] = page or context.get("entries") or ()
    if page and (lead := context.get("lead")):  # which stands apart from the others of its page
        rows = (lead, *rows)
    first = page.start_index() if page else 1
    path += f"?page={page.number}" if page and page.number > 1 else ""
    listed = [address for row in rows if (address := _address(row))]
    kind = str(context.get("kind_of_page", "CollectionPage"))
    own = context.get("dossier") or context.get("shown")
    language = getattr(own, "language", "")
    return linked_data(
        jsonld.collection_graph(
            path, str(name), str(about), image or None, listed, first, kind, language
        )
    )


def _address(row: Any) -> str:
    """Return the path of what a list prints: a dossier's own, of a post as its card has it."""
    if hasattr(row, "dossier"):
        return str(row.dossier.get_absolute_url())
    found = _TITLE.search(getattr(row, "html", "") or getattr(row, "card", ""))
    return found[1] if found else ""


@register.simple_tag
def list_about(about: str, number: int | str) -> str:
    """Return what is said of a page; the name of a list, which says little to those who meet it
    in a search, goes on with the number of its stories."""
    about = str(about)  # of a template it comes untranslated
    if number == "" or about.endswith((".", "!", "?", "…")):
        return about
    if not number:
        return gettext("%(about)s: no stories yet.") % {"about": capfirst(about)}
    told = ngettext(
        "%(about)s: %(number)s story, told in full and dated by when it happened.",
        "%(about)s: %(number)s stories, told in full and dated by when it happened.",
        int(number),
    )
    return told % {"about": capfirst(about), "number": number}


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
