"""One version of a work as plain values: revisions keep them, forms are made of them."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

TEXTS = (
    *("title", "slug", "description", "story", "closing_question", "language"),
    *("event_input", "calendar_choice", "event_display", "anniversary_rule"),
    *("proposed_places", "footer"),
)


@dataclass(frozen=True)
class Named:
    """A row of another table: its key, and the name it had, should the row be gone."""

    key: int
    name: str


@dataclass(frozen=True)
class BulletText:
    label: str
    text: str


@dataclass(frozen=True)
class CitationText[Source]:
    """`source` is Named in a snapshot; what is read elsewhere tells it in words of its own."""

    source: Source
    locator: str = ""
    quotation: str = ""
    note: str = ""
    key: str = ""


@dataclass(frozen=True)
class LinkText:
    """A link to another post; `kind` is a PostLink.Kind, told from the earlier post."""

    kind: str
    post: Named


@dataclass(frozen=True)
class PictureWords:
    """What was said of a picture that the post shows, as its hero or in its story."""

    key: int
    name: str
    file: str
    alt: str
    decorative: bool
    caption: str
    credit: str


@dataclass(frozen=True)
class SectionText:
    heading: str
    text: str


@dataclass(frozen=True)
class MilestoneText:
    """An event that no post tells yet, its date as typed; each that is stored has a source."""

    label: str
    event_input: str
    calendar_choice: str
    event_display: str
    source: Named | None
    locator: str
    note: str


class Content:
    """What the content of each kind of work has in common; fields have the same meanings."""

    title: str
    slug: str
    description: str
    hero: Named | None
    pictures: tuple[PictureWords, ...]

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the fields, in the order of the form."""
        return tuple(field.name for field in fields(cls))  # type: ignore[arg-type]

    @classmethod
    def texts(cls) -> tuple[str, ...]:
        """Return the names of the fields that are columns of texts."""
        return tuple(name for name in TEXTS if name in cls.names())

    @property
    def prose(self) -> str:
        """Return all that is written in Markdown, in which pictures may stand."""
        raise NotImplementedError

    def to_json(self) -> str:
        """Return one text for one content, byte by byte."""
        values: Any = self
        return json.dumps(asdict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote, also before a field was added or after one went."""
        stored = json.loads(text)
        known = set(cls.names())
        return cls(**{name: _read(name, stored[name]) for name in known & stored.keys()})


@dataclass(frozen=True)
class Snapshot(Content):
    """A post with all that belongs to it, but for its state and times."""

    title: str = ""
    slug: str = ""
    description: str = ""
    story: str = ""
    closing_question: str = ""
    language: str = "en"
    event_input: str = ""
    calendar_choice: str = "auto"
    event_display: str = ""
    anniversary_rule: str = "auto"
    undated: bool = False
    hero: Named | None = None
    categories: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    proposed_places: str = ""
    tags: tuple[str, ...] = ()
    bullets: tuple[BulletText, ...] = ()
    citations: tuple[CitationText[Named], ...] = ()
    links_before: tuple[LinkText, ...] = ()
    links_after: tuple[LinkText, ...] = ()
    translation_of: Named | None = None
    pictures: tuple[PictureWords, ...] = ()

    @property
    def prose(self) -> str:
        return self.story


@dataclass(frozen=True)
class DossierSnapshot(Content):
    """A dossier with all that belongs to it, but for its state and times."""

    title: str = ""
    slug: str = ""
    description: str = ""
    language: str = "en"
    hero: Named | None = None
    posts: tuple[Named, ...] = ()
    sections: tuple[SectionText, ...] = ()
    milestones: tuple[MilestoneText, ...] = ()
    citations: tuple[CitationText[Named], ...] = ()
    pictures: tuple[PictureWords, ...] = ()

    @property
    def prose(self) -> str:
        return "\n\n".join(section.text for section in self.sections)


@dataclass(frozen=True)
class PageSnapshot(Content):
    """A page of the site, but for its state and times."""

    hero = None
    title: str = ""
    slug: str = ""
    description: str = ""
    language: str = "en"
    footer: str = ""
    story: str = ""
    pictures: tuple[PictureWords, ...] = ()

    @property
    def prose(self) -> str:
        return self.story


_ROWS: dict[str, type[Any]] = {
    "categories": Named,
    "places": Named,
    "posts": Named,
    "bullets": BulletText,
    "citations": CitationText,
    "links_before": LinkText,
    "links_after": LinkText,
    "sections": SectionText,
    "milestones": MilestoneText,
    "pictures": PictureWords,
}
_NESTED = {CitationText: "source", MilestoneText: "source", LinkText: "post"}


def _read(name: str, value: Any) -> Any:
    if name in ("hero", "translation_of"):
        return Named(**value) if value else None
    if name == "tags":
        return tuple(value)
    if kind := _ROWS.get(name):
        return tuple(_row(kind, each) for each in value)
    return value


def _row(kind: type[Any], value: dict[str, Any]) -> Any:
    if nested := _NESTED.get(kind):
        pointed = value[nested]
        value = value | {nested: Named(**pointed) if pointed else None}
    return kind(**value)
