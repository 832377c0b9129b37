"""The block the demo pictures are cut in: flat shapes, tapering gouge strokes, few inks.

Lengths are pixels of the finished picture, whatever the scale it is drawn at.
"""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations

from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT = 1600, 1067
SCALE = 2  # drawn larger and reduced, which smooths the edges

PAPER = "#F3EAD8"
INK = "#231F1A"
RED = "#B93A24"
BLUE = "#35596A"
OCHRE = "#CE9C45"
MIST = "#B9C4BD"  # blue thinned with paper
NIGHT = "#1B2F3A"
DEEP_RED = "#A02F1C"
INKS = (PAPER, INK, RED, BLUE, OCHRE, MIST, NIGHT, DEEP_RED)

Point = tuple[float, float]
Tone = Callable[[float, float], float]  # 0 leaves the ground, 1 gives the full stroke


class Plate:
    def __init__(self, ground: str, seed: str) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.random = random.Random(seed)

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def printed(self) -> Image.Image:
        """The finished picture in the inks and the shades half-way between two of them."""
        reduced = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        return reduced.quantize(palette=_shades(), dither=Image.Dither.NONE).convert("RGB")

    def fill(self, points: Iterable[Point], colour: str) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str, flat: float = 1) -> None:
        """`flat` is height over width."""
        self.fill(oval(x, y, radius, radius * flat), colour)

    def bar(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.fill(box(left, top, right, bottom), colour)

    def land(self, ridge: Sequence[Point], colour: str) -> list[Point]:
        """Everything from `ridge` down to the lower edge; returns the outline."""
        outline = [*ridge, (WIDTH + 40, HEIGHT), (-20, HEIGHT)]
        self.fill(outline, colour)
        return outline

    def stroke(
        self, points: Sequence[Point], width: float, colour: str, ends: tuple[float, float] = (0, 0)
    ) -> None:
        """A gouge stroke, `width` at its fullest; `ends` are the shares of it at both ends."""
        count = len(points) - 1
        left, right = [], []
        for number, (x, y) in enumerate(points):
            before, after = points[max(0, number - 1)], points[min(count, number + 1)]
            dx, dy = after[0] - before[0], after[1] - before[1]
            length = math.hypot(dx, dy) or 1
            half = width / 2 * _swell(number / count, ends)
            left.append((x - dy / length * half, y + dx / length * half))
            right.append((x + dy / length * half, y - dx / length * half))
        self.fill(left + right[::-1], colour)

    def line(self, start: Point, end: Point, width: float, colour: str) -> None:
        self.stroke([start, end], width, colour, (1, 1))

    def spear(self, foot: Point, tip: Point, width: float) -> None:
        self.line(foot, tip, width, INK)
        half = 3.4 * width**0.55
        head = [(0, -half * 3.6), (half, 0), (0, half), (-half, 0)]
        self.fill(moved(head, *tip), INK)

    def cut(self, start: Point, end: Point, width: float, colour: str) -> None:
        """A straight stroke that swells and tapers."""
        steps = [step / 6 for step in range(7)]
        points = [
            (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t) for t in steps
        ]
        self.stroke(points, width, colour)

    @contextmanager
    def clipped(self, points: Iterable[Point]) -> Iterator[None]:
        """What is drawn meanwhile shows only inside the shape."""
        before = self.image.copy()
        yield
        mask = Image.new("L", self.image.size, 0)
        ImageDraw.Draw(mask).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=255)
        self.image = Image.composite(self.image, before, mask)

    def hatch(
        self,
        area: tuple[float, float, float, float],
        colour: str,
        *,
        tone: Tone = lambda x, y: 1,
        spacing: float = 22,
        width: float = 12,
        length: float = 220,
        angle: float = 0,
    ) -> None:
        """Rows of broken strokes over a box, `angle` in degrees, thinner where `tone` is low."""
        left, top, right, bottom = area
        middle = ((left + right) / 2, (top + bottom) / 2)
        reach = math.hypot(right - left, bottom - top) / 2
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        row = -reach
        while row < reach:
            at = -reach - self.random.uniform(0, length)
            while at < reach:
                run = length * self.random.uniform(0.5, 1.3)
                x1, y1 = middle[0] + at * cos - row * sin, middle[1] + at * sin + row * cos
                x2, y2 = x1 + run * cos, y1 + run * sin
                x, y = (x1 + x2) / 2, (y1 + y2) / 2
                if left - run < x < right + run and top - run < y < bottom + run:
                    thickness = width * tone(x, y)
                    if thickness > 0.9:
                        self.cut((x1, y1), (x2, y2), thickness, colour)
                at += run + self.random.uniform(2, 10)
            row += spacing

    def rays(
        self, centre: Point, radii: tuple[float, float], count: int, width: float, colour: str
    ) -> None:
        for number in range(count):
            angle = math.tau * (number + 0.5) / count
            inner, outer = radii[0], radii[1] * (1 if number % 2 else 0.82)
            self.cut(polar(centre, inner, angle), polar(centre, outer, angle), width, colour)

    def water(self, top: float, bottom: float, colour: str, tone: Tone = lambda x, y: 1) -> None:
        """Short level strokes, closer and thinner towards the horizon at `top`."""
        y = top + 3
        while y < bottom:
            near = (y - top) / (bottom - top)
            x = -self.random.uniform(0, 120)
            while x < WIDTH:
                run = (70 + 190 * near) * self.random.uniform(0.5, 1.4)
                thickness = (4 + 10 * near) * tone(x + run / 2, y)
                if thickness > 0.9:
                    lift = self.random.uniform(-2, 2) * near
                    self.cut((x, y), (x + run, y + lift), thickness, colour)
                x += run + (14 + 70 * near) * self.random.uniform(0.4, 1.5)
            y += 10 + 27 * near


def _shades() -> Image.Image:
    inks = [ImageColor.getrgb(ink) for ink in INKS]
    halves = [
        tuple((a + b) // 2 for a, b in zip(one, other, strict=True))
        for one, other in combinations(inks, 2)
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for shade in (*inks, *halves) for value in shade])
    return palette


def _swell(t: float, ends: tuple[float, float]) -> float:
    base = ends[0] + (ends[1] - ends[0]) * t
    return base + (1 - max(ends)) * math.sin(math.pi * t) ** 0.7


def path(text: str) -> list[Point]:
    """Read "x,y x,y …"."""
    pairs = (pair.split(",") for pair in text.split())
    return [(float(x), float(y)) for x, y in pairs]


def polar(centre: Point, radius: float, angle: float) -> Point:
    """`angle` in radians, clockwise from the right."""
    return (centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle))


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def oval(x: float, y: float, rx: float, ry: float, turn: float = 0) -> list[Point]:
    """`turn` in degrees."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    ring = [(math.cos(a) * rx, math.sin(a) * ry) for a in (math.tau * n / 120 for n in range(120))]
    return [(x + u * cos - v * sin, y + u * sin + v * cos) for u, v in ring]


def mirrored(points: Sequence[Point], axis: float) -> list[Point]:
    """The outline closed by its own reflection about the upright line x = `axis`."""
    return [*points, *((2 * axis - x, y) for x, y in reversed(points))]


def moved(points: Iterable[Point], x: float, y: float, scale: float = 1) -> list[Point]:
    return [(x + px * scale, y + py * scale) for px, py in points]


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 12) -> list[Point]:
    """A curve through all the points (Catmull-Rom)."""
    last = len(points)
    around = [points[-1], *points, points[0], points[1]] if closed else []
    line = around or [points[0], *points, points[-1]]
    curve = []
    for number in range(last if closed else last - 1):
        p0, p1, p2, p3 = line[number : number + 4]
        for step in range(steps):
            curve.append(_between(p0, p1, p2, p3, step / steps))
    return curve if closed else [*curve, points[-1]]


def _between(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        slope, bend = c - a, 2 * a - 5 * b + 4 * c - d
        return 0.5 * (2 * b + slope * t + bend * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return (along(p0[0], p1[0], p2[0], p3[0]), along(p0[1], p1[1], p2[1], p3[1]))


def leaf(base: Point, length: float, angle: float, girth: float = 0.32) -> list[Point]:
    """A pointed leaf growing from `base`, `angle` in radians."""
    half = [(0, 0), (0.25, -girth * 0.42), (0.5, -girth / 2), (0.75, -girth * 0.33), (1, 0)]
    outline = [*smooth(half), *((x, -y) for x, y in reversed(smooth(half)))]
    cos, sin = math.cos(angle) * length, math.sin(angle) * length
    return [(base[0] + x * cos - y * sin, base[1] + x * sin + y * cos) for x, y in outline]
