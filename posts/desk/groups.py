"""The folded groups beside the text: what each holds, and a line that says what is in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from posts.desk.form import WritingForm
from posts.editorial.snapshot import Content, DossierSnapshot, PageSnapshot, Snapshot

NOTHING = "none yet"


@dataclass(frozen=True)
class Group:
    """A part of the form that opens; `is_open` where an error or a blocking finding is in it."""

    name: str
    title: str
    line: str
    fields: list[Any]
    rows: list[Any]
    is_open: bool


@dataclass(frozen=True)
class _Kind:
    name: str
    title: str
    fields: tuple[str, ...]
    line: Callable[[Any], str]
    rows: tuple[str, ...] = ()


def groups_of(form: WritingForm, findings: Sequence[Any]) -> list[Group]:
    """Return the groups in the order in which a writer needs them."""
    content = form.typed if form.is_bound else form.content
    named = {each.field for each in findings if each.is_blocking}
    return [_group(form, kind, content, named) for kind in _KINDS[type(content)]]


def _group(form: WritingForm, kind: _Kind, content: Content, named: set[str]) -> Group:
    fields = [form[name] for name in kind.fields if name in form.fields]
    rows = [form.rows[prefix] for prefix in kind.rows]
    wrong: list[Any] = [field for field in fields if field.errors]
    wrong += [each for each in rows if each.is_bound and each.total_error_count()]
    is_open = bool(wrong) or not named.isdisjoint((*kind.fields, *kind.rows))
    return Group(kind.name, kind.title, kind.line(content), fields, rows, is_open)


def _number(many: Sequence[Any], noun: str) -> str:
    return f"{len(many)} {noun}{'' if len(many) == 1 else 's'}" if many else NOTHING


def _filed(content: Snapshot) -> str:
    names = [each.name for each in (*content.categories, *content.places)]
    return " · ".join([*names, *content.tags]) or NOTHING


def _dated(content: Snapshot) -> str:
    return "no event date" if content.undated else content.event_display or "as usual"


def _named(content: Any) -> str:
    is_translation = getattr(content, "translation_of", None)
    named = f"{content.slug or 'from the title'} · {content.language}"
    return f"{named} · a translation" if is_translation else named


def _described(content: Content) -> str:
    return f"{len(content.description):,} of 1,000" if content.description else NOTHING


_SHORT = _Kind("short", "Description", ("description",), _described)
_PICTURE = _Kind("picture", "Picture", ("hero",), lambda c: "chosen" if c.hero else NOTHING)
_SOURCES = _Kind("sources", "Sources", (), lambda c: _number(c.citations, "source"), ("citations",))
_ADDRESS = _Kind("address", "Address and language", ("slug", "language", "translation_of"), _named)
_OF_POSTS = (
    _SHORT,
    _Kind("bullets", "TLDR", (), lambda c: _number(c.bullets, "bullet"), ("bullets",)),
    _PICTURE,
    _Kind("belongs", "Filed under", ("categories", "places", "proposed_places", "tags"), _filed),
    _SOURCES,
    _Kind(
        "question",
        "Closing question",
        ("closing_question",),
        lambda c: c.closing_question or NOTHING,
    ),
    _Kind(
        "chain",
        "Before and after",
        (),
        lambda c: _number((*c.links_before, *c.links_after), "link"),
        ("links_before", "links_after"),
    ),
    _Kind("detail", "More on the date", ("event_display", "anniversary_rule", "undated"), _dated),
    _ADDRESS,
)
_OF_DOSSIERS = (
    _SHORT,
    _Kind("stories", "Stories", ("posts",), lambda c: _number(c.posts, "post")),
    _PICTURE,
    _SOURCES,
    _ADDRESS,
)
_OF_PAGES = (
    _SHORT,
    _Kind("footer", "Footer", ("footer",), lambda c: f"place {c.footer}" if c.footer else "no"),
    _ADDRESS,
)
_KINDS = {Snapshot: _OF_POSTS, DossierSnapshot: _OF_DOSSIERS, PageSnapshot: _OF_PAGES}
