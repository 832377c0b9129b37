from django.db import models

from posts.models.fields import length_limit

PATH_LENGTH = 500


class Redirect(models.Model):
    """An old address, bound to the post or picture that it means rather than to its URL.

    `path` begins with a slash and is stored decoded, as a request's path is.
    """

    path = models.CharField(max_length=PATH_LENGTH, unique=True)
    post = models.ForeignKey(
        "posts.Post", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    image = models.ForeignKey(
        "posts.Image", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
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
                condition=models.Q(post__isnull=True, image__isnull=False)
                | models.Q(post__isnull=False, image__isnull=True),
                name="redirect_one_target",
                violation_error_message="Choose a post or a picture, not both.",
            ),
            length_limit("redirect", "path", PATH_LENGTH),
        ]

    def __str__(self) -> str:
        return self.path
