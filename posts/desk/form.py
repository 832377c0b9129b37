"""The form of a work: its value is a snapshot, and it is made from one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property

from posts.desk.fields import (
    ColumnField,
    DeskBoundField,
    RowField,
    RowsField,
    named_rows,
    offer_rows,
    typed,
)
from posts.desk.form_data import initial_of, named_in, rows_of_content
from posts.desk.hints import LINES
from posts.desk.publish_time import PublishTimeField
from posts.desk.rows import RowFormSet
from posts.editorial.autosave import new_token
from posts.editorial.checks import SNIPPET_LENGTH, ChecksFailed
from posts.editorial.errors import EditorialError
from posts.editorial.roles import Visitor, known_as, linkable_by, told_to
from posts.editorial.save import Draft, holder_of
from posts.editorial.snapshot import Content, Named, PictureWords
from posts.editorial.snapshot_io import words_of
from posts.editorial.works import Work
from posts.images.addresses import pictures_in
from posts.models import Post, PostQuerySet, Transition, slug_from


def hidden() -> forms.CharField:
    # A browser that opens the page again would put back what stood in it before.
    widget = forms.HiddenInput(attrs={"autocomplete": "off"})
    return forms.CharField(required=False, widget=widget)


class WritingForm(forms.Form):
    """`post` as it is typed, `stored` as it is stored (None: a new one), `draft` as it was found.

    `post` may be another work; `content_class` is the class of its content, of which the form has
    fields by the same names, and `row_kinds` by their prefix. What is no text (the state, the
    publish time, a note on the step) is the workflow's to store. `told` is the content without what
    `user` may not know.
    """

    bound_field_class = DeskBoundField
    content_class: ClassVar[type[Any]]
    row_kinds: ClassVar[Mapping[str, type[RowFormSet]]]
    template: ClassVar[str]  # of what is written, beside the panel

    title = ColumnField(Post, "title", rows=1, attrs={"class": "vTextField", "data-line": ""})
    description = ColumnField(
        Post,
        "description",
        help_text="What readers see in lists and under the title",
        rows=4,
        attrs={
            "data-count-to": Post._meta.get_field("description").max_length,
            "data-count-mark": SNIPPET_LENGTH,
        },
    )
    slug, language = ColumnField(Post, "slug"), ColumnField(Post, "language")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    base_version, open_fields, form_token = hidden(), hidden(), hidden()
    publish_at = PublishTimeField(
        required=False,
        label="Publish time",
        help_text="Left empty, it is the moment of publishing.",
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
        row: Work,
        data: QueryDict | None = None,
        *,
        user: Visitor,
        draft: Draft | None = None,
        begun: dict[str, Any] | None = None,
    ) -> None:
        self.user, self.draft, self.post = user, draft, row
        self.stored = row if row.pk else None
        self.content = draft.content if draft else self.content_class()
        initial = initial_of(self.content) | self._initial_state() | (begun or {})
        super().__init__(data, initial=initial, label_suffix="")
        self.told = told_to(user, self.content)
        for name, field in self.fields.items():
            if isinstance(field, RowField | RowsField):
                field.chosen = partial(self._rows_chosen, name)
                offer_rows(field, named_in(self.told, name), user=user, posts=self.linkable)
        self.rows = {prefix: self._rows(prefix) for prefix in self.row_kinds}
        publish_at = self.fields["publish_at"]
        if self.post.is_public:
            noun = self.post._meta.verbose_name
            publish_at.disabled = True
            publish_at.help_text = (
                f"Readers see the {noun} since then: withdraw it for another time."
            )

    def _initial_state(self) -> dict[str, Any]:
        state = {"publish_at": self.post.publish_at, "form_token": new_token()}
        return state | ({"version": self.draft.version} if self.draft else {})

    def _rows(self, prefix: str) -> RowFormSet:
        # A row that is sent is compared with an empty one: another may have been before it.
        initial = None if self.is_bound else self._initial_rows(prefix)
        data = self.data if self.is_bound else None
        return self.row_kinds[prefix](data, prefix=prefix, initial=initial, whole=self)

    def _initial_rows(self, prefix: str) -> list[dict[str, Any]]:
        return rows_of_content(self.content, prefix, self.row_kinds[prefix].form.pointer)

    @cached_property
    def linkable(self) -> PostQuerySet:
        """The posts that the user may know of: what a field of posts offers."""
        return linkable_by(self.user, self.content).for_links().order_by("pk")

    def known(self, name: str) -> dict[str, Named]:
        """Return the rows to which the post itself points, which need not be read again."""
        if self.draft is None or self.draft.copy:
            return {}
        return named_in(self.draft.content, name)

    @property
    def media(self) -> forms.Media:
        return sum((rows.media for rows in self.rows.values()), super().media)

    # The value

    @property
    def snapshot(self) -> Any:
        """Return what was typed and is valid."""
        return self._content(self.cleaned_data)

    @cached_property
    def typed(self) -> Any:
        """Return what was typed, valid or not; a choice that is gone is left out.

        Takes a query for each kind of row that was chosen, seven at most.
        """
        own = ((name, self.fields[name]) for name in self._own())
        return self._content({name: typed(field, self[name].data) for name, field in own})

    def _own(self) -> list[str]:
        """Return the fields that are content."""
        return [name for name in self.content_class.names() if name in self.fields]

    def _rows_chosen(self, name: str) -> dict[str, Named]:
        """Return the rows of typed keys, in the order of their own table."""
        data, field = self[name].data or [], self.fields[name]
        rows: Any = field.queryset  # type: ignore[attr-defined]
        return named_rows(rows, [data] if isinstance(data, str) else data, self.known(name))

    def _content(self, values: dict[str, Any]) -> Any:
        rows: dict[str, Any] = {prefix: found.content() for prefix, found in self.rows.items()}
        own = {name: values[name] for name in self._own()}
        content = self.content_class(**own, **rows)
        return replace(content, pictures=self._pictures(content))

    def _pictures(self, content: Content) -> tuple[PictureWords, ...]:
        """Return what is said of the pictures that are shown, as it is known or is looked up."""
        known = self.draft.content if self.draft and self.draft.shown is not None else None
        if known and (content.prose, content.hero) == (known.prose, known.hero):
            found: tuple[PictureWords, ...] = known.pictures
            return found
        return words_of(pictures_in(content.prose, content.hero.key if content.hero else None))

    # What is refused

    def is_valid(self) -> bool:
        found = [rows.is_valid() for rows in self.rows.values()]
        return super().is_valid() and all(found)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if not (slug and (other := holder_of(slug, self.post))):
            return slug
        if not self.stored and slug == slug_from(self.cleaned_data.get("title", "")):
            return ""  # The page wrote it, not a person: the save finds one that is free.
        words = "already has this address. Change it, or leave it empty to have one made"
        name = known_as(self.user, other)
        raise ValidationError(f"{name} {words} from the title.", code="unique")

    def refuse(self, error: EditorialError) -> None:
        """Say, beside the fields where it can be, what an attempt to save was refused for."""
        told: list[tuple[str | None, str, str]] = [(None, str(error), "refused")]
        if isinstance(error, ChecksFailed):
            told = [(each.field, each.text, each.code) for each in error.findings]
        for name, text, code in told:
            field = name if name in self.fields else None
            self.add_error(field, ValidationError(text, code=code))

    # What stands beside the text

    @property
    def wanted_time(self) -> datetime | None:
        found: datetime | None = self.cleaned_data.get("publish_at", self.post.publish_at)
        return found

    @cached_property
    def notes(self) -> dict[str, str]:
        """Return field → line under it, for each field that has one; in two queries at most."""
        return {name: line(self) for name, line in LINES.items() if name in self.fields}
