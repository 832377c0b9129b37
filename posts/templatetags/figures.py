"""What templates of figures and indexes count."""

from collections.abc import Mapping
from typing import Any

from django import template

from posts.dates import Span, Unit, civil
from posts.figures.ribbon import ribbon as ribbon_of
from posts.models import Post

register = template.Library()


@register.filter
def number_of(numbers: Mapping[int, int], key: int) -> int:
    """Return how many stories the row of this key has."""
    return numbers.get(key, 0)


@register.inclusion_tag("posts/_ribbon.html")
def ribbon(post: Post) -> dict[str, Any]:
    """The centuries with the story's place among them; nothing for an undated one."""
    value = post.event_date
    if value is None:
        return {}
    # A side that is open tells no year.
    ends = (value.sort if day is None else day for day in (value.start, value.end))
    first, last = (civil(day)[0] for day in ends)
    century = Span.around(Unit.CENTURY, civil(value.sort)[0])
    return {"place": ribbon_of(first, last), "century": century}
