"""Actions on the list of posts: a form, what it would do to which post, and only then the deed."""

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from posts.desk.actions import LABELS
from posts.desk.media import scripts
from posts.desk.requests import framed, person
from posts.desk.tags import TagsField
from posts.editorial import bulk
from posts.editorial.bulk import How, Plan
from posts.editorial.duplicate import duplicate
from posts.models import Action, Post

MOST = 500  # posts at once
MOST_COPIES = 20
SHOWN = 50
BUTTONS = ("_look", "_confirm")


class ChoosingForm(forms.Form):
    """What to change and how; bound as soon as it is sent, so that an empty one is told of.

    What posts are filed under is chosen as `rows`, tags by their names.
    """

    # The browser cannot point to a list that a box of ours stands for.
    use_required_attribute = False

    class Media:
        js: ClassVar[Any] = scripts("choices")

    how = forms.ChoiceField(
        choices=How.choices,
        initial=How.ADD,
        required=False,
        widget=forms.RadioSelect,
        label="What to do",
    )

    def __init__(self, data: Any, *, filed: str) -> None:
        self.name = "tags" if filed == "tags" else "rows"
        sent = any(name in data for name in (self.name, *BUTTONS))
        super().__init__(data if sent else None, label_suffix="")
        told = {"required": f"Choose the {filed}."}
        words: Any = {"label": filed.capitalize(), "error_messages": told}
        if filed == "tags":
            self.fields["tags"] = TagsField(**words)
            return
        relation: Any = Post._meta.get_field(filed)
        self.fields["rows"] = forms.ModelMultipleChoiceField(
            queryset=relation.related_model._default_manager.order_by("name"),
            widget=AutocompleteSelectMultiple(relation, admin.site),
            **words,
        )

    def clean_how(self) -> How:
        return How(self.cleaned_data["how"] or How.ADD)

    @property
    def chosen(self) -> list[Any]:
        """Return what was chosen; nothing while the form is empty or wrong."""
        return list(self.cleaned_data[self.name]) if self.is_valid() else []


@dataclass(frozen=True)
class Page:
    """The page of an action; `planned` repeats what the plan was made of for the deed."""

    action: str
    title: str
    posts: list[Post]
    form: ChoosingForm | None = None
    plan: Plan | None = None
    planned: list[tuple[str, Any]] = field(default_factory=list)
    blocked: list[tuple[Post, str]] = field(default_factory=list)


def _changing(filed: str) -> Any:
    is_tags = filed == "tags"
    plan = bulk.plan_tags if is_tags else bulk.plan_filing
    change = bulk.change_tags if is_tags else bulk.change_filing

    @admin.action(description=f"Change {filed}…")
    def action(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
        if (some := _some(request, posts)) is None:
            return None
        form = ChoosingForm(request.POST, filed=filed)
        page = Page(action.__name__, f"Change {filed}", some, form)
        if not (chosen := form.chosen):
            return _answer(request, page)
        how = {"by": person(request), "how": form.cleaned_data["how"]}
        if "_confirm" in request.POST:
            return _tell(request, change(some, chosen, **how), "changed")
        planned = [(form.name, each if is_tags else each.pk) for each in chosen]
        planned.insert(0, ("how", how["how"]))
        return _answer(request, replace(page, plan=plan(some, chosen, **how), planned=planned))

    action.__name__ = f"change_{filed}"
    return action


def _stepping(step: Action, name: str, **options: Any) -> Any:
    @admin.action(description=f"{LABELS[step]}…", **options)
    def action(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
        return _step(request, posts, step, name, LABELS[step])

    action.__name__ = name
    return action


@admin.action(description="Duplicate as drafts", permissions=["add"])
def duplicate_posts(model_admin: Any, request: HttpRequest, posts: QuerySet[Post]) -> Any:
    if posts.count() > MOST_COPIES:
        messages.error(request, f"{MOST_COPIES} posts at once is the most. None was duplicated.")
        return None
    copies = [duplicate(post, by=person(request)) for post in posts]
    messages.success(request, f"{len(copies)} draft{'' if len(copies) == 1 else 's'} made.")
    return redirect("admin:posts_post_change", copies[0].pk) if len(copies) == 1 else None


ACTIONS = (
    *map(_changing, ("categories", "places", "tags")),
    _stepping(Action.SUBMIT, "send_to_review"),
    _stepping(Action.WITHDRAW, "withdraw", permissions=["change"]),
    duplicate_posts,
)


def _step(
    request: HttpRequest, posts: QuerySet[Post], step: Action, action: str, title: str
) -> Any:
    if (some := _some(request, posts)) is None:
        return None
    if "_confirm" in request.POST:
        done = bulk.take_step(some, step, by=person(request))
        _tell(request, done, step.label)
        for post, words in done.blocked(SHOWN) if step is Action.SUBMIT else ():
            messages.warning(request, f"“{post}” cannot be published like this: {words}")
        return None
    plan = bulk.plan_step(some, step, by=person(request))
    blocked = plan.blocked(SHOWN) if step is Action.SUBMIT else []
    return _answer(request, Page(action, title, some, plan=plan, blocked=blocked))


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
    context = {
        "page": page,
        "shown": SHOWN,
        "checkbox": ACTION_CHECKBOX_NAME,
        "media": page.form.media if page.form else forms.Media(),
        "opts": Post._meta,
    }
    return framed(request, "admin/posts/post/bulk.html", page.title, context)


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
