"""The page on which a category, place or tag is merged: first what changes, then a button."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from posts.desk.media import scripts
from posts.desk.requests import framed, person, require
from posts.editorial import taxonomy
from posts.editorial.errors import EditorialError
from posts.keys import as_key
from posts.models import Redirect


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(queryset=Redirect.objects.none(), label="Merge into")

    class Media:
        js = scripts("choices")

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.row = row
        field: Any = self.fields["into"]
        # A column that leads to such a row, as the autocompletion asks for one.
        column = Redirect._meta.get_field(row._meta.model_name)
        field.widget = AutocompleteSelect(column, admin.site)
        field.queryset = type(row)._default_manager.all()
        field.error_messages["invalid_choice"] = "This one is gone: choose another."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if into := cleaned.get("into"):
            try:
                cleaned["plan"] = taxonomy.plan(self.row, into=into)
            except EditorialError as error:
                self.add_error("into", str(error))
        return cleaned


def merge_page(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show what merging would do with `into`, and do it on POST; without `into` ask for it."""
    require(model_admin.has_merge_permission(request))
    return _merge(request, model_admin, get_object_or_404(model_admin.model, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def _merge(request: HttpRequest, model_admin: Any, row: Any) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    form = MergeForm({"into": as_key(data["into"])} if "into" in data else None, row=row)
    plan = form.cleaned_data.get("plan") if form.is_valid() else None
    if plan is not None and request.method == "POST":
        return _merged(request, model_admin, plan)
    context = {
        "opts": model_admin.opts,
        "row": row,
        "form": form,
        "media": model_admin.media + form.media,
        "plan": plan,
    }
    return framed(request, "admin/merge.html", f"Merge “{row}”", context)


def _merged(request: HttpRequest, model_admin: Any, plan: taxonomy.Plan) -> HttpResponse:
    opts = model_admin.opts
    try:
        done = taxonomy.merge(plan.row, into=plan.into, by=person(request))
    except EditorialError as error:
        messages.error(request, str(error))
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    posts = "1 post stands" if done.posts == 1 else f"{done.posts} posts stand"
    text = f"“{done.row}” is merged into “{done.into}”: {posts} here, and old addresses lead here."
    messages.success(request, text)
    return redirect(f"admin:{opts.app_label}_{opts.model_name}_change", done.into.pk)
