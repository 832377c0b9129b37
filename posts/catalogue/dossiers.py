"""What is derived from dossiers: their words in search, and that readers see something new."""

import threading
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from posts import search
from posts.models import ContentVersion, Dossier, SearchDocument


class _Due(threading.local):
    def __init__(self) -> None:
        self.dossiers: set[int] = set()


_due = _Due()


def note_dossiers(keys: Iterable[int]) -> None:
    """Have these dossiers entered, each once, when the running transaction is committed."""
    _due.dossiers.update(keys)
    transaction.on_commit(_enter_due, robust=True)


def _enter_due() -> None:
    keys, _due.dossiers = _due.dossiers, set()
    if keys:
        enter_dossiers(keys)


@transaction.atomic
def enter_dossiers(keys: Collection[int]) -> None:
    """Write anew what is derived from the dossiers with these keys, gone or hidden ones too."""
    # Whoever comes second waits here, and then reads what the first could not yet see.
    list(Dossier.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    approved = list(
        Dossier.objects.filter(pk__in=keys, status=Dossier.Status.APPROVED).for_search()
    )
    documents = SearchDocument.objects.filter(kind=SearchDocument.Kind.DOSSIER, object_id__in=keys)
    shows = documents.filter(publish_at__lte=timezone.now()).exists()
    search.index_dossiers(approved)
    search.remove(SearchDocument.Kind.DOSSIER, set(keys) - {row.pk for row in approved})
    if shows or any(row.is_public for row in approved):
        ContentVersion.bump()


def every_dossier() -> list[int]:
    """Return the keys of all dossiers, and of those gone ones that search still knows."""
    known = SearchDocument.objects.filter(kind=SearchDocument.Kind.DOSSIER)
    keys = Dossier.objects.order_by().values_list("pk", flat=True)
    return sorted({*keys, *known.values_list("object_id", flat=True)})
