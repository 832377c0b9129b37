"""The story's editor: its widget, the preview and the upload behind it.

markdownx's own two views ask nobody who they are and keep what they are sent, so they are
never mounted; these stand under their names.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from markdownx.widgets import MarkdownxWidget

from posts.desk.fields import ColumnField
from posts.desk.media import scripts
from posts.desk.requests import asked_by, may, may_write, person
from posts.editorial.pictures import add_picture
from posts.images.uploads import markdown_of
from posts.imaging.decoding import ImageError
from posts.models import Image
from posts.rendering import Numbering, RenderingError, clean_line, render_story


class StoryWidget(MarkdownxWidget):  # type: ignore[misc]
    """markdownx's editor in our template, which the form renderer of Django cannot find."""

    template_name = "desk/markdown_editor.html"

    class Media:
        js = scripts("toolbar", "lists", "paste", "word-count", "post-links")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


def story_field(model: type[Model], name: str = "story", rows: int = 24) -> ColumnField:
    return ColumnField(model, name, widget=StoryWidget({"rows": rows, "spellcheck": "true"}))


@asked_by(may_write, "POST")
def preview(request: HttpRequest) -> HttpResponse:
    """Answer the story in `content` in `language` as readers see it, each `key` cited by number.

    400 says what is wrong with it.
    """
    story, language = request.POST.get("content", ""), request.GET.get("language", "en")
    try:
        html = render_story(story, Image.objects.picture_at, language=language)
    except RenderingError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(Numbering(request.GET.getlist("key"), [html]).html(html))


@asked_by(lambda request: may_write(request) and may("add_image")(request), "POST")
def upload(request: HttpRequest) -> JsonResponse:
    """Store the picture in `image` and answer the Markdown that shows it.

    It is described by `alt`, or by `decorative` as saying nothing; 400 has a `message`.
    A `loss` says what of the picture could not be kept.
    """
    try:
        words = {name: _line(request, name) for name in ("alt", "caption", "credit")}
        file, decorative = request.FILES.get("image"), bool(request.POST.get("decorative"))
        done = add_picture(file, by=person(request), decorative=decorative, **words)
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=400)
    except (ImageError, RenderingError) as error:
        return JsonResponse({"message": str(error)}, status=400)
    alt = "" if decorative else words["alt"] or done.image.alt
    code = markdown_of(done.image, alt, words["caption"])
    return JsonResponse({"image_code": code} | ({"loss": done.loss} if done.loss else {}))


def _line(request: HttpRequest, name: str) -> str:
    return clean_line(request.POST.get(name, ""))
