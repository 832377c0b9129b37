"""Slots: places in stored HTML that are filled whenever a page is put together."""

import re
from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe


def slot(name: str) -> SafeString:
    """Return the mark of a slot: a comment, which no text has, since all are escaped or cleaned."""
    return mark_safe(f"<!--{name}-->")


def fill(html: str, **values: str) -> SafeString:
    """Return stored HTML with the slots of these names filled: by HTML that is safe already.

    >>> fill("<li><!--stamp--></li>", stamp="<b>1066</b>")
    '<li><b>1066</b></li>'
    """
    for name, value in values.items():
        html = html.replace(f"<!--{name}-->", value)
    return mark_safe(html)


def fill_each(html: str, kind: str, told: Callable[[str], str]) -> SafeString:
    """Return stored HTML with each slot of a kind filled by what `told` makes of its text.

    >>> fill_each("<p><!--ago 1066 0--></p>", "ago", lambda text: f"<b>{text}</b>")
    '<p><b>1066 0</b></p>'
    """
    return mark_safe(re.sub(f"<!--{kind} (.+?)-->", lambda found: told(found[1]), html))
