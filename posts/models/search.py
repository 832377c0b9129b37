from django.db import models

WORD_LENGTH = 40


class DocumentKind(models.TextChoices):
    POST = "post", "post"
    DOSSIER = "dossier", "dossier"


class SearchDocument(models.Model):
    """What search knows of an approved post or dossier; its words are the engine's own rows.

    `version` is the post's when it was read, so that a document left behind can be told.
    """

    Kind = DocumentKind

    kind = models.CharField(max_length=7, choices=DocumentKind)
    object_id = models.BigIntegerField()
    publish_at = models.DateTimeField()
    event_sort = models.IntegerField(help_text="archive.UNDATED without an event date")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchTerm(models.Model):
    """A word that some document has had, to correct misspelt ones by; hidden posts' included.

    So a word is shown to readers only after a search for it has found something public.
    """

    word = models.CharField(max_length=WORD_LENGTH, primary_key=True)

    def __str__(self) -> str:
        return self.word
