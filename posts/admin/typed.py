"""A snapshot from what was typed into the post's form, and the form's data from a snapshot."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, prefetch_related_objects
from django.http import QueryDict

from posts.admin.row_data import row_count, rows_of
from posts.editorial.save import Draft, draft_of
from posts.editorial.snapshot import (
    TEXTS,
    BulletText,
    CitationText,
    LinkText,
    Named,
    Snapshot,
)
from posts.editorial.snapshot_io import named, pictures_of
from posts.keys import as_key, as_keys, as_number
from posts.models import Category, Image, Place, Post, PostQuerySet, Source
from posts.rendering import RenderingError


@dataclass(frozen=True)
class Rows:
    """How one kind of row stands in the form: its prefix, its columns, and their texts."""

    prefix: str
    texts: Callable[[Any], dict[str, str]]


def _bullet(row: BulletText) -> dict[str, str]:
    return {"label": row.label, "text": row.text}


def _citation(row: CitationText) -> dict[str, str]:
    words = {"locator": row.locator, "quotation": row.quotation, "note": row.note}
    return {"source": str(row.source.key)} | words


def _before(row: LinkText) -> dict[str, str]:
    return {"kind": row.kind, "earlier": str(row.post.key)}


def _after(row: LinkText) -> dict[str, str]:
    return {"kind": row.kind, "later": str(row.post.key)}


ROWS = {
    "bullets": Rows("bullets", _bullet),
    "citations": Rows("citations", _citation),
    "links_before": Rows("links_before", _before),
    "links_after": Rows("links_after", _after),
}


def draft_shown(post: Any) -> Draft:
    """Return `post` as its form shows it, read once for one instance."""
    if not hasattr(post, "draft"):
        # A model form asks for these as well.
        prefetch_related_objects([post], "categories", "places")
        post.draft = draft_of(post)
    draft: Draft = post.draft
    return draft


type Loaded = Mapping[type[Model], Mapping[str, Any]]


def typed_snapshot(
    data: QueryDict, loaded: Loaded | None = None, *, posts: PostQuerySet | None = None
) -> Snapshot:
    """Return what was typed, valid or not; a choice that is gone is left out.

    Of `posts` alone (default: of all) a link is taken: its name is told again.
    Takes a query for each kind of row that was chosen and is not `loaded`, seven at most.
    """
    look = _Look(loaded or {}, posts)
    texts: dict[str, Any] = {name: _clean(name, data.get(name, "")) for name in TEXTS}
    heroes = look.rows(Image, [data.get("hero", "")])
    links: dict[str, Any] = _links(data, look)
    return Snapshot(
        **texts,
        undated=bool(data.get("undated")),
        hero=named(heroes[0]) if heroes else None,
        categories=tuple(map(named, look.rows(Category, data.getlist("categories")))),
        places=tuple(map(named, look.rows(Place, data.getlist("places")))),
        tags=_tags(data.getlist("tags")),
        bullets=tuple(
            BulletText(_line(row.get("label", "")), _line(row.get("text", "")))
            for row in _typed_rows(data, "bullets")
            if row.get("label") or row.get("text")
        ),
        citations=_citations(list(_typed_rows(data, "citations")), look),
        **links,
        pictures=pictures_of(heroes[0].pk if heroes else None, texts["story"]),
    )


@dataclass(frozen=True)
class _Look:
    loaded: Loaded
    posts: PostQuerySet | None = None

    def rows(self, model: type[Model], keys: Iterable[str]) -> list[Any]:
        """Return the rows of typed keys, in the order of their own table."""
        numbers = [str(key) for key in as_keys(keys)]
        known = self.loaded.get(model, {})
        if all(key in known for key in numbers):
            return [row for key, row in known.items() if key in numbers]
        if model is Post:
            posts = Post.objects.all() if self.posts is None else self.posts
            return list(posts.filter(pk__in=numbers).for_links())
        return list(model._default_manager.filter(pk__in=numbers))


def _clean(name: str, text: str) -> str:
    """Return a text as its field will store it; one that it refuses, as it is."""
    cleaner = getattr(Post._meta.get_field(name), "cleaner", str.strip)
    try:
        return str(cleaner(text)).strip()
    except RenderingError:
        return text


def _line(text: str) -> str:
    return _clean("title", text)


def _tags(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({n.casefold(): n for n in map(_line, names) if n}.values()))


def _typed_rows(data: QueryDict, field: str) -> Iterable[dict[str, str]]:
    """Return the rows of one kind that were not removed, in the order that was given them."""
    prefix = ROWS[field].prefix
    count = row_count(data, prefix)
    rows = [
        {column: data.get(key, "") for column, key in keys.items()}
        for number, keys in rows_of(data, prefix).items()
        if number < count
    ]
    left = [row for row in rows if not row.get("DELETE")]
    return sorted(left, key=lambda row: as_number(row.get("position", "")) or 0)


def _citations(rows: list[dict[str, str]], look: _Look) -> tuple[CitationText, ...]:
    sources = {str(s.pk): s for s in look.rows(Source, [row.get("source", "") for row in rows])}
    return tuple(
        CitationText(
            named(sources[row["source"]]),
            _line(row.get("locator", "")),
            *(_clean("story", row.get(name, "")) for name in ("quotation", "note")),
        )
        for row in rows
        if row.get("source") in sources
    )


def _links(data: QueryDict, look: _Look) -> dict[str, tuple[LinkText, ...]]:
    ends = {"links_before": "earlier", "links_after": "later"}
    typed = {field: list(_typed_rows(data, field)) for field in ends}
    keys = [row.get(end, "") for field, end in ends.items() for row in typed[field]]
    posts = {str(post.pk): post for post in look.rows(Post, keys)}
    return {
        field: tuple(
            LinkText(row.get("kind", ""), named(posts[row[end]]))
            for row in typed[field]
            if row.get(end) in posts
        )
        for field, end in ends.items()
    }


def form_initial(content: Snapshot) -> dict[str, Any]:
    """Return what the form's own fields begin with."""
    return {
        **{name: getattr(content, name) for name in TEXTS},
        "undated": content.undated,
        "hero": content.hero.key if content.hero else None,
        "categories": [each.key for each in content.categories],
        "places": [each.key for each in content.places],
        "tags": list(content.tags),
    }


def rows_initial(content: Snapshot, prefix: str) -> list[dict[str, Any]]:
    """Return what the rows under `prefix` begin with."""
    rows = getattr(content, prefix)
    texts = ROWS[prefix].texts
    return [texts(row) | {"position": place} for place, row in enumerate(rows, 1)]


def names_of(content: Snapshot, prefix: str) -> dict[str, str]:
    """Return key → name of the other rows that the rows under `prefix` point to."""
    if prefix == "citations":
        return {str(row.source.key): row.source.name for row in content.citations}
    links: tuple[LinkText, ...] = getattr(content, prefix) if prefix != "bullets" else ()
    return {str(link.post.key): link.post.name for link in links}


def put(data: QueryDict, content: Snapshot, fields: Iterable[str]) -> QueryDict:
    """Return `data` with `fields` as they are in `content`."""
    changed = data.copy()
    initial = form_initial(content)
    for name in fields:
        if name in ROWS:
            _put_rows(changed, content, name)
        elif name in ("categories", "places", "tags"):
            changed.setlist(name, [str(each) for each in initial[name]])
        elif name == "undated":
            changed.pop(name, None)
            if initial[name]:
                changed[name] = "on"
        elif name in initial:
            changed[name] = "" if initial[name] is None else str(initial[name])
    return changed


def _put_rows(data: QueryDict, content: Snapshot, prefix: str) -> None:
    for key in [key for key in data if key.startswith(f"{prefix}-")]:
        if not key.endswith("_NUM_FORMS"):
            del data[key]
    rows = rows_initial(content, prefix)
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
