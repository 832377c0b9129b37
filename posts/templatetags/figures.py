"""What templates of figures and indexes count."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def number_of(numbers: Mapping[int, int], key: int) -> int:
    """Return how many stories the row of this key has."""
    return numbers.get(key, 0)
