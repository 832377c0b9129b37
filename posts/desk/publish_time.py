"""A publish time in the site's zone or in UTC, with both shown and neither guessed."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone

from posts.planning.publish_time import SITE, UNIVERSAL, is_ambiguous, read_moment, zone_name

DAY = {"type": "date", "aria-label": "Day", "data-read-url": reverse_lazy("admin:read_time")}


class PublishTimeWidget(forms.MultiWidget):
    """Day, time and clock as three controls."""

    template_name = "django/forms/widgets/multiwidget.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__(
            [
                forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
                forms.TimeInput(attrs={"type": "time", "aria-label": "Time", "step": "any"}),
                forms.Select(attrs={"aria-label": "Clock"}),
            ]
        )

    def decompress(self, value: datetime | None) -> list[str]:
        if value is None:
            return ["", "", SITE]
        zone = timezone.get_default_timezone()
        clock = UNIVERSAL if is_ambiguous(value, zone) else SITE
        local = value.astimezone(UTC if clock == UNIVERSAL else zone)
        return [f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}".removesuffix(":00"), clock]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        day, clock_time, clock = super().value_from_datadict(data, files, name)
        return [day or "", clock_time or "", clock or SITE]


class PublishTimeField(forms.Field):
    """An aware moment in UTC, or None; refuses what a clock shows never or twice."""

    widget = PublishTimeWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        clock: Any = self.widget.widgets[2]
        clock.choices = [(SITE, f"{zone_name()} time"), (UNIVERSAL, "UTC")]

    def to_python(self, value: Any) -> datetime | None:
        if value is None or isinstance(value, datetime):
            return value
        day, clock_time, clock = value
        if not day and not clock_time:
            return None
        return read_moment(day, clock_time, clock)
