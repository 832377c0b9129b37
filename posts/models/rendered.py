"""Texts in Markdown, which are stored with their HTML and with what they show."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from historyblog.languages import for_readers
from posts.models.picture_use import PictureFinder, PictureUse
from posts.models.story_link import LinkFinder, StoryLink, Uses, store_uses
from posts.rendering import RenderingError, render_story


class Rendered(models.Model):
    """A row whose column `text_name` is Markdown; `…_html` is beside it.

    `same_text` names the columns by which a row is known to have been saved meanwhile.
    """

    text_name: ClassVar[str] = "story"
    same_text: ClassVar[tuple[str, ...]] = ("version",)
    language: Any
    uses: Uses  # of an instance: what `render` found in its text

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise ValidationError beside the text if it cannot be rendered."""
        try:
            self.render()
        except RenderingError as error:
            raise ValidationError({self.text_name: str(error)}) from error

    @for_readers()
    def render(self) -> bool:
        """Make the HTML from the text; return whether it is another; raises RenderingError."""
        pictures, links = PictureFinder(), LinkFinder()
        before = getattr(self, f"{self.text_name}_html")
        html = self._html(getattr(self, self.text_name), pictures, links)
        setattr(self, f"{self.text_name}_html", html)
        self.uses = {PictureUse: pictures.found, StoryLink: links.found}
        return bool(html != before)

    def _html(self, text: str, pictures: PictureFinder, links: LinkFinder) -> str:
        return render_story(text, pictures, links, language=self.language)

    def store_html(self) -> bool:
        """Store what `render` made, without a new version; False if it was saved meanwhile."""
        kept: dict[str, Any] = {name: getattr(self, name) for name in self.same_text}
        same = type(self)._default_manager.filter(pk=self.pk, **kept)
        name = f"{self.text_name}_html"
        if not same.update(**{name: getattr(self, name)}):
            return False
        store_uses(self, self.uses, is_new=False)
        return True
