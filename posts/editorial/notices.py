"""Who is told of steps with a post and of letters: at the desk, and by mail if they want that."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from posts import mail
from posts.editorial.roles import Person, may_see_desk, of_desk, person_name
from posts.models import (
    LONG_TEXTS,
    Action,
    Letter,
    Notice,
    NoticeKind,
    NoticePreference,
    Post,
    Transition,
)

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
LISTED: Final = 20  # posts in one mail
OF_STEPS = {
    Action.SUBMIT: NoticeKind.SUBMITTED,
    Action.SEND_BACK: NoticeKind.RETURNED,
    Action.SCHEDULE: NoticeKind.SCHEDULED,
    Action.PUBLISH: NoticeKind.PUBLISHED,
    Action.WITHDRAW: NoticeKind.WITHDRAWN,
}


def tell_of_step(step: Transition) -> None:
    """Tell reviewers of what is sent to review, and its author of every other step."""
    post = step.post
    _settle(post, Action(step.action))
    if step.action not in OF_STEPS:
        return
    people = _reviewers(post) if step.action == Action.SUBMIT else _author(post)
    tell(post, OF_STEPS[Action(step.action)], people, by=step.by, text=step.note)


def _settle(post: Post, step: Action) -> None:
    """Take for seen what earlier steps told of: it is done, but for who is asked to review."""
    kinds = [*OF_STEPS.values(), *([] if step is Action.SUBMIT else [NoticeKind.ASKED])]
    mark_seen(Notice.objects.filter(post=post, kind__in=kinds))


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


def tell_of_letters() -> int:
    """Tell who may settle letters of the posts that some came to; return how many notices.

    A post is not told again before who was told has looked, nor mailed of while any is unseen.
    """
    came = Letter.objects.waiting().filter(post__trashed_at=None).last_to_each_post()
    mark_seen(Notice.objects.of_letters().exclude(post__in=came))
    posts = Post.objects.filter(pk__in=came).defer(*LONG_TEXTS)
    people = _holders("posts.change_letter") if came else []
    return sum(_tell_of_letters(each, posts, came) for each in people)


@transaction.atomic
def _tell_of_letters(person: User, posts: Iterable[Post], came: dict[int, datetime]) -> int:
    rows = Notice.objects.of_letters().filter(recipient=person, post__in=came)
    unseen = set(rows.filter(seen_at=None).values_list("post", flat=True))
    told = dict(rows.order_by().values_list("post").annotate(last=Max(Coalesce("seen_at", "at"))))
    new = [
        Notice(recipient=person, post=post, kind=NoticeKind.LETTER)
        for post in posts
        if post.pk not in unseen and may_see_desk(person, post)
        if post.pk not in told or told[post.pk] < came[post.pk]
    ]
    Notice.objects.bulk_create(new)
    if new and not unseen and person.email and wants_mail(person):
        mail.put([_message_of_letters(new)])
    return len(new)


def reviewers() -> list[User]:
    """Return who may approve posts; administrators only where nobody else does."""
    return _holders("posts.approve_post")


def _holders(permission: str) -> list[User]:
    people = User.objects.with_perm(permission, include_superusers=False, backend=MODEL_BACKEND)
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


def mark_seen(rows: Any) -> None:
    rows.filter(seen_at=None).update(seen_at=timezone.now())


def mark_opened(person: Person, post: Post) -> None:
    """Take for seen what `person` was told of a post that is open now; its letters are not."""
    mark_seen(person.notices.filter(post=post).exclude(kind=NoticeKind.LETTER))


def choose_mail(person: Person, *, wanted: bool) -> None:
    NoticePreference.objects.update_or_create(person=person, defaults={"by_mail": wanted})


def in_list(rows: Iterable[Notice]) -> list[tuple[Notice, str, str]]:
    """Return each with what it says and the path of what it tells of."""
    return [(row, in_words(row), page_of(row)) for row in rows]


def in_words(notice: Notice) -> str:
    """Return what happened, without a full stop: “Ann Lee sent back “Hastings””."""
    who = person_name(notice.by, "Somebody")
    title = f"“{notice.post}”"
    match notice.kind:
        case NoticeKind.SUBMITTED:
            return f"{who} sent {title} to review"
        case NoticeKind.ASKED:
            return f"{who} asks you to review {title}"
        case NoticeKind.LETTER:
            return f"Readers wrote about {title}"
        case NoticeKind.RETURNED:
            return f"{who} sent {title} back to you"
        case NoticeKind.WITHDRAWN:
            return f"{who} withdrew {title}"
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


def page_of(notice: Notice) -> str:
    """Return the path of what a notice tells of."""
    if notice.kind == NoticeKind.LETTER:
        return f"{reverse('admin:posts_letter_changelist')}?post__id__exact={notice.post_id}"
    return reverse("admin:posts_post_change", args=[notice.post_id])


def _message(notice: Notice) -> mail.Message:
    words = in_words(notice)
    note = [f"{notice.text}", ""] if notice.text else []
    return _mail(notice, words, [f"{words}.", "", *note, f"{settings.SITE_URL}{page_of(notice)}"])


def _message_of_letters(rows: list[Notice]) -> mail.Message:
    """Return one of all; nothing of what was written, nor by whom, stands in it."""
    if not rows[1:]:
        return _message(rows[0])
    lines = [line for row in rows[:LISTED] for line in (in_words(row), "")]
    desk = f"{settings.SITE_URL}{reverse('admin:posts_letter_changelist')}"
    return _mail(rows[0], f"Readers wrote about {len(rows)} stories", [*lines, desk])


def _mail(first: Notice, words: str, lines: list[str]) -> mail.Message:
    choice = f"{settings.SITE_URL}{reverse('admin:notices')}"
    return mail.Message(
        key=f"notice {first.pk}",
        to=first.recipient.email,
        subject=f"[{settings.SITE_NAME}] {words}",
        text="\n".join([*lines, "", f"Whether you get such mail: {choice}", ""]),
    )
