"""Taking back what came in from a site and nobody has touched since."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F, Q

from posts import archives
from posts.exchange.record import Message, Outcome, Result
from posts.images.lifecycle import remove_images
from posts.models import Image, Post

# What people hang on a post, each of which keeps it.
_TOUCHED = (
    *("dossiers", "working_copy", "corrections", "notes", "links_after", "links_before"),
    *("preview_links",),
)
_PICTURE_USES = (
    *("uses", "pictured_place", "pictured_category", "pictured_tag", "hero_of"),
    *("hero_of_dossiers",),
)


def undone(kind: str, site: str, *, write: bool) -> Iterator[Outcome]:
    """Delete the posts of the site `site`, with their redirects and the pictures left unused.

    What was edited, linked or noted upon stays, and is told; without `write` all of it is.
    """
    mine = Post.objects.filter(import_ref__startswith=f"{kind}:{site}:")
    touched = Q(*(Q(**{f"{name}__isnull": False}) for name in _TOUCHED), _connector=Q.OR)
    kept = mine.filter(touched | ~Q(version=F("imported_version"))).values_list("pk", flat=True)
    stay = set(kept)
    with archives.in_batches():
        for key, ref, slug in list(mine.order_by("pk").values_list("pk", "import_ref", "slug")):
            if key in stay:
                told = Message(None, "edited_here", "Somebody has worked on it here: it stays.")
                yield Outcome(str(ref), Result.UNCHANGED, slug, messages=(told,))
                continue
            if write:
                _delete(key)
            yield Outcome(str(ref), Result.REMOVED, slug)


@transaction.atomic
def _delete(key: int) -> None:
    shown = Image.objects.filter(Q(hero_of=key) | Q(uses__post=key), redirects__isnull=False)
    pictures = set(shown.values_list("pk", flat=True))
    Post.objects.filter(pk=key).delete()
    unused = {f"{name}__isnull": True for name in _PICTURE_USES}
    remove_images(Image.objects.filter(pk__in=pictures, **unused))
