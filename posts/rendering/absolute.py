"""HTML that reads the same away from its page: in feeds, every address names its site."""

from urllib.parse import urljoin

import nh3
from django.utils.safestring import SafeString, mark_safe

from posts.rendering.markdown import STORY_TAGS

# Ids and classes mean nothing in a feed reader, where many stories share one page.
_TAGS = STORY_TAGS | {"div"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "div": {"lang", "dir"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "source": {"type", "srcset", "sizes"},
}


def absolute_html(html: str, base: str) -> SafeString:
    """Return safe HTML whose links and pictures are resolved against `base`, a page's address.

    >>> absolute_html('<a href="#note">1</a> <a href="/on/">2</a>', "https://example.org/posts/a/")
    '<a href="https://example.org/posts/a/#note">1</a> <a href="https://example.org/on/">2</a>'
    """

    def resolved(tag: str, attribute: str, value: str) -> str:
        return _candidates(value, base) if attribute == "srcset" else value

    cleaner = nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=resolved,
        url_relative=("rewrite_with_base", base),
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return mark_safe(cleaner.clean(html))


def _candidates(srcset: str, base: str) -> str:
    """Return the "address width" pairs of a srcset of our own making, each address absolute."""
    pairs = (pair.partition(" ") for pair in srcset.split(", "))
    return ", ".join(f"{urljoin(base, address)} {width}" for address, _, width in pairs)
