"""A stored story made ready for its page: passages to cite, and pictures to open."""

import re
from itertools import count
from typing import Final

from django.utils.safestring import SafeString, mark_safe

# Whole tags, for an attribute may hold "<p>" as words; its quotation marks are escaped.
_REST: Final = r'(?:[^"<>]|"[^"]*")*>'
_TAG: Final = re.compile(f"<{_REST}")
_SHOWN: Final = re.compile(
    rf'(?<=<figure>)<picture>(?:<source{_REST})*<img src="([^"]*)"{_REST}</picture>'
)


def with_passages(html: str) -> SafeString:
    """Return safe HTML with an id on each paragraph, p-1 the first.

    >>> with_passages('<p>One</p><blockquote><p>Two</p></blockquote>')
    '<p id="p-1">One</p><blockquote><p id="p-2">Two</p></blockquote>'
    """
    number = count(1)
    return mark_safe(
        _TAG.sub(lambda tag: f'<p id="p-{next(number)}">' if tag[0] == "<p>" else tag[0], html)
    )


def with_full_pictures(html: str, words: SafeString) -> SafeString:
    """Return safe HTML in which the picture of each figure leads to itself, as `words` say."""
    return mark_safe(
        _SHOWN.sub(lambda shown: f'<a class="zoom" href="{shown[1]}">{shown[0]}{words}</a>', html)
    )
