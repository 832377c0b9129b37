"""From the Ides of March to Hastings."""

import math

from drawings.plate import (
    BLUE,
    DEEP_RED,
    HEIGHT,
    INK,
    MIST,
    OCHRE,
    PAPER,
    RED,
    WIDTH,
    Plate,
    box,
    leaf,
    mirrored,
    moved,
    oval,
    path,
    polar,
    smooth,
)


def ides_of_march(plate: Plate) -> None:
    """A dagger through a laurel wreath."""
    plate.bar(0, 0, WIDTH, HEIGHT, RED)
    centre = (800, 520)
    plate.rays(centre, (440, 1050), 72, 16, DEEP_RED)
    for side in (-1, 1):
        _laurel_branch(plate, centre, 340, side)
    _dagger(plate, 800, 92)


def _laurel_branch(plate: Plate, centre: tuple[float, float], radius: float, side: int) -> None:
    steps = 13
    stem = []
    for step in range(steps + 1):
        angle = math.pi / 2 - side * (-0.16 + 2.75 * step / steps)
        stem.append(polar(centre, radius, angle))
    plate.stroke(smooth(stem), 16, INK, (1, 0.2))
    for step, foot in enumerate(stem[1:]):
        along = math.pi / 2 - side * (-0.16 + 2.75 * (step + 1) / steps) - side * math.pi / 2
        size = 150 - 40 * step / steps
        for lean, colour in ((-0.55, OCHRE), (0.55, OCHRE), (0, PAPER)):
            if colour == PAPER and step % 3:
                continue
            if colour == PAPER:
                berry = polar(foot, 46, along + side * 1.5)
                plate.disc(*berry, 15, INK)
                continue
            angle = along + lean
            plate.fill(leaf(foot, size + 14, angle, 0.38), INK)
            plate.fill(leaf(polar(foot, 6, angle), size, angle, 0.3), colour)
            plate.cut(polar(foot, 8, angle), polar(foot, size * 0.86, angle), 6, INK)


def _dagger(plate: Plate, x: float, top: float) -> None:
    blade = [(0, 250), (-62, 262), (-50, 400), (-66, 560), (-30, 700), (0, 790)]
    edge = [(across * 1.22, along + (4 if along > 300 else 0)) for across, along in blade]
    plate.fill(moved(mirrored(smooth(edge), 0), x, top), INK)
    shape = moved(mirrored(smooth(blade), 0), x, top)
    plate.fill(shape, PAPER)
    with plate.clipped(shape):
        plate.hatch(
            (x, top + 255, x + 90, top + 800), INK, spacing=22, width=14, length=105, angle=62
        )
        plate.bar(x - 100, top + 240, x, top + 800, PAPER)
    plate.stroke([(x, top + 260), (x, top + 600), (x, top + 780)], 9, INK, (1, 0))
    plate.fill(box(x - 118, top + 216, x + 118, top + 262), INK)
    plate.fill(box(x - 104, top + 228, x + 104, top + 248), OCHRE)
    grip = [(0, 60), (-30, 66), (-24, 110), (-40, 138), (-24, 166), (-32, 218), (0, 218)]
    plate.fill(moved(mirrored(smooth(grip), 0), x, top), INK)
    for y in (90, 112, 164, 188):
        plate.cut((x - 22, top + y), (x + 22, top + y), 7, OCHRE)
    plate.disc(x, top + 138, 17, OCHRE)
    plate.disc(x, top + 42, 52, INK, 0.8)
    plate.disc(x, top + 42, 34, OCHRE, 0.74)
    plate.fill(
        smooth(
            [(x, top + 800), (x - 15, top + 842), (x, top + 860), (x + 15, top + 842)], closed=True
        ),
        INK,
    )


def vesuvius_79(plate: Plate) -> None:
    """The plume over the bay, shaped like an umbrella pine."""
    plate.hatch((0, 0, WIDTH, 740), OCHRE, tone=lambda x, y: 0.3 + y / 900, spacing=22, width=20)
    plate.disc(300, 560, 92, RED)
    _plume(plate)
    _mountain(plate)
    plate.bar(0, 774, WIDTH, HEIGHT, MIST)
    plate.water(774, HEIGHT, BLUE)
    plate.fill(smooth([(-40, 786), (120, 752), (330, 768), (520, 776), (-40, 820)]), INK)
    _galley(plate, 520, 900)
    for x, y, size in ((1250, 1075, 0.95), (1400, 1090, 1.2)):
        _umbrella_pine(plate, x, y, size)


def _mountain(plate: Plate) -> None:
    mountain = [(200, 800), (440, 730), (630, 600), (760, 490), (846, 462), (900, 474), (962, 456)]
    mountain += [(1040, 490), (1190, 610), (1390, 730), (1640, 800)]
    outline = smooth(mountain)
    plate.fill([*outline, (1640, 830), (200, 830)], BLUE)
    with plate.clipped([*outline, (1640, 830), (200, 830)]):
        plate.hatch(
            (880, 450, 1640, 830),
            INK,
            tone=lambda x, y: min(1, (x - 860) / 380),
            angle=36,
            spacing=22,
            width=19,
        )
        plate.hatch(
            (200, 460, 880, 830), MIST, tone=lambda x, y: 0.5, angle=-40, spacing=34, width=15
        )
        for start, end in (
            ((905, 440), (874, 560)),
            ((934, 440), (975, 545)),
            ((880, 440), (826, 530)),
        ):
            plate.cut(start, end, 20, RED)


def _plume(plate: Plate) -> None:
    trunk = path(
        "838,476 866,390 862,310 820,250 700,200 1120,200 1000,250 952,310 946,390 968,476"
    )
    plate.fill(smooth(trunk, closed=True), INK)
    lobes = ((480, 190, 105), (610, 130, 125), (760, 96, 135), (920, 84, 145), (1080, 104, 135))
    lobes += (
        (1220, 138, 120),
        (1345, 196, 98),
        (700, 190, 110),
        (860, 200, 110),
        (1020, 196, 115),
        (1160, 206, 100),
        (580, 215, 85),
    )
    for x, y, radius in lobes:
        plate.disc(x, y, radius, INK, 0.72)
    for x, y, radius in lobes:
        for ring in (0.8, 0.5):
            arc = [polar((x, y), radius * ring, math.radians(a)) for a in range(188, 330, 10)]
            plate.stroke([(px, y + (py - y) * 0.72) for px, py in arc], 9 * ring + 4, PAPER)
    for shift in (-36, 0, 36):
        plate.stroke(
            smooth([(905 + shift, 462), (906 + shift * 0.9, 350), (905 + shift * 1.8, 262)]),
            9,
            PAPER,
        )


def _galley(plate: Plate, x: float, y: float) -> None:
    hull = path("-190,-36 -150,6 -80,26 90,26 160,4 214,-52 176,-20 120,-10 -120,-10")
    plate.fill(moved(hull, x, y), INK)
    plate.line((x + 10, y), (x + 10, y - 190), 9, INK)
    plate.fill(
        moved(
            smooth(
                path("-90,-176 10,-184 110,-176 124,-110 96,-44 10,-56 -76,-44 -104,-110"),
                closed=True,
            ),
            x,
            y,
        ),
        INK,
    )
    plate.fill(
        moved(
            smooth(
                path("-80,-166 10,-173 100,-166 112,-110 86,-56 10,-67 -66,-56 -92,-110"),
                closed=True,
            ),
            x,
            y,
        ),
        PAPER,
    )
    for stripe in (-54, 10, 74):
        plate.cut((x + stripe, y - 172), (x + stripe, y - 56), 18, RED)
    for oar in range(-110, 130, 34):
        plate.cut((x + oar, y + 4), (x + oar - 34, y + 56), 7, INK)


def _umbrella_pine(plate: Plate, x: float, y: float, size: float) -> None:
    trunk = moved(smooth([(0, 0), (-14, -150), (6, -290), (0, -330)]), x, y, size)
    plate.stroke(trunk, 30 * size, INK, (1, 0.6))
    for dx, dy in ((-110, -350), (-50, -370), (90, -356)):
        plate.stroke(
            [(x, y - 270 * size), (x + dx * size, y + dy * size)], 14 * size, INK, (1, 0.4)
        )
    crown = path("-190,-350 -150,-410 -60,-440 40,-446 140,-416 196,-356 120,-334 0,-344 -120,-334")
    shape = moved(smooth(crown, closed=True), x, y, size)
    plate.fill(shape, INK)
    with plate.clipped(shape):
        area = (x - 200 * size, y - 450 * size, x + 60 * size, y - 370 * size)
        plate.hatch(
            area, OCHRE, spacing=24, width=10, length=75, angle=-12, tone=lambda px, py: 0.9
        )


def hastings_1066(plate: Plate) -> None:
    """A shield wall on the ridge at dusk."""
    plate.bar(0, 0, WIDTH, HEIGHT, OCHRE)
    plate.hatch(
        (0, 0, WIDTH, 620),
        RED,
        tone=lambda x, y: max(0, 1.1 - y / 560),
        spacing=54,
        width=48,
        length=800,
    )
    plate.disc(1180, 470, 150, PAPER)
    plate.disc(1180, 470, 136, RED)
    hill = smooth([(-20, 560), (260, 500), (560, 470), (860, 490), (1180, 560), (1640, 660)])
    _distant_spears(plate)
    with plate.clipped(plate.land(hill, INK)):
        plate.hatch(
            (0, 470, WIDTH, 760),
            OCHRE,
            tone=lambda x, y: 0.55,
            spacing=110,
            width=17,
            length=320,
            angle=6,
        )
    for x in (1490, 110, 1260, 340, 1030, 570, 800):
        _warrior(plate, x, 700 + abs(x - 800) * 0.04, int(x) % 3)


def _distant_spears(plate: Plate) -> None:
    for number in range(20):
        x = 50 + number * 74
        y = 500 + abs(x - 600) * 0.11
        tilt = plate.random.uniform(-16, 16)
        top = y - plate.random.uniform(150, 210)
        plate.spear((x, y + 40), (x + tilt, top), 4)


def _warrior(plate: Plate, x: float, y: float, device: int) -> None:
    plate.line((x + 112, y + 380), (x + 92, y - 330), 11, INK)
    plate.fill(moved([(0, -72), (18, -8), (0, 22), (-18, -8)], x + 92, y - 330), INK)
    plate.fill(moved([(0, -52), (9, -8), (0, 10), (-9, -8)], x + 92, y - 330), PAPER)
    _helmet(plate, x, y - 40)
    outline = [(0, -6), (-78, 20), (-112, 90), (-100, 190), (-56, 330), (0, 440)]
    shield = mirrored(smooth(outline), 0)
    colours = ((RED, PAPER), (BLUE, OCHRE), (PAPER, RED))[device]
    plate.fill(moved([(px * 1.12, py * 1.04 - 6) for px, py in shield], x, y), INK)
    plate.fill(moved(shield, x, y), colours[0])
    with plate.clipped(moved(shield, x, y)):
        _device(plate, x, y, device, colours[1])
        with plate.clipped(box(x + 44, y, x + 130, y + 440)):
            area = (x + 44, y, x + 130, y + 440)
            plate.hatch(area, INK, spacing=28, width=12, length=120, angle=70)
    plate.disc(x, y + 110, 30, INK)
    plate.disc(x, y + 110, 18, OCHRE)


def _device(plate: Plate, x: float, y: float, device: int, colour: str) -> None:
    """A cross, chevrons, or a serpent."""
    if device == 0:
        plate.line((x, y - 10), (x, y + 450), 30, colour)
        plate.line((x - 120, y + 110), (x + 120, y + 110), 30, colour)
    elif device == 1:
        for row in (y + 60, y + 170, y + 280):
            chevron = [(x - 120, row + 60), (x, row - 20), (x + 120, row + 60)]
            plate.stroke(chevron, 26, colour, (1, 1))
    else:
        serpent = moved([(-90, 60), (30, 120), (-30, 220), (10, 330)], x, y)
        plate.stroke(smooth(serpent), 34, colour, (1, 0.3))


def _helmet(plate: Plate, x: float, y: float) -> None:
    plate.fill(moved(mirrored(smooth([(0, -20), (-62, -10), (-74, 60), (-90, 120)]), 0), x, y), INK)
    plate.fill(oval(x, y + 4, 46, 52), PAPER)
    dome = mirrored(smooth([(0, -150), (-26, -120), (-58, -50), (-64, -8)]), 0)
    plate.fill(moved([(px * 1.12, py * 1.04) for px, py in dome], x, y), INK)
    plate.fill(moved(dome, x, y), MIST)
    with plate.clipped(moved(dome, x, y)):
        plate.hatch((x + 4, y - 150, x + 70, y), INK, spacing=19, width=12, length=75, angle=60)
        plate.bar(x - 70, y - 150, x - 1, y, MIST)
    plate.bar(x - 70, y - 20, x + 70, y - 2, INK)
    plate.bar(x - 10, y - 10, x + 10, y + 44, INK)
    for side in (-1, 1):
        plate.cut((x + side * 14, y + 8), (x + side * 36, y + 8), 7, INK)
