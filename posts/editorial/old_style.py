"""Whether a date is one of the Old Style that a place kept longer than others."""

from collections.abc import Iterable
from datetime import date

from posts.dates import HistoricalDate, is_old_style_suspect
from posts.models import Place

# Python counts days from 1 January of the year 1, Julian Day Numbers from 4713 BC.
JDN_OF_ORDINAL = 1_721_425


def old_style_warning(value: HistoricalDate | None, places: Iterable[Place]) -> str:
    """Return a question where one of `places` still kept the Julian calendar that day; '' if none.

    Those are loaded `with_parents`: a place without a reform of its own had that of the nearest
    place it lies within.
    """
    if value is None:
        return ""
    for place in places:
        reform = _reform_of(place)
        if reform and is_old_style_suspect(value, reform.toordinal() + JDN_OF_ORDINAL):
            return (
                f"Is this date Old Style? {place} kept the Julian calendar until "
                f"{reform.day} {reform:%B %Y}. If it is, choose “Julian (Old Style)”."
            )
    return ""


def _reform_of(place: Place | None) -> date | None:
    seen = set[int]()
    while place is not None and place.calendar_reform is None and place.pk not in seen:
        seen.add(place.pk)
        place = place.parent
    return place.calendar_reform if place else None
