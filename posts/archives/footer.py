"""The pages that the foot of every page names, known without a question to the database."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from posts.models import Page


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str
    publish_at: datetime


_known: list[Link] | None = None


def links() -> list[Link]:
    """Return the public ones in their order; one query after `forget`, else none."""
    global _known
    if _known is None:
        rows = Page.objects.in_footer().only("title", "slug", "publish_at")
        _known = [
            Link(row.title, row.get_absolute_url(), row.publish_at)  # type: ignore[arg-type]
            for row in rows
        ]
    now = timezone.now()
    return [link for link in _known if link.publish_at <= now]


def forget() -> None:
    """Ask again: a page was written, here or by another process."""
    global _known
    _known = None
