"""The addresses of another site, each leading to what it showed there."""

from collections.abc import Iterable

from posts.models import TARGETS, Image, Page, Post, Redirect, insert, kind_of


def redirect_to(row: Post | Page | Image, paths: Iterable[str]) -> None:
    """Let each of `paths` lead to `row`, whatever it led to before."""
    insert(
        Redirect.objects,
        [Redirect(path=path, **{kind_of(row): row}) for path in paths],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=[*TARGETS, "to_path"],
    )
