"""Whether a change is one that readers see."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.test import Client

from posts.models import ContentVersion
from tests.views.test_leaks import PUBLIC_PAGES


def moves(change: Callable[[], Any]) -> bool:
    before = ContentVersion.current().number
    change()
    return ContentVersion.current().number > before


def pages() -> dict[str, tuple[int, bytes]]:
    """Return what a reader is answered, worked out anew."""
    cache.clear()
    answers = {path: Client().get(path) for path in PUBLIC_PAGES}
    return {path: (a.status_code, a.content) for path, a in answers.items()}
