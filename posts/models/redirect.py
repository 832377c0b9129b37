from typing import Any

from django.db import models
from django.utils import timezone

from posts.models.fields import length_limit
from posts.models.visibility import Status

PATH_LENGTH = 500


def _one_of(*names: str) -> models.Q:
    """Return the condition that exactly one of these columns is set."""
    return models.Q(
        *(models.Q(**{f"{name}__isnull": name != one for name in names}) for one in names),
        _connector=models.Q.OR,
    )


class Redirect(models.Model):
    """An old address, bound to the post, dossier or picture it means rather than to its URL.

    `path` begins with a slash and is stored decoded, as a request's path is.
    """

    path = models.CharField(max_length=PATH_LENGTH, unique=True)
    post = models.ForeignKey(
        "posts.Post", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    image = models.ForeignKey(
        "posts.Image", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    dossier = models.ForeignKey(
        "posts.Dossier", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(path__startswith="/"),
                name="redirect_path_absolute",
                violation_error_message="Begin the path with a slash.",
            ),
            models.CheckConstraint(
                condition=_one_of("post", "image", "dossier"),
                name="redirect_one_target",
                violation_error_message="Choose one post, dossier or picture.",
            ),
            length_limit("redirect", "path", PATH_LENGTH),
        ]

    def __str__(self) -> str:
        return self.path


def keep_address(row: Any, before: Any) -> None:
    """Let the address of `before`, which readers may hold, lead to `row` under its new slug.

    Both are a post or a dossier. A withdrawn one may come back, so its address is kept as
    well; where that has led elsewhere in the meantime it goes on leading there.
    """
    was_shown = before.is_public or before.status == Status.WITHDRAWN
    if not was_shown or before.publish_at is None or before.publish_at > timezone.now():
        return
    row.redirects.filter(path=row.get_absolute_url()).delete()
    target = {"post": None, "image": None, "dossier": None} | {row._meta.model_name: row}
    keep = Redirect.objects.update_or_create if before.is_public else Redirect.objects.get_or_create
    keep(path=before.get_absolute_url(), defaults=target)
