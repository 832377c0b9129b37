"""The form in which a post is written: its value is a snapshot, and it is made from one."""

from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from posts.desk.content_form import ContentForm
from posts.desk.field_lines import notes_of
from posts.desk.fields import ColumnField, named_rows, offer_rows
from posts.desk.form_data import initial_of, links_text, names_in, rows_of_content
from posts.desk.publish_time import PublishTimeField
from posts.desk.rows import LINKS, ROWS, RowFormSet, tidied
from posts.desk.tags import each_once
from posts.editorial.autosave import new_token
from posts.editorial.checks import ChecksFailed
from posts.editorial.errors import EditorialError
from posts.editorial.roles import Visitor, linkable_by, may_read, told_to
from posts.editorial.save import Draft
from posts.editorial.snapshot import TEXTS, Named, PictureWords, Snapshot
from posts.editorial.snapshot_io import words_of
from posts.images.addresses import pictures_in
from posts.models import Correction, Post, Transition


def hidden() -> forms.CharField:
    # A browser that opens the page again would put back what stood in it before.
    widget = forms.HiddenInput(attrs={"autocomplete": "off"})
    return forms.CharField(required=False, widget=widget)


class PostForm(ContentForm):
    """A post as it is typed, `post` as it is stored (None: a new one), `draft` as it was found.

    What is no text (the state, the publish time, a note on the step) is the workflow's to store.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    base_version, open_fields, links_shown, form_token = hidden(), hidden(), hidden(), hidden()
    status = forms.ChoiceField(
        required=False, choices=Post.Status.choices, widget=forms.HiddenInput
    )
    publish_at = PublishTimeField(
        required=False,
        label="Publish time",
        help_text="Left empty, it is the moment of publishing.",
    )
    change = forms.ChoiceField(
        required=False,
        label="What kind of change is this?",
        choices=[("minor", "Minor: spelling, layout, a link"), ("correction", "A correction")],
        widget=forms.RadioSelect,
    )
    correction = ColumnField(
        Correction,
        "text",
        required=False,
        label="Correction",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What was wrong and is right now; readers see it at the foot of the post.",
    )
    reason = ColumnField(
        Transition,
        "reason",
        required=False,
        label="Publish all the same, because",
        help_text="What the checks found is kept with this reason.",
    )
    note = ColumnField(
        Transition,
        "note",
        required=False,
        label="A note for the history",
        help_text="Why, for colleagues; readers never see it.",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: Visitor,
        post: Post | None = None,
        draft: Draft | None = None,
        begun: dict[str, Any] | None = None,
    ) -> None:
        self.user, self.draft = user, draft
        self.stored, self.post = post, post or Post()
        self.content = draft.content if draft else Snapshot()
        initial = initial_of(self.content) | self._initial_state() | (begun or {})
        super().__init__(data, initial=initial, label_suffix="")
        told = told_to(user, self.content)
        for name in ("hero", "categories", "places"):
            field: Any = self.fields[name]
            field.chosen = partial(self._rows_chosen, name)
            offer_rows(field, names_in(told, name), user)
        self.rows = {prefix: self._rows(prefix, told) for prefix in ROWS}
        publish_at: Any = self.fields["publish_at"]
        publish_at.widget.widgets[0].attrs["data-read-url"] = reverse_lazy("admin:read_time")
        if self.post.is_public:
            publish_at.disabled = True
            publish_at.help_text = "Readers see the post since then: withdraw it for another time."
        hero: Any = self.fields["hero"]
        hero.widget.widget.attrs["data-picture-url"] = reverse_lazy("admin:picture", args=[0])

    def _initial_state(self) -> dict[str, Any]:
        state = {"status": self.post.status, "publish_at": self.post.publish_at}
        state |= {"form_token": new_token(), "links_shown": links_text(self.content)}
        return state | ({"version": self.draft.version} if self.draft else {})

    def _rows(self, prefix: str, told: Snapshot) -> RowFormSet:
        linkable = linkable_by(self.user, self.content) if prefix in LINKS else None
        names = names_in(told, prefix) if prefix != "bullets" else {}
        return ROWS[prefix](
            self.data if self.is_bound else None,
            prefix=prefix,
            # A row that is sent is compared with an empty one: another may have been before it.
            initial=None if self.is_bound else rows_of_content(self.content, prefix),
            user=self.user,
            post=self.stored,
            names=names,
            rows=linkable,
            known=self._known(prefix),
        )

    def _known(self, name: str) -> dict[str, Named]:
        """Return the rows to which the post itself points, which need not be read again."""
        if self.draft is None or self.draft.copy or name == "bullets":
            return {}
        names = names_in(self.draft.content, name)
        return {key: Named(int(key), each) for key, each in names.items()}

    @property
    def media(self) -> forms.Media:
        return sum((rows.media for rows in self.rows.values()), super().media)

    # The value

    @property
    def snapshot(self) -> Snapshot:
        """Return what was typed and is valid."""
        return self._content(self.cleaned_data, typed=False)

    @cached_property
    def typed(self) -> Snapshot:
        """Return what was typed, valid or not; a choice that is gone is left out.

        Takes a query for each kind of row that was chosen, seven at most.
        """
        values: dict[str, Any] = {
            name: tidied(self.fields[name], str(self[name].data or "")) for name in TEXTS
        }
        values |= {name: self._rows_chosen(name).values() for name in ("categories", "places")}
        values["hero"] = next(iter(self._rows_chosen("hero").values()), None)
        values["undated"] = bool(self["undated"].data)
        names = self["tags"].data or ()
        values["tags"] = each_once(tidied(self.fields["title"], name) for name in names)
        return self._content(values, typed=True)

    def _rows_chosen(self, name: str) -> dict[str, Named]:
        """Return the rows of typed keys, in the order of their own table."""
        data, field = self[name].data or [], self.fields[name]
        rows: Any = field.queryset  # type: ignore[attr-defined]
        return named_rows(rows, [data] if isinstance(data, str) else data, self._known(name))

    def _content(self, values: dict[str, Any], *, typed: bool) -> Snapshot:
        hero = values["hero"]
        rows: dict[str, Any] = {n: found.content(typed=typed) for n, found in self.rows.items()}
        return Snapshot(
            **{name: values[name] for name in TEXTS},
            undated=values["undated"],
            hero=hero,
            categories=tuple(values["categories"]),
            places=tuple(values["places"]),
            tags=tuple(values["tags"]),
            **rows,
            pictures=self._pictures(values["story"], hero.key if hero else None),
        )

    def _pictures(self, story: str, hero: int | None) -> tuple[PictureWords, ...]:
        """Return what is said of the pictures that are shown, as it is known or is looked up."""
        known = self.draft.content if self.draft and self.draft.shown is not None else None
        if known and (story, hero) == (known.story, known.hero.key if known.hero else None):
            return known.pictures
        return words_of(pictures_in(story, hero))

    # What is refused

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.post.rendered = self.checked.rendered  # A save of this story renders it no more.
        return cleaned

    def is_valid(self) -> bool:
        found = [rows.is_valid() for rows in self.rows.values()]
        return super().is_valid() and all(found)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if not slug or slug == self.post.slug:
            return slug
        other = Post.objects.filter(slug=slug).exclude(pk=self.post.pk).first()
        if other:
            name = f"“{other.title}”" if may_read(self.user, other) else "Another post"
            raise ValidationError(
                f"{name} already has this address. Change it, "
                "or leave it empty to have one made from the title.",
                code="unique",
            )
        return slug

    def refuse(self, error: EditorialError) -> None:
        """Say, beside the fields where it can be, what an attempt to save was refused for."""
        findings = error.findings if isinstance(error, ChecksFailed) else ()
        for finding in findings:
            field = finding.field if finding.field in self.fields else None
            self.add_error(field, ValidationError(finding.text, code=finding.code))
        if not findings:
            self.add_error(None, ValidationError(str(error), code="refused"))

    def refuse_links(self, words: str) -> None:
        """Say of the links what no form could see by itself.

        Two links of one form, or of two editors at the same moment, may close a loop only together.
        """
        for rows in (self.rows[prefix] for prefix in LINKS):
            if rows.has_changed():
                rows.non_form_errors().append(ValidationError(words, code="loop"))

    # What stands beside the text

    @property
    def wanted_status(self) -> str:
        return self.cleaned_data.get("status") or str(self.post.status)

    @property
    def wanted_time(self) -> datetime | None:
        found: datetime | None = self.cleaned_data.get("publish_at", self.post.publish_at)
        return found

    @cached_property
    def notes(self) -> dict[str, str]:
        return notes_of(self)
