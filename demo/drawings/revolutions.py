"""Two revolutions, and a year without a summer."""

import math

from drawings.plate import (
    BLUE,
    HEIGHT,
    INK,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    RED,
    WIDTH,
    Plate,
    Point,
    box,
    leaf,
    mirrored,
    moved,
    oval,
    path,
    polar,
    smooth,
)
from drawings.seas import palm_crown


def bastille_1789(plate: Plate) -> None:
    """The fortress with its eight towers, and pikes before it."""
    plate.bar(0, 0, WIDTH, HEIGHT, OCHRE)
    plate.rays((800, 640), (200, 1150), 44, 52, PAPER)
    plate.bar(120, 470, 1480, 900, NIGHT)
    for number in range(8):
        _tower(
            plate, 163 + number * 182, 300 if number % 2 else 270, 72, BLUE if number % 2 else NIGHT
        )
    vault = [polar((800, 740), 72, math.radians(angle)) for angle in range(180, 361, 6)]
    plate.fill([(728, 900), *vault, (872, 900)], INK)
    for x in (764, 800, 836):
        plate.line((x, 690), (x, 900), 8, OCHRE)
    crowd = [(-20, 900)]
    for x in range(0, 1660, 62):
        crowd += [(x, 880 + plate.random.uniform(-26, 26)), (x + 31, 925)]
    plate.land(smooth(crowd), INK)
    for x in range(20, 1600, 62):
        plate.disc(x, 886 + plate.random.uniform(-18, 18), 27, INK)
        top = plate.random.uniform(600, 740)
        lean = plate.random.uniform(-30, 30)
        plate.spear((x, 960), (x + lean, top), 8)
    _liberty_cap(plate, 440, 560)


def _tower(plate: Plate, x: float, top: float, half: float, colour: str) -> None:
    plate.bar(x - half - 8, top, x + half + 8, 900, INK)
    plate.bar(x - half, top, x + half, 900, colour)
    with plate.clipped(box(x - half, top, x + half, 900)):
        for row, y in enumerate(range(int(top) + 70, 900, 44)):
            for step in range(3):
                start = x - half + 12 + step * half * 0.72 + (row % 2) * 24
                plate.cut((start, y), (start + half * 0.5, y), 8, MIST)
        plate.hatch(
            (x + half * 0.2, top, x + half, 900),
            INK,
            angle=90,
            width=18,
            tone=lambda px, py: (px - x) / half,
        )
    _battlement(plate, x - half - 18, top, x + half + 18, colour)
    plate.bar(x - 8, top + 120, x + 8, top + 190, INK)


def _battlement(plate: Plate, left: float, top: float, right: float, colour: str) -> None:
    plate.bar(left - 8, top - 8, right + 8, top + 46, INK)
    count = max(3, round((right - left) / 52))
    step = (right - left) / count
    for number in range(count):
        x = left + number * step
        plate.bar(x, top - 44, x + step * 0.66, top, INK)
        plate.bar(x + 7, top - 36, x + step * 0.66 - 7, top + 8, colour)
    plate.bar(left, top, right, top + 38, colour)


def _liberty_cap(plate: Plate, x: float, y: float) -> None:
    plate.line((x - 40, 1000), (x, y + 40), 15, INK)
    cap = path("-72,60 -70,-10 -30,-74 40,-92 96,-60 100,-10 66,-26 58,20 70,60 0,72")
    plate.fill(moved([(px * 1.13, py * 1.13) for px, py in smooth(cap, closed=True)], x, y), INK)
    plate.fill(moved(smooth(cap, closed=True), x, y), RED)
    plate.stroke(moved(smooth([(-66, 44), (0, 54), (62, 44)]), x, y), 20, PAPER, (0.8, 0.8))
    plate.disc(x - 22, y + 26, 19, PAPER)
    plate.disc(x - 22, y + 26, 12, BLUE)


def haiti_1804(plate: Plate) -> None:
    """A royal palm, hills and the rising sun."""
    plate.bar(0, 0, WIDTH, HEIGHT, PAPER)
    sun = (1060, 560)
    plate.rays(sun, (250, 1250), 44, 54, OCHRE)
    plate.disc(*sun, 224, RED)
    ranges = (
        (MIST, "-20,640 200,540 420,600 660,520 900,620 1180,560 1400,500 1640,600"),
        (BLUE, "-20,700 260,640 520,720 820,680 1100,740 1380,640 1640,700"),
        (NIGHT, "-20,860 240,780 560,800 900,870 1240,800 1640,840"),
    )
    for colour, points in ranges:
        ridge = smooth(path(points))
        plate.land(ridge, colour)
        for drop in (40, 92):
            contour = [(x, y + drop + x % 7) for x, y in ridge[drop % 9 :: 4]]
            plate.stroke(contour, 11, PAPER if colour == MIST else MIST)
    plate.land(smooth(path("-20,960 400,910 800,930 1200,980 1640,950")), INK)
    for x, size in ((520, 1.22), (230, 0.72)):
        _royal_palm(plate, (x, 950), size)


def _royal_palm(plate: Plate, foot: Point, size: float) -> None:
    """Its trunk swells a little above the ground."""
    half = [(0, 0), (-40, -130), (-38, -260), (-28, -420), (-18, -560)]
    outline = mirrored([(x - 34 if y == 0 else x, y) for x, y in smooth(half)], 0)
    plate.fill(moved(outline, *foot, size), INK)
    palm_crown(plate, (foot[0] + 4 * size, foot[1] - 620 * size), size * 1.05)
    plate.fill(oval(foot[0] + 2 * size, foot[1] - 590 * size, 24 * size, 70 * size), INK)


def year_without_summer_1816(plate: Plate) -> None:
    """A dim sun over snow in a field that should be green."""
    plate.bar(0, 0, WIDTH, 700, MIST)
    plate.disc(1110, 300, 128, OCHRE)
    plate.hatch(
        (0, -20, WIDTH, 700),
        BLUE,
        spacing=44,
        width=27,
        length=620,
        tone=lambda x, y: 1.05 - y / 800,
    )
    hills = smooth([(-20, 690), (240, 640), (520, 680), (820, 630), (1180, 690), (1640, 640)])
    plate.land(hills, NIGHT)
    plate.land(smooth([(-20, 724), (500, 706), (1000, 712), (1640, 700)]), PAPER)
    for number in range(-9, 16):
        start, end = (760 + number * 46, 728), (760 + number * 250, 1090)
        plate.stroke([start, ((start[0] + end[0]) / 2, 860), end], 15, MIST, (0.15, 1))
    for x, y, size in ((980, 800, 0.7), (1240, 850, 1.0), (1480, 950, 1.4), (800, 760, 0.45)):
        _sheaf(plate, x, y, size)
    _bare_branch(plate, (400, 985), -math.pi / 2 + 0.05, 250, 62)
    drift = smooth([(200, 1010), (330, 968), (430, 976), (560, 1000), (680, 1030)])
    plate.fill([*drift, (680, 1080), (200, 1080)], PAPER)
    for x, y, run in ((430, 984, 300), (470, 1006, 380), (400, 1030, 300)):
        plate.cut((x, y), (x + run, y + 22), 12, MIST)


def _bare_branch(plate: Plate, foot: Point, angle: float, length: float, width: float) -> None:
    tip = polar(foot, length, angle)
    bend = polar(polar(foot, length / 2, angle), length * 0.06, angle + math.pi / 2)
    plate.stroke(smooth([foot, bend, tip]), width, INK, (1, 0.66))
    if length < 58:
        return
    for spread in (-0.5, 0.06, 0.52):
        if spread == 0.06 and length < 90:
            continue
        turn = angle + spread + plate.random.uniform(-0.16, 0.16)
        _bare_branch(plate, tip, turn, length * plate.random.uniform(0.66, 0.8), width * 0.62)


def _sheaf(plate: Plate, x: float, y: float, size: float) -> None:
    for lean in range(-3, 4):
        top = (x + lean * 22 * size, y - (120 - abs(lean) * 9) * size)
        plate.stroke(
            [(x + lean * 12 * size, y), (x + lean * 5 * size, y - 60 * size), top],
            13 * size,
            INK,
            (1, 0.6),
        )
        plate.fill(leaf(top, 38 * size, -math.pi / 2 + lean * 0.2, 0.5), OCHRE)
    plate.stroke(
        [(x - 30 * size, y - 58 * size), (x + 30 * size, y - 58 * size)], 13 * size, RED, (1, 1)
    )
    plate.disc(x, y + 4 * size, 58 * size, PAPER, 0.22)
