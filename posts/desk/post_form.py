"""The form of a post: its content, and what is said of a change that readers see."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from posts.desk.fields import ColumnField, event_field, refuse_as_row, relation
from posts.desk.form import WritingForm, hidden
from posts.desk.markdown_editor import story_field
from posts.desk.rows import POST_ROWS
from posts.desk.tags import TagsField
from posts.editorial.proposals import proposed_names
from posts.editorial.snapshot import Snapshot
from posts.editorial.three_way import LINKS, links_text
from posts.models import Correction, Post

# What Post.clean reads of a text: whether its date and its story can be.
READ = ("event_input", "calendar_choice", "anniversary_rule", "story", "language")
COLUMN: Any = Post._meta.get_field


class PostForm(WritingForm):
    content_class, row_kinds, template = Snapshot, POST_ROWS, "desk/_post.html"
    post: Post

    event_input = event_field()
    calendar_choice = COLUMN("calendar_choice").formfield()
    event_display = ColumnField(Post, "event_display")
    anniversary_rule = COLUMN("anniversary_rule").formfield()
    undated = COLUMN("undated").formfield()
    story = story_field(Post)
    closing_question = ColumnField(Post, "closing_question", rows=2)
    hero = relation(Post, "hero")
    categories = relation(Post, "categories")
    places = relation(Post, "places")
    proposed_places = ColumnField(
        Post,
        "proposed_places",
        help_text="That are not here yet, one on each line, for who may add them",
        rows=1,
    )
    tags = TagsField(required=False)
    translation_of = relation(Post, "translation_of", label="Translation of")
    links_shown = hidden()
    change = forms.ChoiceField(
        required=False,
        label="What kind of change is this?",
        choices=[("minor", "Minor, told to nobody: spelling"), ("correction", "A correction")],
        help_text="Choose one to publish the changes.",
        widget=forms.RadioSelect,
    )
    correction = ColumnField(
        Correction,
        "text",
        required=False,
        label="Correction",
        rows=2,
        help_text="What was wrong and is right now; readers see it at the foot of the post.",
    )

    def _initial_state(self) -> dict[str, Any]:
        return super()._initial_state() | {"links_shown": links_text(self.content)}

    def clean_proposed_places(self) -> str:
        return "\n".join(proposed_names(self.cleaned_data["proposed_places"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("undated") and cleaned.get("event_input"):
            self.add_error("undated", "The post has an event date: empty that, or untick this.")
        checked = Post(**{name: cleaned[name] for name in READ if name in cleaned})
        refuse_as_row(self, checked.clean)
        self._refuse_translation(cleaned)
        self.post.rendered = checked.rendered  # A save of this story renders it no more.
        return cleaned

    def _refuse_translation(self, cleaned: dict[str, Any]) -> None:
        """Say beside the field why the post is no translation of the one that was chosen."""
        original, language = cleaned.get("translation_of"), cleaned.get("language", "")
        if original or language != self.content.language:
            key = original.key if original else None
            tried = Post(pk=self.post.pk, language=language, translation_of_id=key)
            refuse_as_row(self, tried.clean_translation)

    def refuse_links(self, words: str) -> None:
        """Say of the links what no form could see by itself.

        Two links of one form, or of two editors at the same moment, may close a loop only together.
        """
        for rows in (self.rows[prefix] for prefix in LINKS):
            if rows.has_changed():
                rows.non_form_errors().append(ValidationError(words, code="loop"))
