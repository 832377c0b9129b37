"""From the first flight to the fall of the Wall."""

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
    moved,
    oval,
    polar,
    smooth,
)

Point3 = tuple[float, float, float]


def wright_1903(plate: Plate) -> None:
    """The Flyer over the dunes."""
    plate.bar(0, 0, WIDTH, HEIGHT, PAPER)
    plate.hatch((0, 0, WIDTH, 640), MIST, spacing=38, width=24, length=480, tone=lambda x, y: 1.05 - y / 800)
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
        plate.fill([*ridge, (1640, HEIGHT), (-20, HEIGHT)], colour)
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
    edge = [(right, forward, up - abs(right) * 0.02) for right, forward in ((-6.3, -0.95), (6.3, -0.95), (6.3, 0.95), (-6.3, 0.95))]
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
    plate.hatch((0, 0, WIDTH, 700), MIST, spacing=32, width=22, length=480, tone=lambda x, y: 0.2 + y / 800)
    plate.stroke([polar(sun, 250, math.radians(a)) for a in range(0, 361, 4)], 12, PAPER, (1, 1))
    for x in (310, 560, 810):
        plate.disc(x, 330, 62 if x == 560 else 26, PAPER)
    plate.bar(0, 690, WIDTH, HEIGHT, PAPER)
    plate.water(700, HEIGHT, MIST)
    tent = [(1050, 330), (760, 900), (1010, 940), (1330, 880)]
    plate.line((1050, 350), (1050, 120), 13, INK)
    flag = smooth([(0, 0), (70, 16), (140, -8), (230, 10)]) + smooth([(230, 120), (140, 104), (70, 126), (0, 110)])
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
    plate.fill(smooth([(700, 920), (860, 900), (1010, 930), (1200, 896), (1380, 890), (1440, 950), (700, 960)]), PAPER)
    _sledge(plate, 170, 890)
    for x, lean in ((1440, 20), (1484, -12)):
        plate.stroke([(x, 900), (x + lean, 480), (x + lean - 8, 440)], 17, INK, (1, 0.5))


def _sledge(plate: Plate, x: float, y: float) -> None:
    plate.cut((x - 30, y + 46), (x + 560, y + 46), 20, MIST)
    for lift, colour in ((-22, INK), (22, INK)):
        runner = smooth([(0, 0), (300, 4), (400, 0), (456, -34), (470, -70)])
        plate.stroke(moved(runner, x + lift, y + lift), 14, colour, (1, 0.7))
        for post in (40, 170, 300, 400):
            plate.line((x + post + lift, y + lift), (x + post + lift, y - 60 + lift), 9, INK)
        plate.line((x + lift, y - 60 + lift), (x + 470 + lift, y - 66 + lift), 13, INK)
    for left, width, height, colour in ((20, 130, 100, OCHRE), (160, 120, 130, RED), (290, 120, 90, OCHRE)):
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
    plate.fill([*moved(surf, 0, -16), (1640, HEIGHT), (-20, HEIGHT)], PAPER)
    plate.fill([*moved(surf, 0, 14), (1640, HEIGHT), (-20, HEIGHT)], OCHRE)
    plate.hatch((0, 640, WIDTH, HEIGHT), INK, spacing=56, width=6, length=120, angle=-4)
    path = smooth([(700, 1060), (660, 900), (560, 790), (500, 710), (480, 660), (474, 630)], steps=3)
    for number, (x, y) in enumerate(path):
        size = (y - 520) / 520
        side = 1 if number % 2 else -1
        _footprint(plate, (x + side * 42 * size, y), 0.9 * size, side)
    _salt(plate)


def _footprint(plate: Plate, at: Point, size: float, side: int) -> None:
    x, y = at
    sole = [(-18, -40), (16, -44), (20, -10), (10, 24), (14, 52), (-8, 58), (-18, 40), (-10, 6)]
    shape = [(px * side, py * 0.8) for px, py in smooth(sole, closed=True, steps=6)]
    plate.fill(moved(shape, x, y, size), INK)
    for toe in range(5):
        plate.disc(x + side * (-19 + toe * 10) * size, y - (50 - abs(toe - 1.4) * 4) * 0.84 * size, (7 - toe * 0.6) * size, INK)


def _salt(plate: Plate) -> None:
    heap = smooth([(860, 970), (980, 850), (1090, 700), (1170, 610), (1230, 590), (1300, 640), (1400, 790), (1500, 900), (1590, 970)])
    plate.fill([(x + (x - 1220) * 0.03, y - 14) for x, y in heap] + [(1610, 1000), (1220, 1030), (840, 1000)], INK)
    shape = [*heap, (1480, 1004), (1220, 1016), (960, 1004)]
    plate.fill(shape, PAPER)
    with plate.clipped(shape):
        plate.hatch((1230, 580, 1620, 1020), BLUE, angle=58, spacing=30, width=15, length=150, tone=lambda x, y: min(1, (x - 1180) / 160))
        plate.hatch((860, 600, 1230, 1010), MIST, angle=-52, spacing=44, width=12, length=110)
    for _ in range(40):
        x, y = plate.random.uniform(830, 1600), plate.random.uniform(990, 1050)
        plate.disc(x, y, plate.random.uniform(3, 8), PAPER)


def golden_gate_1937(plate: Plate) -> None:
    """Two towers standing out of the fog."""
    plate.bar(0, 0, WIDTH, HEIGHT, PAPER)
    plate.hatch((0, 0, WIDTH, 620), OCHRE, spacing=40, width=30, length=560, tone=lambda x, y: 1.05 - y / 640)
    hills = smooth([(-20, 700), (200, 600), (460, 650), (760, 560), (1060, 640), (1340, 520), (1640, 560)])
    plate.fill([*hills, (1640, HEIGHT), (-20, HEIGHT)], BLUE)
    plate.bar(0, 800, WIDTH, HEIGHT, NIGHT)
    plate.water(800, HEIGHT, MIST)
    _span(plate)
    _bridge_tower(plate, 1230, 330, 0.62)
    _bridge_tower(plate, 470, 90, 1.0)
    for y, shift, thick in ((640, -80, 64), (730, 300, 84), (830, -160, 96)):
        _fog(plate, y, shift, thick)


def _span(plate: Plate) -> None:
    def deck(x: float) -> float:
        return 650 - (x - 470) * 0.07

    cables = (
        [(-60, 560), (200, 380), (470, 108)],
        [(470, 108), (640, 400), (850, 560), (1050, 500), (1230, 342)],
        [(1230, 342), (1400, 480), (1640, 560)],
    )
    for points in cables:
        curve = smooth(points)
        plate.stroke(curve, 13, RED, (1, 1))
        for x, y in curve[2::2]:
            plate.line((x, y), (x, deck(x)), 4, RED)
    plate.stroke([(-20, deck(-20)), (800, deck(800)), (1640, deck(1640))], 30, RED, (1, 1))
    plate.stroke([(-20, deck(-20) + 22), (1640, deck(1640) + 22)], 9, INK, (1, 1))


def _bridge_tower(plate: Plate, x: float, top: float, size: float) -> None:
    for side in (-1, 1):
        for start, end, half in ((0, 190, 20), (190, 380, 26), (380, 560, 32), (560, 860, 38)):
            centre = x + side * 78 * size
            plate.bar(centre - half * size, top + start * size, centre + half * size, top + end * size, RED)
            plate.bar(centre + half * size * 0.3, top + start * size, centre + half * size, top + end * size, "#7A2416")
    for y in (10, 180, 370, 545, 700):
        plate.bar(x - 78 * size, top + y * size, x + 78 * size, top + (y + 44) * size, RED)
        plate.bar(x - 60 * size, top + (y + 32) * size, x + 60 * size, top + (y + 44) * size, INK)


def _fog(plate: Plate, y: float, shift: float, thick: float) -> None:
    x = shift - 300
    while x < WIDTH + 200:
        run = plate.random.uniform(420, 640)
        bank = [(0, 0), (run * 0.2, -thick * 0.5), (run * 0.45, -thick * 0.36), (run * 0.7, -thick * 0.6), (run, 0), (run * 0.6, thick * 0.3), (run * 0.3, thick * 0.26)]
        plate.fill(moved(smooth(bank, closed=True), x, y), PAPER)
        plate.cut((x + run * 0.14, y + 4), (x + run * 0.8, y + 4), 9, MIST)
        x += run * plate.random.uniform(0.7, 1.15)


def moon_1969(plate: Plate) -> None:
    """A boot print, and the Earth above the horizon."""
    plate.bar(0, 0, WIDTH, HEIGHT, INK)
    for _ in range(60):
        plate.disc(plate.random.uniform(0, WIDTH), plate.random.uniform(0, 420), plate.random.choice((2, 3, 4)), PAPER)
    _earth(plate, (1160, 240), 165)
    ground = smooth([(-20, 470), (300, 440), (620, 468), (1000, 430), (1340, 470), (1640, 446)])
    plate.fill([*ground, (1640, HEIGHT), (-20, HEIGHT)], MIST)
    with plate.clipped([*ground, (1640, HEIGHT), (-20, HEIGHT)]):
        plate.water(430, HEIGHT, PAPER)
        for x, y, reach in ((210, 560, 110), (1390, 610, 150), (950, 520, 70), (240, 880, 140), (1440, 930, 110)):
            plate.disc(x, y, reach, INK, 0.26)
            plate.disc(x + reach * 0.05, y + reach * 0.06, reach * 0.9, BLUE, 0.24)
            plate.stroke([(x + reach * 1.05 * math.cos(a / 10), y + reach * 0.28 * math.sin(a / 10)) for a in range(2, 30, 2)], 11, PAPER)
    _boot_print(plate)


def _earth(plate: Plate, centre: Point, radius: float) -> None:
    globe = oval(*centre, radius, radius)
    plate.fill(globe, BLUE)
    with plate.clipped(globe):
        for points in (
            [(-150, -60), (-60, -120), (20, -80), (-20, -20), (-70, 30), (-130, 20)],
            [(20, 10), (90, -10), (130, 60), (70, 140), (30, 90)],
        ):
            plate.fill(moved(smooth(points, closed=True), *centre), OCHRE)
        for row in (-110, -50, 12, 66, 118):
            plate.stroke(moved(smooth([(-150, row + 20), (-50, row - 14), (40, row + 12), (150, row - 20)]), *centre), 22, PAPER)
        plate.fill(oval(centre[0] - 92, centre[1] + 120, radius * 1.15, radius * 1.15, 0)[:0] or _night(centre, radius), INK)


def _night(centre: Point, radius: float) -> list[Point]:
    """The unlit part of the disc, below and to the left."""
    lit = [polar((centre[0] + 70, centre[1] - 80), radius * 1.06, math.radians(a)) for a in range(40, 231, 5)]
    rim = [polar(centre, radius * 1.1, math.radians(a)) for a in range(230, 39, -5)]
    return lit + rim


def _boot_print(plate: Plate) -> None:
    sole = [(-120, -250), (0, -290), (118, -246), (146, -120), (116, 10), (96, 120), (112, 220), (70, 300), (-20, 316), (-100, 290), (-124, 200), (-96, 100), (-128, -20), (-150, -130)]
    outline = smooth(sole, closed=True)

    def laid(points: list[Point], scale: float) -> list[Point]:
        turn = math.radians(16)
        turned = [(x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)) for x, y in points]
        return [(790 + x * scale, 768 + y * scale * 0.82) for x, y in turned]

    plate.fill(laid(outline, 1.1), PAPER)
    plate.fill(laid(outline, 1.0), INK)
    with plate.clipped(laid(outline, 0.94)):
        for row in range(-300, 330, 46):
            bar = [(-170, row - 11), (170, row - 11), (170, row + 11), (-170, row + 11)]
            plate.fill(laid(bar, 1.0), MIST)
            plate.fill(laid([(-170, row + 3), (170, row + 3), (170, row + 11), (-170, row + 11)], 1.0), BLUE)


def berlin_wall_1989(plate: Plate) -> None:
    """Light through the breach."""
    plate.bar(0, 0, WIDTH, HEIGHT, NIGHT)
    light = (800, 560)
    plate.hatch((0, 0, WIDTH, 330), BLUE, spacing=34, width=20, length=420, tone=lambda x, y: y / 330)
    gap = [(600, 190), (640, 330), (590, 420), (650, 560), (610, 700), (630, 862), (980, 862), (1000, 730), (950, 600), (1010, 470), (960, 330), (1010, 190)]
    plate.fill([(0, 250), (WIDTH, 250), (WIDTH, 860), (0, 860)], INK)
    for number in range(8):
        _slab(plate, number * 200)
    plate.bar(0, 226, WIDTH, 300, INK)
    plate.bar(0, 236, WIDTH, 288, MIST)
    plate.cut((-200, 276), (WIDTH + 200, 276), 12, BLUE)
    plate.fill([(x + (16 if x > 800 else -16), y) for x, y in gap], INK)
    plate.fill(gap, PAPER)
    with plate.clipped(gap):
        plate.rays(light, (150, 700), 40, 36, OCHRE)
        plate.disc(*light, 120, OCHRE)
        plate.disc(*light, 92, PAPER)
    plate.bar(0, 858, WIDTH, HEIGHT, INK)
    plate.fill([(630, 858), (980, 858), (1290, HEIGHT), (340, HEIGHT)], PAPER)
    for x in range(-3, 4):
        plate.cut((805 + x * 44, 862), (810 + x * 140, 1090), 18, OCHRE)
    _rubble(plate)
    for x, size in ((724, 0.92), (800, 0.78), (884, 1.0)):
        _figure(plate, x, 900, size)


def _slab(plate: Plate, x: float) -> None:
    plate.bar(x + 5, 300, x + 195, 858, BLUE)
    with plate.clipped(box(x + 5, 300, x + 195, 858)):
        far = abs(x + 100 - 800) / 800
        plate.hatch((x, 300, x + 200, 858), NIGHT, angle=90, spacing=34, width=22, length=260, tone=lambda px, py: 0.3 + far * 0.8)


def _rubble(plate: Plate) -> None:
    for x, y, size in ((560, 880, 58), (500, 912, 40), (620, 900, 30), (1040, 884, 62), (1110, 916, 42), (980, 908, 30), (440, 930, 26)):
        stone = [(-size, 30), (-size * 0.8, -size * 0.5), (size * 0.1, -size * 0.85), (size, -size * 0.2), (size * 0.9, 34)]
        plate.fill(moved(stone, x, y), INK)
        plate.fill(moved([(px * 0.84, py * 0.84) for px, py in stone], x, y), BLUE)
        plate.cut((x - size * 0.6, y - size * 0.36), (x + size * 0.3, y - size * 0.6), 9, PAPER)


def _figure(plate: Plate, x: float, y: float, size: float) -> None:
    """Somebody walking towards us, against the light."""
    coat = [(0, -210), (-46, -196), (-60, -110), (-44, -60), (-40, 0), (-14, 0), (0, -70), (16, 0), (42, 0), (44, -60), (60, -110), (46, -196)]
    plate.fill(moved(coat, x, y, size), INK)
    plate.disc(x, y - 240 * size, 28 * size, INK)
    plate.cut((x - 30 * size, y + 2), (x - 90 * size, y + 150 * size), 34 * size, INK)
    plate.cut((x + 28 * size, y + 2), (x + 60 * size, y + 150 * size), 34 * size, INK)
