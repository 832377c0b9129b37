"""The form of a page of the site: a title, a text, and where it stands."""

from typing import Any

from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from posts.desk.content_form import description_field, title_field
from posts.desk.field_lines import length_of_description, reading_of_time
from posts.desk.fields import ColumnField
from posts.desk.form import WritingForm
from posts.desk.markdown_editor import StoryWidget
from posts.editorial.snapshot import PageSnapshot
from posts.models import Page

READ = ("title", "slug", "language", "story")


class PageForm(WritingForm):
    content_class, template = PageSnapshot, "desk/_page.html"
    row_kinds = {}

    title = title_field(Page)
    slug = ColumnField(Page, "slug", widget=AdminTextInputWidget)
    language = ColumnField(Page, "language", widget=AdminTextInputWidget)
    description = description_field(Page)
    footer: Any = Page._meta.get_field("footer").formfield()
    story = ColumnField(Page, "story", widget=StoryWidget(attrs={"rows": 24, "spellcheck": "true"}))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            Page(**{name: cleaned[name] for name in READ if name in cleaned}).clean()
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                self.add_error(name, errors)
        return cleaned

    @cached_property
    def notes(self) -> dict[str, str]:
        return {
            "description": length_of_description(self),
            "publish_at": reading_of_time(self),
        }
