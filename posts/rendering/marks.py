from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe


def marked_html(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Return texts as HTML, those that are told to be marked within <mark>.

    >>> marked_html([("Cold ", False), ("<war>", True)])
    'Cold <mark>&lt;war&gt;</mark>'
    """
    escaped = ((escape(text), is_marked) for text, is_marked in pieces)
    return mark_safe(
        "".join(f"<mark>{text}</mark>" if is_marked else text for text, is_marked in escaped)
    )
