"""Which pictures of this site a text shows, by the addresses in it."""

import re
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db.models import Q

from posts.models import Image, Redirect

_ADDRESS = re.compile(r"[^\s()<>\"']+")


def pictures_in(story: str, hero: int | None = None) -> dict[str, Image]:
    """Return address → picture of this site for those that stand in `story`, and for the hero.

    Takes two queries at most.
    """
    other = Q(pk=hero) if hero is not None else None
    found: dict[str, Image] = _images(other, _addresses_in(story))
    return found


def _addresses_in(story: str) -> set[str]:
    start = settings.MEDIA_URL
    if start not in story:
        return set()
    return {unquote(a) for a in _ADDRESS.findall(story) if a.startswith(start)}


def _images(other: Q | None, addresses: set[str]) -> dict[str, Any]:
    """Return pictures by the address they have or had; one that `other` asks for by its own."""
    files = {address.removeprefix(settings.MEDIA_URL) for address in addresses}
    wanted = Q(file__in=files) if files else Q(pk=None)
    if other is None and not files:
        return {}
    rows = Image.objects.filter(wanted | other if other else wanted)
    found = {image.file.url: image for image in rows}
    if left := addresses - found.keys():
        moved = Redirect.objects.filter(path__in=left).exclude(image=None).select_related("image")
        found |= {row.path: row.image for row in moved if row.image}
    return found
