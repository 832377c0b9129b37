"""The small forms of planner and schedule: an idea, and the day a post is given."""

from datetime import datetime
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils import timezone

from posts.desk.fields import ColumnField, DateBox, event_field, refuse_as_row
from posts.models import Post
from posts.planning import publish_time


def _day_box() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class IdeaForm(forms.Form):
    """An idea, and when it happened or when it is to be published, where that is known."""

    title = ColumnField(
        Post,
        "title",
        label="An idea, as a title",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Give the idea a title; a few words will do."},
    )
    event_input = ColumnField(
        Post, "event_input", label="Event date (may stay empty)", widget=DateBox()
    )
    day = forms.CharField(
        required=False, label="Day to publish it (may stay empty)", widget=_day_box()
    )
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refuse_as_row(self, Post(event_input=cleaned.get("event_input", "")).clean)
        return cleaned

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

    use_required_attribute = False
    event_input = event_field(
        required=True,
        error_messages={"required": "Type when it happened, as 27 May 1997, c. 1200 or 44 BC."},
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

    def clean_calendar_choice(self) -> str:
        """Keep the stored calendar where only the date was asked for."""
        typed: str = self.cleaned_data["calendar_choice"]
        return typed or self.post.calendar_choice

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        calendar = cleaned.get("calendar_choice") or Post.CalendarChoice.AUTO
        row = Post(event_input=cleaned.get("event_input", ""), calendar_choice=calendar)
        refuse_as_row(self, row.clean)
        return cleaned

    def refuse(self, error: Exception) -> None:
        """Say why, and have the form sent again on what is stored now, which it shows."""
        self.add_error(None, str(error))
        self.post, self.conflict = get_object_or_404(Post, pk=self.post.pk), True
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = str(self.post.version)  # type: ignore[index]
