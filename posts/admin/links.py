"""Links between posts, told in the form of either as its own sentence: "This post came of …"."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest

from posts.admin.content_rows import ContentFormSet
from posts.admin.rows import RowForm, StoredChoice, UnorderedInline
from posts.admin.typed import draft_shown
from posts.editorial.roles import Visitor, linkable_by, loop_in_words
from posts.models import LinkLoop, PostLink

KINDS = PostLink.Kind


class LinkForm(RowForm):
    """One link of `user`; `pointer` names the end that is chosen here."""

    def __init__(self, *args: Any, user: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def _post_clean(self) -> None:
        """Leave alone a link that the post has: it closes no loop that is not there."""
        other = self.cleaned_data.get(self.pointer) if hasattr(self, "cleaned_data") else None
        if other is None or str(other.pk) not in self.names:
            super()._post_clean()

    def _update_errors(self, errors: ValidationError) -> None:
        for error in errors.error_dict.get(NON_FIELD_ERRORS, ()):
            if isinstance(error.__cause__, LinkLoop):
                error.message = loop_in_words(self.user, error.__cause__)
        super()._update_errors(errors)  # type: ignore[misc]

    def validate_unique(self) -> None:
        """A link that is stored already is shown here, and is no second one."""

    def validate_constraints(self) -> None:
        """As above: two posts are linked once, which the post as a whole sees to."""


class LinkBeforeForm(LinkForm):
    pointer = "earlier"


class LinkAfterForm(LinkForm):
    pointer = "later"


class LinkFormSet(ContentFormSet):
    """`refused` is what an attempt to save said of a loop that no form could see by itself.

    Two links of one form, or of two editors at the same moment, may close it only together.
    """

    refused = ""
    user: Visitor

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"user": self.user}

    def clean(self) -> None:
        super().clean()
        if self.refused and self.has_changed():
            raise ValidationError(self.refused, code="loop")
        forms_: list[Any] = list(self.forms)
        others = [form.cleaned_data[form.pointer] for form in forms_ if _is_kept(form)]
        if len(set(others)) < len(others):
            raise ValidationError("These two posts are linked already.", code="twice")

    def validate_unique(self) -> None:
        """Left to `clean`, which says it once."""


def _is_kept(form: Any) -> bool:
    data = getattr(form, "cleaned_data", {})
    return bool(data.get(form.pointer)) and not data.get("DELETE")


class LinkInline(UnorderedInline):
    """Links on one side of a post; `verb` is the property of a kind that tells it from there."""

    model = PostLink
    form: type[LinkForm]
    formset = LinkFormSet
    verb: str

    def get_queryset(self, request: HttpRequest) -> Any:
        return PostLink.objects.none()

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        # What is linked already stays so, whoever linked it.
        request.content = draft_shown(obj).content if obj and obj.pk else None  # type: ignore[attr-defined]
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.refused, formset.user = getattr(request, "refused_link", ""), request.user
        return formset

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == self.form.pointer:
            kwargs["queryset"] = linkable_by(request.user, getattr(request, "content", None))
            kwargs |= {"widget": StoredChoice(db_field, self.admin_site), "label": "Post"}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        choices = [(kind.value, f"This post {getattr(kind, self.verb)}") for kind in KINDS]
        return forms.ChoiceField(choices=choices, label="How", initial=KINDS.LED_TO)


class LinkBeforeInline(LinkInline):
    form = LinkBeforeForm
    fk_name = "later"
    fields = ("kind", "earlier")
    autocomplete_fields = ("earlier",)
    verbose_name = "link to what came before"
    verbose_name_plural = "What came before"
    verb = "back"


class LinkAfterInline(LinkInline):
    form = LinkAfterForm
    fk_name = "earlier"
    fields = ("kind", "later")
    autocomplete_fields = ("later",)
    verbose_name = "link to what came after"
    verbose_name_plural = "What came after"
    verb = "label"
