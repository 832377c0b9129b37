"""The small forms of planner and schedule: an idea, and the day a post is given."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone

from posts.dates import HistoricalDateError, parse
from posts.desk import publish_time
from posts.models import Post


def _date_box(**attrs: Any) -> forms.TextInput:
    read_url = reverse_lazy("admin:read_date")
    return forms.TextInput(attrs={"autocomplete": "off", "data-read-url": read_url, **attrs})


def _day_box() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class IdeaForm(forms.Form):
    """An idea, and when it happened or when it is to be published, where that is known."""

    title = forms.CharField(
        required=False,
        label="An idea, as a title",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    event_input = forms.CharField(
        required=False, label="Event date (may stay empty)", widget=_date_box()
    )
    day = forms.CharField(
        required=False, label="Day to publish it (may stay empty)", widget=_day_box()
    )

    def clean_title(self) -> str:
        typed: str = self.cleaned_data["title"]
        if not typed:
            raise ValidationError("Give the idea a title; a few words will do.", code="required")
        return str(Post._meta.get_field("title").clean(typed, None))

    def clean_event_input(self) -> str:
        typed: str = self.cleaned_data["event_input"]
        try:
            parse(typed, "auto") if typed else None
        except HistoricalDateError as error:
            raise ValidationError(str(error), code=error.code) from error
        return str(Post._meta.get_field("event_input").clean(typed, None))

    def clean_day(self) -> datetime | None:
        typed: str = self.cleaned_data["day"]
        return publish_time.on_day(typed) if typed else None


class MoveForm(forms.Form):
    """Another day for a post of the schedule, at the time it has."""

    day = forms.CharField(required=False, label="New day", widget=_day_box())

    def __init__(self, moment: datetime, data: Any = None) -> None:
        self.local = timezone.localtime(moment, timezone.get_default_timezone())
        super().__init__(data, initial={"day": self.local.date()}, label_suffix="")

    def clean_day(self) -> datetime:
        return publish_time.on_day(self.cleaned_data["day"], self.local.time())


class DateForm(forms.Form):
    """When a post happened. `version` is that of the post on which the form was opened."""

    event_input = forms.CharField(
        required=False,
        label="Event date",
        help_text="As you would write it: 27 May 1997, c. 1200, 44 BC, 1914–1918",
        widget=_date_box(placeholder="14 October 1066"),
    )
    calendar_choice = forms.ChoiceField(
        required=False, label="Calendar", choices=Post.CalendarChoice.choices
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, post: Post, data: Any = None, *, guess: str = "") -> None:
        kept = ("event_input", "calendar_choice", "version")
        initial = {name: getattr(post, name) for name in kept}
        initial["event_input"] = initial["event_input"] or guess
        super().__init__(data, initial=initial, auto_id=f"id_%s_{post.pk}", label_suffix="")
        self.post, self.conflict = post, False

    def clean_event_input(self) -> str:
        typed: str = self.cleaned_data["event_input"]
        if not typed:
            raise ValidationError(
                "Type when it happened, as 27 May 1997, c. 1200 or 44 BC.", code="required"
            )
        return str(Post._meta.get_field("event_input").clean(typed, None))

    def clean_calendar_choice(self) -> str:
        """Keep the stored calendar where only the date was asked for."""
        typed: str = self.cleaned_data["calendar_choice"]
        return typed or self.post.calendar_choice

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if text := cleaned.get("event_input"):
            try:
                parse(text, cleaned.get("calendar_choice") or "auto")
            except HistoricalDateError as error:
                self.add_error("event_input", ValidationError(str(error), code=error.code))
        return cleaned

    def stand_on(self, stored: Post) -> None:
        """Have the form sent again on what is stored now: what it then replaces was shown."""
        self.post, self.conflict = stored, True
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = str(stored.version)  # type: ignore[index]
