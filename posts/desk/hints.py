"""The lines under the fields of a form: as it is opened, and as JSON while one types."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from posts.dates import (
    HistoricalDate,
    HistoricalDateError,
    explanation,
    is_old_style_suspect,
    parse,
)
from posts.desk import publish_time
from posts.desk.requests import asked_by, may, may_write
from posts.keys import as_key, as_keys
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


def notes_of(form: Any) -> dict[str, str]:
    """Return field → line for each field of a form that has one, in two queries at most."""
    return {name: line(form) for name, line in _LINES.items() if name in form.fields}


def _text(form: Any, name: str) -> str:
    return str(form[name].value() or "").strip()


def _reading_of_date(form: Any) -> str:
    text = _text(form, "event_input")
    if not text:
        return _proposed_day(form)
    try:
        value = parse(text, _text(form, "calendar_choice") or "auto")
        line = explanation(value, _text(form, "anniversary_rule") or "auto")
    except HistoricalDateError:
        return ""  # The error stands beside the field already.
    return " — ".join(filter(None, (f"Read as {line}", old_style_warning(value, _places(form)))))


def _places(form: Any) -> Iterable[Place]:
    if form.draft and form.draft.copy is None:
        known: list[Place] = form.draft.rows.places
        return known
    keys = [each.key for each in form.content.places]
    return Place.objects.filter(pk__in=keys).with_parents() if keys else ()


def _proposed_day(form: Any) -> str:
    day = form.post.import_fields.get("proposed_event")
    return f"The file it came from is dated {day}: write that if it happened then." if day else ""


def _length_of_description(form: Any) -> str:
    limit = form.fields["description"].max_length
    return f"{len(_text(form, 'description')):,} of {limit:,} characters"


def _reading_of_time(form: Any) -> str:
    value = form["publish_at"].value()
    try:
        return publish_time.reading(form.fields["publish_at"].to_python(value))
    except ValidationError:
        return ""


def _hero_words(form: Any) -> str:
    chosen = as_key(_text(form, "hero"))
    known = (form.draft.shown or {}).values() if form.draft else ()
    image = next((image for image in known if image.pk == chosen), None)
    if image is None and chosen is not None:
        image = Image.objects.filter(pk=chosen).first()
    return image.credit_line if image else ""


_LINES = {
    "event_input": _reading_of_date,
    "description": _length_of_description,
    "publish_at": _reading_of_time,
    "hero": _hero_words,
}


@asked_by(may_write)
def read_date(request: HttpRequest) -> JsonResponse:
    """Say how `text` is understood, or why it is not: always 200, the answer is for a line."""
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


@asked_by(may_write)
def read_time(request: HttpRequest) -> JsonResponse:
    """Say in both zones which moment day, time and clock mean, or why none."""
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


@asked_by(lambda request: may_write(request) or may("view_image")(request))
def picture(request: HttpRequest, pk: int) -> JsonResponse:
    image = get_object_or_404(Image, pk=pk)
    return JsonResponse({"thumbnail": image.thumbnail_url, "alt": image.alt, "text": str(image)})
