"""Makes the keys of the citations that are there from author and year, apart within each text.

What the release before writes meanwhile has none, and gets one with the next save at the desk.
Backwards the column goes, and the keys with it.
"""

import re
import unicodedata
from itertools import batched, groupby
from typing import Any

from django.db import migrations
from django.utils.text import slugify

AT_ONCE = 500
# Letters that no decomposition takes apart.
WHOLE = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th"})
LETTERS = "bcdefghijklmnopqrstuvwxyz"


def fill(apps: Any, schema_editor: Any) -> None:
    for name, owner in (("Citation", "post_id"), ("DossierCitation", "dossier_id")):
        model = apps.get_model("posts", name)
        rows = model.objects.select_related("source").order_by(owner, "position", "pk")
        loaded = rows.only(owner, "key", "source__author", "source__title", "source__issued")
        works = groupby(loaded.iterator(chunk_size=AT_ONCE), key=lambda row: getattr(row, owner))
        filled = (row for _, work in works for row in with_keys(list(work)))
        for some in batched(filled, AT_ONCE):
            model.objects.bulk_update(some, ["key"])


def with_keys(rows: list[Any]) -> list[Any]:
    """Give those a key that have none; return them."""
    taken = {row.key for row in rows}
    lacking = [row for row in rows if not row.key]
    for row in lacking:
        base = made(row.source)
        joint = "" if base[-1].isdigit() else "-"
        letters = [f"{base}{joint}{letter}" for letter in LETTERS]
        numbers = [f"{base}-{number}" for number in range(2, len(rows) + 2)]
        row.key = next(key for key in (base, *letters, *numbers) if key not in taken)
        taken.add(row.key)
    return lacking


def made(source: Any) -> str:
    first = re.split(r"[,;&(]|\band\b", source.author)[0].split()
    name = plain(first[-1]) if first else ""
    year = re.search(r"(?<!\d)\d{3,4}(?!\d)", source.issued)
    word = next((word for word in map(plain, source.title.split()) if len(word) > 3), "")
    return "-".join(filter(None, ((name or word or "source")[:40].strip("-"), year and year[0])))


def plain(text: str) -> str:
    """Return the letters of ASCII in `text`, in lower case."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(WHOLE))
    return slugify(bare).strip("-_").replace("_", "-")


class Migration(migrations.Migration):
    dependencies = [("posts", "0021_citation_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
