import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# What could end the element or begin a comment, and the two line ends that JSON allows in a
# string and older readers do not.
_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def linked_data(value: Mapping[str, Any]) -> SafeString:
    """Return the element that holds `value` as JSON-LD: data, which no browser runs."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
