"""Actions on the list of posts: a form, what it would do to which post, and only then the deed."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from posts.admin.requests import person
from posts.admin.tags import TagChips, TagsField
from posts.editorial import bulk
from posts.editorial.bulk import Plan
from posts.editorial.duplicate import duplicate
from posts.models import Post

MOST = 500  # posts at once
MOST_COPIES = 20
SHOWN = 50
BUTTONS = ("_look", "_confirm")


class ChoosingForm(forms.Form):
    """What to add; bound as soon as it is sent, so that an empty one is told of."""

    # The browser cannot point to a list that a box of ours stands for.
    use_required_attribute = False
    name: ClassVar[str]

    class Media:
        js: ClassVar[Any] = [Script("js/desk/choices.js", type="module")]

    def __init__(self, data: Any) -> None:
        sent = any(name in data for name in (self.name, *BUTTONS))
        super().__init__(data if sent else None, label_suffix="")

    @property
    def chosen(self) -> list[Any]:
        """Return what is to be added; nothing while the form is empty or wrong."""
        return list(self.cleaned_data[self.name]) if self.is_valid() else []


class FilingForm(ChoosingForm):
    name = "rows"

    def __init__(self, data: Any, *, filed: str) -> None:
        super().__init__(data)
        relation: Any = Post._meta.get_field(filed)
        self.fields["rows"] = forms.ModelMultipleChoiceField(
            queryset=relation.related_model._default_manager.order_by("name"),
            widget=AutocompleteSelectMultiple(relation, admin.site),
            label=filed.capitalize(),
            error_messages={"required": f"Choose the {filed} to add."},
        )


class TagsForm(ChoosingForm):
    name = "tags"
    tags = TagsField(label="Tags", widget=TagChips(url="admin:tags"))

    @property
    def media(self) -> forms.Media:
        # The chips rely on Django's own jQuery, which the form of a model brings along.
        relation: Any = Post._meta.get_field("categories")
        return AutocompleteSelectMultiple(relation, admin.site).media + super().media

    def clean_tags(self) -> list[str]:
        names: list[str] = self.cleaned_data["tags"]
        if not names:
            raise ValidationError("Choose the tags to add.")
        return names


@dataclass(frozen=True)
class Page:
    """The page of an action; `planned` repeats what the plan was made of for the deed."""

    action: str
    title: str
    posts: list[Post]
    form: ChoosingForm | None = None
    plan: Plan | None = None
    planned: list[tuple[str, Any]] = field(default_factory=list)


@admin.action(description="Add to categories…")
def add_categories(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
    return _file(request, posts, "categories", "add_categories", "Add to categories")


@admin.action(description="Add places…")
def add_places(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
    return _file(request, posts, "places", "add_places", "Add places")


@admin.action(description="Add tags…")
def add_tags(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
    if (some := _some(request, posts)) is None:
        return None
    form = TagsForm(request.POST)
    names = form.chosen
    if names and "_confirm" in request.POST:
        return _tell(request, bulk.add_tags(some, names, by=person(request)), "tagged")
    plan = bulk.plan_tags(some, names, by=person(request)) if names else None
    planned = [("tags", name) for name in names]
    return _answer(request, Page("add_tags", "Add tags", some, form, plan, planned))


@admin.action(description="Send to review…")
def send_to_review(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
    if (some := _some(request, posts)) is None:
        return None
    if "_confirm" in request.POST:
        return _tell(request, bulk.send_to_review(some, by=person(request)), "sent to review")
    plan = bulk.plan_review(some, by=person(request))
    return _answer(request, Page("send_to_review", "Send to review", some, plan=plan))


@admin.action(description="Duplicate as drafts", permissions=["add"])
def duplicate_posts(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
    if posts.count() > MOST_COPIES:
        messages.error(request, f"{MOST_COPIES} posts at once is the most. None was duplicated.")
        return None
    copies = [duplicate(post, by=person(request)) for post in posts]
    messages.success(request, f"{len(copies)} draft{'' if len(copies) == 1 else 's'} made.")
    return redirect("admin:posts_post_change", copies[0].pk) if len(copies) == 1 else None


ACTIONS = (add_categories, add_places, add_tags, send_to_review, duplicate_posts)


def _file(request: HttpRequest, posts: QuerySet[Post], filed: str, action: str, title: str) -> Any:
    if (some := _some(request, posts)) is None:
        return None
    form = FilingForm(request.POST, filed=filed)
    rows = form.chosen
    if rows and "_confirm" in request.POST:
        return _tell(request, bulk.file_under(some, rows, by=person(request)), "filed")
    plan = bulk.plan_filing(some, rows, by=person(request)) if rows else None
    planned = [("rows", row.pk) for row in rows]
    return _answer(request, Page(action, title, some, form, plan, planned))


def _some(request: HttpRequest, posts: QuerySet[Post]) -> list[Post] | None:
    """Return the chosen posts; None, with a message, where they are too many."""
    rows: Any = posts
    some: list[Post] = list(rows.for_links()[: MOST + 1])
    if len(some) <= MOST:
        return some
    messages.error(
        request,
        f"{posts.count():,} posts are chosen; {MOST} at once is the most. Nothing was changed. "
        "Narrow the list by a filter, and change it in parts.",
    )
    return None


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    """Answer with the form, and with the dry view of what it would do once it is filled in.

    The page names each post by its key, so that the deed reaches those of the dry view: the
    list that they were chosen from may have been filtered, or be another by then.
    """
    context = admin.site.each_context(request) | {
        "title": page.title,
        "page": page,
        "shown": SHOWN,
        "checkbox": ACTION_CHECKBOX_NAME,
        "media": page.form.media if page.form else forms.Media(),
        "opts": Post._meta,
    }
    return TemplateResponse(request, "admin/posts/post/bulk.html", context)


def _tell(request: HttpRequest, done: Plan, deed: str) -> None:
    number = len(done.reached)
    if number:
        messages.success(request, f"{number} post{'' if number == 1 else 's'} {deed}.")
    else:
        messages.warning(request, f"No post was {deed}.")
    for post, reason in done.left[:SHOWN]:
        messages.warning(request, f"“{post.title}” was left as it is: it {reason}.")
    if (more := len(done.left) - SHOWN) > 0:
        messages.warning(request, f"{more} more were left as they are.")
