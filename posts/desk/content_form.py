"""The fields of a post's form that are its content, refused as their columns refuse them."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse_lazy

from posts.desk.fields import ColumnField, relation
from posts.desk.markdown_editor import StoryWidget
from posts.desk.tags import TagsField
from posts.editorial.checks import SNIPPET_LENGTH
from posts.models import Place, Post

# What Post.clean reads of a text: whether its date and its story can be.
READ = ("event_input", "calendar_choice", "anniversary_rule", "story", "language")
COLUMN: Any = Post._meta.get_field


def choice(name: str) -> Any:
    return COLUMN(name).formfield()


def title_field(model: type[Model]) -> ColumnField:
    widget = forms.Textarea(attrs={"rows": 1, "class": "vTextField", "data-line": ""})
    return ColumnField(model, "title", widget=widget)


def description_field(model: type[Model]) -> ColumnField:
    column: Any = model._meta.get_field("description")
    limits = {"data-count-to": column.max_length, "data-count-mark": SNIPPET_LENGTH}
    return ColumnField(
        model,
        "description",
        help_text="What readers see in lists and under the title",
        widget=forms.Textarea(attrs={"rows": 4, **limits}),
    )


class ContentForm(forms.Form):
    """What is content of a post, but for its rows."""

    title = title_field(Post)
    slug = ColumnField(Post, "slug", widget=AdminTextInputWidget)
    language = ColumnField(Post, "language", widget=AdminTextInputWidget)
    event_input = ColumnField(
        Post,
        "event_input",
        help_text="As you would write it: 27 May 1997, c. 1200, 44 BC, 1914–1918",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "placeholder": "14 October 1066",
                "data-read-url": reverse_lazy("admin:read_date"),
            }
        ),
    )
    calendar_choice = choice("calendar_choice")
    event_display = ColumnField(Post, "event_display", widget=AdminTextInputWidget)
    anniversary_rule = choice("anniversary_rule")
    undated = choice("undated")
    description = description_field(Post)
    story = ColumnField(Post, "story", widget=StoryWidget(attrs={"rows": 24, "spellcheck": "true"}))
    closing_question = ColumnField(
        Post, "closing_question", widget=forms.Textarea(attrs={"rows": 2})
    )
    hero = relation(Post, "hero")
    categories = relation(Post, "categories")
    places = relation(Post, "places")
    proposed_places = ColumnField(
        Post,
        "proposed_places",
        help_text="That are not here yet, one on each line, for who may add them",
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    tags = TagsField(required=False)
    translation_of = relation(Post, "translation_of", label="Translation of")

    def clean_proposed_places(self) -> str:
        """Return the names, each once; refuse one that no place could have."""
        lines = map(str.strip, self.cleaned_data["proposed_places"].splitlines())
        names, most = dict.fromkeys(filter(None, lines)), Place._meta.get_field("name").max_length
        for name in names:
            if len(name) > (most or 0):
                text = f"“{name[:40]}…” has {len(name)} characters; a place has {most} at most."
                raise ValidationError(text)
        return "\n".join(names)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("undated") and cleaned.get("event_input"):
            self.add_error("undated", "The post has an event date: empty that, or untick this.")
        self.checked = Post(**{name: cleaned[name] for name in READ if name in cleaned})
        try:
            self.checked.clean()
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                self.add_error(name, errors)
        return cleaned
