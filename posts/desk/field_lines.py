"""The lines under the fields of a post's form, which scripts keep up to date while one types."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from posts.dates import HistoricalDateError, explanation, parse
from posts.desk import publish_time
from posts.desk.hints import old_style_warning
from posts.keys import as_key
from posts.models import Image, Place


def notes_of(form: Any) -> dict[str, str]:
    """Return field → line for each field of a PostForm that has one, in two queries at most."""
    return {
        "event_input": _reading_of_date(form),
        "description": length_of_description(form),
        "publish_at": reading_of_time(form),
        "hero": hero_words(form),
    }


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


def length_of_description(form: Any) -> str:
    limit = form.fields["description"].max_length
    return f"{len(_text(form, 'description')):,} of {limit:,} characters"


def reading_of_time(form: Any) -> str:
    value = form["publish_at"].value()
    try:
        return publish_time.reading(form.fields["publish_at"].to_python(value))
    except ValidationError:
        return ""


def hero_words(form: Any) -> str:
    chosen = as_key(_text(form, "hero"))
    known = (form.draft.shown or {}).values() if form.draft else ()
    image = next((image for image in known if image.pk == chosen), None)
    if image is None and chosen is not None:
        image = Image.objects.filter(pk=chosen).first()
    return image.credit_line if image else ""
