"""Notes between colleagues on a post: written, answered, settled and taken up again."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from posts.editorial.errors import EditorialError, NotAllowed
from posts.editorial.notices import reviewer_of, tell
from posts.editorial.roles import Person, may_see_desk
from posts.models import NOTE_TEXT_LENGTH, QUOTE_LENGTH, Note, NoticeKind, Post


@transaction.atomic
def write_note(
    post: Post, text: str, *, by: Person, quote: str = "", answered: Note | None = None
) -> Note:
    """Store a note on a passage (`quote`) or on the whole, or an answer; tell who takes part.

    Raises ValidationError for a text that is empty, too long or unfit, and NotAllowed.
    """
    _require_desk(post, by)
    quote = "" if answered else " ".join(quote.split())[:QUOTE_LENGTH]
    note = Note(post=post, text=text, by=by, quote=quote, answered=answered)
    note.clean_fields()
    if not 0 < (size := len(note.text.strip())) <= NOTE_TEXT_LENGTH:
        raise ValidationError(
            f"A note has 1 to {NOTE_TEXT_LENGTH:,} characters; this one has {size:,}."
        )
    note.save()
    told = " ".join(note.text.split())
    tell(post, NoticeKind.NOTED, _taking_part(post, answered), by=by, text=told[:200])
    return note


def settle(note: Note, *, by: Person, is_settled: bool = True) -> None:
    """Settle a note with its answers, or take it up again. Raises NotAllowed, EditorialError."""
    _require_desk(note.post, by)
    if note.answered_id is not None:
        raise EditorialError("An answer is settled with the note that it answers.")
    note.settled_by, note.settled_at = (by, timezone.now()) if is_settled else (None, None)
    note.save(update_fields=["settled_by", "settled_at"])


def _require_desk(post: Post, by: Person) -> None:
    if not may_see_desk(by, post):
        raise NotAllowed("You may not see what the desk has of this post.")


def _taking_part(post: Post, answered: Note | None) -> list[User]:
    """Return its author, who was asked to review it, and who wrote on the thread; each once."""
    thread = [answered, *answered.answers.select_related("by")] if answered else []
    people = [post.author, reviewer_of(post), *(note.by for note in thread)]
    return list({each.pk: each for each in people if each and each.is_active}.values())
