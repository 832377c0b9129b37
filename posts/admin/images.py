from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posts.admin.fields import DeskForm
from posts.admin.filters import ImageMissingFilter
from posts.editorial.alt_text import alt_problem
from posts.editorial.pictures import SHOWN_FIELDS, rerender_stories_showing
from posts.images.decoding import MAX_BYTES
from posts.images.errors import ImageError
from posts.images.removal import remove_images
from posts.images.uploads import store_image
from posts.models import Image, Post

ABOUT = ("alt", "decorative", "caption", "credit")
ORIGIN = ("creator", "year", "licence", "source_url", "illustration")
FOCUS = ("focal_x", "focal_y")


class ImageForm(DeskForm):
    class Meta:
        model = Image
        fields = (*ABOUT, *ORIGIN, *FOCUS)
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
        }

    class Media:
        js = [Script("js/desk/focus.js", type="module")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        alt, decorative = cleaned.get("alt"), cleaned.get("decorative")
        if "alt" not in self.errors and bool(alt) == bool(decorative):
            self.add_error(
                "alt",
                "Describe the picture or mark it decorative, not both."
                if alt
                else "Describe the picture for those who cannot see it, or mark it as decorative.",
            )
        if alt and "alt" not in self.errors:
            names = [self.instance.original_name, getattr(cleaned.get("file"), "name", "")]
            if problem := alt_problem(alt, file_names=names):
                self.add_error("alt", problem)
        return cleaned


class NewImageForm(ImageForm):
    """Stores the picture only once everything else is right, so that no orphan is left."""

    file = forms.FileField(
        label="Picture file",
        help_text=(
            f"JPEG, PNG, WebP, GIF or AVIF; at most {MAX_BYTES // 2**20} MB and 40 megapixels"
        ),
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}
        ),
    )
    user: User | None = None
    is_duplicate = False

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"file"}  # type: ignore[misc]

    def _post_clean(self) -> None:
        upload = self.cleaned_data.pop("file", None)
        super()._post_clean()  # type: ignore[misc]
        if self.errors or upload is None:
            return
        fields = {name: self.cleaned_data[name] for name in (*ABOUT, *ORIGIN, *FOCUS)}
        before = Image.objects.count()
        try:
            self.instance = store_image(upload.read(), name=upload.name, by=self.user, **fields)
        except ImageError as error:
            self.add_error("file", str(error))
        else:
            self.is_duplicate = Image.objects.count() == before


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    list_display = ("thumbnail", "description", "credit_line", "size", "uses", "uploaded_at")
    list_display_links = ("description",)
    list_filter = (ImageMissingFilter, "illustration", "licence")
    search_fields = ("alt", "caption", "credit", "creator", "original_name", "year")
    search_help_text = "Searches descriptions, captions, credits and file names"
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-uploaded_at", "-id")
    readonly_fields = ("whole",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(hero_count=Count("hero_of"))

    def get_form(
        self, request: HttpRequest, obj: Image | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = NewImageForm
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user  # type: ignore[attr-defined]
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Image | None = None) -> Any:
        first = "whole" if obj else "file"
        return (
            (None, {"fields": (first,), "classes": ("part-file",)}),
            ("What it shows", {"fields": ABOUT}),
            (
                "Where it is from",
                {"fields": (("creator", "year"), "licence", "source_url", "illustration")},
            ),
            (
                "What stays in view when it is cropped",
                {"fields": (FOCUS,), "classes": ("part-focus",)},
            ),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        return self.readonly_fields if obj else ()

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        if not change:
            if form.is_duplicate:
                messages.warning(
                    request, "This picture was here already, and keeps what was said of it."
                )
            return
        super().save_model(request, obj, form, change)
        if SHOWN_FIELDS.intersection(form.changed_data):
            number = rerender_stories_showing(obj)
            if number:
                noun = "story shows" if number == 1 else "stories show"
                messages.info(request, f"{number} {noun} this picture and was brought up to date.")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Protect a picture that a story shows as Django protects one that is a hero."""
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        # Our files are named by their content, so the hash is in every address of the picture.
        shown = Q(*[("story__contains", image.content_hash) for image in objs], _connector=Q.OR)
        titles = Post.objects.filter(shown).values_list("title", flat=True) if objs else ()
        showing = [f"Post whose story shows it: {title}" for title in titles]
        return to_delete, counts, permissions, [*protected, *showing]

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        remove_images(Image.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        remove_images(queryset)

    @admin.display(description="picture")
    def thumbnail(self, image: Image) -> SafeString:
        return format_html(
            '<img class="thumb" src="{}" width="96" height="64" alt="" loading="lazy">',
            image.thumbnail_url,
        )

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
        if image.decorative:
            return format_html(
                '<span class="quiet">decorative: {}</span>', image.original_name or image.pk
            )
        return format_html(
            '<span class="wanting">no description: {}</span>', image.original_name or image.pk
        )

    @admin.display(description="size")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description="hero of", ordering="hero_count")
    def uses(self, image: Any) -> str:
        return str(image.hero_count or "—")
