"""Stored HTML made anew. The text itself is not touched, so no version moves and no editor meets
a conflict; what is saved meanwhile has new HTML already, and is left alone."""

from collections.abc import Collection, Sequence

from django.db import transaction

from posts.models import Bullet, Image, Page, Post, Section, StoryLink, store_uses
from posts.rendering import RenderingError

# What of a picture a story's stored HTML repeats.
SHOWN_FIELDS = frozenset(
    {"alt", "decorative", "caption", "credit", "creator", "year", "licence", "illustration"}
)


@transaction.atomic
def rerender_stories_showing(image: Image) -> int:
    """Make the HTML of each text with `image` anew; return how many stories there were."""
    number = 0
    for post in Post.objects.filter(picture_uses__image=image).iterator(chunk_size=50):
        post.render()
        number += post.store_html()
    sections = Section.objects.filter(picture_uses__image=image).select_related("dossier")
    for text in (*sections, *Page.objects.filter(picture_uses__image=image)):
        text.render()
        text.store_html()
    return number


def rerender_texts_linking_to(posts: Collection[int]) -> None:
    """Make the HTML of the texts with links to these posts anew, each once."""
    links = StoryLink.objects.filter(target__in=posts)
    links = links.select_related("post", "section__dossier", "page")
    texts = dict.fromkeys(
        text for link in links if (text := link.post or link.section or link.page)
    )
    _rerender(list(texts))


def rerender_posts(keys: Collection[int]) -> list[str]:
    """Make the HTML of these posts anew, with that of their bullets, as the renderer is now.

    Returns a line for each text that it refuses, which keeps the HTML that it has.
    """
    posts = Post.objects.filter(pk__in=keys).defer("raw_original", "import_fields")
    bullets = Bullet.objects.filter(post__in=keys).select_related("post").order_by("pk")
    return _rerender([*posts.order_by("pk"), *bullets])


def rerender_dossiers(keys: Collection[int]) -> list[str]:
    """Make the HTML of the sections of these dossiers anew, as `rerender_posts` does."""
    sections = Section.objects.filter(dossier__in=keys).select_related("dossier")
    return _rerender(list(sections.order_by("pk")))


def rerender_pages(keys: Collection[int]) -> list[str]:
    """Make the HTML of these pages of the site anew, as `rerender_posts` does."""
    return _rerender(list(Page.objects.filter(pk__in=keys).order_by("pk")))


def _rerender(rows: Sequence[Post | Bullet | Section | Page]) -> list[str]:
    """All is rendered before anything is written: SQLite lets nobody else write meanwhile."""
    changed, same, refused = [], list[Post | Section | Page](), []
    for row in rows:
        try:
            if row.render():
                changed.append(row)
            elif not isinstance(row, Bullet) and any(row.uses.values()):
                same.append(row)
        except RenderingError as error:
            refused.append(f"“{row}” keeps the HTML that it has. {error}")
    with transaction.atomic():
        for row in changed:
            row.store_html()
        for row in same:
            store_uses(row, row.uses, is_new=False)
    return refused
