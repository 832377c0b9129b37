"""A message that says what was done, with a button that takes it back."""

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html

# A form of one button, which needs no script where a message stands.
_UNDO = """{} <form method="post" action="{}" class="undo">
<input type="hidden" name="csrfmiddlewaretoken" value="{}">
<button type="submit" class="button" name="{}" value="{}">Undo</button></form>"""


def tell_with_undo(request: HttpRequest, words: str, address: str, name: str, value: str) -> None:
    """Say `words`; the button sends `value` under `name` to `address`."""
    undo = format_html(_UNDO, words, address, get_token(request), name, value)
    messages.success(request, undo)
