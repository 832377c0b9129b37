"""The form of a dossier: its sections and milestones are rows, as its sources are."""

import math
from typing import Any

from django.utils.functional import cached_property

from posts.dates import explanation
from posts.desk.fields import ColumnField, DateBox, refuse_as_row, relation
from posts.desk.form import WritingForm
from posts.desk.hints import without_day
from posts.desk.markdown_editor import story_field
from posts.desk.rows import CitationForm, CitationRows, RowForm, RowFormSet, place_field, row_kind
from posts.editorial.previewing import date_of
from posts.editorial.snapshot import DossierSnapshot, MilestoneText, SectionText
from posts.models import Dossier, Milestone, Section

_TYPED = ("label", "event_input", "calendar_choice", "event_display")


class SectionForm(RowForm):
    value, needs = SectionText, ("heading", "text")
    heading = ColumnField(Section, "heading")
    text = story_field(Section, "text", rows=10)
    position = place_field()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("text"):
            refuse_as_row(self, Section(dossier=Dossier(), text=cleaned["text"]).clean)
        return cleaned


class MilestoneForm(RowForm):
    value, needs, pointer = MilestoneText, ("source", "label", "event_input"), "source"
    label = ColumnField(Milestone, "label")
    event_input = ColumnField(
        Milestone,
        "event_input",
        required=True,
        error_messages={"required": "Say when it happened: 28 May 2002, 2009."},
        widget=DateBox(attrs={"placeholder": "28 May 2002", "class": "vTextField"}),
    )
    calendar_choice = Milestone._meta.get_field("calendar_choice").formfield()
    event_display = ColumnField(Milestone, "event_display")
    source = relation(Milestone, "source")
    locator = ColumnField(Milestone, "locator")
    note = ColumnField(Milestone, "note", rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.has_changed():
            typed = {name: cleaned[name] for name in _TYPED if name in cleaned}
            refuse_as_row(self, Milestone(**typed).clean)
        return cleaned

    @cached_property
    def notes(self) -> dict[str, str]:
        """Return how the date was read."""
        value = date_of(*(str(self[name].value() or "") for name in _TYPED[1:3]))
        line = f"Read as {without_day(explanation(value))}" if value else ""
        return {"event_input": line}


class MilestoneRows(RowFormSet):
    """In the order in which they happened, as they are stored."""

    is_ordered = False

    def content(self) -> tuple[Any, ...]:
        return tuple(sorted(super().content(), key=_order))


def _order(row: MilestoneText) -> float:
    value = date_of(row.event_input, row.calendar_choice)
    return value.sort if value else math.inf


class DossierForm(WritingForm):
    content_class, template = DossierSnapshot, "desk/_dossier.html"
    row_kinds = {
        "sections": row_kind(SectionForm, "section", "Background"),
        "milestones": row_kind(
            MilestoneForm, "milestone", "Milestones that no post tells yet", MilestoneRows
        ),
        "citations": row_kind(CitationForm, "source", "Sources", CitationRows),
    }

    hero = relation(Dossier, "hero")
    posts = relation(
        Dossier,
        "posts",
        label="Stories",
        help_text="They stand in the order in which they happened; hidden ones wait unseen",
    )

    def _initial_rows(self, prefix: str) -> list[dict[str, Any]]:
        """Begin a new dossier with a section to write in."""
        is_new = prefix == "sections" and self.stored is None
        return super()._initial_rows(prefix) or ([{"position": 1}] if is_new else [])
