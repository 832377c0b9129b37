"""Old addresses: where each leads, whether readers get there, and how often it is followed."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posts.admin.desk_admin import DeskAdmin, DeskForm
from posts.admin.filters import MissingFilter
from posts.desk.requests import address
from posts.models import LONG_TEXTS, TARGETS, Redirect, own_path


class FollowedFilter(MissingFilter):
    title = "followed"
    parameter_name = "followed"
    wanting = (("never", "Never", Q(hits=0)), ("yes", "At least once", Q(hits__gt=0)))


class ReachFilter(MissingFilter):
    title = "what readers get"
    parameter_name = "reach"
    wanting = (
        ("page", "A page", lambda rows: rows.exclude(rows.dead())),
        ("nothing", "“Not found”", lambda rows: rows.filter(rows.dead())),
    )


class RedirectForm(DeskForm):
    class Meta:
        model = Redirect
        fields = ("path", *TARGETS, "to_path")
        labels = {"image": "Picture"}
        help_texts = {
            "path": "As it was on this site, from the first slash on: /history/1066/hastings.html",
            "to_path": "For a page of this site that is none of these: /on/05-27/",
        }

    def clean_path(self) -> str:
        path = own_path(self.cleaned_data["path"], "the old address")
        if "?" in path or "#" in path:
            kept = path.partition("?")[0].partition("#")[0]
            raise ValidationError(
                f"Leave out what follows “?” or “#”: addresses are told apart without it. "
                f"Of {path} that leaves {kept}"
            )
        other = Redirect.objects.filter(path=path).exclude(pk=self.instance.pk)
        if row := other.first():
            raise ValidationError(
                f"{path} leads to “{row.target or row.to_path}” already. Search for it in the list "
                "of old addresses and change it there."
            )
        return path

    def clean_to_path(self) -> str:
        path: str = self.cleaned_data["to_path"]
        return own_path(path, "the other page’s address") if path else ""


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    form = RedirectForm
    fieldsets = (
        (None, {"fields": ("path",)}),
        (
            "Where it leads: fill in one of these",
            {
                "fields": (
                    ("post", "dossier", "page"),
                    ("category", "place"),
                    ("tag", "image"),
                    "to_path",
                )
            },
        ),
    )
    autocomplete_fields = tuple(TARGETS)
    list_display = ("path", "leads", "hits", "last_hit", "since", "test")
    list_filter = (ReachFilter, FollowedFilter)
    search_fields = (
        *("path", "to_path", "post__title", "dossier__title", "page__title"),
        *("category__name", "place__name", "tag__name"),
    )
    search_help_text = "Searches old addresses and the names of what they lead to"
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = Redirect.objects.with_reach().with_page()
        long = (f"post__{name}" for name in LONG_TEXTS)
        return rows.select_related(*TARGETS).defer(*long) if self.is_list(request) else rows

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        row = self.get_queryset(request).select_related(*TARGETS).get(pk=obj.pk)
        if form.cleaned_data["to_path"] and row.target is not None:
            text = f"It leads to “{row.target}”, whatever the address of that becomes."
            messages.info(request, text)
        if why := row.hidden_because:
            messages.warning(request, f"Readers get “not found” there for now: {why}.")

    @admin.display(description="leads to")
    def leads(self, row: Redirect) -> SafeString:
        """Return what it leads to, linked within the desk, and why readers get nothing there."""
        target = row.target
        kind = target._meta.verbose_name if target is not None else "page"
        link = format_html(
            '<span class="kind">{}</span> <a href="{}">{}</a>',
            kind,
            row.to_path or address(target, "change"),
            row.to_path or target,
        )
        why = row.hidden_because
        if not why:
            return link
        hidden = '{} <span class="state state-withdrawn">hidden: {}</span>'
        return format_html(hidden, link, why)

    @admin.display(description="last followed", ordering="last_hit_at")
    def last_hit(self, row: Redirect) -> str:
        return _day(row.last_hit_at) if row.last_hit_at else ""

    @admin.display(description="since", ordering="created_at")
    def since(self, row: Redirect) -> str:
        return _day(row.created_at)

    @admin.display(description="try")
    def test(self, row: Redirect) -> str:
        if row.path.startswith("//"):  # A link to it would leave the site.
            return ""
        return format_html(
            '<a href="{}">Try<span class="visually-hidden"> {}</span></a>',
            escape_uri_path(row.path),
            row.path,
        )


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y")
