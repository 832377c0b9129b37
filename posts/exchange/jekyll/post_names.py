"""What a post of a Jekyll site is called, when it was published, and where it stood."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from posts.exchange.checked import FIRST_YEAR_ON_THE_WEB, NAME_LENGTH, below, path_of
from posts.exchange.errors import ExchangeError
from posts.exchange.fields import LANGUAGES, Fields, slug_words, told_language
from posts.exchange.jekyll import permalinks
from posts.exchange.jekyll.front_matter import split
from posts.exchange.jekyll.inventory import page_name
from posts.exchange.jekyll.publish_dates import PublishDate, read_publish_date
from posts.exchange.jekyll.site import PostFile, Site
from posts.exchange.record import Message
from posts.languages import language_code
from posts.models import PATH_LENGTH, slug_from
from posts.rendering import RenderingError, clean_text

NAMED_PARTS: Final = (":title", ":slug", ":name", ":path")


@dataclass(frozen=True)
class Body:
    """Markdown; `is_whole` says that its HTML is gone, `is_emptied` that little is left of it.

    With `has_gaps` empty lines stand where something was taken out.
    """

    text: str
    is_whole: bool = False
    is_emptied: bool = False
    has_gaps: bool = False


@dataclass
class PostNames:
    """What a post is called and where it stood; each part is worked out once."""

    file: PostFile
    site: Site
    fields: Fields
    raw: str
    body: Body
    body_line: int
    messages: list[Message] = field(default_factory=list)

    @cached_property
    def title(self) -> str:
        written = self.fields.text("title", 200)
        if not written:
            name = self.file.dated[4] if self.file.dated else self.file.name
            written = " ".join(word.capitalize() for word in re.split("[-_ ]+", name) if word)[:200]
            self.say(None, "no_title", f"There is no title; “{written}” was made from the name.")
        return written

    @cached_property
    def publish_date(self) -> PublishDate | None:
        """The publication time: the field wins over the file's name, unless it cannot be read."""
        dated = self.file.dated
        named = "-".join(dated.groups()[:3]) if dated else ""
        written = self.fields.text("date", 100)
        for text in filter(None, (written, named)):
            try:
                return read_publish_date(text)
            except ExchangeError as error:
                other = f" The file's name says {named}." if named and text == written else ""
                self.say(self.fields.line("date"), "date", f"{error.text}{other}")
        return None

    @cached_property
    def is_draft(self) -> bool:
        marked = not self.fields.boolean("published", default=True)
        marked = self.fields.boolean("draft", default=False) or marked
        outside = self.file.is_loose or self.file.collection or self.file.is_below_drafts
        if self.file.is_page:
            return marked or self.body.is_emptied
        nameless = not outside and not self.file.dated
        if nameless:
            text = "The file's name begins with no date, so Jekyll never showed it: a draft."
            self.say(None, "file_name", text)
        if self.body.is_emptied:
            text = "Without its Liquid little is left of this post, so it comes in as a draft."
            self.say(None, "draft", text)
        undated = self.publish_date is None and not self.file.collection
        marked = self.body.is_emptied or marked
        return marked or nameless or self.file.is_below_drafts or undated

    @cached_property
    def name(self) -> str:
        """What the old site called the post: '' for a loose file without a dated name."""
        if named := self.fields.text("slug", 300):
            return named
        if self.file.is_page:
            return page_name(self.file)
        if self.file.dated:
            return self.file.dated[4]
        return "" if self.file.is_loose else self.file.name

    @cached_property
    def slug(self) -> str:
        wished = unquote(self.name) or self.title
        slug = slug_from(slug_words(wished)) or slug_from(slug_words(self.title))
        if not slug:
            digest = hashlib.sha256(self.file.ref.encode()).hexdigest()
            slug = f"post-{digest[:8]}"
            self.say(None, "slug", f"“{wished}” makes no address here; it is called {slug}.")
        return slug

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Folders, then `categories`, then `category`, which is one name even with spaces."""
        several = self.fields.names("categories", NAME_LENGTH)
        one = self.fields.names("category", NAME_LENGTH, spaced=False)
        return tuple(dict.fromkeys((*self.file.folders, *several, *one)))

    @cached_property
    def language(self) -> str:
        """The language of a field, else of a folder above the post, else of the site."""
        folders = (language_code(part) for part in PurePosixPath(self.file.below).parts[:-1])
        of_site = told_language(self.site.languages, self.fields.messages)
        return self.fields.language(next((x for x in folders if x in LANGUAGES), of_site))

    @cached_property
    def addresses(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """The path it had, those its author listed, and those it may have had."""
        base = self.site.folder.base
        written = self.fields.names("redirect_from", 2000, spaced=False)
        listed = [path for each in written if (path := path_of(each, base))]
        own = self._own_addresses(self.fields.text("permalink", 2000))
        bad = dict.fromkeys(path for path in (*own, *listed) if not _can_be_asked_for(path))
        for path in bad:
            text = f"An old address climbs, is over {PATH_LENGTH} characters long or none: {path!a}"
            self.say(None, "bad_address", text)
        sure = [path for path in own[:1] if path not in bad]
        return (
            tuple(sure),
            tuple(dict.fromkeys(path for path in listed if path not in [*sure, *bad])),
            tuple(path for path in own[1:] if path not in [*sure, *listed, *bad]),
        )

    def _own_addresses(self, permalink: str) -> list[str]:
        """Return the paths that Jekyll gave; a draft had none, and none is made up."""
        if self.file.is_page:
            return [] if self.is_draft else self._page_addresses(permalink)
        template = permalink or self.site.permalink_for(self.file.collection)
        unnamed = not self.name and any(part in template for part in NAMED_PARTS)
        unknown = self.file.is_loose and not self.file.dated and not permalink
        undated = self.publish_date is None and not self.file.collection
        if self.is_draft or undated or unnamed or unknown or not template:
            return []
        days = (
            self.publish_date.days(self.site.zone, certain=self.site.zone_is_certain)
            if self.publish_date
            else (datetime(FIRST_YEAR_ON_THE_WEB, 1, 1),)
        )
        paths = [
            permalinks.permalink(
                template,
                permalinks.Addressed(
                    *(name, day, self.categories, self._folder, self.file.collection or "posts")
                ),
            )
            for name in dict.fromkeys((self.name, unquote(self.name)))
            for day in days
        ]
        base = self.site.folder.base
        return list(dict.fromkeys(below(base, path) for path in paths))

    def _page_addresses(self, permalink: str) -> list[str]:
        """Return the path that a page had, and the other that servers answered alike."""
        stem = f"/{PurePosixPath(self.file.below).with_suffix('').as_posix()}"
        plain = stem.removesuffix("/index")
        found = [permalink] if permalink else [f"{stem}.html", f"{plain}/"]
        if self.site.permalink.endswith("/"):
            found.reverse()
        return [below(self.site.folder.base, path) for path in found]

    @property
    def _folder(self) -> str:
        parts = PurePosixPath(self.file.below).parts[:-1]
        return "/".join(part for part in parts if part != f"_{self.file.collection or 'posts'}")

    def feed_id(self, path: str) -> str:
        """Return the id the old feed gave, so that its readers do not see a new post."""
        guid, identity = self.fields.text("guid", 500), self.fields.text("id", 500)
        if guid or identity or not (self.site.url and path):
            return guid or identity
        return f"{self.site.url}{PurePosixPath(path).parent}/{self.name}"[:500]

    def say(self, line: int | None, code: str, text: str) -> None:
        self.messages.append(Message(line, code, text))


def _can_be_asked_for(path: str) -> bool:
    return len(path) <= PATH_LENGTH and path.isprintable() and ".." not in path.split("/")


def address_of(file: PostFile, site: Site) -> str:
    """Return the old address of a post that another links to, '' if it has none."""
    if file.relative not in site.addresses:
        try:
            front = split(clean_text(file.path.read_text("utf-8")))
            fields = Fields(site.defaults_for(file.below) | front.values, front.lines)
            own = PostNames(file, site, fields, "", Body(""), 0).addresses[0]
        except (ExchangeError, RenderingError, OSError, ValueError):
            own = ()
        site.addresses[file.relative] = own[0] if own else ""
    return site.addresses[file.relative]
