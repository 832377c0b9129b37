"""The lines under the form that tell how a date or time was understood, also as JSON."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from posts.dates import (
    HistoricalDate,
    HistoricalDateError,
    explanation,
    is_old_style_suspect,
    parse,
)
from posts.desk import publish_time
from posts.desk.requests import may_write, require_writer
from posts.keys import as_keys
from posts.models import Image, Place

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


def without_day(line: str) -> str:
    """Return an explanation without its last part, the day of the year: rows have none."""
    return line.rpartition(" · ")[0]


@require_safe
def read_date(request: HttpRequest) -> JsonResponse:
    """Say how `text` is understood, or why it is not: always 200, the answer is for a line."""
    require_writer(request)
    text = request.GET.get("text", "").strip()
    if not text:
        return JsonResponse({"reading": "", "warning": ""})
    try:
        value = parse(text, request.GET.get("calendar", "auto"))
        line = explanation(value, request.GET.get("rule", "auto"))
        if "of" in request.GET:
            line = without_day(line)
    except HistoricalDateError as error:
        return JsonResponse({"error": str(error), "code": error.code})
    keys = as_keys(request.GET.get("places", "").split(","))
    places = Place.objects.filter(pk__in=keys).with_parents()
    return JsonResponse({"reading": line, "warning": old_style_warning(value, places)})


@require_safe
def read_time(request: HttpRequest) -> JsonResponse:
    """Say in both zones which moment day, time and clock mean, or why none."""
    require_writer(request)
    day, time, clock = (request.GET.get(name, "") for name in ("day", "time", "clock"))
    if not day or not time:
        return JsonResponse({"reading": "", "button": publish_time.act_at(None)})
    try:
        moment = publish_time.read_moment(day, time, clock)
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]})
    return JsonResponse(
        {"reading": publish_time.reading(moment), "button": publish_time.act_at(moment)}
    )


@require_safe
def picture(request: HttpRequest, pk: int) -> JsonResponse:
    if not (request.user.has_perm("posts.view_image") or may_write(request)):
        raise PermissionDenied
    image = get_object_or_404(Image, pk=pk)
    return JsonResponse({"thumbnail": image.thumbnail_url, "alt": image.alt, "text": str(image)})
