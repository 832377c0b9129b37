"""Actions on the list of posts: a form, what it would do to which post, and only then the deed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from posts.admin.tags import TagChips, TagsField
from posts.editorial import bulk
from posts.editorial.bulk import Plan
from posts.models import Category, Place, Post

MOST = 500  # posts at once
SHOWN = 50


class FilingForm(forms.Form):
    def __init__(self, data: Any, *, model: type[Category] | type[Place]) -> None:
        super().__init__(data, label_suffix="")
        plural = str(model._meta.verbose_name_plural)
        self.fields["rows"] = forms.ModelMultipleChoiceField(
            queryset=model._default_manager.order_by("name"), label=plural.capitalize()
        )


class TagsForm(forms.Form):
    tags = TagsField(label="Tags", widget=TagChips(url="admin:tags"))

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")


@admin.action(description="Add to categories…")
def add_categories(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
    return _file(request, posts, Category, "add_categories", "Add to categories")


@admin.action(description="Add places…")
def add_places(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
    return _file(request, posts, Place, "add_places", "Add places")


@admin.action(description="Add tags…")
def add_tags(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
    form = TagsForm(request.POST if "tags" in request.POST else None)
    names = form.cleaned_data["tags"] if form.is_valid() else []
    if names and "_confirm" in request.POST:
        return _tell(request, bulk.add_tags(posts, names, by=request.user), "tagged")
    plan = bulk.plan_tags(_some(posts), names, by=request.user) if names else None
    return _page(request, posts, form, plan, ("add_tags", "Add tags"))


@admin.action(description="Send to review…")
def send_to_review(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
    if "_confirm" in request.POST:
        return _tell(request, bulk.send_to_review(posts, by=request.user), "sent to review")
    plan = bulk.plan_review(_some(posts), by=request.user)
    return _page(request, posts, None, plan, ("send_to_review", "Send to review"))


ACTIONS = (add_categories, add_places, add_tags, send_to_review)


def _file(
    request: HttpRequest,
    posts: QuerySet[Post],
    model: type[Category] | type[Place],
    action: str,
    title: str,
) -> Any:
    form = FilingForm(request.POST if "rows" in request.POST else None, model=model)
    rows = list(form.cleaned_data["rows"]) if form.is_valid() else []
    if rows and "_confirm" in request.POST:
        return _tell(request, bulk.file_under(posts, rows, by=request.user), "filed")
    plan = bulk.plan_filing(_some(posts), rows, by=request.user) if rows else None
    return _page(request, posts, form, plan, (action, title))


def _some(posts: QuerySet[Post]) -> Any:
    rows: Any = posts
    return rows.for_links()[:MOST]


def _page(
    request: HttpRequest,
    posts: QuerySet[Post],
    form: forms.Form | None,
    plan: Plan | None,
    action: tuple[str, str],
) -> HttpResponse:
    """Answer with the form, and with the dry view of what it would do once it is filled in."""
    keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
    number = posts.count()
    if number > MOST:
        messages.error(request, f"{number:,} posts are chosen; {MOST} at once is the most.")
        return None  # type: ignore[return-value]
    context = admin.site.each_context(request) | {
        "title": action[1],
        "action": action[0],
        "form": form,
        "plan": plan,
        "keys": keys,
        "number": number,
        "shown": SHOWN,
        "select_across": request.POST.get("select_across", "0"),
        "checkbox": ACTION_CHECKBOX_NAME,
        "media": form.media if form else forms.Media(),
        "opts": Post._meta,
    }
    return TemplateResponse(request, "admin/posts/post/bulk.html", context)


def _tell(request: HttpRequest, done: Plan, deed: str) -> None:
    number = len(done.reached)
    messages.success(request, f"{number} post{'' if number == 1 else 's'} {deed}.")
    for post, reason in done.left[:SHOWN]:
        messages.warning(request, f"“{post.title}” was left as it is: it {reason}.")
