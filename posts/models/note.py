"""What colleagues say to each other about a post; readers never see it."""

from typing import Any, Self

from django.db import models
from django.utils import timezone

from posts.models.fields import LineField, ProseField, length_limit, person

NOTE_TEXT_LENGTH = 2000
QUOTE_LENGTH = 300


class NoteQuerySet(models.QuerySet["Note"]):
    def beside(self, story: str) -> "list[Note]":
        """Return the threads; of each note `is_lost` says whether its passage left `story`."""
        found: list[Note] = list(self.threads())
        for note in found:
            note.is_lost = not note.stands_in(story)
        return found

    def threads(self) -> Self:
        """Notes with their answers, the oldest first; open ones before those that are settled."""
        answers = models.Prefetch("answers", Note.objects.select_related("by").order_by("at"))
        first = self.filter(answered=None).select_related("by", "settled_by")
        return first.prefetch_related(answers).order_by(
            models.F("settled_at").asc(nulls_first=True), "at"
        )


class Note(models.Model):
    """A note on a passage of the story, `quote`, or on the whole; or an answer to one."""

    post = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="notes")
    answered = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    quote = LineField(max_length=QUOTE_LENGTH, blank=True)
    text = ProseField(max_length=NOTE_TEXT_LENGTH)
    by = person("notes")
    at = models.DateTimeField(default=timezone.now)
    is_lost = False
    settled_by = person("notes_settled")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            length_limit("note", "quote", QUOTE_LENGTH),
            length_limit("note", "text", NOTE_TEXT_LENGTH),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def stands_in(self, story: str) -> bool:
        """Whether the passage is still in `story`; a note on the whole always is."""
        return not self.quote or _words(self.quote) in _words(story)


def _words(text: Any) -> str:
    return " ".join(str(text).split())
