"""What readers write to the editors of a story."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from posts.models.bulk import BulkQuerySet
from posts.models.fields import LineField, ProseField, in_choices, length_limit, person

NAME_LENGTH = 100
PASSAGE_LENGTH = 500
# As a form sends it, twelve bytes to a character, it fits what the server takes of strangers.
LETTER_LENGTH = 4_000


class LetterKind(models.TextChoices):
    LETTER = "letter", "letter"
    ERROR = "error", "report of an error"


class LetterState(models.TextChoices):
    WAITING = "waiting", "waiting"
    PRINTED = "printed", "printed"
    PUT_BY = "put_by", "put by"


class LetterQuerySet(BulkQuerySet["Letter"]):
    def waiting(self) -> Self:
        return self.filter(state=LetterState.WAITING)

    def last_to_each_post(self) -> dict[int, datetime]:
        """Return when the last of these came (aware), by the keys of posts."""
        return dict(self.order_by("post").values_list("post").annotate(models.Max("sent_at")))

    def printed(self) -> Self:
        """Those that stand under the question, the oldest first; without who wrote where from."""
        return self.filter(state=LetterState.PRINTED).defer("email").order_by("sent_at", "pk")

    def put_by_before(self, moment: datetime) -> Self:
        """Those that somebody decided before `moment` (aware) not to print."""
        return self.filter(state=LetterState.PUT_BY, settled_at__lt=moment)


class Letter(models.Model):
    """An answer to a story's closing question, or a report of an error in a passage.

    `email` is for the editors alone: it is shown to nobody else and goes with the letter.
    """

    Kind, State = LetterKind, LetterState

    post = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=6, choices=LetterKind, default=LetterKind.LETTER)
    passage = ProseField("the passage", max_length=PASSAGE_LENGTH, blank=True)
    text = ProseField("letter", max_length=LETTER_LENGTH)
    name = LineField(max_length=NAME_LENGTH)
    email = models.EmailField("e-mail address", blank=True)
    sent_at = models.DateTimeField("sent", default=timezone.now)
    state = models.CharField(max_length=7, choices=LetterState, default=LetterState.WAITING)
    answer = ProseField(
        max_length=LETTER_LENGTH, blank=True, help_text="Printed under the letter; may stay empty"
    )
    by = person("letters_settled")
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-state", "-sent_at"], name="letter_by_state")]
        constraints = [
            in_choices("letter", "kind", LetterKind),
            in_choices("letter", "state", LetterState),
            length_limit("letter", "passage", PASSAGE_LENGTH),
            length_limit("letter", "text", LETTER_LENGTH),
            length_limit("letter", "name", NAME_LENGTH),
            length_limit("letter", "answer", LETTER_LENGTH),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.name}, {self.sent_at:%Y-%m-%d}"
