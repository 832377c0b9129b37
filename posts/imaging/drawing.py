"""Lines of text and line patterns for pictures drawn by code. Lengths are pixels."""

import hashlib
import math
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from PIL import Image, ImageDraw

from posts.imaging.letters import face_for, font, text_width

# The palette of static/css/tokens.css, light scheme; change both together.
PAPER = "#FBF7EF"
INK = "#1E1B16"
INK_SOFT = "#50483B"
VERMILION = "#BF3420"
COOL = "#1C4C5D"
PATTERN = "#E9DECA"  # between paper and rule: seen, never read

OVERSAMPLING = 3
CURVES = 6  # in each band of a rosette

LEADING = 1.14
SMALLEST = 6  # pixels; below this nothing can be read, so nothing shrinks further

Box = tuple[float, float, float, float]  # left, top, right, bottom
Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Break at spaces; inside a word only when the word alone is wider than `width`."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        for part in _split_word(word, width, measure):
            longer = f"{line} {part}" if line else part
            if line and measure(longer) > width:
                lines.append(line)
                longer = part
            line = longer
    return [*lines, line]


def _split_word(word: str, width: float, measure: Measure) -> list[str]:
    if measure(word) <= width:
        return [word]
    parts, part = [], ""
    for char in word:
        if part and measure(part + char) > width:
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]


def wrap_evenly(text: str, width: float, measure: Measure) -> list[str]:
    """As few lines as `wrap` needs, with the longest as short as can be: no word breaks for it."""
    lines = wrap(text, width, measure)
    widest = max(measure(part) for line in lines for part in line.split(" "))
    low, high = max(width / 2, widest), width
    while high - low > 1:
        middle = (low + high) / 2
        if len(wrap(text, middle, measure)) > len(lines):
            low = middle
        else:
            high, lines = middle, wrap(text, middle, measure)
    return lines


@dataclass(frozen=True)
class Style:
    """How a part is set; `largest` is the size it shrinks from, at `unit` 1."""

    role: str
    face: str
    colour: str
    largest: int
    rows: int = 1
    spacing: float = 0  # between the letters, in ems; spaced text is set in capitals


@dataclass(frozen=True)
class Line:
    """One line of text; `x` is its left edge, `baseline` where its letters stand."""

    role: str
    text: str
    face: str
    size: int
    colour: str
    x: float
    baseline: float
    tracking: float = 0

    @property
    def width(self) -> float:
        return text_width(self.text, self.face, self.size, self.tracking)

    @property
    def box(self) -> Box:
        """The inked area."""
        left, top, right, bottom = font(self.face, self.size).getbbox(self.text, anchor="ls")
        if self.tracking:
            right = text_width(self.text, self.face, self.size, self.tracking)
        return (self.x + left, self.baseline + top, self.x + right, self.baseline + bottom)

    def moved(self, right: float, down: float) -> "Line":
        return replace(self, x=self.x + right, baseline=self.baseline + down)

    def draw_on(self, draw: ImageDraw.ImageDraw) -> None:
        letters = font(self.face, self.size)
        if not self.tracking:
            draw.text((self.x, self.baseline), self.text, self.colour, letters, anchor="ls")
            return
        x = self.x
        for char in self.text:
            draw.text((x, self.baseline), char, self.colour, letters, anchor="ls")
            x += letters.getlength(char) + self.tracking


@dataclass(frozen=True)
class Block:
    """Lines that move together; possibly none."""

    lines: tuple[Line, ...] = ()

    @property
    def box(self) -> Box:
        boxes = [line.box for line in self.lines] or [(0, 0, 0, 0)]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return (min(lefts), min(tops), max(rights), max(bottoms))

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    def moved(self, right: float, down: float) -> "Block":
        return Block(tuple(line.moved(right, down) for line in self.lines))

    def headed(self, top: float) -> "Block":
        """The block with its ink beginning at `top`."""
        return self.moved(0, top - self.box[1])

    def followed_by(self, other: "Block", leading: float) -> "Block":
        """`other` set below, its first baseline `leading` under our last."""
        down = self.lines[-1].baseline + leading - other.lines[0].baseline
        return Block(self.lines + other.moved(0, down).lines)

    def centred(self, middle: float) -> "Block":
        """Every row with its ink balanced about `middle`; a row may hold several lines."""
        lines: list[Line] = []
        for baseline in dict.fromkeys(line.baseline for line in self.lines):
            row = Block(tuple(line for line in self.lines if line.baseline == baseline))
            lines += row.moved(middle - (row.box[0] + row.box[2]) / 2, 0).lines
        return Block(tuple(lines))


def stacked(blocks: Iterable[Block], gap: float) -> Block:
    """One block below the other, `gap` of white between their inks, the first where it was."""
    result = Block()
    for block in blocks:
        if result.lines and block.lines:
            block = block.headed(result.box[3] + gap)
        result = Block(result.lines + block.lines)
    return result


def largest_that(fits: Callable[[int], bool], largest: int) -> int:
    """The largest size up to `largest` that fits, or the smallest there is."""
    sizes = range(SMALLEST, max(SMALLEST, largest) + 1)
    return sizes[max(0, bisect_left(sizes, True, key=lambda size: not fits(size)) - 1)]


def set_text(text: str, style: Style, room: Box, unit: float) -> Block:
    """Set `text` at the head of `room`, in the largest size at which all of it fits."""
    if not text:
        return Block()
    face = face_for(text, style.face)
    text = text.upper() if style.spacing else text
    width, height = room[2] - room[0], room[3] - room[1]

    def measure_at(size: int) -> Measure:
        return partial(text_width, face=face, size=size, tracking=style.spacing * size)

    def fits(size: int) -> bool:
        rows = wrap(text, width, measure_at(size))
        whole_words = " ".join(rows) == text or size < 16 * unit
        return whole_words and len(rows) <= min(style.rows, height / (size * LEADING))

    size = largest_that(fits, round(style.largest * unit))
    rows = wrap_evenly(text, width, measure_at(size))
    tracking = style.spacing * size
    lines = (
        Line(style.role, row, face, size, style.colour, room[0], number * size * LEADING, tracking)
        for number, row in enumerate(rows)
    )
    return Block(tuple(lines)).headed(room[1])


def rosette(
    size: tuple[int, int], centre: tuple[float, float], radius: float, seed: str
) -> Image.Image:
    """Return a mask of engraved line work around `centre`, its figure derived from `seed`."""
    byte = hashlib.sha256(seed.encode()).digest()
    scale = OVERSAMPLING
    mask = Image.new("L", (size[0] * scale, size[1] * scale), 0)
    draw = ImageDraw.Draw(mask)
    petals = 7 + byte[0] % 12
    bands = ((0.82, 0.18, petals), (0.5, 0.17, petals - 2 + byte[1] % 5))
    for number, (middle, swing, lobes) in enumerate(bands):
        second = (byte[2 + number] / 255 - 0.5) * 0.5
        for step in range(CURVES):
            curve = _band_curve(middle, swing, second, lobes, math.tau * step / CURVES)
            points = [
                ((centre[0] + radius * x) * scale, (centre[1] + radius * y) * scale)
                for x, y in curve
            ]
            draw.line(points, fill=255, width=round(1.6 * scale), joint="curve")
    return mask.resize(size, Image.Resampling.LANCZOS)


def _band_curve(
    middle: float, swing: float, second: float, lobes: int, phase: float
) -> list[tuple[float, float]]:
    curve = []
    for step in range(721):
        angle = math.tau * step / 720
        wave = math.cos(lobes * angle + phase) + second * math.cos(2 * lobes * angle - phase)
        distance = middle + swing * wave / (1 + abs(second))
        curve.append((distance * math.cos(angle), distance * math.sin(angle)))
    return curve
