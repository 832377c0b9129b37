from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from historyblog.multipart import name_problem
from posts.admin import image_upload
from posts.admin.desk_admin import DeskAdmin
from posts.admin.filters import ImageMissingFilter, SizeFilter, UseFilter
from posts.admin.trash import ToTrash, delete_selected
from posts.desk.media import scripts
from posts.desk.requests import address
from posts.editorial.roles import may_change_picture
from posts.editorial.uses import COLLEAGUES, uses_of_picture, with_uses
from posts.images.lifecycle import AlreadyHere, replace_file
from posts.images.rerender import SHOWN_FIELDS, rerender_stories_showing
from posts.images.uploads import contents, store_upload
from posts.imaging.decoding import MAX_BYTES, ImageError
from posts.models import Image

ABOUT = ("alt", "decorative", "caption", "credit")
ORIGIN = ("creator", "year", "licence", "source_url", "illustration")
FOCUS = ("focal_x", "focal_y")
WORDS = (*ABOUT, *ORIGIN, *FOCUS)  # the file itself is not the form's to put into the row


class ImageForm(image_upload.WordsForm):
    class Meta:
        model = Image
        fields = WORDS
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
        }

    class Media:
        js = scripts("focus")


class PictureField(forms.FileField):
    widget = forms.FileInput({"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"})
    taken = f"JPEG, PNG, WebP, GIF or AVIF; at most {MAX_BYTES // 2**20} MB and 40 megapixels"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=self.taken, **kwargs)

    def to_python(self, data: Any) -> Any:
        if data and (problem := name_problem(data)):
            raise ValidationError(problem)
        return super().to_python(data)


class StoringForm(ImageForm):
    """Stores its file once everything else is right, so that no orphan is left."""

    user: User | None = None

    def is_valid(self) -> bool:
        upload = self.cleaned_data.get("file") if super().is_valid() else None
        if isinstance(upload, UploadedFile) and not upload.closed:
            self._take(upload)
            upload.close()
        return super().is_valid()

    def _take(self, upload: UploadedFile) -> None:
        """Store the file, or tell beside it why it is not taken."""
        words = {name: self.cleaned_data[name] for name in WORDS}
        try:
            self.store(upload, words)
        except AlreadyHere as error:
            link = format_html('{} <a href="{}">Open it</a>', error, address(error.other, "change"))
            self.add_error("file", ValidationError(link))
        except ImageError as error:
            self.add_error("file", str(error))

    def store(self, file: UploadedFile, words: dict[str, Any]) -> None:
        """Store the file and what is said of it; raises ImageError."""
        raise NotImplementedError


class KnownImageForm(StoringForm):
    """Replaces the picture's file where another one is chosen; `replaced` counts its stories."""

    file = PictureField(label="Replace the file by", required=False)
    replaced = 0

    def store(self, file: UploadedFile, words: dict[str, Any]) -> None:
        self.replaced = replace_file(self.instance, contents(file), name=file.name or "")
        for column, value in words.items():
            setattr(self.instance, column, value)


class NewImageForm(StoringForm):
    file = PictureField(label="Picture file")

    def store(self, file: UploadedFile, words: dict[str, Any]) -> None:
        self.upload = store_upload(file, by=self.user, **words)
        self.instance = self.upload.image


@admin.register(Image)
class ImageAdmin(DeskAdmin, ToTrash):
    form = ImageForm
    list_display = ("description",)
    list_filter = (ImageMissingFilter, UseFilter, SizeFilter, "illustration", "licence")
    search_fields = ("alt", "caption", "credit", "creator", "original_name", "year")
    search_help_text = "Searches descriptions, captions, credits and file names"
    list_per_page = 48
    ordering = ("-uploaded_at", "-id")
    actions = (delete_selected,)
    readonly_fields = ("whole", "used")

    def get_urls(self) -> list[URLPattern]:
        def own(route: str, view: Any, name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=f"posts_image_{name}")

        return [
            own("upload/", image_upload.upload, "upload"),
            own("describe/", image_upload.describe, "describe"),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return may_change_picture(request.user, obj)

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return with_uses(rows) if self.is_list(request) else rows

    def get_form(
        self, request: HttpRequest, obj: Image | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs |= {"form": NewImageForm if obj is None else KnownImageForm, "fields": WORDS}
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user  # type: ignore[attr-defined]
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Image | None = None) -> Any:
        first = ("whole", "file") if obj else ("file",)
        uses = (("Where it is used", {"fields": ("used",)}),) if obj else ()
        return (
            (None, {"fields": first, "classes": ("part-file",)}),
            ("What it shows", {"fields": ABOUT}),
            (
                "Where it is from",
                {"fields": (("creator", "year"), "licence", "source_url", "illustration")},
            ),
            (
                "What stays in view when it is cropped",
                {"fields": (FOCUS,), "classes": ("part-focus",)},
            ),
            *uses,
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        if obj is None:
            return ()
        # Who is told of such uses alone as may be known.
        obj.reader = request.user  # type: ignore[attr-defined]
        return self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        if not change:
            if not form.upload.is_new:
                messages.warning(
                    request, "This picture was here already, and keeps what was said of it."
                )
            if form.upload.loss:
                messages.warning(request, form.upload.loss)
            return
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("file"):
            self._tell_replaced(request, form.replaced)
        if SHOWN_FIELDS.intersection(form.changed_data):
            number = rerender_stories_showing(obj)
            if number:
                noun = "story shows" if number == 1 else "stories show"
                messages.info(request, f"{number} {noun} this picture and was brought up to date.")

    def _tell_replaced(self, request: HttpRequest, number: int) -> None:
        words = {0: "", 1: " 1 story was brought up to date."}
        more = words.get(number, f" {number} stories were brought up to date.")
        messages.success(request, f"The file was replaced; its old address leads here.{more}")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Protect a picture that anything shows, as the verb does."""
        uses = [use for image in objs for use in uses_of_picture(image, request.user)]
        told = [f"{how} {row if known else COLLEAGUES}" for how, row, _, known in uses]
        return [], {}, set(), told

    @admin.display(description="picture")
    def whole(self, image: Image) -> SafeString:
        picture = image.as_picture()
        return format_html(
            '<img class="whole" src="{}" width="{}" height="{}" alt="{}">',
            picture.src,
            picture.width,
            picture.height,
            image.alt or "Decorative picture",
        )

    @admin.display(description="what it shows", ordering="alt")
    def description(self, image: Image) -> SafeString:
        if image.alt:
            return format_html("{}", image.alt)
        kind, told = ("quiet", "decorative") if image.decorative else ("wanting", "no description")
        name = image.original_name or image.pk
        return format_html('<span class="{}">{}: {}</span>', kind, told, name)

    @admin.display(description="")
    def used(self, image: Image) -> SafeString:
        """Return posts and dossiers that show it, linked, with their state."""
        uses = list(uses_of_picture(image, image.reader))  # type: ignore[attr-defined]
        known = ((how, address(row, "change"), row, state) for how, row, state, may in uses if may)
        line = '<li>{} <a href="{}">{}</a> <small>{}</small></li>'
        rows = format_html_join("", line, known)
        hidden = [(how, COLLEAGUES) for how, _, _, may in uses if not may]
        rows += format_html_join("", "<li>{} {}</li>", hidden if uses else [("Nowhere.", "")])
        return format_html('<ul class="rests">{}</ul>', rows)
