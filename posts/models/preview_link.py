"""Secret addresses at which people without an account may read a post before it is out."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from posts.models.fields import LineField, length_limit, person
from posts.models.revision import Revision

PREVIEW_DAYS = 7


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open_now(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def closed_before(self, moment: datetime) -> Self:
        """Links that have opened nothing since `moment` (aware)."""
        return self.filter(Q(revoked_at__lt=moment) | Q(expires_at__lt=moment))

    def by_token(self, token: str) -> "PreviewLink | None":
        """Return the open link of `token`, to a post outside the trash, by a query on a digest.

        An index is walked by the digest, of which nobody can choose a single bit: how long
        it takes tells nothing of the tokens there are.
        """
        rows = self.open_now().select_related("post", "revision")
        return rows.filter(digest=digest_of(token), post__trashed_at=None).first()


class PreviewLink(models.Model):
    """A secret address at which people without an account may read one post.

    The token is worked out from `nonce` and the site's secret key, so that neither a copy of
    the database nor the key alone opens anything. Without a revision it shows the latest text.
    """

    post = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="preview_links")
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.RESTRICT, related_name="preview_links"
    )
    nonce = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    note = LineField(max_length=100, blank=True)
    by = person("preview_links")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [length_limit("previewlink", "note", 100)]

    def __str__(self) -> str:
        return self.note or f"link of {self.created_at:%Y-%m-%d}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.nonce = self.nonce or secrets.token_urlsafe(24)
        self.digest = digest_of(self.token)
        self.expires_at = self.expires_at or timezone.now() + timedelta(days=PREVIEW_DAYS)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def token(self) -> str:
        mac = salted_hmac("posts.preview", self.nonce, algorithm="sha256")
        return mac.hexdigest()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
