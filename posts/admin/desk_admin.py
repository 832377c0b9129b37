"""What lists and forms of the desk have in common."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from posts.desk import views
from posts.desk.fields import DeskBoundField, without_nul
from posts.desk.media import scripts
from posts.desk.urls import urls
from posts.editorial.trash import what_hangs_on
from posts.search import MOST_CHARACTERS, without_unseen

WHOLE_LIST = "all"
# What is asked for this once; how a list was narrowed and sorted is kept for the next visit.
PASSING = ("p", "q", "e", "all", "_facets")
LONGEST_KEPT = 400  # characters of an address


class DeskChangeList(ChangeList):
    """A list whose address may ask for what no database can compare: year 99999, a huge number.

    Django forgives what it cannot build a query of, but not what fails when the query runs.
    """

    def get_results(self, request: HttpRequest) -> Any:
        try:
            return super().get_results(request)
        except (ValueError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters(error) from error
        except OperationalError as error:
            # SQLite says of a broken pattern what it says of a lost disk.
            if not any(name.endswith("regex") for name in self.params):
                raise
            raise IncorrectLookupParameters(error) from error

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        """Return the address of another view of the list; one without a query is the kept one."""
        found = super().get_query_string(new_params, remove)
        return f"?{WHOLE_LIST}=" if found == "?" else found

    @property
    def narrowed_by(self) -> list[str]:
        """Return in words what the list is narrowed by, besides a search."""
        titles = {
            name: spec.title for spec in self.filter_specs for name in spec.expected_parameters()
        }
        names = [n for n in self.params if n not in ("q", "o") and not n.startswith("_")]
        return list(dict.fromkeys(str(titles.get(n, n.replace("_", " "))) for n in names))

    @property
    def whole(self) -> str:
        """Return the address that shows all of it."""
        return f"?{IS_POPUP_VAR}=1" if self.is_popup else f"?{WHOLE_LIST}="


class DeskAdmin(admin.ModelAdmin):
    """What every model of the desk has in common: how its list is asked for and searched.

    `private` columns are shown to nobody who may not change its rows. A list that could be
    narrowed by one would tell it letter by letter.
    """

    private: ClassVar[tuple[str, ...]] = ()
    show_full_result_count = False

    def is_list(self, request: HttpRequest) -> bool:
        """Whether rows are asked for the list of this model, not for a form or an action."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_changelist"
        return bool(request.resolver_match and request.resolver_match.url_name == name)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        is_private = lookup.partition("__")[0] in self.private
        if is_private and not self.has_change_permission(request):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeskChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list as this person narrowed it there last; `?all=` forgets that."""
        session, key = request.session, f"narrowed {self.opts.label_lower}"
        if request.method != "GET" or IS_POPUP_VAR in request.GET:
            return super().changelist_view(request, extra_context)
        if WHOLE_LIST in request.GET:
            session.pop(key, None)
            return redirect(request.path)
        if not request.GET and session.get(key):
            return redirect(f"{request.path}?{session[key]}")
        response = super().changelist_view(request, extra_context)
        kept = _narrowing(request.GET)
        is_shown = response.status_code == 200 and len(kept) <= LONGEST_KEPT
        if is_shown and kept != session.get(key, "") and _is_chosen_there(request, kept):
            session[key] = kept
        return response

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Look for the first MOST_CHARACTERS alone: Django asks the database for every word.

        What was typed with characters that nobody sees is looked for without them too: they come
        with a word that was copied, and a text may have them where its language needs them.
        """
        typed = search_term[:MOST_CHARACTERS]
        found, may_repeat = super().get_search_results(request, queryset, typed)
        if (seen := without_unseen(typed)) != typed:
            found |= super().get_search_results(request, queryset, seen)[0]
        return found, may_repeat


def _narrowing(asked: QueryDict) -> str:
    return urlencode([pair for pair in asked.lists() if pair[0] not in PASSING], doseq=True)


def _is_chosen_there(request: HttpRequest, kept: str) -> bool:
    """Whether the list was narrowed so on its own page: a link from another asks for it once."""
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path == request.path and _narrowing(QueryDict(before.query)) != kept


def state_mark(state: str, words: str = "") -> SafeString:
    """Return a state of a post or dossier as the desk marks it; `words` say more of it."""
    return format_html(
        '<span class="state state-{}">{}</span>', state.replace(" ", "-"), words or state
    )


class WrittenAtTheDesk(admin.ModelAdmin):
    """Rows with a status and a publish time, written on pages of `posts.desk`.

    Those have `more` addresses of their own.
    """

    more: ClassVar[tuple[Any, ...]] = ()

    def get_urls(self) -> list[URLPattern]:
        own: list[URLPattern] = urls(self.admin_site, self.model, self.more)
        return own + super().get_urls()

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return views.add(request, self.model)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return views.change(request, self.model, object_id)

    @admin.display(description="status", ordering="status")
    def state_words(self, row: Any) -> SafeString:
        return state_mark(row.state)

    @admin.display(description="publish time", ordering="publish_at")
    def published_at(self, row: Any) -> str:
        """Return the time in the site's zone, which every time of this list is in."""
        if row.publish_at is None:
            return ""
        return date_format(timezone.localtime(row.publish_at), "j M Y, H:i")


class PlainDeletion(admin.ModelAdmin):
    """Says before a deletion what goes, and not what keeps books of it."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Return what Django's own does: lines, numbers by name, what is refused, what is held."""
        goes, held = what_hangs_on(self.model, objs)
        lines = [[f"{capfirst(r._meta.verbose_name)}: {r}" for r in each] for each in (goes, held)]
        return lines[0], {self.opts.verbose_name_plural: len(objs)}, set(), lines[1]


class DeskForm(forms.ModelForm):
    """A model form whose text errors name the character and its place.

    A `maxlength` would cut pasted text without a word, so limits are told afterwards instead.
    """

    bound_field_class = DeskBoundField

    class Media:
        js = scripts("choices", "saving", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        columns = self._meta.model._meta.get_fields()
        cleaned = {column.name for column in columns if hasattr(column, "cleaner")}
        for name, field in self.fields.items():
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            if isinstance(field, forms.CharField) and name in cleaned:
                # The model's cleaner refuses NUL as well, and tells its line and column.
                field.validators = without_nul(field.validators)
