"""Ships, shores and the wave at Lisbon."""

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
    leaf,
    moved,
    oval,
    path,
    polar,
    smooth,
)

FRONDS = (
    (-176, 290),
    (-146, 270),
    (-108, 230),
    (-66, 240),
    (-30, 280),
    (6, 280),
    (158, 230),
    (26, 220),
)


def columbus_eclipse(plate: Plate) -> None:
    """The darkened moon over a Jamaican shore."""
    plate.bar(0, 0, WIDTH, HEIGHT, NIGHT)
    moon = (930, 330)
    plate.hatch(
        (0, 0, WIDTH, 720),
        BLUE,
        spacing=26,
        width=17,
        length=320,
        tone=lambda x, y: min(1, math.dist((x, y), moon) ** -1 * 330),
    )
    for _ in range(46):
        x, y = plate.random.uniform(20, 1580), plate.random.uniform(20, 560)
        if math.dist((x, y), moon) > 290:
            plate.disc(x, y, plate.random.choice((2.5, 3.5, 5)), PAPER)
    _eclipsed(plate, moon)
    plate.bar(0, 720, WIDTH, HEIGHT, NIGHT)
    plate.water(720, HEIGHT, BLUE)
    plate.water(
        724, HEIGHT, RED, tone=lambda x, y: 1 if abs(x - 930) < 70 + (y - 720) * 0.35 else 0
    )
    _caravel(plate, 1190, 770)
    shore = smooth([(-20, 850), (160, 826), (330, 880), (520, 930), (700, 1010), (820, 1080)])
    plate.fill([*shore, (-20, 1080)], INK)
    _palm(plate, (150, 900), (330, 300), 1.0)
    _palm(plate, (70, 880), (40, 430), 0.8)


def _eclipsed(plate: Plate, moon: Point) -> None:
    plate.disc(*moon, 222, NIGHT)
    plate.disc(*moon, 200, RED)
    with plate.clipped(oval(*moon, 200, 200)):
        for radius in range(250, 480, 34):
            arc = [polar((1190, 170), radius, math.radians(a)) for a in range(70, 215, 4)]
            plate.stroke(arc, 30 - (480 - radius) * 0.075, INK, (0.3, 0.3))
        plate.stroke([polar(moon, 184, math.radians(a)) for a in range(100, 230, 4)], 22, OCHRE)


def _caravel(plate: Plate, x: float, y: float) -> None:
    hull = path("-190,-60 -170,0 -130,28 140,28 190,-20 214,-84 150,-84 140,-40 -90,-36 -100,-74")
    for mast, height in ((-70, 250), (40, 300), (140, 210)):
        plate.line((x + mast, y - 30), (x + mast, y - height), 10, INK)
        plate.stroke(
            [(x + mast - 66, y - height + 74), (x + mast + 60, y - height + 16)],
            17,
            INK,
            (0.5, 0.3),
        )
        plate.line((x + mast, y - height), (x + mast - 90, y - 40), 3, INK)
        plate.line((x + mast, y - height), (x + mast + 76, y - 40), 3, INK)
    plate.fill(moved(hull, x, y), INK)
    plate.stroke(moved(smooth([(-176, -22), (0, 0), (196, -46)]), x, y), 8, OCHRE)
    plate.disc(x + 184, y - 62, 7, OCHRE)
    plate.line((x - 160, y), (x - 250, y + 64), 4, INK)


def _palm(plate: Plate, foot: Point, crown: Point, size: float) -> None:
    lean = (crown[0] - foot[0]) * 0.32
    middle = (foot[0] + lean, (foot[1] + crown[1]) / 2)
    trunk = smooth([foot, middle, crown])
    plate.stroke(trunk, 46 * size, INK, (1, 0.5))
    palm_crown(plate, crown, size)


def palm_crown(plate: Plate, crown: Point, size: float) -> None:
    for angle, length in FRONDS:
        _frond(plate, crown, math.radians(angle), length * size)
    for dx, dy in ((-16, 14), (14, 18), (0, 30)):
        plate.disc(crown[0] + dx * size, crown[1] + dy * size, 17 * size, INK)


def _frond(plate: Plate, crown: Point, angle: float, length: float) -> None:
    """A rib that bends under its own weight, with leaflets on both sides."""
    rib = []
    for step in range(11):
        t = step / 10
        x, y = polar(crown, length * t, angle)
        rib.append((x, y + length * 0.42 * t * t))
    plate.stroke(rib, 11, INK, (1, 0.3))
    for number in range(1, 11):
        (x0, y0), (x1, y1) = rib[number - 1], rib[number]
        along = math.atan2(y1 - y0, x1 - x0)
        reach = length * 0.34 * math.sin(math.pi * (0.16 + 0.78 * number / 10))
        for side in (-0.85, 0.85):
            plate.fill(leaf((x1, y1), reach, along + side, 0.2), INK)


def magellan_ship(plate: Plate) -> None:
    """A carrack under full sail."""
    plate.disc(420, 400, 250, OCHRE)
    plate.hatch(
        (0, 60, WIDTH, 760),
        MIST,
        spacing=34,
        width=17,
        length=400,
        tone=lambda x, y: 0.3 + y / 1000,
    )
    for x, y in ((1330, 190), (1420, 240), (1260, 260)):
        plate.stroke(
            smooth(
                [(x - 44, y - 14), (x - 18, y - 20), (x, y), (x + 18, y - 20), (x + 44, y - 14)]
            ),
            10,
            INK,
        )
    plate.bar(0, 800, WIDTH, HEIGHT, BLUE)
    _rigging(plate)
    _carrack_hull(plate)
    for row, (y, colour) in enumerate(((836, BLUE), (906, NIGHT), (984, BLUE))):
        _waves(plate, y, 128 + row * 26, colour, shift=row * 54)


def _rigging(plate: Plate) -> None:
    for x, top, foot in ((560, 170, 640), (800, 60, 640), (1050, 200, 600)):
        plate.line((x, foot), (x, top), 18, INK)
        plate.stroke(
            smooth([(x, top), (x - 60, top - 14), (x - 120, top + 10), (x - 176, top)]),
            30,
            RED,
            (1, 0.1),
        )
    for end in ((250, 560), (560, 190)):
        plate.line((400, 590), end, 9, INK)
    plate.line((520, 620), (230, 520), 16, INK)
    for x in (470, 650, 700, 900, 960, 1140):
        mast = min((560, 800, 1050), key=lambda at: abs(at - x))
        plate.line((mast, 220), (x, 640), 4, INK)
    _sail(plate, 560, 290, 130, 250, cross=True)
    _sail(plate, 800, 330, 176, 270, cross=True)
    _sail(plate, 800, 140, 110, 160, cross=False)
    plate.line((960, 470), (1170, 190), 14, INK)
    lateen = smooth([(1166, 200), (1130, 330), (1180, 470), (1120, 540), (1030, 520), (964, 474)])
    plate.fill(moved(lateen, 6, 8), INK)
    plate.fill([(1156, 216), *moved(lateen, -8, -4)[12:-6], (978, 466)], PAPER)


def _sail(plate: Plate, x: float, y: float, half: float, height: float, *, cross: bool) -> None:
    """Square, bellying towards the left."""
    swell = -half * 0.3
    outline = [(-half, 0), (0, -8), (half, 0)]
    outline += [(half * 0.86 + swell, height * 0.5), (half * 1.12, height), (swell, height * 0.9)]
    outline += [(-half * 1.12 + swell * 0.3, height), (-half * 1.25 + swell, height * 0.5)]
    edge = smooth(outline, closed=True, steps=9)
    plate.stroke([(x - half - 24, y), (x + half + 24, y)], 18, INK, (0.6, 0.6))
    plate.fill([(x + px * 1.07, y - 6 + py * 1.05) for px, py in edge], INK)
    shape = moved(edge, x, y)
    plate.fill(shape, PAPER)
    with plate.clipped(shape):
        plate.hatch(
            (x + half * 0.25, y, x + half * 1.2, y + height), INK, angle=78, width=8, length=110
        )
        if cross:
            middle = x + swell * 0.8
            plate.line((middle, y + height * 0.14), (middle, y + height * 0.82), half * 0.2, RED)
            plate.line(
                (middle - half * 0.6, y + height * 0.42),
                (middle + half * 0.6, y + height * 0.42),
                half * 0.2,
                RED,
            )


def _carrack_hull(plate: Plate) -> None:
    hull = path("360,560 380,600 520,606 560,668 930,668 960,566 1060,556 1070,500 1240,480")
    hull += [(1220, 640), (1180, 780), (1120, 880), (560, 880), (450, 760), (400, 640)]
    plate.fill(hull, INK)
    with plate.clipped(hull):
        for y in (640, 700, 752, 804):
            plate.stroke(
                smooth([(380, y - 30), (560, y + 14), (800, y + 26), (1020, y), (1240, y - 60)]),
                9,
                OCHRE,
            )
        for x in (620, 700, 780, 860, 1010, 1090):
            plate.bar(x, 712 - max(0, x - 900) * 0.25, x + 26, 738 - max(0, x - 900) * 0.25, RED)
    for x in range(1084, 1230, 30):
        plate.bar(x, 505 - (x - 1084) * 0.1, x + 14, 526 - (x - 1084) * 0.1, OCHRE)
    for x in range(392, 520, 32):
        plate.bar(x, 572, x + 14, 592, OCHRE)


def _waves(plate: Plate, y: float, size: float, colour: str, shift: float) -> None:
    crest: list[Point] = [(-200, HEIGHT)]
    x = -180.0 + shift
    while x < WIDTH + 200:
        crest += smooth(
            [
                (x, y + size * 0.3),
                (x + size * 0.35, y),
                (x + size * 0.62, y - size * 0.12),
                (x + size * 0.55, y + size * 0.1),
                (x + size * 0.75, y + size * 0.26),
                (x + size, y + size * 0.3),
            ],
            steps=5,
        )
        x += size
    plate.fill([*crest, (WIDTH + 200, HEIGHT)], colour)
    x = -180.0 + shift
    while x < WIDTH + 200:
        for inset in (0.14, 0.34):
            arc = smooth(
                [
                    (x + size * 0.02, y + size * (0.3 + inset)),
                    (x + size * 0.34, y + size * inset),
                    (x + size * 0.52, y + size * (inset - 0.06)),
                ]
            )
            plate.stroke(arc, 11, PAPER)
        x += size


def lisbon_1755(plate: Plate) -> None:
    """The sea before a ruined arcade."""
    plate.bar(0, 0, WIDTH, HEIGHT, OCHRE)
    plate.hatch(
        (0, 0, WIDTH, 640),
        RED,
        spacing=36,
        width=26,
        length=420,
        angle=-5,
        tone=lambda x, y: max(0.0, 1 - y / 560),
    )
    _arcade(plate)
    for x, y, size in ((900, 720, 60), (820, 742, 44), (980, 740, 52), (1010, 700, 34)):
        stone = path("-1,.7 -.7,-.5 .2,-.8 1,-.1 .9,.7")
        plate.fill(moved(stone, x, y, size), INK)
        plate.cut((x - size * 0.5, y - size * 0.3), (x + size * 0.5, y - size * 0.4), 9, PAPER)
    for row, (y, colour) in enumerate(((770, BLUE), (860, NIGHT), (960, BLUE))):
        _waves(plate, y, 210 + row * 34, colour, shift=-row * 80)


def _arcade(plate: Plate) -> None:
    wall = path(
        "120,900 120,430 200,396 250,440 330,420 420,300 520,286 600,330 660,300 760,320 800,420 "
        "860,470 900,660 960,690 1020,480 1090,420 1190,440 1260,380 1400,400 1450,470 1480,900"
    )
    plate.fill([(x + (14 if x > 800 else -14), y - 12) for x, y in wall], INK)
    plate.fill(wall, PAPER)
    with plate.clipped(wall):
        plate.line((100, 500), (1500, 500), 12, INK)
        plate.line((100, 522), (1500, 522), 6, INK)
        for row, y in enumerate(range(330, 500, 42)):
            for x in range(130 + row % 2 * 55, 1470, 110):
                plate.cut((x, y), (x + 80, y), 7, INK)
        for x in (150, 335, 520, 705, 1080, 1270):
            _arch(plate, x)


def _arch(plate: Plate, x: float) -> None:
    for grow, colour in ((12, INK), (0, NIGHT)):
        opening = [(x - grow, 900), (x - grow, 640)]
        opening += [polar((x + 75, 640), 75 + grow, math.radians(a)) for a in range(180, 361, 6)]
        plate.fill([*opening, (x + 150 + grow, 900)], colour)
    plate.stroke([polar((x + 75, 640), 52, math.radians(a)) for a in range(185, 300, 8)], 12, BLUE)
    plate.cut((x + 26, 650), (x + 26, 850), 13, BLUE)
    for angle in range(195, 360, 25):
        start = polar((x + 75, 640), 88, math.radians(angle))
        plate.line(start, polar((x + 75, 640), 116, math.radians(angle)), 6, INK)
