"""To the sky, to the Pole and to the sea."""

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
    moved,
    path,
    polar,
    smooth,
)

Point3 = tuple[float, float, float]


def wright_1903(plate: Plate) -> None:
    """The Flyer over the dunes."""
    plate.bar(0, 0, WIDTH, HEIGHT, PAPER)
    plate.hatch(
        (0, 0, WIDTH, 640), MIST, spacing=38, width=24, length=480, tone=lambda x, y: 1.05 - y / 800
    )
    plate.disc(300, 250, 104, OCHRE)
    plate.bar(0, 740, WIDTH, HEIGHT, BLUE)
    plate.hatch((0, 730, WIDTH, 800), PAPER, spacing=18, width=6)
    dunes = (
        (OCHRE, [(-20, 830), (240, 770), (520, 806), (860, 780), (1240, 830), (1640, 770)]),
        (PAPER, [(-20, 900), (300, 880), (640, 910), (1000, 850), (1360, 900), (1640, 870)]),
        (OCHRE, [(-20, 960), (380, 1000), (760, 950), (1200, 990), (1640, 930)]),
    )
    for colour, points in dunes:
        ridge = smooth(points)
        plate.land(ridge, colour)
        plate.stroke(ridge, 9, INK, (1, 1))
        for drop in (26, 56):
            plate.stroke([(x + drop, y + drop) for x, y in ridge[8:-12]], 9, INK)
    plate.stroke([(820, 912), (1100, 905), (1330, 918)], 15, INK)
    _flyer(plate)


def _seen(point: Point3) -> Point:
    """Project metres (right wing, forward, up) as seen from ahead, below and to one side."""
    turn, dip = math.radians(28), math.radians(-13)
    right, forward, up = point
    x = right * math.cos(turn) + forward * math.sin(turn)
    depth = forward * math.cos(turn) - right * math.sin(turn)
    y = up * math.cos(dip) - depth * math.sin(dip)
    zoom = 104 / (1 - depth * 0.022)
    bank = math.radians(-5)
    x, y = x * math.cos(bank) - y * math.sin(bank), x * math.sin(bank) + y * math.cos(bank)
    return (830 + x * zoom, 500 - y * zoom)


def _flyer(plate: Plate) -> None:
    for side in (-0.35, 0.35):
        _panel(plate, [(side, -3.6, 0.1), (side, -2.9, 0.1), (side, -2.9, 1.9), (side, -3.6, 1.9)])
    for up in (0.2, 1.7):
        _rod(plate, (0, -0.9, up), (0, -3.3, up))
    _wing(plate, 0)
    _propellers(plate)
    for right in (-6, -4.2, -2.6, -1.0, 1.0, 2.6, 4.2, 6):
        for forward in (-0.9, 0.9):
            _rod(plate, (right, forward, 0), (right, forward, 1.9))
    for left, right in ((-6, -4.2), (-4.2, -2.6), (2.6, 4.2), (4.2, 6)):
        plate.line(_seen((left, 0.9, 0)), _seen((right, 0.9, 1.9)), 2.5, INK)
        plate.line(_seen((left, 0.9, 1.9)), _seen((right, 0.9, 0)), 2.5, INK)
    _pilot(plate)
    _wing(plate, 1.9)
    for side in (-0.5, 0.5):
        _rod(plate, (side, 0.9, 1.7), (side, 3.2, 0.4))
        _rod(plate, (side, -0.9, -0.45), (side, 2.4, -0.45))
        _rod(plate, (side, 2.4, -0.45), (side, 3.2, 0.2))
        for forward in (-0.9, 0.9):
            _rod(plate, (side, forward, -0.45), (side, forward, 0))
    for up in (0.05, 0.75):
        _panel(plate, [(-1.7, 3.0, up), (1.7, 3.0, up), (1.7, 3.7, up), (-1.7, 3.7, up)])


def _wing(plate: Plate, up: float) -> None:
    edge = [
        (right, forward, up - abs(right) * 0.02)
        for right, forward in ((-6.3, -0.95), (6.3, -0.95), (6.3, 0.95), (-6.3, 0.95))
    ]
    _panel(plate, edge)
    for rib in range(-12, 13):
        right = rib * 0.5
        plate.cut(_seen((right, -0.9, up)), _seen((right, 0.9, up)), 5, OCHRE)


def _panel(plate: Plate, corners: list[Point3]) -> None:
    seen = [_seen(corner) for corner in corners]
    plate.fill(seen, PAPER)
    for start, end in zip(seen, [*seen[1:], seen[0]], strict=True):
        plate.line(start, end, 9, INK)
        plate.disc(*start, 4.5, INK)


def _rod(plate: Plate, start: Point3, end: Point3) -> None:
    plate.line(_seen(start), _seen(end), 7, INK)


def _propellers(plate: Plate) -> None:
    for side in (-1.6, 1.6):
        hub = _seen((side, -1.4, 0.95))
        for blade in (1.1, 1.1 + math.pi):
            plate.stroke([hub, polar(hub, 70, blade), polar(hub, 128, blade)], 26, RED, (0.3, 0.6))
        plate.disc(*hub, 11, INK)


def _pilot(plate: Plate) -> None:
    body = [_seen((-0.3, forward, 0.22)) for forward in (-1.2, -0.4, 0.4, 0.9)]
    plate.stroke(body, 44, INK, (0.6, 0.9))
    head = _seen((-0.3, 1.15, 0.42))
    plate.disc(*head, 23, INK)
    plate.disc(head[0], head[1] + 4, 15, PAPER)
    plate.line((head[0] - 26, head[1] - 9), (head[0] + 26, head[1] - 9), 10, INK)


def south_pole_1911(plate: Plate) -> None:
    """A tent, a flag and a sledge under a haloed sun."""
    plate.bar(0, 0, WIDTH, 700, BLUE)
    sun = (560, 330)
    plate.hatch(
        (0, 0, WIDTH, 700), MIST, spacing=32, width=22, length=480, tone=lambda x, y: 0.2 + y / 800
    )
    plate.stroke([polar(sun, 250, math.radians(a)) for a in range(0, 361, 4)], 12, PAPER, (1, 1))
    for x in (310, 560, 810):
        plate.disc(x, 330, 62 if x == 560 else 26, PAPER)
    plate.bar(0, 690, WIDTH, HEIGHT, PAPER)
    plate.water(700, HEIGHT, MIST)
    _tent(plate)
    _sledge(plate, 170, 890)
    for x, lean in ((1440, 20), (1484, -12)):
        plate.stroke([(x, 900), (x + lean, 480), (x + lean - 8, 440)], 17, INK, (1, 0.5))


def _tent(plate: Plate) -> None:
    tent = [(1050, 330), (760, 900), (1010, 940), (1330, 880)]
    plate.line((1050, 350), (1050, 120), 13, INK)
    flag = smooth([(0, 0), (70, 16), (140, -8), (230, 10)]) + smooth(
        [(230, 120), (140, 104), (70, 126), (0, 110)]
    )
    plate.fill(moved(flag, 1052, 126), INK)
    plate.fill(moved([(x * 0.95 + 6, y * 0.9 + 6) for x, y in flag], 1052, 126), RED)
    plate.fill(tent, INK)
    plate.fill([(1046, 352), (778, 892), (1000, 926)], OCHRE)
    plate.fill([(1054, 352), (1020, 926), (1308, 872)], NIGHT)
    with plate.clipped([(1046, 352), (778, 892), (1000, 926)]):
        plate.hatch((760, 350, 1050, 940), INK, angle=-62, spacing=34, width=11, length=180)
    plate.fill(smooth([(900, 912), (910, 790), (935, 770), (960, 800), (958, 924)]), INK)
    for end in ((620, 930), (1450, 910)):
        plate.line((1050, 345), end, 4, INK)
        plate.line(end, (end[0], end[1] - 34), 9, INK)
    plate.fill(
        smooth(
            [(700, 920), (860, 900), (1010, 930), (1200, 896), (1380, 890), (1440, 950), (700, 960)]
        ),
        PAPER,
    )


def _sledge(plate: Plate, x: float, y: float) -> None:
    plate.cut((x - 30, y + 46), (x + 560, y + 46), 20, MIST)
    for lift, colour in ((-22, INK), (22, INK)):
        runner = smooth([(0, 0), (300, 4), (400, 0), (456, -34), (470, -70)])
        plate.stroke(moved(runner, x + lift, y + lift), 14, colour, (1, 0.7))
        for post in (40, 170, 300, 400):
            plate.line((x + post + lift, y + lift), (x + post + lift, y - 60 + lift), 9, INK)
        plate.line((x + lift, y - 60 + lift), (x + 470 + lift, y - 66 + lift), 13, INK)
    for left, width, height, colour in (
        (20, 130, 100, OCHRE),
        (160, 120, 130, RED),
        (290, 120, 90, OCHRE),
    ):
        plate.bar(x + left, y - 60 - height, x + left + width, y - 46, INK)
        plate.bar(x + left + 9, y - 51 - height, x + left + width - 9, y - 55, colour)
        plate.line((x + left + width / 2, y - 55 - height), (x + left + width / 2, y - 50), 8, INK)


def salt_march_1930(plate: Plate) -> None:
    """Footprints to the sea and a heap of salt."""
    plate.bar(0, 0, WIDTH, 430, PAPER)
    sun = (420, 400)
    plate.rays(sun, (190, 1400), 52, 34, OCHRE)
    plate.disc(*sun, 160, RED)
    plate.bar(0, 400, WIDTH, 620, BLUE)
    plate.water(402, 640, MIST)
    surf = smooth([(-20, 610), (200, 570), (480, 600), (800, 560), (1140, 596), (1640, 540)])
    plate.land(moved(surf, 0, -16), PAPER)
    with plate.clipped(plate.land(moved(surf, 0, 14), OCHRE)):
        plate.hatch((0, 640, WIDTH, HEIGHT), INK, spacing=56, width=6, length=120, angle=-4)
    path = smooth([(700, 1060), (660, 900), (560, 790), (500, 710), (474, 664)], steps=3)
    for number, (x, y) in enumerate(path):
        size = (y - 520) / 520
        side = 1 if number % 2 else -1
        _footprint(plate, (x + side * 46 * size, y), 0.82 * size, side)
    _salt(plate)


def _footprint(plate: Plate, at: Point, size: float, side: int) -> None:
    """Bare, toes towards the sea; `side` is 1 for a right foot."""
    x, y = at
    sole = path("-20,-34 4,-46 24,-30 22,0 13,26 15,52 2,68 -12,56 -10,30 -14,2")
    plate.fill(moved([(px * side, py) for px, py in smooth(sole, closed=True)], x, y, size), INK)
    for toe in range(5):
        reach = (11, 8, 7.5, 7, 6)[toe]
        across, along = -19 + toe * 11.5, -58 + abs(toe - 0.8) * 4.4
        plate.disc(x + side * across * size, y + along * size, reach * size, INK)


def _salt(plate: Plate) -> None:
    heap = smooth(
        path("840,980 950,900 1060,770 1140,660 1200,618 1262,640 1350,760 1460,890 1590,980")
    )
    plate.fill(
        [(x + (x - 1220) * 0.03, y - 14) for x, y in heap]
        + [(1610, 1000), (1220, 1030), (840, 1000)],
        INK,
    )
    shape = [*heap, (1480, 1004), (1220, 1016), (960, 1004)]
    plate.fill(shape, PAPER)
    with plate.clipped(shape):
        plate.hatch(
            (1230, 580, 1620, 1020),
            BLUE,
            angle=58,
            spacing=30,
            width=15,
            length=150,
            tone=lambda x, y: min(1, (x - 1230) / 120),
        )
    for _ in range(40):
        x, y = plate.random.uniform(830, 1600), plate.random.uniform(990, 1050)
        plate.disc(x, y, plate.random.uniform(3, 8), PAPER)
