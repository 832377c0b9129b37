"""Taking back what came in from a site and nobody has touched since."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from posts import archives
from posts.exchange.record import Message, Outcome, Result
from posts.images.lifecycle import remove_images
from posts.models import Image, Page, Post

# What people hang on a post or page, each of which keeps it.
_TOUCHED: dict[type[Any], tuple[str, ...]] = {
    Post: (
        *("dossiers", "working_copy", "corrections", "notes", "links_after", "links_before"),
        "preview_links",
    ),
    Page: ("working_copy",),
}
_PICTURE_USES = (
    *("uses", "pictured_place", "pictured_category", "pictured_tag", "hero_of"),
    *("hero_of_dossiers",),
)


def undone(kind: str, site: str, *, write: bool) -> Iterator[Outcome]:
    """Delete posts and pages of the site `site`, with their redirects and pictures left unused.

    What was edited, linked or noted upon stays, and is told; without `write` all of it is.
    """
    with archives.in_batches():
        for model, touching in _TOUCHED.items():
            mine: Any = model._default_manager.filter(import_ref__startswith=f"{kind}:{site}:")
            touched = Q(*(Q(**{f"{name}__isnull": False}) for name in touching), _connector=Q.OR)
            kept = mine.filter(touched | ~Q(version=F("imported_version")))
            stay = set(kept.values_list("pk", flat=True))
            for row in list(mine.order_by("pk").only("import_ref", "slug")):
                if row.pk in stay:
                    told = Message(None, "edited_here", "Somebody has worked on it here: it stays.")
                    yield Outcome(row.import_ref, Result.UNCHANGED, row.slug, messages=(told,))
                    continue
                if write:
                    _delete(row)
                yield Outcome(row.import_ref, Result.REMOVED, row.slug)


@transaction.atomic
def _delete(row: Post | Page) -> None:
    at = Q(uses__page=row.pk) if isinstance(row, Page) else Q(hero_of=row.pk) | Q(uses__post=row.pk)
    shown = Image.objects.filter(at, redirects__isnull=False)
    pictures = set(shown.values_list("pk", flat=True))
    type(row)._default_manager.filter(pk=row.pk).delete()
    unused = {f"{name}__isnull": True for name in _PICTURE_USES}
    remove_images(Image.objects.filter(pk__in=pictures, **unused))
