"""The lines under the fields of a form: as it is opened, and as JSON while one types."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from posts.dates import HistoricalDateError, explanation, parse
from posts.desk.publish_time import PublishTimeField
from posts.desk.requests import asked_by, may, may_write
from posts.editorial.old_style import old_style_warning
from posts.keys import as_key, as_keys
from posts.models import Image, Place
from posts.planning import publish_time


def without_day(line: str) -> str:
    """Return an explanation without its last part, the day of the year: rows have none."""
    return line.rpartition(" · ")[0]


def _read(text: str, calendar: str, rule: str, places: Iterable[Place]) -> tuple[str, str]:
    """Return how a date is understood, and what is to be asked of it.

    Raises HistoricalDateError.
    """
    value = parse(text, calendar or "auto")
    return explanation(value, rule or "auto"), old_style_warning(value, places)


def _text(form: Any, name: str) -> str:
    return str(form[name].value() or "").strip()


def _reading_of_date(form: Any) -> str:
    text = _text(form, "event_input")
    if not text:
        day = form.post.import_fields.get("proposed_event")
        return (
            f"The file it came from is dated {day}: write that if it happened then." if day else ""
        )
    calendar, rule = _text(form, "calendar_choice"), _text(form, "anniversary_rule")
    try:
        line, warning = _read(text, calendar, rule, _places(form))
    except HistoricalDateError:
        return ""  # The error stands beside the field already.
    return " — ".join(filter(None, (f"Read as {line}", warning)))


def _places(form: Any) -> Iterable[Place]:
    if form.draft and form.draft.copy is None:
        known: list[Place] = form.draft.rows.places
        return known
    keys = [each.key for each in form.content.places]
    return Place.objects.filter(pk__in=keys).with_parents() if keys else ()


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


# By the field under which each stands.
LINES = {
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
    calendar, rule = (request.GET.get(name, "") for name in ("calendar", "rule"))
    keys = as_keys(request.GET.get("places", "").split(","))
    try:
        places = Place.objects.filter(pk__in=keys).with_parents()
        line, warning = _read(text, calendar, rule, places)
    except HistoricalDateError as error:
        return JsonResponse({"error": str(error), "code": error.code})
    reading = without_day(line) if "of" in request.GET else line
    return JsonResponse({"reading": reading, "warning": warning})


@asked_by(may_write)
def read_time(request: HttpRequest) -> JsonResponse:
    """Say in both zones which moment day, time and clock mean, or why none."""
    typed = [request.GET.get(name, "") for name in ("day", "time", "clock")]
    try:
        moment = PublishTimeField().to_python(typed)
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]})
    return JsonResponse(
        {"reading": publish_time.reading(moment), "button": publish_time.act_at(moment)}
    )


@asked_by(lambda request: may_write(request) or may("view_image")(request))
def picture(request: HttpRequest, pk: int) -> JsonResponse:
    image = get_object_or_404(Image, pk=pk)
    return JsonResponse({"thumbnail": image.thumbnail_url, "alt": image.alt, "text": str(image)})
