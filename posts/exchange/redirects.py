"""The addresses of another site, each leading to what it showed there."""

from collections.abc import Iterable

from posts.models import TARGETS, Image, Page, Post, Redirect, insert, kind_of


def redirect_to(row: Post | Page, paths: Iterable[str]) -> None:
    """Let each of `paths` lead to `row`, whatever it led to before."""
    insert(
        Redirect.objects,
        [Redirect(path=path, **{kind_of(row): row}) for path in paths],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=[*TARGETS, "to_path"],
    )


def redirect_to_picture(image: Image, path: str) -> None:
    """Let `path` lead to `image`, unless it leads to something else than a picture."""
    row = Redirect.objects.filter(path=path).first()
    if row is None:
        Redirect.objects.create(path=path, image=image)
    elif row.image_id not in (None, image.pk):
        row.image = image
        row.save(update_fields=["image"])
