"""The original of a post that was edited here, with what was edited in its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from posts.editorial.snapshot import Named, Snapshot
from posts.exchange.jekyll import open_jekyll
from posts.exchange.jekyll.citation_notes import CitationNotes, cited_keys
from posts.exchange.jekyll.front_matter import FIRST_LINE, split
from posts.exchange.lookups import CachedLookups
from posts.exchange.out.front_matter import (
    address_of_picture,
    content_fields,
    date_fields,
    dumped,
    made_here,
    notes_of,
)
from posts.exchange.reader import Options
from posts.exchange.record import Record
from posts.exchange.snapshots import filing_of, snapshot_from
from posts.exchange.story_pictures import replace_addresses
from posts.models import Image, Post
from posts.rendering import clean_text

IN_BODY: Final = ("tldr", "closing_question")
ONE_FIELD: Final = {"categories": "category", "tags": "tag"}
DAY: Final = timedelta(hours=26)  # A time without a zone may be that of any.


@dataclass
class Edited:
    """Takes the file at `root / file`, the original with its pictures, for what the post was."""

    root: Path
    file: str
    post: Post
    content: Snapshot
    images: dict[str, Image]

    def text(self) -> str:
        """Return the least change that reads back as the post is, else the post as made here."""
        before = self._read()
        if before is None:
            return self.whole()
        raw = clean_text(self.post.raw_original)
        front = split(raw)
        head = raw[: len(raw) - len(front.body)]
        text = _with_fields(head, self._changes(before), front.lines)
        text += self._body(front.body, before)
        if "\r\n" in self.post.raw_original:
            text = text.replace("\n", "\r\n")
        (self.root / self.file).write_bytes(text.encode())
        after = self._read()
        same = after is not None and self._fields(after) == self._fields()
        if same and after and self._story(after) == self.content.story:
            return text
        return self.whole(front.values)

    def whole(self, values: Mapping[str, Any] = MappingProxyType({})) -> str:
        """Return the post as one that was made here, with the fields that nobody here knows."""
        own = {*self._fields(), *ONE_FIELD.values()} if values else set()
        kept = {n: v for n, v in values.items() if n not in own and not n.startswith("image_")}
        fields = {**kept, **made_here(self.post, self.content, self.images)}
        story = notes_of(self.content).whole(replace_addresses(self.content.story, self._theirs))
        return f"---\n{dumped(fields)}---\n{story}\n"

    def _read(self) -> Record | None:
        (item,) = open_jekyll(Options((self.root / self.file,)))
        return item if isinstance(item, Record) else None

    def _notes(self) -> CitationNotes:
        """Return the notes of the file; one that has citations as they are typed here has none."""
        has_none = bool(cited_keys([self.post.raw_original]))
        return CitationNotes({}) if has_none else notes_of(self.content)

    @cached_property
    def _theirs(self) -> dict[str, str]:
        return {address: address_of_picture(image) for address, image in self.images.items()}

    @cached_property
    def _addresses(self) -> dict[int, str]:
        return {image.pk: self._theirs[address] for address, image in self.images.items()}

    def _image_at(self, path: Path) -> Image | None:
        """Return the picture whose copy lies at `path`."""
        here = f"/{path.relative_to(self.root.resolve()).as_posix()}"
        for image in self.images.values():
            paths = set(image.redirects.values_list("path", flat=True))
            if here in paths or any(each.endswith(here) for each in paths):
                return image
        return None

    def _story(self, record: Record) -> str:
        return replace_addresses(record.story, self._ours(record))

    def _ours(self, record: Record) -> dict[str, str]:
        found = {each.written: self._image_at(each.picture.path) for each in record.story_pictures}
        return {written: image.file.url for written, image in found.items() if image}

    def _fields(self, record: Record | None = None) -> dict[str, Any]:
        """Return the post's fields, or those that `record` would give it."""
        if record is None:
            return content_fields(self.content, self._addresses)
        lookups = CachedLookups()
        told = snapshot_from(record, Snapshot(), filing_of(record, lookups, []), lookups)
        image = self._image_at(record.hero.path) if record.hero else None
        hero = Named(image.pk, str(image)) if image else None
        return content_fields(replace(told, hero=hero, story=record.story), self._addresses)

    def _changes(self, before: Record) -> dict[str, Any]:
        """Return the fields to be written anew; None takes one away."""
        old, new = self._fields(before), self._fields()
        changed = {
            name: new[name] for name in new if name not in IN_BODY and new[name] != old[name]
        }
        for name in changed.keys() & ONE_FIELD.keys():
            changed[ONE_FIELD[name]] = None
        is_draft = self.post.status != Post.Status.APPROVED
        if is_draft != before.is_draft:
            changed["published"] = not is_draft
        at, was = self.post.publish_at, before.publish_at
        if at and was and (abs(at - was) > DAY or (at - was) % timedelta(minutes=15)):
            changed |= date_fields(at)
        known = self.post.import_fields.get("slug", before.slug)
        if not re.fullmatch(rf"{re.escape(known)}(-\d+)?", self.content.slug):
            changed["slug"] = self.content.slug
            changed |= {"permalink": before.old_paths[0]} if before.old_paths else {}
        return changed

    def _body(self, body: str, before: Record) -> str:
        """Return the body with each part that was edited in the place of what it was."""
        was, now = self._notes(), self._notes()
        bullets = [
            (old, new, was.called(old.text), now.called(new.text))
            for old, new in zip(before.bullets, self.content.bullets, strict=False)
        ]
        theirs = {ours: written for written, ours in self._ours(before).items()}
        story = now.whole(replace_addresses(self.content.story, self._theirs | theirs))
        if (old_story := was.whole(before.story)) != story:
            body = _with_lines(body, old_story, story)
        if len(before.bullets) == len(self.content.bullets):
            for old, new, old_text, new_text in bullets:
                if old.label != new.label and old.label:
                    body = body.replace(old.label, new.label, 1)
                body = body.replace(old_text, new_text, 1)
        if before.closing_question:
            body = body.replace(before.closing_question, self.content.closing_question, 1)
        return body


def _with_fields(head: str, changes: dict[str, Any], lines: dict[str, int]) -> str:
    """Return a front matter with some of its fields changed, each where it stood, new ones last."""
    rows = head.split("\n")
    starts = sorted(line - FIRST_LINE + 1 for line in lines.values())
    end = next(n for n in range(len(rows) - 1, 0, -1) if rows[n].strip() in ("---", "..."))
    added = {n: each for n, each in changes.items() if n not in lines and each is not None}
    for name in sorted(changes.keys() & lines.keys(), key=lambda name: -lines[name]):
        start = lines[name] - FIRST_LINE + 1
        stop = next((each for each in starts if each > start), end)
        while stop > start + 1 and (not rows[stop - 1].strip() or rows[stop - 1][0] == "#"):
            stop -= 1
        value = changes[name]
        new = [] if value is None else dumped({name: value}).rstrip("\n").split("\n")
        rows[start:stop] = new
        end += len(new) - (stop - start)
    rows[end:end] = dumped(added).rstrip("\n").split("\n") if added else []
    return "\n".join(rows)


def _with_lines(body: str, old: str, new: str) -> str:
    """Return `body` with the lines of the story in it changed as `new` changes `old`.

    Those around a change are looked for; where they are not found, the body stays as it is.
    """
    rows, before, after = body.split("\n"), old.split("\n"), new.split("\n")
    blocks = SequenceMatcher(None, before, rows, autojunk=False).get_matching_blocks()
    at = {b.a + number: b.b + number for b in blocks for number in range(b.size)}
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, start, stop, first, last in reversed(changes):
        if tag != "equal":
            begin = at.get(start, at.get(start - 1, len(rows)) + 1)
            end = at.get(stop - 1, begin - 1) + 1 if stop > start else begin
            rows[begin:end] = after[first:last]
    return "\n".join(rows)
