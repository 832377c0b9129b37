"""What becomes of a letter at the desk."""

from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone

from posts.models import Letter, LetterState

# Who wrote may ask what became of it for so long; then the letter goes, with its address.
KEPT_FOR: Final = timedelta(days=30)


def settle(letter: Letter, state: LetterState, *, by: User) -> None:
    """Print a letter with its answer under the question, or put it by."""
    letter.clean_fields(exclude={"post"})
    letter.state, letter.by, letter.settled_at = state, by, timezone.now()
    # By an update: it tells caches and stored parts of what it was before, too.
    Letter.objects.filter(pk=letter.pk).update(
        answer=letter.answer, state=state, by=by, settled_at=letter.settled_at
    )


def clear_put_by() -> int:
    return Letter.objects.put_by_before(timezone.now() - KEPT_FOR).delete()[0]
