"""What differs between two versions of a post or dossier, as a person reads it. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice
from typing import Any

from posts.editorial.snapshot import Content

LABELS = {
    "event_input": "Event date",
    "calendar_choice": "Calendar",
    "event_display": "Date shown as",
    "anniversary_rule": "Remembered on",
    "undated": "Has no event date",
    "hero": "Hero picture",
    "slug": "Address",
    "bullets": "TLDR",
    "citations": "Sources",
    "links_before": "What came before",
    "links_after": "What came after",
    "translation_of": "Translation of",
    "pictures": "What pictures show",
    "publish_at_0": "Publish time: day",
    "publish_at_1": "Publish time: time",
    "posts": "Stories",
}
# Of lines, and of words in one: to match more, all alike or none, could take minutes.
MOST_PARTS = 3_000
CONTEXT = 120  # characters of unchanged text shown on either side of a change
_PARTS = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)


class Mark(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Piece:
    """A run of text that both versions have, or only one."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Row:
    """One row of a list: a bullet, a source, a tag. `moved_from` counts from 1."""

    mark: Mark
    pieces: tuple[Piece, ...]
    moved_from: int = 0
    moved_to: int = 0


@dataclass(frozen=True)
class Difference:
    """A field that differs: word by word in `pieces`, or row by row in `rows`."""

    field: str
    label: str
    pieces: tuple[Piece, ...] = ()
    rows: tuple[Row, ...] = ()


def label_of(field: str) -> str:
    return LABELS.get(field) or field.replace("_", " ").capitalize()


def differences(old: Content, new: Content) -> list[Difference]:
    """Return what differs, field by field, in the order of the form."""
    found = []
    for name in old.names():
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if isinstance(before, tuple):
            rows = compare_rows([in_words(r) for r in before], [in_words(r) for r in after])
            found.append(Difference(name, label_of(name), rows=rows))
        else:
            pieces = compare_texts(in_words(before), in_words(after))
            found.append(Difference(name, label_of(name), pieces=pieces))
    return found


def value_in_words(content: Content, field: str) -> str:
    """Return one field as a person reads it, a line for each row."""
    value = getattr(content, field)
    return "\n".join(map(in_words, value)) if isinstance(value, tuple) else in_words(value)


def in_words(value: Any) -> str:
    """Return a value or row of a snapshot as one text."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return "yes" if value else ""
    return _WORDS[type(value).__name__](value)


def _dotted(*parts: str) -> str:
    return " · ".join(filter(None, parts))


_WORDS: dict[str, Callable[[Any], str]] = {
    "Named": lambda row: row.name,
    "BulletText": lambda row: f"{row.label}: {row.text}" if row.label else row.text,
    "CitationText": lambda row: _dotted(
        row.source.name, row.locator, row.quotation, row.note, row.key and f"@{row.key}"
    ),
    "SectionText": lambda row: f"{row.heading}\n{row.text}",
    "MilestoneText": lambda row: _dotted(
        *(row.event_input, row.event_display, row.label),
        *(row.source.name if row.source else "", row.locator, row.note),
    ),
    "LinkText": lambda row: f"{row.kind.replace('_', ' ')}: {row.post.name}",
    "PictureWords": lambda row: _dotted(
        row.alt or ("decorative" if row.decorative else ""), row.caption, row.credit
    ),
}


def compare_texts(old: str, new: str) -> tuple[Piece, ...]:
    """Return both texts as one run of pieces, word by word within changed paragraphs."""
    if old == new:
        return _joined([Piece(Mark.SAME, old)])
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    if max(len(before), len(after)) > MOST_PARTS:
        return _joined(_by_words(old, new))  # which are as many at least
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, fresh = "".join(before[a:b]), "".join(after[c:d])
        pieces += [Piece(Mark.SAME, gone)] if tag == "equal" else _by_words(gone, fresh)
    return _joined(pieces)


def _by_words(old: str, new: str) -> list[Piece]:
    before, after = _parts(old), _parts(new)
    if max(len(before), len(after)) > MOST_PARTS:
        return [Piece(Mark.GONE, old), Piece(Mark.NEW, new)]
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.SAME, "".join(before[a:b])))
        else:
            pieces += [
                Piece(Mark.GONE, "".join(before[a:b])),
                Piece(Mark.NEW, "".join(after[c:d])),
            ]
    return _without_islands(pieces)


def _parts(text: str) -> list[str]:
    """Return its words and what is between them, as far as it takes to know that they are many."""
    return [found[0] for found in islice(_PARTS.finditer(text), MOST_PARTS + 1)]


def _without_islands(pieces: list[Piece]) -> list[Piece]:
    """Take a lone space between two changes into both: words are read in runs."""
    result: list[Piece] = []
    for index, piece in enumerate(pieces):
        between = 0 < index < len(pieces) - 1
        if between and piece.mark is Mark.SAME and not piece.text.strip():
            result += [Piece(Mark.GONE, piece.text), Piece(Mark.NEW, piece.text)]
        else:
            result.append(piece)
    return result


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Put what is gone before what is new within each run of changes, and join equal marks."""
    result: list[Piece] = []
    run: dict[Mark, str] = {Mark.GONE: "", Mark.NEW: ""}

    def close() -> None:
        result.extend(Piece(mark, text) for mark, text in run.items() if text)
        run.update({Mark.GONE: "", Mark.NEW: ""})

    for piece in pieces:
        if piece.mark is not Mark.SAME:
            run[piece.mark] += piece.text
        elif piece.text:
            close()
            result.append(piece)
    close()
    return tuple(result)


def compare_rows(old: Sequence[str], new: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows of `new` in their order, those only in `old` after the one they followed.

    A row that stands elsewhere with the same words is moved, not gone and new.
    """
    pairs = _same_rows(old, new)
    left = [index for index in range(len(old)) if index not in pairs.values()]
    kept = _in_place(pairs)
    rows: list[Row] = []
    for index, text in enumerate(new):
        if index in pairs:
            rows.append(_known_row(text, pairs[index], index, is_kept=index in kept))
        elif (like := _likest(text, old, left)) is not None:
            left.remove(like)
            rows.append(Row(Mark.CHANGED, compare_texts(old[like], text)))
        else:
            rows.append(Row(Mark.NEW, (Piece(Mark.NEW, text),)))
    gone = (Row(Mark.GONE, (Piece(Mark.GONE, old[index]),)) for index in left)
    return (*rows, *gone)


def _known_row(text: str, was: int, now: int, *, is_kept: bool) -> Row:
    pieces = (Piece(Mark.SAME, text),)
    return Row(Mark.SAME, pieces) if is_kept else Row(Mark.MOVED, pieces, was + 1, now + 1)


def _same_rows(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return new index → old index of rows with the same words, each used once."""
    places: dict[str, list[int]] = {}
    for index, text in enumerate(old):
        places.setdefault(text, []).append(index)
    return {i: places[text].pop(0) for i, text in enumerate(new) if places.get(text)}


def _in_place(pairs: dict[int, int]) -> set[int]:
    """Return the new indexes of the longest run that kept its order; all others moved."""
    order = [pairs[index] for index in sorted(pairs)]
    best: list[list[int]] = []
    for place, was in enumerate(order):
        before = [chain for chain in best if order[chain[-1]] < was]
        best.append([*max(before, key=len, default=[]), place])
    longest = max(best, key=len, default=[])
    keys = sorted(pairs)
    return {keys[place] for place in longest}


def _likest(text: str, old: Sequence[str], left: Sequence[int]) -> int | None:
    """Return the old row that `text` was most likely made from, None if none is half alike."""
    ratios = [(SequenceMatcher(None, old[i], text).ratio(), -i) for i in left]
    ratio, index = max(ratios, default=(0.0, 0))
    return -index if ratio > 0.5 else None


@dataclass(frozen=True)
class ThreeWay:
    """A field that both changed: as it was, as it is stored, and as it was typed.

    The pieces tell what each changed, with long unchanged text left out. Without a base they
    tell theirs as it is, and mine by what differs from theirs.
    """

    field: str
    label: str
    base: str
    theirs: str
    mine: str
    their_pieces: tuple[Piece, ...]
    my_pieces: tuple[Piece, ...]


def three_way(
    base: Content | None, *, theirs: Content, mine: Content, fields: Sequence[str]
) -> list[ThreeWay]:
    """Return each of `fields` as it was (unknown without a `base`), is, and was typed."""
    return [_three_way(name, base, theirs, mine) for name in fields]


def _three_way(name: str, base: Content | None, theirs: Content, mine: Content) -> ThreeWay:
    other, own = value_in_words(theirs, name), value_in_words(mine, name)
    was = value_in_words(base, name) if base else ""
    return ThreeWay(
        field=name,
        label=label_of(name),
        base=was,
        theirs=other,
        mine=own,
        their_pieces=shortened(compare_texts(was if base else other, other)),
        my_pieces=shortened(compare_texts(was if base else other, own)),
    )


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return `pieces` with only the ends of unchanged text, where there are changes at all."""
    if all(piece.mark is Mark.SAME for piece in pieces):
        return tuple(pieces)
    return tuple(_shortened(piece) for piece in pieces)


def _shortened(piece: Piece) -> Piece:
    if piece.mark is not Mark.SAME or len(piece.text) <= 3 * CONTEXT:
        return piece
    start = piece.text[:CONTEXT].rpartition(" ")[0]
    end = piece.text[-CONTEXT:].partition(" ")[2]
    return Piece(piece.mark, f"{start} […] {end}")
