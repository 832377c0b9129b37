"""Slots: places in stored HTML that are filled whenever a page is put together."""

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
