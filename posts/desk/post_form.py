"""The form of a post: its content, and what is said of a change that readers see."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from posts.desk.content_form import ContentForm
from posts.desk.field_lines import notes_of
from posts.desk.fields import ColumnField
from posts.desk.form import WritingForm, hidden
from posts.desk.form_data import links_text
from posts.desk.rows import LINKS, POST_ROWS, RowFormSet
from posts.editorial.roles import linkable_by
from posts.editorial.snapshot import Content, Snapshot
from posts.models import Correction, Post


class PostForm(ContentForm, WritingForm):
    content_class, row_kinds, template = Snapshot, POST_ROWS, "desk/_post.html"
    post: Post

    links_shown = hidden()
    change = forms.ChoiceField(
        required=False,
        label="What kind of change is this?",
        choices=[("minor", "Minor: spelling, layout, a link"), ("correction", "A correction")],
        widget=forms.RadioSelect,
    )
    correction = ColumnField(
        Correction,
        "text",
        required=False,
        label="Correction",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What was wrong and is right now; readers see it at the foot of the post.",
    )

    def _initial_state(self) -> dict[str, Any]:
        return super()._initial_state() | {"links_shown": links_text(self.content)}

    def _limit_choices(self) -> None:
        field: Any = self.fields["translation_of"]
        field.queryset = linkable_by(self.user, self.content).for_links()

    def _rows(self, prefix: str, told: Content, choices: Any = None) -> RowFormSet:
        choices = linkable_by(self.user, self.content) if prefix in LINKS else None
        return super()._rows(prefix, told, choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._refuse_translation(cleaned)
        self.post.rendered = self.checked.rendered  # A save of this story renders it no more.
        return cleaned

    def _refuse_translation(self, cleaned: dict[str, Any]) -> None:
        """Say beside the field why the post is no translation of the one that was chosen."""
        original, language = cleaned.get("translation_of"), cleaned.get("language", "")
        if original or language != self.content.language:
            key = original.key if original else None
            tried = Post(pk=self.post.pk, language=language, translation_of_id=key)
            try:
                tried.clean_translation()
            except ValidationError as error:
                self.add_error(None, error)

    def refuse_links(self, words: str) -> None:
        """Say of the links what no form could see by itself.

        Two links of one form, or of two editors at the same moment, may close a loop only together.
        """
        for rows in (self.rows[prefix] for prefix in LINKS):
            if rows.has_changed():
                rows.non_form_errors().append(ValidationError(words, code="loop"))

    @cached_property
    def notes(self) -> dict[str, str]:
        return notes_of(self)
