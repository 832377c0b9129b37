"""Brings the countries of ISO 3166-1 and a choice of states that are gone.

A row whose slug, name or ISO code a site already uses is left as it is. Backwards removes only
what no post and no other place uses, so that rolling back never loses a site's own work.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import migrations
from django.db.models import Q

DATA = Path(__file__).parent / "data" / "places.json"
KINDS = {"continents": "continent", "countries": "country", "historical": "historical"}


def load(apps: Any, schema_editor: Any) -> None:
    place = apps.get_model("posts", "Place")
    data = json.loads(DATA.read_text(encoding="utf-8"))
    for group, kind in KINDS.items():
        ids = dict(place.objects.values_list("slug", "id"))
        known = _known_names_and_codes(place)
        place.objects.bulk_create(
            _row(place, kind, entry, ids)
            for entry in data[group]
            if entry["slug"] not in ids and not known & {entry["name"], entry.get("alpha2")}
        )
    _link_successors(place, data["historical"])


def _known_names_and_codes(place: Any) -> set[str]:
    names = place.objects.values_list("name", "iso_alpha2")
    return {value for pair in names for value in pair if value}


def _row(place: Any, kind: str, entry: dict[str, Any], ids: dict[str, int]) -> Any:
    reform = entry.get("reform")
    return place(
        slug=entry["slug"],
        name=entry["name"],
        kind=kind,
        parent_id=ids.get(entry.get("parent", "")),
        iso_alpha2=entry.get("alpha2"),
        iso_alpha3=entry.get("alpha3"),
        iso_numeric=entry.get("numeric") or None,
        valid_from=entry.get("from"),
        valid_to=entry.get("to"),
        calendar_reform=date.fromisoformat(reform) if reform else None,
    )


def _link_successors(place: Any, entries: list[dict[str, Any]]) -> None:
    ids = dict(place.objects.values_list("slug", "id"))
    link = place.successors.through
    link.objects.bulk_create(
        (
            link(from_place_id=ids[entry["slug"]], to_place_id=ids[successor])
            for entry in entries
            for successor in entry["successors"]
            if entry["slug"] in ids and successor in ids
        ),
        ignore_conflicts=True,
    )


def unload(apps: Any, schema_editor: Any) -> None:
    place = apps.get_model("posts", "Place")
    data = json.loads(DATA.read_text(encoding="utf-8"))
    for group in reversed(KINDS):
        slugs = [entry["slug"] for entry in data[group]]
        unused = place.objects.filter(slug__in=slugs, children=None, posts=None)
        unused.filter(Q(description="")).delete()


class Migration(migrations.Migration):
    replaces = [("posts", "0002_gazetteer")]
    # By its old name, so that a database which stopped before it is refused and not touched.
    dependencies = [("posts", "0016_desk_indexes")]
    operations = [migrations.RunPython(load, unload)]
