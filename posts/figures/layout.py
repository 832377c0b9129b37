"""The measures of the archive's timeline, across a wide page and down a narrow one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from posts.dates.language import current

NEARER: Final = 92  # units before the bars, where names are of years and decades alone
DOT: Final = 20  # units of room that a single story takes down a phone
LETTER: Final = 8  # units that a character of the figure's type takes, at the most


@dataclass(frozen=True, slots=True)
class Rect:
    x: int
    y: int
    width: int
    height: int

    def below(self, top: int) -> "Rect":
        """What of it lies below `top`: what stands over the edge would cover the page."""
        return replace(self, y=max(self.y, top), height=self.y + self.height - max(self.y, top))


@dataclass(frozen=True, slots=True)
class Label:
    x: int
    y: int
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Layout:
    """`base` is where bars stand: its y across, its x down. `tall` is the longest bar.

    `least` is the room of a span with stories, `empty` of one without; `length` is that of the
    whole axis, or of each span with stories where the figure may grow.
    """

    upright: bool
    width: int
    base: int
    tall: int
    least: int
    empty: int
    most: int
    length: int
    finest: int
    lane: int
    lanes: int
    apart: int

    def closer(self) -> "Layout":
        """The same for a part of time, where none of its few spans is pressed together."""
        least = self.least if self.upright else self.width // 16
        base = NEARER if self.upright else self.base  # Its names are short ones.
        return replace(self, base=base, least=least, empty=least, most=3 * least)

    def axis(self, numbers: Sequence[int]) -> tuple[int, list[int]]:
        """Return the length of the axis and the least room of each span."""
        filled = sum(number > 0 for number in numbers)
        spare = (0.75 * self.length - (len(numbers) - filled) * self.empty) / max(filled, 1)
        wide = self.least if self.upright else round(min(max(spare, self.least), 2 * self.least))
        least = [wide if number else self.empty for number in numbers]
        grown = filled * self.length + (len(numbers) - filled) * self.empty
        return (max(grown, self.width) if self.upright else self.length), least

    def straight(self, numbers: Sequence[int]) -> int:
        """Return the length of an axis on which all spans are alike."""
        room = min(max(self.length, DOT * max(numbers, default=0)), self.most)
        return room * len(numbers) if self.upright else self.length

    def bend(self, at: int) -> str:
        """The path of two strokes through the ruler."""
        if self.upright:
            return f"M{self.base - 16} {at + 1}l14 -6m-14 10l14 -6"
        return f"M{at - 5} {self.base + 17}l6 -14m4 0l-6 14"

    def bar(self, at: int, room: int, tall: int) -> Rect:
        room = room - 1 if room > self.finest else room
        if self.upright:
            return Rect(self.base, at, tall, room)
        return Rect(at, self.base - tall, room, tall)

    def height_of(self, x: int, y: int) -> int:
        """Return how far a mark stands from the foot of the bars."""
        return x - self.base if self.upright else self.base - y

    def hit(self, at: int, room: int) -> Rect:
        """What a finger finds: the whole slice of the figure."""
        if self.upright:
            return Rect(0, at, self.base + self.tall + 44, room)
        return Rect(at, 0, room, self.base + 16)

    def rule(self, at: int, room: int) -> Rect:
        """A span's part of the ruler between the bars and their names."""
        if self.upright:
            return Rect(self.base - 13, at, 8, room)
        return Rect(at, self.base + 6, room, 8)

    def count(self, at: int, room: int, tall: int, number: int) -> Label | None:
        """The number beside its bar, where there is room for it."""
        text = current().grouped(number)
        if not number or (not self.upright and room < LETTER * len(text)):
            return None
        if self.upright:
            return Label(self.base + tall + 6, at + room // 2 + 5, text, "start")
        return Label(at + room // 2, self.base - tall - 6, text)


ACROSS: Final = Layout(
    upright=False,
    width=1000,
    base=240,
    tall=214,
    least=11,
    empty=9,
    most=150,
    length=1000,
    finest=5,
    lane=24,
    lanes=6,
    apart=96,
)
DOWN: Final = Layout(
    upright=True,
    width=350,
    base=136,
    tall=112,
    least=27,
    empty=5,
    most=90,
    length=34,
    finest=5,
    lane=9,
    lanes=6,
    apart=40,
)
