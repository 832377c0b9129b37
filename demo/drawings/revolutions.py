"""From the Bastille to the vote for women."""

import math

from drawings.early_modern import palm_crown
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
    moved,
    oval,
    polar,
    smooth,
)


def bastille_1789(plate: Plate) -> None:
    """The fortress with its eight towers, and pikes before it."""
    plate.bar(0, 0, WIDTH, HEIGHT, OCHRE)
    plate.rays((800, 640), (200, 1150), 44, 52, PAPER)
    plate.bar(120, 470, 1480, 900, NIGHT)
    for number in range(8):
        _tower(plate, 163 + number * 182, 300 if number % 2 else 270, 72, BLUE if number % 2 else NIGHT)
    plate.fill([(728, 900), (728, 740), *(polar((800, 740), 72, math.radians(a)) for a in range(180, 361, 6)), (872, 900)], INK)
    for x in (764, 800, 836):
        plate.line((x, 690), (x, 900), 8, OCHRE)
    crowd = [(-20, 900)]
    for x in range(0, 1660, 62):
        crowd += [(x, 880 + plate.random.uniform(-26, 26)), (x + 31, 925)]
    plate.fill([*smooth(crowd), (1640, HEIGHT), (-20, HEIGHT)], INK)
    for x in range(20, 1600, 62):
        plate.disc(x, 886 + plate.random.uniform(-18, 18), 27, INK)
        top = plate.random.uniform(600, 740)
        lean = plate.random.uniform(-30, 30)
        plate.line((x, 960), (x + lean, top), 8, INK)
        plate.fill(moved([(0, -50), (11, 0), (0, 16), (-11, 0)], x + lean, top), INK)
    _liberty_cap(plate, 440, 560)


def _tower(plate: Plate, x: float, top: float, half: float, colour: str) -> None:
    plate.bar(x - half - 8, top, x + half + 8, 900, INK)
    plate.bar(x - half, top, x + half, 900, colour)
    with plate.clipped(box(x - half, top, x + half, 900)):
        for row, y in enumerate(range(int(top) + 70, 900, 44)):
            for step in range(3):
                start = x - half + 12 + step * half * 0.72 + (row % 2) * 24
                plate.cut((start, y), (start + half * 0.5, y), 8, MIST)
        plate.hatch((x + half * 0.2, top, x + half, 900), INK, angle=90, width=18, tone=lambda px, py: (px - x) / half)
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
    cap = [(-72, 60), (-70, -10), (-30, -74), (40, -92), (96, -60), (100, -10), (66, -26), (58, 20), (70, 60), (0, 72)]
    plate.fill(moved([(px * 1.13, py * 1.13) for px, py in smooth(cap, closed=True)], x, y), INK)
    plate.fill(moved(smooth(cap, closed=True), x, y), RED)
    plate.stroke(moved(smooth([(-66, 44), (0, 54), (62, 44)]), x, y), 20, PAPER, (0.8, 0.8))
    plate.disc(x - 22, y + 26, 19, PAPER)
    plate.disc(x - 22, y + 26, 12, BLUE)


def haiti_1804(plate: Plate) -> None:
    """A royal palm, hills and the rising sun."""
    plate.bar(0, 0, WIDTH, HEIGHT, PAPER)
    sun = (1060, 560)
    plate.rays(sun, (250, 1250), 56, 44, OCHRE)
    plate.disc(*sun, 224, RED)
    ranges = (
        (MIST, [(-20, 640), (200, 540), (420, 600), (660, 520), (900, 620), (1180, 560), (1400, 500), (1640, 600)]),
        (BLUE, [(-20, 700), (260, 640), (520, 720), (820, 680), (1100, 740), (1380, 640), (1640, 700)]),
        (NIGHT, [(-20, 860), (240, 780), (560, 800), (900, 870), (1240, 800), (1640, 840)]),
    )
    for colour, points in ranges:
        ridge = smooth(points)
        plate.fill([*ridge, (1640, HEIGHT), (-20, HEIGHT)], colour)
        for drop in (40, 92):
            plate.stroke([(x, y + drop + x % 7) for x, y in ridge[drop % 9 :: 3]], 11, PAPER if colour == MIST else MIST)
    plate.fill([*smooth([(-20, 960), (400, 910), (800, 930), (1200, 980), (1640, 950)]), (1640, HEIGHT), (-20, HEIGHT)], INK)
    trunk = smooth([(0, 0), (4, -200), (12, -420), (4, -560)])
    half = (34, 40, 30, 22)
    for x, size in ((520, 1.22), (230, 0.72)):
        foot = 950.0
        for number, (start, end) in enumerate(zip(half, (*half[1:], 18), strict=True)):
            part = [trunk[number * 9 + step] for step in range(10)]
            ratio = (start * size, end * size)
            left = [(x + px * size - ratio[0] + (ratio[0] - ratio[1]) * n / 9, foot + py * size) for n, (px, py) in enumerate(part)]
            right = [(x + px * size + ratio[0] - (ratio[0] - ratio[1]) * n / 9, foot + py * size) for n, (px, py) in enumerate(part)]
            plate.fill(left + right[::-1], INK)
        palm_crown(plate, (x + 4 * size, foot - 620 * size), size * 1.05)
        plate.fill(oval(x + 4 * size, foot - 590 * size, 24 * size, 70 * size), INK)


def year_without_summer_1816(plate: Plate) -> None:
    """A dim sun over snow in a field that should be green."""
    plate.bar(0, 0, WIDTH, 700, MIST)
    plate.disc(1110, 300, 128, OCHRE)
    plate.hatch((0, -20, WIDTH, 700), BLUE, spacing=40, width=25, length=560, tone=lambda x, y: 1.05 - y / 800)
    plate.hatch((940, 150, 1280, 460), MIST, spacing=30, width=20, length=330)
    hills = smooth([(-20, 690), (240, 640), (520, 680), (820, 630), (1180, 690), (1640, 640)])
    plate.fill([*hills, (1640, HEIGHT), (-20, HEIGHT)], NIGHT)
    plate.fill([*smooth([(-20, 724), (500, 706), (1000, 712), (1640, 700)]), (1640, HEIGHT), (-20, HEIGHT)], PAPER)
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
    if length < 40:
        return
    for spread in (-0.5, 0.06, 0.52):
        if spread == 0.06 and length < 90:
            continue
        turn = angle + spread + plate.random.uniform(-0.16, 0.16)
        _bare_branch(plate, tip, turn, length * plate.random.uniform(0.66, 0.8), width * 0.62)


def _sheaf(plate: Plate, x: float, y: float, size: float) -> None:
    for lean in range(-3, 4):
        top = (x + lean * 22 * size, y - (120 - abs(lean) * 9) * size)
        plate.stroke([(x + lean * 12 * size, y), (x + lean * 5 * size, y - 60 * size), top], 13 * size, INK, (1, 0.6))
        plate.fill(leaf(top, 38 * size, -math.pi / 2 + lean * 0.2, 0.5), OCHRE)
    plate.stroke([(x - 30 * size, y - 58 * size), (x + 30 * size, y - 58 * size)], 13 * size, RED, (1, 1))
    plate.disc(x, y + 4 * size, 58 * size, PAPER, 0.22)


def origin_of_species(plate: Plate) -> None:
    """A tree of descent: living twigs end in a bud, dead ones in a bar."""
    plate.bar(0, 0, WIDTH, HEIGHT, PAPER)
    foot = (800, 1010)
    for level in range(1, 8):
        arc = [polar(foot, level * 130, math.radians(a)) for a in range(180, 361, 3)]
        for start in range(0, len(arc) - 3, 4):
            plate.stroke(arc[start : start + 3], 5, MIST, (1, 1))
    _lineage(plate, foot, -math.pi / 2, 2.75, 0)
    plate.disc(*foot, 30, INK)
    plate.disc(*foot, 16, PAPER)
    plate.bar(0, 1034, WIDTH, HEIGHT, INK)


def _lineage(plate: Plate, foot: Point, angle: float, fan: float, level: int) -> None:
    """`fan` is the angle, in radians, that all the descendants share."""
    length = (170, 165, 150, 140, 130, 110)[level]
    tip = polar(foot, length, angle)
    bend = polar(foot, length * 0.5, angle + plate.random.uniform(-0.12, 0.12))
    width = (44, 33, 25, 18, 13, 10)[level]
    plate.stroke(smooth([foot, bend, tip]), width, INK if level < 3 else BLUE, (1, 0.76))
    if level == 5:
        plate.disc(*tip, 19, INK)
        plate.disc(*tip, 13, RED)
        return
    if level > 1 and plate.random.random() < 0.17:
        ends = (polar(tip, 24, angle + math.pi / 2), polar(tip, 24, angle - math.pi / 2))
        plate.line(*ends, 11, INK)
        return
    children = 3 if level in (0, 2) else 2
    for number in range(children):
        share = (number + 0.5) / children - 0.5
        _lineage(plate, tip, angle + share * fan, fan * 0.6, level + 1)


def suffrage_new_zealand(plate: Plate) -> None:
    """A ballot paper going into its box, and a white camellia."""
    plate.bar(0, 0, WIDTH, HEIGHT, BLUE)
    plate.rays((760, 400), (300, 1200), 60, 22, NIGHT)
    plate.bar(0, 890, WIDTH, HEIGHT, INK)
    plate.fill([(610, 150), (890, 110), (924, 470), (640, 490)], INK)
    plate.fill([(620, 160), (880, 122), (912, 470), (650, 480)], PAPER)
    for row, run in ((215, 180), (265, 150), (315, 190), (365, 160)):
        plate.line((670, row + 5), (670 + run, row - 20), 12, INK)
    for row in (265, 365):
        plate.stroke([(656, row + 18), (750, row - 16), (868, row - 28)], 11, RED, (0.7, 0.3))
    _ballot_box(plate)
    for angle, length in ((200, 250), (150, 230), (20, 230), (-20, 210), (250, 190)):
        _veined_leaf(plate, polar((1180, 800), 90, math.radians(angle)), length, math.radians(angle))
    _camellia(plate, (1180, 800), 190)


def _ballot_box(plate: Plate) -> None:
    plate.fill([(396, 470), (1124, 470), (1194, 560), (326, 560)], INK)
    plate.fill([(412, 480), (1108, 480), (1164, 550), (356, 550)], OCHRE)
    plate.fill([(590, 500), (940, 500), (952, 522), (578, 522)], INK)
    plate.fill([(650, 430), (909, 430), (914, 508), (652, 508)], PAPER)
    plate.bar(356, 556, 1164, 900, INK)
    front = box(370, 572, 1150, 888)
    plate.fill(front, OCHRE)
    with plate.clipped(front):
        plate.hatch((370, 572, 1150, 888), INK, spacing=30, width=11, length=340)
    plate.bar(356, 556, 1164, 592, INK)
    plate.bar(366, 566, 1154, 582, OCHRE)
    plate.disc(620, 720, 62, INK)
    plate.disc(620, 720, 48, PAPER)
    plate.disc(620, 708, 15, INK)
    plate.fill([(610, 712), (630, 712), (638, 750), (602, 750)], INK)


def _veined_leaf(plate: Plate, base: Point, length: float, angle: float) -> None:
    plate.fill(leaf(polar(base, -10, angle), length + 24, angle, 0.6), INK)
    shape = leaf(base, length, angle, 0.52)
    plate.fill(shape, BLUE)
    plate.cut(base, polar(base, length * 0.94, angle), 10, MIST)
    for step in range(2, 8):
        start = polar(base, length * step / 9, angle)
        for side in (-0.7, 0.7):
            plate.cut(start, polar(start, length * 0.2, angle + side), 7, MIST)


def _camellia(plate: Plate, centre: Point, radius: float) -> None:
    for ring, count in ((1.0, 9), (0.78, 8), (0.56, 7), (0.36, 5)):
        for number in range(count):
            angle = math.tau * (number + ring * 3) / count
            at = polar(centre, radius * ring * 0.62, angle)
            reach = radius * ring * 0.46
            plate.fill(oval(*at, reach + 9, reach * 0.92 + 9, math.degrees(angle)), INK)
            plate.fill(oval(*at, reach, reach * 0.92, math.degrees(angle)), PAPER)
            for lean in (-0.22, 0, 0.22):
                plate.cut(polar(at, reach * 0.1, angle + lean), polar(at, reach * 0.72, angle + lean), 7, MIST)
    plate.disc(*centre, radius * 0.2, INK)
    plate.disc(*centre, radius * 0.15, OCHRE)
