"""Which pictures of this site a text shows, by the addresses in it."""

import re
from urllib.parse import unquote

from django.conf import settings

from posts.models import Image

_ADDRESS = re.compile(r"[^\s()<>\"']+")


def pictures_in(story: str, hero: int | None = None) -> dict[str, Image]:
    """Return address → picture of this site for those that stand in `story`, and for the hero.

    Takes two queries at most.
    """
    found = _ADDRESS.findall(story) if settings.MEDIA_URL in story else ()
    return Image.objects.at_addresses([unquote(address) for address in found], hero)
