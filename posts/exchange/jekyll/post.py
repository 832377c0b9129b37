"""What one file of a Jekyll site says, field by field."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from posts.dates import AnniversaryRule, HistoricalDate, HistoricalDateError, parse
from posts.exchange.credits import picture_of
from posts.exchange.date_inference import Signals, infer_date
from posts.exchange.errors import ExchangeError
from posts.exchange.fields import Fields, slug_words
from posts.exchange.jekyll import permalinks
from posts.exchange.jekyll.own_fields import is_story_only, told_parts, words_of_picture
from posts.exchange.jekyll.publish_dates import PublishDate, read_publish_date
from posts.exchange.jekyll.site import PostFile, Site
from posts.exchange.jekyll.story_parts import StoryParts, split_story
from posts.exchange.record import Event, Message, PictureFile, StoryPicture
from posts.exchange.story_pictures import picture_addresses
from posts.models import PATH_LENGTH, EventDated, slug_from
from posts.rendering import MAX_STORY_BYTES

LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")
NAMED_PARTS: Final = (":title", ":slug", ":name", ":path")
NAME_LENGTH: Final = 80
TAG_LENGTH: Final = 100


@dataclass
class PostReading:
    """One post being read; each part is worked out once, in the order of the fields."""

    file: PostFile
    site: Site
    fields: Fields
    raw: str
    body: str
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
        """The publication time: the field wins over the file's name."""
        written = self.fields.text("date", 60)
        try:
            if written:
                return read_publish_date(written)
            dated = self.file.dated
            return read_publish_date("-".join(dated.groups()[:3])) if dated else None
        except ExchangeError as error:
            raise ExchangeError(error.code, error.text, self.fields.line("date")) from error

    @cached_property
    def publish_at(self) -> datetime | None:
        if self.publish_date is None:
            if not self.file.is_below_drafts:
                self.say(None, "no_date", "There is no date, so it comes in as a draft.")
            return None
        if self.publish_date.is_event:
            self._tell_event_day()
            return None
        if self.publish_date.is_skipped(self.site.zone):
            text = f"The clocks of {self.site.zone} leapt over this time; the next hour was taken."
            self.say(self.fields.line("date"), "skipped_time", text)
        return self.publish_date.instant(self.site.zone)

    def _tell_event_day(self) -> None:
        day = self.publish_date.naive.date() if self.publish_date else None
        time = "no publish time" if self.is_draft else "published at the moment of its first import"
        text = f"The file is dated {day}, before there were sites: {time}"
        if self.proposed_event:
            text += f", and {self.proposed_event} is proposed as the event date"
        self.say(self.fields.line("date"), "event_as_date", f"{text}.")

    @cached_property
    def proposed_event(self) -> str:
        """The day of the file where it is no publish time, unless the event's is known."""
        if self.publish_date is None or not self.publish_date.is_event or self.event[1]:
            return ""
        return str(parse(self.publish_date.naive.date().isoformat()))

    @cached_property
    def is_draft(self) -> bool:
        marked = not self.fields.boolean("published", default=True)
        marked = self.fields.boolean("draft", default=False) or marked
        nameless = not self.file.is_loose and not self.file.dated and not self.file.is_below_drafts
        if nameless:
            text = "The file's name begins with no date, so Jekyll never showed it: a draft."
            self.say(None, "file_name", text)
        return marked or nameless or self.file.is_below_drafts or self.publish_date is None

    @cached_property
    def name(self) -> str:
        """What the old site called the post: '' for a loose file without a dated name."""
        if named := self.fields.text("slug", 300):
            return named
        if self.file.dated:
            return self.file.dated[4]
        return "" if self.file.is_loose else self.file.name

    @cached_property
    def slug(self) -> str:
        wished = self.name or self.title
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
    def picture(self) -> tuple[str, dict[str, str | bool]]:
        return picture_of(self.fields)

    @cached_property
    def parts(self) -> StoryParts:
        folder, address = self.site.folder, self.picture[0]
        hero = folder.key(address) if address else None
        if is_story_only(self.fields.values):
            parts = told_parts(self.fields, self.body)
        else:
            parts = split_story(self.body, self.body_line, lambda src: folder.key(src) == hero)
        size = len(parts.story.encode())
        if size > MAX_STORY_BYTES:
            text = f"The story has {size:,} bytes; the most is {MAX_STORY_BYTES:,}. Split it."
            raise ExchangeError("too_large", text, self.body_line)
        return parts

    @cached_property
    def hero(self) -> PictureFile | None:
        address, known = self.picture
        if not address:
            return None
        if self.parts.repeated_title:
            known.setdefault("caption", self.parts.repeated_title[:500])
        if self.parts.repeated_alt.lower() not in ("", "image", "picture", "photo"):
            known.setdefault("alt", self.parts.repeated_alt[:500])
        known |= words_of_picture(self.fields, address)
        picture = self._found(address, known, self.fields.line("image"))
        if picture and not known.keys() & {"alt", "decorative"}:
            text = "The picture has no description for those who cannot see it: add image_alt."
            self.say(self.fields.line("image"), "no_alt", text)
        return picture

    @cached_property
    def story_pictures(self) -> tuple[StoryPicture, ...]:
        found = []
        for written in picture_addresses(self.parts.story):
            at = self.raw.find(f"({written}")
            line = self.raw.count("\n", 0, at) + 1 if at >= 0 else None
            words = words_of_picture(self.fields, written)
            if picture := self._found(written, words, line):
                found.append(StoryPicture(written, picture))
        return tuple(found)

    def _found(
        self, written: str, known: dict[str, str | bool], line: int | None
    ) -> PictureFile | None:
        try:
            return self.site.folder.find(written, known)
        except (ExchangeError, OSError, ValueError) as error:
            code = error.code if isinstance(error, ExchangeError) else "missing_picture"
            self.say(line, code, str(error))
            return None

    @cached_property
    def description(self) -> str:
        return self.fields.prose("description", 1000)

    @cached_property
    def event(self) -> tuple[Event, HistoricalDate | None]:
        choice = {
            "calendar": self.fields.choice(
                "event_calendar", tuple(EventDated.CalendarChoice.values), "auto"
            ),
            "rule": self.fields.choice(
                "anniversary_rule", tuple(rule.value for rule in AnniversaryRule), "auto"
            ),
            "display": self.fields.text("event_display", 120),
        }
        written = self.fields.text("event_date", 120)
        if not written:
            # Left empty on purpose, it is not to be guessed.
            value = None if is_story_only(self.fields.values) else self._signalled()
            return Event(*[str(value) if value else ""] * 2, **choice), value
        try:
            value = parse(written, choice["calendar"])
            return Event(written, str(value), **choice), value
        except HistoricalDateError as error:
            raise self.fields.refusal("event_date", "event_date", f"{written}: {error}") from error

    def _signalled(self) -> HistoricalDate | None:
        bullets = "\n".join(bullet.text for bullet in self.parts.bullets)
        prose = (self.description, bullets, self.parts.story)
        picture = (
            PurePosixPath(self.site.folder.key(self.picture[0])).name if self.picture[0] else ""
        )
        value = infer_date(Signals(self.title, prose, self.categories, picture))
        if value is None:
            text = "No two signs agree on when it happened: an editor should give the date."
            self.say(None, "no_event_date", text)
        return value

    @cached_property
    def language(self) -> str:
        written = self.fields.text("lang", 60) or self.site.language
        if LANGUAGE.fullmatch(written):
            return written
        self.say(self.fields.line("lang"), "language", f"“{written}” is no language code: en.")
        return "en"

    @cached_property
    def addresses(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The paths it surely had, and those it may have had if the zone was another."""
        base = self.site.folder.base
        listed = self.fields.names("redirect_from", 2000, spaced=False)
        moved = [path for each in listed if (path := permalinks.path_of(each, base))]
        own = self._own_addresses(self.fields.text("permalink", 2000))
        sure, guessed = [*own[:1], *moved], own[1:]
        if bad := [path for path in (*sure, *guessed) if not _can_be_asked_for(path)]:
            text = f"An old address is over {PATH_LENGTH} characters long or none: {bad[0]!a}"
            self.say(None, "bad_address", text)
        return (
            tuple(dict.fromkeys(path for path in sure if path not in bad)),
            tuple(path for path in guessed if path not in [*sure, *bad]),
        )

    def _own_addresses(self, permalink: str) -> list[str]:
        """Return the paths that Jekyll gave; a draft had none, and none is made up."""
        template = permalink or self.site.permalink
        unnamed = not self.name and any(part in template for part in NAMED_PARTS)
        unknown = self.file.is_loose and not self.file.dated and not permalink
        if self.is_draft or self.publish_date is None or unnamed or unknown:
            return []
        days = self.publish_date.days(self.site.zone, certain=self.site.zone_is_certain)
        paths = [
            permalinks.permalink(
                template, permalinks.Addressed(self.name, day, self.categories, self._folder)
            )
            for day in days
        ]
        base = self.site.folder.base
        return list(dict.fromkeys(permalinks.below(base, path) for path in paths))

    @property
    def _folder(self) -> str:
        return str(PurePosixPath(self.file.relative).parent).removeprefix("_posts")

    def feed_id(self, path: str) -> str:
        """Return the id the old feed gave, so that its readers do not see a new post."""
        guid, identity = self.fields.text("guid", 500), self.fields.text("id", 500)
        if guid or identity or not (self.site.url and path):
            return guid or identity
        return f"{self.site.url}{PurePosixPath(path).parent}/{self.name}"[:500]

    def say(self, line: int | None, code: str, text: str) -> None:
        self.messages.append(Message(line, code, text))


def _can_be_asked_for(path: str) -> bool:
    return len(path) <= PATH_LENGTH and path.isprintable()
