"""Taking back what came in from a site, in one run or all, and nobody has touched since."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from posts import archives
from posts.exchange.record import Message, Outcome, Result
from posts.exchange.runs import FIRST_RUN, RUN
from posts.images.lifecycle import remove_images
from posts.models import Image, ImportRun, Page, Post

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


def undone(kind: str, site: str, run: ImportRun | None = None, *, write: bool) -> Iterator[Outcome]:
    """Delete the posts and pages that `run` brought from `site`, or all that came from there.

    Their redirects go as well, and the pictures left unused. What was edited, linked, noted upon,
    or updated by another run stays, and is told; without `write` all of it is.
    """
    last, first = f"import_fields__{RUN}", f"import_fields__{FIRST_RUN}"
    with archives.in_batches():
        for model, touching in _TOUCHED.items():
            mine: Any = model._default_manager.filter(import_ref__startswith=f"{kind}:{site}:")
            if run:
                mine = mine.filter(Q(**{last: run.pk}) | Q(**{first: run.pk}))
            touched = Q(*(Q(**{f"{name}__isnull": False}) for name in touching), _connector=Q.OR)
            kept = mine.filter(touched | ~Q(version=F("imported_version")))
            stay = set(kept.values_list("pk", flat=True))
            rows = list(mine.order_by("pk").values_list("pk", "import_ref", "slug", last, first))
            for key, ref, slug, *runs in rows:
                if why := _why_it_stays(run, runs, touched=key in stay):
                    yield Outcome(ref, Result.UNCHANGED, slug, messages=(Message(None, *why),))
                    continue
                if write:
                    _delete(model, key)
                yield Outcome(ref, Result.REMOVED, slug)


def _why_it_stays(
    run: ImportRun | None, runs: Sequence[int | None], *, touched: bool
) -> tuple[str, str] | None:
    """Return code and words; `runs` wrote the post last and first."""
    if touched:
        return "edited_here", "Somebody has worked on it here: it stays."
    last, first = runs
    if run and first != run.pk:
        return "was_here", "It was here before that run, which updated it: it stays as it is now."
    if run and last != run.pk:
        return "updated_since", f"Run {last} updated it since: it stays."
    return None


@transaction.atomic
def _delete(model: type[Any], key: int) -> None:
    at = Q(uses__page=key) if model is Page else Q(hero_of=key) | Q(uses__post=key)
    shown = Image.objects.filter(at, redirects__isnull=False)
    pictures = set(shown.values_list("pk", flat=True))
    model._default_manager.filter(pk=key).delete()
    unused = {f"{name}__isnull": True for name in _PICTURE_USES}
    remove_images(Image.objects.filter(pk__in=pictures, **unused))
