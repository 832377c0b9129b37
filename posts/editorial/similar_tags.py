"""Tags that may be one: written with other capitals, accents, spaces or signs."""

import unicodedata
from typing import Any

from django.db.models import Count
from taggit.models import Tag

MOST = 20


def lookalikes(most: int = MOST) -> list[list[Any]]:
    """Return the first groups of tags that may be one, each with its `number` of uses.

    In each the one with most uses comes first. Takes two queries at most, and reads all names.
    """
    groups: dict[str, list[int]] = {}
    for key, name in Tag.objects.order_by("name").values_list("pk", "name"):
        groups.setdefault(bare(name), []).append(key)
    several = [keys for keys in groups.values() if len(keys) > 1][:most]
    wanted = [key for keys in several for key in keys]
    rows: Any = Tag.objects.annotate(number=Count("taggit_taggeditem_items"))
    found = rows.in_bulk(wanted) if wanted else {}
    kept = ([found[key] for key in keys if key in found] for keys in several)
    return [sorted(rows, key=lambda row: (-row.number, row.name)) for rows in kept]


def bare(name: str) -> str:
    """Return letters and digits alone: "Cold War", "cold-war" and "coldwar" are one.

    >>> bare("São  Paulo")
    'saopaulo'
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in letters if sign.isalnum()) or name
