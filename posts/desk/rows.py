"""Rows of a form; and those of a post: bullets, sources, links to other posts, each a sentence.

Rows are content of their post or dossier, as its title is. None has a key: what the form shows
comes from a snapshot, and goes into one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.contrib.admin.widgets import AdminIntegerFieldWidget
from django.core.exceptions import ValidationError
from django.forms.formsets import (
    DELETION_FIELD_NAME,
    INITIAL_FORM_COUNT,
    TOTAL_FORM_COUNT,
    ManagementForm,
    formset_factory,
)
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posts.desk.fields import ColumnField, DeskBoundField, named_rows, offer_rows, relation, typed
from posts.desk.form_data import named_in
from posts.editorial.roles import loop_in_words
from posts.editorial.snapshot import BulletText, CitationText, LinkText, Named
from posts.keys import as_number
from posts.models import Bullet, Citation, LinkLoop, PostLink

if TYPE_CHECKING:
    from posts.desk.form import WritingForm

MOST_ROWS: Final = 1_000  # of one kind in one form
ORDER = "position"
KINDS = PostLink.Kind


def place_field() -> forms.IntegerField:
    return forms.IntegerField(min_value=0, widget=AdminIntegerFieldWidget)


class RowForm(forms.Form):
    """A row that was added and left empty is no row: its place in the order is not content.

    `value` is its class in a snapshot, of whose fields one of `needs` must be there; `pointer` is
    the field of another row that it points to.
    """

    bound_field_class = DeskBoundField
    value: ClassVar[type[Any]]
    needs: ClassVar[tuple[str, ...]]
    pointer: ClassVar[str] = ""

    def __init__(self, *args: Any, formset: "RowFormSet", **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.formset = formset
        if self.pointer:
            field: Any = self.fields[self.pointer]
            field.chosen = lambda: formset.chosen
            whole = formset.whole
            offer_rows(field, formset.names, user=whole.user, posts=whole.linkable)

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - {ORDER})

    @property
    def place(self) -> int:
        return as_number(str(self[ORDER].data or "")) or 0 if ORDER in self.fields else 0

    def content(self) -> Any:
        """Return what was typed as a snapshot has it, valid or not; None for what is no row."""
        typed_ = {name: typed(field, self[name].data) for name, field in self.fields.items()}
        if self.pointer:
            typed_["post"] = typed_[self.pointer]
        if typed_[DELETION_FIELD_NAME] or not any(typed_[name] for name in self.needs):
            return None
        return self.value(**{each.name: typed_[each.name] for each in fields(self.value)})


class CitingTextarea(forms.Textarea):
    """Offers the sources of the form, as the box of a story does."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        box = super().render(*args, **kwargs)
        return format_html('<text-expander keys="[@">{}</text-expander>', box)


class BulletForm(RowForm):
    value, needs = BulletText, ("label", "text")
    text = ColumnField(Bullet, "text", widget=CitingTextarea(attrs={"rows": 2}))
    label = ColumnField(Bullet, "label", attrs={"list": "bullet-labels"})
    position = place_field()


class CitationForm(RowForm):
    value, needs, pointer = CitationText, ("source",), "source"
    source = relation(Citation, "source")
    key = ColumnField(Citation, "key", attrs={"autocomplete": "off", "spellcheck": "false"})
    locator = ColumnField(Citation, "locator")
    quotation = ColumnField(Citation, "quotation", rows=2)
    note = ColumnField(Citation, "note", rows=2)
    position = place_field()


class LinkForm(RowForm):
    """One link; `pointer` names the end that is chosen here, `own` the post of the form."""

    value, needs = LinkText, ("post",)
    own: ClassVar[str]

    def clean(self) -> dict[str, Any]:
        """Refuse what closes a loop. A link that the post has closes none that is not there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        other, post = cleaned.get(self.pointer), self.formset.whole.stored
        if other is None or post is None or str(other.key) in self.formset.names:
            return cleaned
        try:
            PostLink(**{f"{self.pointer}_id": other.key, self.own: post}).clean()
        except ValidationError as error:
            user, loop = self.formset.whole.user, error.__cause__
            words = loop_in_words(user, loop) if isinstance(loop, LinkLoop) else error
            raise ValidationError(words, code="loop") from error
        return cleaned


def kind_field(words: Mapping[str, str]) -> forms.ChoiceField:
    choices = [(kind, f"This post {verb}") for kind, verb in words.items()]
    return forms.ChoiceField(choices=choices, label="How", initial=KINDS.LED_TO)


class LinkBeforeForm(LinkForm):
    pointer, own = "earlier", "later"
    kind = kind_field({kind.value: kind.back for kind in KINDS})
    earlier = relation(PostLink, "earlier", label="Post")


class LinkAfterForm(LinkForm):
    pointer, own = "later", "earlier"
    kind = kind_field({kind.value: str(kind.label) for kind in KINDS})
    later = relation(PostLink, "later", label="Post")


def row_numbers(data: Iterable[str], prefix: str) -> set[int]:
    """Return the numbers of the rows under `prefix`, as in `bullets-0-text`."""
    key_of_row = re.compile(rf"{re.escape(prefix)}-(0|[1-9][0-9]{{0,8}})-.+", re.DOTALL)
    return {int(match[1]) for key in data if (match := key_of_row.fullmatch(key))}


class RowFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The rows of one kind in the form of a `whole` work: as many as were sent.

    Of a number that is none, or too large, the form that comes back says what it is, and has the
    right one to be sent again.
    """

    form: type[RowForm]
    noun: ClassVar[str]
    title: ClassVar[str]
    help: ClassVar[str]
    is_ordered: ClassVar[bool] = True
    once: ClassVar[tuple[str, str]] = ("", "")  # field of a row that two may not share, and why

    def __init__(self, data: Any = None, *, whole: "WritingForm", **kwargs: Any) -> None:
        self.whole = whole
        super().__init__(data, **kwargs, form_kwargs={"formset": self})

    @cached_property
    def management_form(self) -> ManagementForm:
        if not self.is_bound:
            return super().management_form
        # No row has a key, by which it would be one of the first.
        rows = 1 + max(row_numbers(self.data, str(self.prefix)), default=-1)
        counts = {TOTAL_FORM_COUNT: rows, INITIAL_FORM_COUNT: 0}
        data: Any = {f"{self.prefix}-{name}": count for name, count in counts.items()}
        form = ManagementForm(data, auto_id=self.auto_id, prefix=self.prefix)
        form.full_clean()
        return form

    @cached_property
    def names(self) -> dict[str, Named]:
        """Return the rows that the work points to already, by key, as they are told."""
        return named_in(self.whole.told, str(self.prefix))

    @property
    def spare_form(self) -> RowForm:
        """Return one more row, for a page without scripts that could add it."""
        form: RowForm = self.empty_form
        form.prefix = self.add_prefix(self.total_form_count())
        return form

    @cached_property
    def chosen(self) -> dict[str, Named]:
        """Return the rows that are pointed to and may be, by key, in one query at most."""
        name, forms_ = self.form.pointer, list[Any](self.forms)
        keys = {str(form[name].data or "") for form in forms_} - {""}
        if not keys:
            return {}
        return named_rows(forms_[0].fields[name].queryset, keys, self.whole.known(str(self.prefix)))

    def content(self) -> tuple[Any, ...]:
        """Return the rows in their order, as a snapshot has them; what was removed is none."""
        forms_: list[Any] = sorted(self.forms, key=lambda form: form.place)
        rows = (form.content() for form in forms_)
        return tuple(row for row in rows if row is not None)

    def clean(self) -> None:
        told = str(self.data.get(f"{self.prefix}-{TOTAL_FORM_COUNT}", ""))
        number = as_number(told)
        if number is None or number > MOST_ROWS:
            said = f"“{told[:20]}” is no" if told else "There came no"
            raise ValidationError(
                f"{said} number of these rows; there may be {MOST_ROWS:,}. All that came are below:"
                " check them, and save again."
            )
        name, words = self.once
        found = [value for row in self.content() if (value := getattr(row, name, None))]
        if twice := next((value for value in found if found.count(value) > 1), None):
            raise ValidationError(words.format(twice), code="twice")


class CitationRows(RowFormSet):
    once = "key", "Two sources have the key “{}”: change one, or leave it empty."


class LinkRows(RowFormSet):
    once = "post", "These two posts are linked already."
    is_ordered = False


def row_kind(
    form: type[RowForm], noun: str, title: str, kind: type[RowFormSet] = RowFormSet, help: str = ""
) -> type[RowFormSet]:
    """Return the class of the rows that `form` makes, called by `noun`, under a `title`."""
    made: Any = formset_factory(
        form, kind, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )
    made.noun, made.title, made.help = noun, title, help
    found: type[RowFormSet] = made
    return found


_GIST = "The gist, in a few lines above the story. A label stands before a line: Who, Where."
# By the name of the field of a snapshot, which is their prefix in the form.
POST_ROWS = {
    "bullets": row_kind(BulletForm, "bullet", "TLDR", help=_GIST),
    "citations": row_kind(CitationForm, "source", "Sources", CitationRows),
    "links_before": row_kind(
        LinkBeforeForm, "link to what came before", "What came before", LinkRows
    ),
    "links_after": row_kind(LinkAfterForm, "link to what came after", "What came after", LinkRows),
}
