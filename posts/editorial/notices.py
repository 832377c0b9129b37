"""Who is told of a step with a post: at the desk, and by mail where somebody wants that."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from posts import mail
from posts.editorial.roles import Person, may_see_desk, of_desk
from posts.models import (
    LONG_TEXTS,
    Action,
    Notice,
    NoticeKind,
    NoticePreference,
    Post,
    Transition,
)

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
OF_STEPS = {
    Action.SUBMIT: NoticeKind.SUBMITTED,
    Action.SEND_BACK: NoticeKind.RETURNED,
    Action.SCHEDULE: NoticeKind.SCHEDULED,
    Action.PUBLISH: NoticeKind.PUBLISHED,
    Action.WITHDRAW: NoticeKind.WITHDRAWN,
}


def tell_of_step(step: Transition) -> None:
    """Tell reviewers of what is sent to review, and its author of every other step."""
    if step.action not in OF_STEPS:
        return
    post = step.post
    people = _reviewers(post) if step.action == Action.SUBMIT else _author(post)
    tell(post, OF_STEPS[Action(step.action)], people, by=step.by, text=step.note)


def tell(
    post: Post, kind: NoticeKind, people: Iterable[User], *, by: Person | None, text: str = ""
) -> None:
    """Tell each of `people` but who did it and who may not see the desk of the post."""
    told = [each for each in people if each != by and may_see_desk(each, post)]
    rows = [Notice(recipient=each, post=post, kind=kind, by=by, text=text) for each in told]
    Notice.objects.bulk_create(rows)
    mail.put(_message(row) for row in rows if row.recipient.email and wants_mail(row.recipient))


def ask_to_review(post: Post, reviewer: User, *, by: Person) -> None:
    """Ask somebody to review a post, in place of whoever was asked before."""
    tell(post, NoticeKind.ASKED, [reviewer], by=by)


def reviewers() -> list[User]:
    """Return who may approve posts; administrators only where nobody else does."""
    people = User.objects.with_perm(
        "posts.approve_post", include_superusers=False, backend=MODEL_BACKEND
    )
    found = people.filter(is_staff=True).select_related("notice_preference").order_by("username")
    return list(found) or list(User.objects.filter(is_superuser=True, is_active=True))


def reviewer_of(post: Post) -> User | None:
    """Return who was asked last to review a post."""
    asked = Notice.objects.filter(post=post, kind=NoticeKind.ASKED)
    row = asked.select_related("recipient__notice_preference").first()
    return row.recipient if row else None


def told(person: Person) -> Any:
    """Return what somebody has been told and may still see, the latest first."""
    rows = person.notices.filter(post__in=of_desk(person).values("pk"))
    return rows.select_related("post", "by").defer(*(f"post__{text}" for text in LONG_TEXTS))


def mark_seen(person: Person, of_post: int | None = None) -> None:
    rows = person.notices.filter(seen_at=None)
    rows = rows if of_post is None else rows.filter(post=of_post)
    rows.update(seen_at=timezone.now())


def choose_mail(person: Person, *, wanted: bool) -> None:
    NoticePreference.objects.update_or_create(person=person, defaults={"by_mail": wanted})


def in_words(notice: Notice) -> str:
    """Return what happened, without a full stop: “Ann Lee sent back “Hastings””."""
    who = (notice.by.get_full_name() or notice.by.username) if notice.by else "Somebody"
    title = f"“{notice.post}”"
    match notice.kind:
        case NoticeKind.SUBMITTED:
            return f"{who} sent {title} to review"
        case NoticeKind.ASKED:
            return f"{who} asks you to review {title}"
        case NoticeKind.RETURNED:
            return f"{who} sent {title} back to you"
        case _:
            return f"{who} {notice.get_kind_display()} {title}"


def _reviewers(post: Post) -> list[User]:
    asked = reviewer_of(post)
    return [asked] if asked else reviewers()


def _author(post: Post) -> list[User]:
    if post.author_id is None:
        return []
    author = User.objects.filter(pk=post.author_id, is_active=True, is_staff=True)
    return list(author.select_related("notice_preference"))


def wants_mail(person: User) -> bool:
    preference = getattr(person, "notice_preference", None)
    return preference is None or bool(preference.by_mail)


def _message(notice: Notice) -> mail.Message:
    words = in_words(notice)
    note = [f"{notice.text}", ""] if notice.text else []
    desk = [reverse("admin:posts_post_change", args=[notice.post_id]), reverse("admin:notices")]
    post, choice = (f"{settings.SITE_URL}{path}" for path in desk)
    lines = [f"{words}.", "", *note, post, "", f"Whether you get such mail: {choice}", ""]
    return mail.Message(
        key=f"notice {notice.pk}",
        to=notice.recipient.email,
        subject=f"[{settings.SITE_NAME}] {words}",
        text="\n".join(lines),
    )
