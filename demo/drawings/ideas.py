"""A press, a theory and a vote."""

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
    oval,
    polar,
    smooth,
)


def gutenberg_press(plate: Plate) -> None:
    """A screw press, with printed sheets drying behind it."""
    plate.bar(0, 0, WIDTH, 860, BLUE)
    plate.hatch((0, 0, WIDTH, 860), NIGHT, angle=90, spacing=40, width=11, length=400)
    plate.bar(0, 860, WIDTH, HEIGHT, OCHRE)
    for y in (900, 950, 1015):
        plate.line((0, y), (WIDTH, y), 6, INK)
    plate.stroke(
        smooth([(-20, 150), (400, 186), (800, 196), (1200, 186), (1620, 150)]), 8, INK, (1, 1)
    )
    for x in (60, 250, 1190, 1390):
        _drying_sheet(plate, x, 178)
    for x in (505, 1003):
        _timber(plate, x, 70, x + 92, 960)
    for top, bottom, reach in ((96, 190, 50), (900, 968, 110)):
        _timber(plate, 505 - reach, top, 1095 + reach, bottom)
    _screw(plate)
    _timber(plate, 597, 566, 1003, 626)
    _bed(plate)


def _timber(plate: Plate, left: float, top: float, right: float, bottom: float) -> None:
    plate.bar(left - 7, top - 7, right + 7, bottom + 7, INK)
    plate.bar(left, top, right, bottom, OCHRE)
    upright = bottom - top > right - left
    with plate.clipped(box(left, top, right, bottom)):
        plate.hatch(
            (left, top, right, bottom), INK, angle=90 if upright else 0, width=7, length=150
        )


def _drying_sheet(plate: Plate, x: float, y: float) -> None:
    plate.fill([(x, y), (x + 150, y + 4), (x + 146, y + 220), (x + 4, y + 224)], PAPER)
    for row in range(9):
        for column in (20, 82):
            run = 48 if row % 4 else 34
            plate.bar(x + column, y + 26 + row * 20, x + column + run, y + 34 + row * 20, INK)
    plate.bar(x + 20, y + 22, x + 40, y + 52, RED)


def _screw(plate: Plate) -> None:
    plate.bar(742, 190, 858, 500, INK)
    plate.bar(752, 190, 848, 500, PAPER)
    with plate.clipped(box(752, 190, 848, 500)):
        for y in range(150, 520, 34):
            plate.stroke([(740, y + 34), (800, y + 22), (860, y)], 13, INK, (1, 1))
    plate.bar(706, 420, 894, 500, INK)
    plate.bar(716, 430, 884, 490, OCHRE)
    plate.line((800, 462), (1290, 520), 34, INK)
    plate.line((820, 464), (1284, 519), 18, OCHRE)
    plate.disc(1300, 521, 30, INK)
    plate.bar(772, 500, 828, 566, INK)
    plate.bar(690, 530, 910, 566, INK)


def _bed(plate: Plate) -> None:
    for x in (420, 1130):
        _timber(plate, x, 730, x + 54, 900)
    _timber(plate, 330, 692, 1270, 738)
    plate.bar(610, 650, 990, 692, INK)
    plate.fill([(632, 650), (968, 650), (1000, 630), (600, 630)], PAPER)
    plate.fill([(1020, 692), (1240, 692), (1330, 470), (1120, 470)], INK)
    plate.fill([(1034, 682), (1228, 682), (1310, 482), (1130, 482)], PAPER)
    for row in range(7):
        shift = row * 10
        left, y = 1066 + shift, 652 - row * 24
        plate.line((left, y), (left + 72, y), 8, INK)
        plate.line((left + 90, y), (left + 158, y), 8, INK)
    for x in (400, 478):
        plate.stroke([(x, 692), (x, 600)], 18, INK, (1, 1))
        plate.disc(x, 668, 42, INK, 0.7)
        plate.cut((x - 24, 658), (x + 8, 648), 6, PAPER)


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
    if level > 1 and plate.random.random() < 0.13:
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
        _veined_leaf(
            plate, polar((1180, 800), 90, math.radians(angle)), length, math.radians(angle)
        )
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
                plate.cut(
                    polar(at, reach * 0.1, angle + lean),
                    polar(at, reach * 0.72, angle + lean),
                    7,
                    MIST,
                )
    plate.disc(*centre, radius * 0.2, INK)
    plate.disc(*centre, radius * 0.15, OCHRE)
