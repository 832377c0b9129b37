"""Ideas without a date, and the day that they, or drafts, are given."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import AbstractUser
from django.db import transaction

from posts.models import Post


@transaction.atomic
def add_idea(title: str, *, by: AbstractUser) -> Post:
    """Return a new draft that has a title and nothing else.

    Raises ValidationError for a title with characters that no line may hold.
    """
    post = Post.objects.create(title=title)
    _log(post, ADDITION, [{"added": {}}], by)
    return post


@transaction.atomic
def give_date(
    post: Post, *, event_input: str, calendar_choice: str, version: int, by: AbstractUser
) -> None:
    """Store when `post` happened as typed; nothing else of it changes, nor its status.

    Raises HistoricalDateError for what cannot be read, EditConflict if the stored post is no
    longer of `version`.
    """
    post.event_input, post.calendar_choice, post.version = event_input, calendar_choice, version
    post.save(update_fields={"event_input", "calendar_choice"})
    _log(post, CHANGE, [{"changed": {"fields": ["Event date"]}}], by)


def _log(post: Post, flag: int, message: list[dict[str, object]], by: AbstractUser) -> None:
    LogEntry.objects.log_actions(by.pk, [post], flag, message)
