"""What waits at the desk, and for whom: each queue of the first page, as posts in order."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from posts.editorial.roles import Person
from posts.models import (
    LONG_TEXTS,
    Action,
    Citation,
    Notice,
    Post,
    PostQuerySet,
    Transition,
    WorkingCopy,
)

WITHOUT_SOURCES = ~Exists(Citation.objects.filter(post=OuterRef("pk")))
_POST_TEXTS = [f"post__{text}" for text in LONG_TEXTS]


def drafts_of(posts: PostQuerySet, user: User, most: int) -> tuple[list[Post], list[Post]]:
    """Return those of `user` that were sent back, and all other drafts, twice `most` together."""
    last = Transition.objects.filter(post=OuterRef("pk"))
    by_others = last.annotate(of=Case(When(by=user.pk, then=Value("")), default=F("action")))
    mine = Case(When(author=user.pk, then=Subquery(by_others.values("of")[:1])), default=Value(""))
    is_returned = ExpressionWrapper(Q(step=Action.SEND_BACK), output_field=BooleanField())
    drafts = posts.unapproved().filter(status=Post.Status.DRAFT)
    rows = drafts.annotate(step=mine).annotate(is_returned=is_returned)
    found: list[Any] = list(rows.order_by("-is_returned", "-updated_at")[: 2 * most + 1])
    return [p for p in found if p.is_returned], [p for p in found if not p.is_returned]


def in_review(posts: PostQuerySet, user: Person) -> PostQuerySet:
    """Those that wait: first what `user` was asked to review, `is_asked`, then the longest."""
    asked = Notice.objects.filter(post=OuterRef("pk"), kind=Notice.Kind.ASKED, recipient=user.pk)
    rows = posts.unapproved().filter(status=Post.Status.REVIEW).annotate(is_asked=Exists(asked))
    return rows.order_by("-is_asked", "updated_at")


def wanting(posts: PostQuerySet, most: int) -> tuple[list[Post], list[Post]]:
    """Return those without an event date and those that propose a place, in one query."""
    either = (posts.without_date(), posts.exclude(proposed_places=""))
    first = (Q(pk__in=rows.order_by("-id").values("pk")[:most]) for rows in either)
    rows = posts.filter(Q(*first, _connector=Q.OR)).with_proposed_event().order_by("-id")
    undated = [post for post in rows if post.event_sort is None and not post.undated]
    return undated, [post for post in rows if post.proposed_places]


def with_changes(posts: PostQuerySet, most: int) -> list[Post]:
    """Return those with unpublished changes, the latest first; copies are few beside posts."""
    copies = WorkingCopy.objects.filter(post__in=posts.values("pk")).select_related("post")
    rows = copies.defer("snapshot", "base", *_POST_TEXTS).order_by("-saved_at")
    return [copy.post for copy in rows[:most] if copy.post]


def overrides() -> Any:
    """The publications for which a check was set aside, the latest first."""
    rows = Transition.objects.filter(dossier=None, post__trashed_at=None).exclude(reason="")
    return rows.select_related("post", "by").defer(*_POST_TEXTS)
