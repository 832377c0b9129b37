"""The form of a page of the site: a title, a text, and where it stands."""

from typing import Any

from posts.desk.fields import refuse_as_row
from posts.desk.form import WritingForm
from posts.desk.markdown_editor import story_field
from posts.editorial.snapshot import PageSnapshot
from posts.models import Page


class PageForm(WritingForm):
    content_class, template = PageSnapshot, "desk/_page.html"
    row_kinds = {}

    footer: Any = Page._meta.get_field("footer").formfield()
    story = story_field(Page)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        read = cleaned.keys() & {"title", "slug", "language", "story"}
        refuse_as_row(self, Page(**{name: cleaned[name] for name in read}).clean)
        return cleaned
