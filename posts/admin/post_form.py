"""The form in which a post is written, and in which its next step is taken."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from posts.admin import publish_time
from posts.admin.conflicts import Conflict, conflict_words
from posts.admin.fields import ColumnField, DeskForm
from posts.admin.publish_time import PublishTimeField
from posts.admin.readings import old_style_warning
from posts.admin.steps import STEP_BUTTONS
from posts.admin.story import StoryWidget
from posts.admin.tags import TagChips, TagsField
from posts.admin.typed import draft_shown, form_initial, links_text
from posts.dates import HistoricalDateError, explanation, parse
from posts.editorial.checks import SNIPPET_LENGTH, ChecksFailed
from posts.editorial.errors import EditorialError
from posts.editorial.roles import Visitor, may_read
from posts.editorial.save import Draft
from posts.editorial.workflow import step_between
from posts.keys import as_key
from posts.models import Action, Correction, Image, Place, Post, Transition

DESCRIPTION_LENGTH = 1000


class PostForm(DeskForm):
    """`conflict`, `notice` and `refusal` keep what is typed from being saved as it is."""

    conflict: Conflict | None = None
    notice = ""
    refusal: EditorialError | None = None
    user: Visitor = AnonymousUser()

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    base_version = forms.CharField(required=False, widget=forms.HiddenInput)
    open_fields = forms.CharField(required=False, widget=forms.HiddenInput)
    links_shown = forms.CharField(required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(
        required=False, choices=Post.Status.choices, widget=forms.HiddenInput
    )
    publish_at = PublishTimeField(
        required=False,
        label="Publish time",
        help_text="Left empty, it is the moment of publishing.",
    )
    tags = TagsField(required=False, widget=TagChips(url="admin:tags"))
    change = forms.ChoiceField(
        required=False,
        label="What kind of change is this?",
        choices=[("minor", "Minor: spelling, layout, a link"), ("correction", "A correction")],
        widget=forms.RadioSelect,
    )
    correction = ColumnField(
        Correction,
        "text",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What was wrong and is right now; readers see it at the foot of the post.",
    )
    note = ColumnField(
        Transition,
        "note",
        label="A note for the history",
        help_text="Why, for colleagues; readers never see it.",
    )
    reason = ColumnField(
        Transition,
        "reason",
        label="Publish all the same, because",
        help_text="What the checks found is kept with this reason.",
    )

    class Meta:
        model = Post
        fields = "__all__"
        exclude = ("tags",)  # their own field is above: the model's would read them once more
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
            Script("js/desk/unsaved.js", type="module"),
            Script("js/desk/checks.js", type="module"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        post = kwargs.get("instance")
        self.draft: Draft | None = draft_shown(post) if post is not None and post.pk else None
        if self.draft:
            stored = form_initial(self.draft.content) | {
                "version": self.draft.version,
                "links_shown": links_text(self.draft.content),
            }
            kwargs["initial"] = stored | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.stored_slug = self.instance.slug if self.instance.pk else ""
        self.stored_status = str(self.instance.status)
        self.stored_time: datetime | None = self.instance.publish_at
        self.was_scheduled = self.instance.state == "scheduled"
        self.was_public = self.instance.is_public
        if field := self.fields.get("publish_at"):
            field.widget.widgets[0].attrs["data-read-url"] = reverse_lazy("admin:read_time")
            if self.was_public:
                field.disabled = True
                field.help_text = "Readers see the post since then: withdraw it for another time."
        if field := self.fields.get("hero"):
            field.widget.widget.attrs["data-picture-url"] = reverse_lazy("admin:picture", args=[0])

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug and slug == self.stored_slug:
            return slug
        other = Post.objects.filter(slug=slug).exclude(pk=self.instance.pk).first()
        if other and slug:
            name = f"“{other.title}”" if may_read(self.user, other) else "Another post"
            raise ValidationError(
                f"{name} already has this address. Change it, "
                "or leave it empty to have one made from the title.",
                code="unique",
            )
        return slug

    def clean(self) -> dict[str, Any]:
        """State, time and version are no text: the workflow moves them, never this form."""
        cleaned = super().clean() or self.cleaned_data
        self.wanted_status = cleaned.pop("status", "") or self.stored_status
        self.wanted_time: datetime | None = cleaned.pop("publish_at", self.stored_time)
        cleaned.pop("version", None)
        if cleaned.get("undated") and cleaned.get("event_input"):
            self.add_error("undated", "The post has an event date: empty that, or untick this.")
        if self.notice:
            self.add_error(None, ValidationError(self.notice, code="notice"))
        if self.conflict:
            self.add_error(None, ValidationError(conflict_words(self.conflict), code="conflict"))
        if self.refusal:
            self._tell_refusal(self.refusal)
        self._check_step()
        return cleaned

    def _tell_refusal(self, refusal: EditorialError) -> None:
        findings = refusal.findings if isinstance(refusal, ChecksFailed) else ()
        for finding in findings:
            field = finding.field if finding.field in self.fields else None
            self.add_error(field, ValidationError(finding.text, code=finding.code))
        if not findings:
            self.add_error(None, ValidationError(str(refusal), code="refused"))

    def _check_step(self) -> None:
        known = step_between(self.stored_status, self.wanted_status)
        if self.wanted_status != self.stored_status and not known and not self._button:
            stored, wanted = (
                Post.Status(s).label for s in (self.stored_status, self.wanted_status)
            )
            self.add_error(None, f"A post that is {stored} cannot become {wanted} in one step.")
        if self.step is Action.PUBLISH and self.was_public:
            self._check_change()

    def _check_change(self) -> None:
        kind, text = self.cleaned_data.get("change"), self.cleaned_data.get("correction")
        if not kind and not text:
            self.add_error("change", "Readers have seen this post: say which kind of change it is.")
        elif kind == "correction" and not text:
            self.add_error("correction", "Write what was wrong and is right now.")

    @property
    def _button(self) -> Action | None:
        return next((action for name, action in STEP_BUTTONS.items() if name in self.data), None)

    @property
    def step(self) -> Action | None:
        """Return the step that was asked for by a button, or by a status that was sent.

        A scheduled post that is saved with another time is scheduled anew.
        """
        if self._button:
            return self._button
        if self.wanted_status != self.stored_status:
            return step_between(self.stored_status, self.wanted_status)
        moved = self.was_scheduled and self.wanted_time != self.stored_time
        return Action.PUBLISH if moved else None

    def _get_validation_exclusions(self) -> set[str]:
        """Do not ask again what the fields have asked: whether the hero is there, the address
        free."""
        return super()._get_validation_exclusions() | {"hero", "slug"}  # type: ignore[misc]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if found := self.errors.get("story"):
            # The field and the renderer refuse the same character in turn.
            found.data[1:] = []

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
            return self._proposed_day()
        try:
            value = parse(text, str(self["calendar_choice"].value() or "auto"))
            line = explanation(value, str(self["anniversary_rule"].value() or "auto"))
        except HistoricalDateError:
            return ""  # The error stands beside the field already.
        places = Place.objects.filter(pk__in=self._chosen_places())
        return " — ".join(filter(None, (f"Read as {line}", old_style_warning(value, places))))

    def _proposed_day(self) -> str:
        day = self.instance.import_fields.get("proposed_event")
        return (
            f"The file it came from is dated {day}: write that if it happened then." if day else ""
        )

    def _chosen_places(self) -> list[int]:
        return [each.key for each in self.draft.content.places] if self.draft else []

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
        chosen = as_key(str(self["hero"].value() or ""))
        if chosen is None:
            return None
        if self.instance.hero_id == chosen:
            return self.instance.hero
        return Image.objects.filter(pk=chosen).first()
