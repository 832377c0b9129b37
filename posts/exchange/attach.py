"""All that hangs on an imported post, written in few statements."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from posts.exchange.lookups import Lookups
from posts.exchange.record import Record
from posts.models import Bullet, Citation, Image, Post, Redirect
from posts.models.address import TARGETS
from posts.rendering import render_inline


@dataclass(frozen=True)
class Attached:
    """What of a record depends on what is stored here."""

    categories: tuple[str, ...]
    places: tuple[str, ...]
    unknown_places: tuple[str, ...]
    paths: tuple[str, ...]


def attach(post: Post, record: Record, attached: Attached, known: Lookups, *, is_new: bool) -> None:
    """Give `post` its bullets, categories, places, tags, citations and old addresses."""
    if not is_new:
        _detach(post)
    _add_bullets(post, record)
    _file_under(post, attached, known)
    _add_tags(post, known.tags(record.tags))
    _add_citations(post, record, known)
    redirect_to(post, attached.paths)


def redirect_to(post: Post, paths: Iterable[str]) -> None:
    """Let each of `paths` lead to `post`, whatever it led to before."""
    Redirect.objects.bulk_create(
        [Redirect(path=path, post=post) for path in paths],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=[*TARGETS, "to_path"],
    )


def redirect_to_picture(image: Image, path: str) -> None:
    """Let `path` lead to `image`, unless it leads to a post."""
    row = Redirect.objects.filter(path=path).first()
    if row is None:
        Redirect.objects.create(path=path, image=image)
    elif row.image_id not in (None, image.pk):
        row.image = image
        row.save(update_fields=["image"])


def _detach(post: Post) -> None:
    """Take off all but the old addresses: what once worked goes on working."""
    post.bullets.all().delete()
    post.citations.all().delete()
    post.categories.clear()
    post.places.clear()
    post.tags.clear()


def _add_bullets(post: Post, record: Record) -> None:
    Bullet.objects.bulk_create(
        Bullet(
            post=post,
            label=bullet.label,
            text=bullet.text,
            text_html=render_inline(bullet.text),
            position=position,
        )
        for position, bullet in enumerate(record.bullets, 1)
    )


def _file_under(post: Post, attached: Attached, known: Lookups) -> None:
    category, place = Post.categories.through, Post.places.through
    category.objects.bulk_create(
        category(post_id=post.pk, category_id=pk)
        for pk in dict.fromkeys(known.category(name) for name in attached.categories)
    )
    place.objects.bulk_create(
        place(post_id=post.pk, place_id=pk)
        for pk in dict.fromkeys(known.place(name) for name in attached.places)
    )


def _add_tags(post: Post, tags: Iterable[int]) -> None:
    through = Post.tags.through
    kind = ContentType.objects.get_for_model(Post)
    through.objects.bulk_create(
        through(object_id=post.pk, content_type=kind, tag_id=tag) for tag in tags
    )


def _add_citations(post: Post, record: Record, known: Lookups) -> None:
    Citation.objects.bulk_create(
        Citation(
            post=post,
            source_id=known.source(each.source),
            locator=each.locator,
            quotation=each.quotation,
            note=each.note,
            position=position,
        )
        for position, each in enumerate(record.citations, 1)
    )
