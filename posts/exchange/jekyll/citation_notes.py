"""Citations as footnotes, which Jekyll shows, and back: `[@key, p. 12]` is `[^source-key:1]`.

The notes stand at the end of the story, that of a locator with it in italics as its last words:
no locator has marks of Markdown in it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from posts.exchange.jekyll.story_parts import StoryParts
from posts.rendering import CITATION, KEY

_CITATION: Final = re.compile(rf"(?<!\\){CITATION.pattern}")
_LABEL: Final = rf"\[\^(source-({KEY})(?::\d+)?)\]"
_CALL: Final = re.compile(rf"(?<!\\){_LABEL}(?![(\[])")
_NOTE: Final = re.compile(rf"{_LABEL}: .*?(?:, _([^_\n]+)_)?$", re.MULTILINE)
_LINE: Final = r"\[\^source-[^\]\n]+\]: [^\n]*"
_NOTES: Final = re.compile(rf"\n\n((?:{_LINE}\n)*{_LINE})\Z")


def cited_keys(texts: Iterable[str]) -> set[str]:
    return {found[1] for text in texts for found in _CITATION.finditer(text)}


@dataclass
class CitationNotes:
    """The notes of one file; `sources` are references in Markdown by their keys."""

    sources: Mapping[str, str]
    _labels: dict[tuple[str, str], str] = field(default_factory=dict)

    def called(self, text: str) -> str:
        """Return `text` with the calls of notes in place of citations."""
        return _CITATION.sub(self._call, text)

    def whole(self, story: str) -> str:
        """Return a story with its calls, and below it all notes that were called so far."""
        called = self.called(story)
        notes = [f"[^{label}]: {self._note(*use)}" for use, label in self._labels.items()]
        return "\n\n".join([called, "\n".join(notes)]) if notes else called

    def _call(self, found: re.Match[str]) -> str:
        key, locator = found[1], " ".join((found[2] or "").split())
        if key not in self.sources:
            return found[0]
        others = sum(1 for cited, page in self._labels if cited == key and page)
        label = f"source-{key}" + (f":{others + 1}" if locator else "")
        return f"[^{self._labels.setdefault((key, locator), label)}]"

    def _note(self, key: str, locator: str) -> str:
        return f"{self.sources[key]}, _{locator}_" if locator else self.sources[key]


def with_citations_read(parts: StoryParts, keys: Collection[str]) -> StoryParts:
    """Return the parts with citations of these keys in place of their notes."""
    notes = _NOTES.search(parts.story)
    if notes is None or not keys:
        return parts
    found = [(label, key, page) for label, key, page in _NOTE.findall(notes[1])]
    if not {key for _, key, _ in found} <= set(keys):
        return parts
    cited = {label: f"[@{key}, {page}]" if page else f"[@{key}]" for label, key, page in found}

    def read(text: str) -> str:
        return _CALL.sub(lambda call: cited.get(call[1], call[0]), text)

    bullets = tuple(replace(bullet, text=read(bullet.text)) for bullet in parts.bullets)
    return replace(parts, story=read(parts.story[: notes.start()]), bullets=bullets)
