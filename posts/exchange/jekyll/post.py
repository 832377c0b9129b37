"""What one file of a Jekyll site says, field by field."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath

from posts.dates import AnniversaryRule, HistoricalDate, HistoricalDateError, parse
from posts.editorial.snapshot import CitationText
from posts.exchange.checked import require_size
from posts.exchange.credits import citations_of, picture_of
from posts.exchange.date_inference import Signals, infer_date
from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.citation_notes import with_citations_read
from posts.exchange.jekyll.kramdown import as_markdown
from posts.exchange.jekyll.own_fields import is_story_only, told_parts, words_of_picture
from posts.exchange.jekyll.post_names import PostNames
from posts.exchange.jekyll.story_parts import StoryParts, split_story
from posts.exchange.record import Event, Message, PictureFile, SourceText, StoryPicture
from posts.exchange.story_pictures import picture_addresses, without_gaps
from posts.models import EventDated


@dataclass
class PostReading(PostNames):
    """One post being read; each part is worked out once, in the order of the fields."""

    @cached_property
    def publish_at(self) -> datetime | None:
        if self.publish_date is None:
            if not (self.file.is_below_drafts or self.file.collection or self.file.is_page):
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
    def picture(self) -> tuple[str, dict[str, str | bool]]:
        return picture_of(self.fields)

    @cached_property
    def citations(self) -> tuple[CitationText[SourceText], ...]:
        return citations_of(self.fields)

    @property
    def _keys(self) -> set[str]:
        return {each.key for each in self.citations} - {""}

    @cached_property
    def parts(self) -> StoryParts:
        """The parts of the body; a hero picture of another site is not taken out of it."""
        if self.file.is_page:
            parts = StoryParts(self._converted(self.body.text).strip("\n"))
        elif is_story_only(self.fields.values):
            parts = with_citations_read(told_parts(self.fields, self.body.text), self._keys)
        else:
            parts = self._parts_found()
        require_size(parts.story, self.body_line)
        return parts

    def _converted(self, text: str) -> str:
        page = self.addresses[0][0] if self.addresses[0] else ""
        made, lost = as_markdown(text, page, self.site.folder.own)
        tell_lost(lost, self.body_line, self.messages)
        return made

    def _parts_found(self) -> StoryParts:
        folder = self.site.folder
        address = self.picture[0]
        hero = folder.key(address) if address and not folder.is_elsewhere(address) else None
        parts = split_story(self.body.text, self.body_line, lambda src: folder.key(src) == hero)
        parts = with_citations_read(parts, self._keys)
        if not self.body.is_whole:
            bullets = [replace(b, text=self._converted(b.text)) for b in parts.bullets]
            parts = replace(parts, story=self._converted(parts.story), bullets=tuple(bullets))
        if self.body.has_gaps:
            parts = replace(parts, story=without_gaps(parts.story))
        return parts

    @cached_property
    def _hero_file(self) -> PictureFile | None:
        address = self.picture[0]
        return self._found(address, {}, self.fields.line("image")) if address else None

    @cached_property
    def hero(self) -> PictureFile | None:
        known, picture = self.picture[1], self._hero_file
        if picture is None:
            return None
        if self.parts.repeated_title:
            known.setdefault("caption", self.parts.repeated_title[:500])
        if self.parts.repeated_alt.lower() not in ("", "image", "picture", "photo"):
            known.setdefault("alt", self.parts.repeated_alt[:500])
        known |= words_of_picture(self.fields, self.picture[0])
        if not known.keys() & {"alt", "decorative"}:
            text = "The picture has no description for those who cannot see it: add image_alt."
            self.say(self.fields.line("image"), "no_alt", text)
        return replace(picture, fields=known)

    @cached_property
    def story_pictures(self) -> tuple[StoryPicture, ...]:
        found = []
        for written in picture_addresses(self.parts.story):
            at = self.raw.find(written)
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
        calendars, rules = tuple(EventDated.CalendarChoice.values), tuple(map(str, AnniversaryRule))
        choice = {
            "calendar": self.fields.choice("event_calendar", calendars, "auto"),
            "rule": self.fields.choice("anniversary_rule", rules, "auto"),
            "display": self.fields.text("event_display", 120),
        }
        written = self.fields.text("event_date", 120)
        if not written:
            # Left empty on purpose, it is not to be guessed.
            is_told = is_story_only(self.fields.values) or self.file.is_page
            value = None if is_told else self._signalled()
            told = (value.as_typed, str(value)) if value else ()
            return Event(*told, **choice), value
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


def tell_lost(sentences: Sequence[str], line: int, messages: list[Message]) -> None:
    """Tell what the way from HTML to Markdown lost, and apart from it what nobody would miss."""
    for text in sentences:
        code = "control" if text.endswith(("taken out.", "plain ones now.")) else "html"
        messages.append(Message(line, code, text))
