"""The form in which a post is written."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property

from posts.admin import publish_time
from posts.admin.conflicts import stored_differences
from posts.admin.fields import DeskForm
from posts.admin.publish_time import PublishTimeField
from posts.admin.readings import old_style_warning
from posts.admin.story import StoryWidget
from posts.admin.tags import TagChips, TagsField
from posts.dates import HistoricalDateError, parse, reading
from posts.models import Image, Place, Post

DESCRIPTION_LENGTH = 1000
SNIPPET_LENGTH = 160


class PostForm(DeskForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    publish_at = PublishTimeField(
        required=False,
        label="Publish time",
        help_text="Left empty, an approved post is published on saving.",
    )
    tags = TagsField(required=False, widget=TagChips(url="admin:tags"))

    class Meta:
        model = Post
        fields = "__all__"
        widgets = {
            "event_input": forms.TextInput(
                attrs={
                    "autocomplete": "off",
                    "placeholder": "14 October 1066",
                    "data-read-url": reverse_lazy("admin:read_date"),
                }
            ),
            "description": forms.Textarea(
                attrs={
                    "rows": 4,
                    "data-count-to": DESCRIPTION_LENGTH,
                    "data-count-mark": SNIPPET_LENGTH,
                }
            ),
            "closing_question": forms.Textarea(attrs={"rows": 2}),
            "story": StoryWidget(attrs={"rows": 24, "spellcheck": "true"}),
        }
        help_texts = {
            "event_input": "As you would write it: 27 May 1997, c. 1200, 44 BC, 1914–1918",
            "description": "What readers see in lists and under the title",
        }

    class Media:
        js = [
            Script("js/desk/event-date.js", type="module"),
            Script("js/desk/publish-time.js", type="module"),
            Script("js/desk/counter.js", type="module"),
            Script("js/desk/story.js", type="module"),
            Script("js/desk/pictures.js", type="module"),
            Script("js/desk/hero.js", type="module"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: Post | None = None
        if field := self.fields.get("publish_at"):
            field.widget.widgets[0].attrs["data-read-url"] = reverse_lazy("admin:read_time")
        if field := self.fields.get("hero"):
            field.widget.widget.attrs["data-picture-url"] = reverse_lazy("admin:picture", args=[0])

    def clean_version(self) -> int:
        typed: int | None = self.cleaned_data.get("version")
        return typed or self.instance.version

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        other = Post.objects.filter(slug=slug).exclude(pk=self.instance.pk).only("title").first()
        if other and slug:
            raise ValidationError(
                f"“{other.title}” already has this address. Change it, "
                "or leave it empty to have one made from the title.",
                code="unique",
            )
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        approved = cleaned.get("status") == Post.Status.APPROVED
        if approved and "publish_at" not in self.errors and not cleaned.get("publish_at"):
            cleaned["publish_at"] = timezone.now().replace(microsecond=0)
        if self.instance.pk:
            self._compare_versions()
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if found := self.errors.get("story"):
            # The field and the renderer refuse the same character in turn.
            found.data[1:] = []

    def _compare_versions(self) -> None:
        """Refuse a save that began from an older version, and show what is stored now."""
        stored = Post.objects.filter(pk=self.instance.pk).first()
        if stored is None or self._typed_version() == stored.version:
            return
        self.conflict = stored
        self.stored = stored_differences(self, stored)
        self.add_error(None, ValidationError(self._conflict_words(), code="conflict"))
        # The form that comes back stands on the new version: saving it again is deliberate.
        data: Any = self.data
        self.data = data.copy()
        self.data[self.add_prefix("version")] = str(stored.version)  # type: ignore[index]

    def _typed_version(self) -> int | None:
        value: int | None = self.fields["version"].to_python(self["version"].data)
        return value

    def _conflict_words(self) -> str:
        return (
            "This post was saved elsewhere after you opened it, so nothing was overwritten. "
            "All you typed is below; what is stored now stands beside each part that differs. "
            "Saving again replaces it with yours."
        )

    @cached_property
    def notes(self) -> dict[str, str]:
        return {
            "event_input": self._reading_of_date(),
            "description": self._length_of_description(),
            "publish_at": self._reading_of_time(),
            "hero": self._hero_words(),
        }

    def _reading_of_date(self) -> str:
        text = str(self["event_input"].value() or "").strip()
        if not text:
            return ""
        try:
            value = parse(text, str(self["calendar_choice"].value() or "auto"))
        except HistoricalDateError:
            return ""  # The error stands beside the field already.
        places = self.instance.places.all() if self.instance.pk else Place.objects.none()
        line = f"Read as {reading(value, str(self['anniversary_rule'].value() or 'auto'))}"
        return " — ".join(filter(None, (line, old_style_warning(value, places))))

    def _length_of_description(self) -> str:
        length = len(str(self["description"].value() or "").strip())
        return f"{length:,} of {DESCRIPTION_LENGTH:,} characters"

    def _reading_of_time(self) -> str:
        value = self["publish_at"].value()
        try:
            return publish_time.reading(self.fields["publish_at"].to_python(value))
        except ValidationError:
            return ""

    def _hero_words(self) -> str:
        image = self.hero_image()
        return image.credit_line if image else ""

    def hero_image(self) -> Image | None:
        """Return the chosen hero picture, stored or only typed."""
        chosen = str(self["hero"].value() or "")
        if not chosen.isdecimal() or len(chosen) > 18:
            return None
        if self.instance.hero_id == int(chosen):
            return self.instance.hero
        return Image.objects.filter(pk=chosen).first()
