"""Ideas without a date, and the day that they, or drafts, are given."""

from dataclasses import replace

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import AbstractUser
from django.db import transaction

from posts.editorial import save
from posts.editorial.snapshot import Snapshot
from posts.models import Post


@transaction.atomic
def add_idea(title: str, *, by: AbstractUser) -> Post:
    """Return a new draft that has a title and nothing else.

    Raises ValidationError for a title with characters that no line may hold, and NotAllowed.
    """
    post = save.create(Snapshot(title=title), by=by).post
    _log(post, ADDITION, [{"added": {}}], by)
    return post


@transaction.atomic
def give_date(
    post: Post, *, event_input: str, calendar_choice: str, version: int, by: AbstractUser
) -> None:
    """Store when `post` happened as typed; nothing else of it changes, nor its status.

    Raises HistoricalDateError for what cannot be read, EditConflict if the stored post is no
    longer of `version`, and NotAllowed.
    """
    content = save.draft_of(post).content
    dated = replace(content, event_input=event_input, calendar_choice=calendar_choice)
    save.save(post, dated, by=by, version=version, plan=post.publish_at)
    post.refresh_from_db()
    _log(post, CHANGE, [{"changed": {"fields": ["Event date"]}}], by)


def _log(post: Post, flag: int, message: list[dict[str, object]], by: AbstractUser) -> None:
    LogEntry.objects.log_actions(by.pk, [post], flag, message)
