"""The form of a page of the site: a title, a text, and where it stands."""

from typing import Any

from posts.desk.fields import ColumnField, refuse_as_row
from posts.desk.form import WritingForm
from posts.desk.markdown_editor import StoryWidget
from posts.editorial.snapshot import PageSnapshot
from posts.models import Page

READ = ("title", "slug", "language", "story")


class PageForm(WritingForm):
    content_class, template = PageSnapshot, "desk/_page.html"
    row_kinds = {}

    slug = ColumnField(Page, "slug")
    language = ColumnField(Page, "language")
    footer: Any = Page._meta.get_field("footer").formfield()
    story = ColumnField(Page, "story", widget=StoryWidget(attrs={"rows": 24, "spellcheck": "true"}))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_as_row(self, Page(**{name: cleaned[name] for name in READ if name in cleaned}))
        return cleaned
