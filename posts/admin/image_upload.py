"""Several pictures at once, and describing them right after."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from historyblog.multipart import name_problem
from posts.editorial.alt_text import alt_problem
from posts.editorial.roles import may_change_picture
from posts.images.rerender import rerender_stories_showing
from posts.images.uploads import loss, store_image
from posts.imaging.decoding import MAX_BYTES, ImageError
from posts.keys import as_keys
from posts.models import Image
from posts.rendering import RenderingError, clean_line


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


def upload(request: HttpRequest) -> HttpResponse:
    """The page with its box for files; with `one` the answer is a single result."""
    if not request.user.has_perm("posts.add_image"):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, [])
    results = [_stored(file, request) for file in request.FILES.getlist("files")]
    if "one" in request.POST:
        return render(request, "admin/posts/image/_results.html", {"results": results})
    return _page(request, results)


def _stored(file: UploadedFile, request: HttpRequest) -> Result:
    name = file.name or "picture"
    if problem := name_problem(file):
        return Result(name, problem=problem)
    if (file.size or 0) > MAX_BYTES:
        return Result(name, problem=f"“{name}” is larger than {MAX_BYTES // 2**20} MB.")
    by = request.user if isinstance(request.user, User) else None
    latest = Image.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    data = file.read()
    try:
        image = store_image(data, name=name, by=by)
    except ImageError as error:
        return Result(name, problem=str(error))
    return Result(name, image, is_new=image.pk > latest, loss=loss(data, name))


def describe(request: HttpRequest) -> HttpResponse:
    """Store the words typed for pictures that were just uploaded."""
    if not request.user.has_perm("posts.add_image"):
        raise PermissionDenied
    return _describe(request)


@require_POST
def _describe(request: HttpRequest) -> HttpResponse:
    keys = [key.removeprefix("alt-") for key in request.POST if key.startswith("alt-")]
    images = Image.objects.filter(pk__in=as_keys(keys)).order_by("pk")
    results = [_described(image, request) for image in images]
    left = [result for result in results if result.problem]
    done = [result for result in results if not (result.problem or result.needs_words)]
    if done:
        messages.success(request, f"{len(done)} described.")
    return _page(request, left) if left else redirect("admin:posts_image_changelist")


def _described(image: Image, request: HttpRequest) -> Result:
    typed = request.POST.get(f"alt-{image.pk}", "")
    is_decorative = f"decorative-{image.pk}" in request.POST
    name = image.original_name
    if not typed.strip() and not is_decorative:
        return Result(name, image)
    if not may_change_picture(request.user, image):
        problem = "It is not yours to describe, or readers see it already: ask an editor."
        return Result(name, image, problem=problem, typed=typed)
    try:
        alt = clean_line(typed)
        problem = alt_problem(alt, file_names=[name])
        if alt and is_decorative:
            problem = "Describe the picture or mark it decorative, not both."
        if problem:
            return Result(name, image, problem=problem, typed=typed)
        image.alt, image.decorative = alt, is_decorative
        image.full_clean(exclude=["file", "content_hash"])
    except (RenderingError, ValidationError) as error:
        words = " ".join(getattr(error, "messages", [str(error)]))
        return Result(name, image, problem=words, typed=typed)
    image.save(update_fields=["alt", "decorative"])
    rerender_stories_showing(image)
    return Result(name, image)


def _page(request: HttpRequest, results: list[Result]) -> HttpResponse:
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": "Add pictures",
        "results": results,
        "most": MAX_BYTES // 2**20,
        "opts": Image._meta,
    }
    return render(request, "admin/posts/image/upload.html", context)
