"""Numbers of sources in stored HTML, in the order in which a template prints it."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from posts.rendering import with_citations

register = template.Library()


@register.filter
def cited(html: str, numbering: Any) -> SafeString:
    """The HTML with its numbers, by a `Numbering` or by the `Sources` of a page."""
    found: SafeString = numbering.html(html)
    return found


@register.filter
def cited_plain(html: str, sources: Any) -> SafeString:
    """The same of plain text that was escaped."""
    return cited(with_citations(html), sources)
