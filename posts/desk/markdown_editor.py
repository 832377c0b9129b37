"""The story's editor: its widget, the preview and the upload behind it.

markdownx's own two views ask nobody who they are and keep what they are sent, so they are
never mounted; these stand under their names.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from markdownx.widgets import MarkdownxWidget

from posts.desk.media import scripts
from posts.desk.requests import asked_by, may, may_write, person
from posts.editorial.alt_text import alt_problem
from posts.images.uploads import contents, loss, store_image
from posts.imaging.decoding import ImageError
from posts.models import Image
from posts.rendering import RenderingError, clean_line, render_story


class StoryWidget(MarkdownxWidget):  # type: ignore[misc]
    """markdownx's editor in our template, which the form renderer of Django cannot find."""

    template_name = "desk/markdown_editor.html"

    class Media:
        js = scripts("toolbar", "lists", "paste", "word-count", "post-links")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


@asked_by(may_write, "POST")
def preview(request: HttpRequest) -> HttpResponse:
    """Answer the story in `content` as the page in `language` will show it.

    400 says what is wrong with it.
    """
    story, language = request.POST.get("content", ""), request.GET.get("language", "en")
    try:
        html = render_story(story, Image.objects.picture_at, language=language)
    except RenderingError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(html)


@asked_by(lambda request: may_write(request) and may("add_image")(request), "POST")
def upload(request: HttpRequest) -> JsonResponse:
    """Store the picture in `image` and answer the Markdown that shows it.

    It is described by `alt`, or by `decorative` as saying nothing; 400 has a `message`.
    A `loss` says what of the picture could not be kept.
    """
    try:
        image, lost = _store(request)
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=400)
    except (ImageError, RenderingError) as error:
        return JsonResponse({"message": str(error)}, status=400)
    alt = "" if request.POST.get("decorative") else _line(request, "alt") or image.alt
    code = markdown_of(image, alt, _line(request, "caption"))
    return JsonResponse({"image_code": code} | ({"loss": lost} if lost else {}))


def _store(request: HttpRequest) -> tuple[Image, str]:
    """Return the stored picture, and what the uploader should be told of it."""
    file = request.FILES.get("image")
    if file is None:
        raise ImageError("No picture came with the request. Choose one and try again.")
    alt, decorative = _line(request, "alt"), bool(request.POST.get("decorative"))
    if not alt and not decorative:
        raise ImageError("Describe the picture, or mark it as decorative.")
    if problem := alt_problem(alt, file_names=[file.name or ""]):
        raise ImageError(problem)
    data = contents(file)
    image = store_image(
        data,
        name=file.name or "picture",
        by=person(request),
        alt="" if decorative else alt,
        decorative=decorative,
        caption=_line(request, "caption"),
        credit=_line(request, "credit"),
    )
    return image, loss(data, image.original_name)


def _line(request: HttpRequest, name: str) -> str:
    return clean_line(request.POST.get(name, ""))


def markdown_of(image: Image, alt: str | None = None, caption: str = "") -> str:
    """Return the Markdown; words that the picture already has are left to the picture.

    A picture that was here before keeps its own description, so another one typed now goes
    into the story.
    """
    alt = image.alt if alt is None else alt
    title = f' "{_escaped(caption, '"')}"' if caption and caption != image.caption else ""
    return f"![{_escaped(alt, '[]')}]({image.file.url}{title})"


def _escaped(text: str, marks: str) -> str:
    for mark in "\\" + marks:
        text = text.replace(mark, "\\" + mark)
    return text
