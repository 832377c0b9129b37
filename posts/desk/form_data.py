"""What the form of a post begins with, from a snapshot; and typed data with some of it replaced."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from posts.desk.rows import LINKS, ROWS
from posts.editorial.snapshot import TEXTS, CitationText, LinkText, Named, Snapshot
from posts.keys import as_key


def initial_of(content: Snapshot) -> dict[str, Any]:
    """Return what the form's own fields begin with."""
    return {
        **{name: getattr(content, name) for name in TEXTS},
        "undated": content.undated,
        "hero": content.hero.key if content.hero else None,
        "categories": [each.key for each in content.categories],
        "places": [each.key for each in content.places],
        "tags": list(content.tags),
    }


def rows_of_content(content: Snapshot, prefix: str) -> list[dict[str, Any]]:
    """Return what the rows under `prefix` begin with."""
    pointer = ROWS[prefix].form.pointer
    rows = [_columns(row, pointer) for row in getattr(content, prefix)]
    return [row | {"position": place} for place, row in enumerate(rows, 1)]


def _columns(row: Any, pointer: str) -> dict[str, Any]:
    if isinstance(row, LinkText):
        return {"kind": row.kind, pointer: str(row.post.key)}
    columns = dict(vars(row))
    return columns | {pointer: str(row.source.key)} if isinstance(row, CitationText) else columns


def names_in(content: Snapshot, name: str) -> dict[str, str]:
    """Return key → name of the rows that one field of `content` points to, in their order."""
    if name == "hero":
        rows = [content.hero] if content.hero else []
    elif name == "citations":
        rows = [row.source for row in content.citations]
    elif name in LINKS:
        rows = [row.post for row in getattr(content, name)]
    else:
        rows = list(getattr(content, name))
    return {str(row.key): row.name for row in rows}


def with_fields(data: QueryDict, content: Snapshot, fields: Iterable[str]) -> QueryDict:
    """Return `data` with `fields` as they are in `content`."""
    changed = data.copy()
    initial = initial_of(content)
    for name in fields:
        if name in ROWS:
            _put_rows(changed, content, name)
        elif name in ("categories", "places", "tags"):
            changed.setlist(name, [str(each) for each in initial[name]])
        elif name == "undated":
            changed.setlist(name, ["on"] if initial[name] else [])
        elif name in initial:
            changed[name] = "" if initial[name] is None else str(initial[name])
    return changed


def _put_rows(data: QueryDict, content: Snapshot, prefix: str) -> None:
    for key in [key for key in data if key.startswith(f"{prefix}-")]:
        if not key.endswith("_NUM_FORMS"):
            del data[key]
    rows = rows_of_content(content, prefix)
    for index, row in enumerate(rows):
        for name, value in row.items():
            data[f"{prefix}-{index}-{name}"] = str(value)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = "0"


def links_text(content: Snapshot) -> str:
    """Return the links that a form shows as one hidden value: "b:12:led_to a:33:follows"."""
    before = [f"b:{link.post.key}:{link.kind}" for link in content.links_before]
    after = [f"a:{link.post.key}:{link.kind}" for link in content.links_after]
    return " ".join([*before, *after])


def shown_links(text: str, known: Iterable[Snapshot]) -> Snapshot:
    """Return a snapshot of nothing but the links in `text`, under the names that `known` has."""
    sides: dict[str, list[LinkText]] = {"b": [], "a": []}
    names = {
        link.post.key: link.post
        for content in known
        for link in (*content.links_before, *content.links_after)
    }
    for part in text.split():
        side, _, rest = part.partition(":")
        key, _, kind = rest.partition(":")
        number = as_key(key)
        if side in sides and number is not None:
            post = names.get(number, Named(number, ""))
            sides[side].append(LinkText(kind, post))
    return Snapshot(links_before=tuple(sides["b"]), links_after=tuple(sides["a"]))
