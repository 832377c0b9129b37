"""What every reader yields and the one loader takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from posts.editorial.snapshot import BulletText, CitationText

type Value = str | list[Value] | dict[str, Value]


def site_language() -> str:
    """Return the language of what does not tell its own: that of this site's words."""
    return str(settings.LANGUAGE_CODE)[:2]


@dataclass(frozen=True)
class Message:
    """Something an operator should know; `line` counts from 1 in the file, None for all of it."""

    line: int | None
    code: str
    text: str


@dataclass(frozen=True)
class Event:
    """When it happened, as an editor would type it, with the choices beside the box.

    `shown` is how it reads to everyone.
    """

    text: str = ""
    shown: str = ""
    calendar: str = "auto"
    display: str = ""
    rule: str = "auto"


@dataclass(frozen=True)
class PictureFile:
    """A picture found below the folder of the old site.

    `addresses` are those it answered to there; `fields` are columns of `posts.models.Image`.
    """

    path: Path
    addresses: tuple[str, ...]
    fields: Mapping[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class StoryPicture:
    """A picture inside the story: `written` is its address there, to be replaced by ours."""

    written: str
    picture: PictureFile


@dataclass(frozen=True)
class SourceText:
    """A source that may not be stored yet."""

    title: str
    author: str = ""
    publisher: str = ""
    issued: str = ""
    url: str = ""


@dataclass(frozen=True)
class Record:
    """One post of another site, whole and checked, knowing nothing of what is stored here.

    `ref` names it for good within its site; `other_refs` are names under which it may have come
    before, and `file_name` is given where it came alone and may have come with its site before.
    `slug` is what it would like to be called, and `names_slug` says that its author chose so.
    `publish_at` is aware; without one, what is no draft is published at the moment of its first
    import. `proposed_event` is a day that an editor is asked about. `translation_of` is the slug of
    the original. `old_paths` are decoded and
    the post's own; `listed_paths`, which its author wanted to lead to it, give way to those of
    another post, and `guessed_paths` to both. `import_fields` go into those of the post.
    Of a page of the site only title, text, description, language, state and addresses count.
    """

    ref: str
    raw: str
    title: str
    slug: str
    story: str
    other_refs: tuple[str, ...] = ()
    file_name: str = ""
    names_slug: bool = False
    description: str = ""
    closing_question: str = ""
    language: str = field(default_factory=site_language)
    bullets: tuple[BulletText, ...] = ()
    is_draft: bool = False
    publish_at: datetime | None = None
    feed_id: str = ""
    event: Event = Event()
    undated: bool = False
    translation_of: str = ""
    proposed_event: str = ""
    categories: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    places_line: int | None = None
    tags: tuple[str, ...] = ()
    old_paths: tuple[str, ...] = ()
    listed_paths: tuple[str, ...] = ()
    guessed_paths: tuple[str, ...] = ()
    hero: PictureFile | None = None
    story_pictures: tuple[StoryPicture, ...] = ()
    citations: tuple[CitationText[SourceText], ...] = ()
    import_fields: Mapping[str, Value] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()
    is_page: bool = False

    @property
    def pictures(self) -> tuple[PictureFile, ...]:
        inside = tuple(each.picture for each in self.story_pictures)
        return (self.hero, *inside) if self.hero and not self.is_page else inside

    @property
    def paths(self) -> tuple[str, ...]:
        """Return every old address, each once, the surest first."""
        return tuple(dict.fromkeys((*self.old_paths, *self.listed_paths, *self.guessed_paths)))


@dataclass(frozen=True)
class Refusal:
    """A post that the reader itself could not read."""

    ref: str
    message: Message
    earlier: tuple[Message, ...] = ()


class Result(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    REMOVED = "removed"


def with_site(ref: str, site: str) -> str:
    """Return a reader's `ref` as it is stored: no two sites have one in common.

    >>> with_site("jekyll:_posts/a.md", "example.org")
    'jekyll:example.org:_posts/a.md'
    """
    kind, _, rest = ref.partition(":")
    return f"{kind}:{site}:{rest}"


@dataclass(frozen=True)
class Outcome:
    """What became of one post, or would with --write.

    `old_urls` lead to it, or would have if it was not refused; `not_needed` more are its own here,
    or were guessed and are another's. `pictures` tells of each that it shows whether it came in.
    """

    ref: str
    result: Result
    slug: str = ""
    old_urls: tuple[str, ...] = ()
    event_date: str = ""
    messages: tuple[Message, ...] = ()
    not_needed: int = 0
    pictures: Mapping[Path, bool] = field(default_factory=dict)
