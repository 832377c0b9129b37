"""A sheet of paper with words on it, in the faces that covers are set in."""

from pathlib import Path

from PIL import ImageFont

from drawings.plate import (
    BLUE,
    HEIGHT,
    INK,
    MIST,
    OCHRE,
    PAPER,
    SCALE,
    WIDTH,
    Plate,
    Point,
    smooth,
)

FONTS = Path(__file__).parents[2] / "posts" / "imaging" / "fonts"
SERIF, ITALIC = "cover-serif.ttf", "cover-italic.ttf"
LEFT, RIGHT, TOP = 330, 1270, 46  # of the sheet
ROWS = 8
PRAYER = (
    "We, the women whose names stand below, are of full age and live",
    "in this colony. We pay its taxes and obey its laws, and have no part",
    "in making them. We ask that women be given the vote on the same",
    "terms as men, and before the next general election.",
)


def petition_sheet(plate: Plate) -> None:
    """One sheet of a petition, with columns for names that nobody bore."""
    plate.bar(0, 0, WIDTH, HEIGHT, BLUE)
    plate.bar(LEFT + 16, TOP + 18, RIGHT + 18, HEIGHT, INK)
    foot = HEIGHT + 10
    plate.fill([(LEFT, TOP), (RIGHT, TOP - 6), (RIGHT + 4, foot), (LEFT - 4, foot)], PAPER)
    plate.bar(LEFT - 3, 1016, RIGHT + 3, 1050, OCHRE)  # where the next sheet is pasted on
    _centred(plate, "To the House of Representatives", 84, SERIF, 48)
    _centred(plate, "in Parliament assembled", 146, ITALIC, 32)
    plate.line((700, 204), (900, 204), 3, INK)
    for number, line in enumerate(PRAYER):
        _set(plate, line, (LEFT + 62, 228 + number * 44), SERIF, 27)
    _columns(plate)


def _columns(plate: Plate) -> None:
    for name, x in (("Name", LEFT + 62), ("Residence", 880)):
        _set(plate, name, (x, 424), ITALIC, 27)
    for row in range(ROWS):
        y = 518 + row * 64
        plate.line((LEFT + 62, y), (RIGHT - 62, y), 2, MIST)
        _handwriting(plate, (LEFT + 74, y - 8), plate.random.uniform(230, 400))
        _handwriting(plate, (892, y - 8), plate.random.uniform(130, 240))
    plate.line((856, 424), (856, 518 + (ROWS - 1) * 64), 2, MIST)


def _handwriting(plate: Plate, start: Point, length: float) -> None:
    """Two words that look like writing from afar, and are none."""
    x, y = start
    for share in (0.38, 0.52):
        end = x + length * share
        points = [(x - 4, y - 6), (x + 4, y - 34), (x + 15, y - 30), (x + 9, y)]
        x += 16
        while x < end:
            height = plate.random.choice((10, 12, 13, 30))
            points += [(x + 5, y - height), (x + 10, y - height * 0.8), (x + 9, y)]
            x += plate.random.uniform(15, 23)
        plate.stroke(smooth(points, steps=6), 3, INK, (0.7, 0.5))
        x += 26


def _centred(plate: Plate, text: str, top: float, face: str, size: int) -> None:
    width = _font(face, size).getlength(text) / SCALE
    _set(plate, text, ((LEFT + RIGHT - width) / 2, top), face, size)


def _set(plate: Plate, text: str, place: Point, face: str, size: int) -> None:
    scaled = (place[0] * SCALE, place[1] * SCALE)
    plate.draw.text(scaled, text, fill=INK, font=_font(face, size))


def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """The plain layout, which gives the same picture on every machine."""
    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(FONTS / face, size * SCALE, layout_engine=basic)
