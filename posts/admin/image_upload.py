"""Several pictures at once, and describing them right after."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from posts.admin.desk_admin import DeskForm
from posts.desk.requests import asked_by, framed, may, person
from posts.editorial.alt_text import alt_problem
from posts.editorial.roles import may_change_picture
from posts.images.rerender import rerender_stories_showing
from posts.images.uploads import store_upload
from posts.imaging.decoding import MAX_BYTES, ImageError
from posts.keys import as_keys
from posts.models import Image


class WordsForm(DeskForm):
    """Says of a picture what it shows, or that it says nothing."""

    class Meta:
        model = Image
        fields: tuple[str, ...] = ("alt", "decorative")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        alt, decorative = cleaned.get("alt"), cleaned.get("decorative")
        if "alt" not in self.errors and not (alt or decorative):
            text = "Describe the picture for those who cannot see it, or mark it as decorative."
            self.add_error("alt", text)
        if alt and "alt" not in self.errors:
            names = [self.instance.original_name, getattr(cleaned.get("file"), "name", "")]
            if problem := alt_problem(alt, file_names=names):
                self.add_error("alt", problem)
        return cleaned


@dataclass(frozen=True)
class Result:
    """What came of one file: a picture, new or known, or why there is none."""

    name: str
    image: Image | None = None
    is_new: bool = False
    problem: str = ""
    loss: str = ""
    typed: str | None = None

    @property
    def needs_words(self) -> bool:
        return self.image is not None and not self.image.alt and not self.image.decorative


@asked_by(may("add_image"), "GET", "HEAD", "POST")
def upload(request: HttpRequest) -> HttpResponse:
    """The page with its box for files; with `one` the answer is a single result."""
    if request.method != "POST":
        return _page(request, [])
    results = [_stored(file, request) for file in request.FILES.getlist("files")]
    if "one" in request.POST:
        return render(request, "admin/posts/image/_results.html", {"results": results})
    return _page(request, results)


def _stored(file: UploadedFile, request: HttpRequest) -> Result:
    name = file.name or "picture"
    try:
        done = store_upload(file, by=person(request))
    except ImageError as error:
        return Result(name, problem=str(error))
    return Result(name, done.image, is_new=done.is_new, loss=done.loss)


@asked_by(may("add_image"), "POST")
def describe(request: HttpRequest) -> HttpResponse:
    """Store the words typed for pictures that were just uploaded."""
    keys = [key.removeprefix("alt-") for key in request.POST if key.startswith("alt-")]
    images = Image.objects.filter(pk__in=as_keys(keys)).order_by("pk")
    results = [_described(image, request) for image in images]
    left = [result for result in results if result.problem]
    done = [result for result in results if not (result.problem or result.needs_words)]
    if done:
        messages.success(request, f"{len(done)} described.")
    return _page(request, left) if left else redirect("admin:posts_image_changelist")


def _described(image: Image, request: HttpRequest) -> Result:
    typed, name = request.POST.get(f"alt-{image.pk}", ""), image.original_name
    is_decorative = f"decorative-{image.pk}" in request.POST
    if not typed.strip() and not is_decorative:
        return Result(name, image)
    if not may_change_picture(request.user, image):
        problem = "It is not yours to describe, or readers see it already: ask an editor."
        return Result(name, image, problem=problem, typed=typed)
    form = WordsForm({"alt": typed, "decorative": is_decorative}, instance=image)
    if not form.is_valid():
        words = " ".join(str(word) for words in form.errors.values() for word in words)
        return Result(name, image, problem=words, typed=typed)
    image.save(update_fields=["alt", "decorative"])
    rerender_stories_showing(image)
    return Result(name, image)


def _page(request: HttpRequest, results: list[Result]) -> HttpResponse:
    context = {"results": results, "most": MAX_BYTES // 2**20, "opts": Image._meta}
    return framed(request, "admin/posts/image/upload.html", "Add pictures", context)
