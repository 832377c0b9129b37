"""A bridge, the Moon and the Wall."""

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
    path,
    smooth,
)


def golden_gate_1937(plate: Plate) -> None:
    """Two towers standing out of the fog."""
    plate.bar(0, 0, WIDTH, HEIGHT, PAPER)
    plate.hatch(
        (0, 0, WIDTH, 620),
        OCHRE,
        spacing=40,
        width=30,
        length=560,
        tone=lambda x, y: 1.05 - y / 640,
    )
    hills = smooth(
        [(-20, 700), (200, 600), (460, 650), (760, 560), (1060, 640), (1340, 520), (1640, 560)]
    )
    plate.land(hills, BLUE)
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
            plate.bar(
                centre - half * size,
                top + start * size,
                centre + half * size,
                top + end * size,
                RED,
            )
            plate.bar(
                centre + half * size * 0.3,
                top + start * size,
                centre + half * size,
                top + end * size,
                "#7A2416",
            )
    for y in (10, 180, 370, 545, 700):
        plate.bar(x - 78 * size, top + y * size, x + 78 * size, top + (y + 44) * size, RED)
        plate.bar(x - 60 * size, top + (y + 32) * size, x + 60 * size, top + (y + 44) * size, INK)


def _fog(plate: Plate, y: float, shift: float, thick: float) -> None:
    x = shift - 300
    while x < WIDTH + 200:
        run = plate.random.uniform(420, 640)
        bank = [
            (0, 0),
            (run * 0.2, -thick * 0.5),
            (run * 0.45, -thick * 0.36),
            (run * 0.7, -thick * 0.6),
            (run, 0),
            (run * 0.6, thick * 0.3),
            (run * 0.3, thick * 0.26),
        ]
        plate.fill(moved(smooth(bank, closed=True), x, y), PAPER)
        plate.cut((x + run * 0.14, y + 4), (x + run * 0.8, y + 4), 9, MIST)
        x += run * plate.random.uniform(0.7, 1.15)


def moon_1969(plate: Plate) -> None:
    """A boot print, and the Earth above the horizon."""
    plate.bar(0, 0, WIDTH, HEIGHT, INK)
    for _ in range(60):
        plate.disc(
            plate.random.uniform(0, WIDTH),
            plate.random.uniform(0, 420),
            plate.random.choice((2, 3, 4)),
            PAPER,
        )
    _earth(plate, (1160, 240), 165)
    ground = smooth([(-20, 470), (300, 440), (620, 468), (1000, 430), (1340, 470), (1640, 446)])
    with plate.clipped(plate.land(ground, MIST)):
        plate.water(430, HEIGHT, PAPER)
        for x, y, reach in ((210, 560, 110), (1390, 610, 150), (950, 520, 70)):
            _crater(plate, x, y, reach)
        for x, y, reach in ((240, 880, 140), (1440, 930, 110)):
            _crater(plate, x, y, reach)
    _boot_print(plate)


def _crater(plate: Plate, x: float, y: float, reach: float) -> None:
    plate.disc(x, y, reach, INK, 0.26)
    plate.disc(x + reach * 0.05, y + reach * 0.06, reach * 0.9, BLUE, 0.24)
    rim = [math.radians(angle) for angle in range(12, 170, 12)]
    lip = [(x + reach * 1.05 * math.cos(a), y + reach * 0.28 * math.sin(a)) for a in rim]
    plate.stroke(lip, 11, PAPER)


def _earth(plate: Plate, centre: Point, radius: float) -> None:
    """Gibbous, lit from the upper right."""
    globe = oval(*centre, radius, radius)
    plate.fill(globe, NIGHT)
    with plate.clipped(globe), plate.clipped(oval(centre[0] + 54, centre[1] - 62, 176, 176)):
        plate.fill(globe, BLUE)
        for points in (
            [(-130, -70), (-60, -130), (30, -100), (0, -40), (-50, 10), (-110, -10)],
            [(20, 0), (90, -30), (140, 40), (90, 130), (40, 80)],
        ):
            plate.fill(moved(smooth(points, closed=True), *centre), OCHRE)
        for row in (-112, -56, 4, 58, 110):
            swirl = [(-150, row + 18), (-50, row - 14), (40, row + 12), (160, row - 20)]
            plate.stroke(moved(smooth(swirl), *centre), 22, PAPER)


def _boot_print(plate: Plate) -> None:
    sole = path(
        "-120,-250 0,-290 118,-246 146,-120 116,10 96,120 112,220 70,300 -20,316 -100,290 "
        "-124,200 -96,100 -128,-20 -150,-130"
    )
    outline = smooth(sole, closed=True)

    def laid(points: list[Point], scale: float) -> list[Point]:
        turn = math.radians(16)
        turned = [
            (x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))
            for x, y in points
        ]
        return [(790 + x * scale, 768 + y * scale * 0.82) for x, y in turned]

    plate.fill(laid(outline, 1.1), PAPER)
    plate.fill(laid(outline, 1.0), INK)
    with plate.clipped(laid(outline, 0.94)):
        for row in range(-300, 330, 46):
            bar = [(-170, row - 11), (170, row - 11), (170, row + 11), (-170, row + 11)]
            plate.fill(laid(bar, 1.0), MIST)
            plate.fill(
                laid([(-170, row + 3), (170, row + 3), (170, row + 11), (-170, row + 11)], 1.0),
                BLUE,
            )


def berlin_wall_1989(plate: Plate) -> None:
    """Light through the breach."""
    plate.bar(0, 0, WIDTH, HEIGHT, NIGHT)
    light = (800, 700)
    plate.hatch(
        (0, 0, WIDTH, 330), BLUE, spacing=34, width=20, length=420, tone=lambda x, y: y / 330
    )
    gap = path(
        "600,190 640,330 590,420 650,560 610,700 630,862 980,862 1000,730 950,600 1010,470 "
        "960,330 1010,190"
    )
    plate.fill([(0, 250), (WIDTH, 250), (WIDTH, 860), (0, 860)], INK)
    for number in range(8):
        _slab(plate, number * 200)
    plate.bar(0, 226, WIDTH, 300, INK)
    plate.bar(0, 236, WIDTH, 288, MIST)
    plate.cut((-200, 276), (WIDTH + 200, 276), 12, BLUE)
    plate.fill([(x + (16 if x > 800 else -16), y) for x, y in gap], INK)
    plate.fill(gap, PAPER)
    with plate.clipped(gap):
        plate.rays(light, (120, 700), 40, 34, OCHRE)
    plate.bar(0, 858, WIDTH, HEIGHT, INK)
    plate.fill([(630, 858), (980, 858), (1290, HEIGHT), (340, HEIGHT)], PAPER)
    for x in range(-3, 4):
        plate.cut((805 + x * 44, 862), (810 + x * 140, 1090), 18, OCHRE)
    _rubble(plate)
    for x, size in ((708, 0.86), (800, 0.66), (896, 0.9)):
        _figure(plate, x, 900, size)


def _slab(plate: Plate, x: float) -> None:
    plate.bar(x + 5, 300, x + 195, 858, BLUE)
    with plate.clipped(box(x + 5, 300, x + 195, 858)):
        far = abs(x + 100 - 800) / 800
        plate.hatch(
            (x, 300, x + 200, 858),
            NIGHT,
            angle=0,
            spacing=44,
            width=20,
            length=120,
            tone=lambda px, py: 0.25 + far * 0.8,
        )


def _rubble(plate: Plate) -> None:
    for x, y, size in (
        (560, 880, 58),
        (500, 912, 40),
        (620, 900, 30),
        (1040, 884, 62),
        (1110, 916, 42),
        (980, 908, 30),
        (440, 930, 26),
    ):
        stone = [
            (-size, 30),
            (-size * 0.8, -size * 0.5),
            (size * 0.1, -size * 0.85),
            (size, -size * 0.2),
            (size * 0.9, 34),
        ]
        plate.fill(moved(stone, x, y), INK)
        plate.fill(moved([(px * 0.84, py * 0.84) for px, py in stone], x, y), BLUE)
        plate.cut((x - size * 0.6, y - size * 0.36), (x + size * 0.3, y - size * 0.6), 9, PAPER)


def _figure(plate: Plate, x: float, y: float, size: float) -> None:
    """Somebody walking towards us, against the light."""
    coat = path(
        "0,-210 -46,-196 -60,-110 -44,-60 -40,0 -14,0 0,-70 16,0 42,0 44,-60 60,-110 46,-196"
    )
    plate.fill(moved(coat, x, y, size), INK)
    plate.disc(x, y - 240 * size, 28 * size, INK)
    spread = (x - 800) * 0.9
    shadow = [(x - 40 * size, y), (x + 40 * size, y), (x + spread + 66 * size, HEIGHT)]
    plate.fill([*shadow, (x + spread - 66 * size, HEIGHT)], INK)
