"""Parts of pages, ready to print: what only a change of what they show makes anew."""

from django.db import models

from posts.models.fields import HTMLField

EDITION_LENGTH = 16


class StoredParts(models.Model):
    """All that pages show of one approved post, as this edition of the site makes it.

    Written by `posts.archives` only, from the templates that also make a page without it, and
    gone as soon as anything it shows has changed. Nothing in it depends on who reads, on the
    day or on other posts; what does is a slot (`posts.rendering.slots`). What lists read comes
    first in the row, the long texts last.
    """

    post = models.ForeignKey(
        "posts.Post", on_delete=models.CASCADE, related_name="parts", db_index=False
    )
    edition = models.CharField(max_length=EDITION_LENGTH)
    era = models.IntegerField(null=True)  # a year of its century, astronomical
    modified = models.CharField(max_length=40)  # ISO 8601, as feeds tell it
    stamp = HTMLField()
    picture = HTMLField()
    published = HTMLField()
    days = models.TextField()  # JSON: the stamp of each of its days of the year
    card = HTMLField()
    brief = HTMLField()
    lead = HTMLField()
    filed = HTMLField()
    found = models.TextField()  # JSON: what a search result is made of
    place_in_time = models.TextField()  # JSON: what its surroundings are found by
    title = HTMLField()
    head = HTMLField()
    article = HTMLField()
    atom = models.TextField()
    rss = models.TextField()

    class Meta:
        verbose_name_plural = "stored parts"
        constraints = [
            models.UniqueConstraint(fields=["post", "edition"], name="parts_once_an_edition")
        ]

    def __str__(self) -> str:
        return f"parts of post {self.post_id}, edition {self.edition}"


class StoredSurroundings(models.Model):
    """What stands around one story, as it was at `made_at` under a content version.

    That has `number` and `changed_at`; nothing may have become due since `made_at`.
    """

    post = models.ForeignKey(
        "posts.Post", on_delete=models.CASCADE, related_name="surroundings", db_index=False
    )
    edition = models.CharField(max_length=EDITION_LENGTH)
    number = models.PositiveBigIntegerField()
    changed_at = models.DateTimeField()
    made_at = models.DateTimeField()
    links = HTMLField()
    dossiers = HTMLField()
    beyond = HTMLField()
    translations = HTMLField(default="", db_default="")

    class Meta:
        verbose_name_plural = "stored surroundings"
        constraints = [
            models.UniqueConstraint(fields=["post", "edition"], name="surroundings_once_an_edition")
        ]

    def __str__(self) -> str:
        return f"surroundings of post {self.post_id}, edition {self.edition}"
