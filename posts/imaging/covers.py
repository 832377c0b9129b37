"""The typographic cover of a post, for sharing and for lists: an almanac leaf."""

from dataclasses import asdict, dataclass, replace
from functools import cache
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from posts.imaging.drawing import (
    COOL,
    INK,
    INK_SOFT,
    PAPER,
    PATTERN,
    VERMILION,
    Block,
    Box,
    Line,
    Style,
    largest_that,
    rosette,
    set_text,
    stacked,
)
from posts.imaging.letters import ITALIC, SANS, SERIF, clean, face_for, legible

SMALL_CAPS = 0.7  # of the figures beside them
READABLE = 40  # a title smaller than this asks the year to give way
SHORT_YEAR = 5  # characters: fits the date panel, as a day would

DAY = Style("day", SERIF, VERMILION, 330)
HERO = Style("year", SERIF, VERMILION, 190)
HEROES = (HERO, replace(HERO, largest=130), replace(HERO, largest=96))
MONTH = Style("month", SERIF, INK, 62)
YEAR = Style("year", SERIF, INK, 62)
NOTE = Style("note", ITALIC, INK_SOFT, 38, rows=2)
WHEN = Style("note", ITALIC, INK_SOFT, 44)
PLACE = Style("place", SANS, COOL, 30, rows=2, spacing=0.12)
TITLE = Style("title", SERIF, INK, 108, rows=12)
SITE = Style("site", ITALIC, INK_SOFT, 32)


@dataclass(frozen=True)
class Cover:
    """What a cover says; any part may be empty.

    Without `day` the year is the hero, and may be words: "480s", "5th century".
    """

    day: str = ""
    month: str = ""
    year: str = ""
    era: str = ""
    note: str = ""
    place: str = ""
    title: str = ""
    site: str = ""


@dataclass(frozen=True)
class Layout:
    frame: Box
    patterned: Box  # the part of the frame that shows the rosette
    rosette_centre: tuple[float, float]
    rosette_radius: float
    divider: Box | None
    lines: tuple[Line, ...]


def draw_cover(cover: Cover, size: tuple[int, int] = (1200, 630)) -> bytes:
    """Return the cover as PNG; the same cover gives the same bytes."""
    layout = lay_out(cover, size)
    page = Image.new("RGB", size, PAPER)
    pattern = rosette(size, layout.rosette_centre, layout.rosette_radius, clean(cover.title))
    left, top, right, bottom = (round(edge) for edge in layout.patterned)
    page.paste(PATTERN, (left, top), pattern.crop((left, top, right, bottom)))
    draw = ImageDraw.Draw(page)
    _draw_rules(draw, layout, unit=layout.frame[0] / 36)
    for line in layout.lines:
        line.draw_on(draw)
    out = BytesIO()
    # The best compression takes as long as all the drawing, for a tenth of the bytes.
    page.quantize(palette=_inks(), dither=Image.Dither.NONE).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _draw_rules(draw: ImageDraw.ImageDraw, layout: Layout, unit: float) -> None:
    left, top, right, bottom = layout.frame
    outset = 9 * unit
    thick = max(1, round(2.4 * unit))
    around = (left - outset, top - outset, right + outset, bottom + outset)
    draw.rectangle(around, outline=INK, width=thick)
    draw.rectangle(layout.frame, outline=INK, width=1)
    if layout.divider:
        draw.line(layout.divider, fill=PATTERN, width=max(1, round(2 * unit)))


@cache
def _inks() -> Image.Image:
    """A palette of every ink in steps from the paper: flat areas keep their exact colour.

    The rosette has few steps: its edges are most of the file.
    """
    paper = ImageColor.getrgb(PAPER)
    table: list[int] = []
    for ink, steps in ((INK, 9), (INK_SOFT, 5), (VERMILION, 7), (COOL, 5), (PATTERN, 2)):
        for step in range(steps + 1):
            ratio = step / steps
            pairs = zip(paper, ImageColor.getrgb(ink), strict=True)
            table += [round(a + (b - a) * ratio) for a, b in pairs]
    palette = Image.new("P", (1, 1))
    palette.putpalette(table)
    return palette


def lay_out(cover: Cover, size: tuple[int, int] = (1200, 630)) -> Layout:
    """Place every part inside the frame, shrinking what is long; nothing is cut off."""
    unit = min(size[0] / 1200, size[1] / 630)
    inset = 36 * unit
    frame = (inset, inset, size[0] - inset, size[1] - inset)
    parts = _legible(Cover(**{name: clean(value) for name, value in asdict(cover).items()}))
    if not parts.title:
        return _date_alone(parts, frame, unit)
    wide = size[0] > 1.4 * size[1]
    if wide and (parts.day or 0 < len(parts.year) <= SHORT_YEAR):
        return _leaf(parts, frame, unit)
    return _banner(parts, frame, unit)


def _legible(cover: Cover) -> Cover:
    """Leave out names in letters that we have no type for; of an undated one the site stands."""
    place, site = legible(cover.place, PLACE.face), legible(cover.site, SITE.face)
    title = legible(cover.title, TITLE.face)
    if not title and not cover.year:
        title, site = site, ""
    return replace(cover, place=place, title=title, site=site)


def _date_alone(cover: Cover, frame: Box, unit: float) -> Layout:
    """The date in the middle of the whole leaf: a title in letters that we have not is missing."""
    left, top, right, bottom = frame
    sheet = (left + 54 * unit, top + 30 * unit, right - 54 * unit, bottom - 30 * unit)
    foot = _foot(cover, sheet, unit)
    end = foot.box[1] - 30 * unit if foot.lines else sheet[3]
    date = _date_panel(cover, (sheet[0], sheet[1], sheet[2], end), unit)
    middle = ((left + right) / 2, (top + bottom) / 2)
    return Layout(frame, frame, middle, 300 * unit, None, date.lines + foot.lines)


def _leaf(cover: Cover, frame: Box, unit: float) -> Layout:
    """The date in a panel of its own on the left, place and title beside it."""
    left, top, right, bottom = frame
    fold = left + (right - left) * 0.36
    column = (fold + 50 * unit, top + 50 * unit, right - 46 * unit, bottom - 42 * unit)
    place = set_text(cover.place, PLACE, column, unit)
    site = set_text(cover.site, SITE, column, unit)
    site = site.headed(column[3] - site.height)
    above = column[1] + place.height + 36 * unit
    below = column[3] - site.height - 36 * unit
    title = set_text(cover.title, TITLE, (column[0], above, column[2], below), unit)
    title = title.moved(0, (below - above - title.height) * 0.42)
    date = _date_panel(cover, (left + 28 * unit, top, fold - 28 * unit, bottom), unit)
    lines = (*date.lines, *place.lines, *title.lines, *site.lines)
    middle = ((left + fold) / 2, (top + bottom) / 2)
    half = (left, top, fold, bottom)
    return Layout(frame, half, middle, 300 * unit, (fold, top, fold, bottom), lines)


def _date_panel(cover: Cover, panel: Box, unit: float) -> Block:
    note = set_text(cover.note, NOTE, panel, unit)
    day = set_text(cover.day, DAY, panel, unit)
    month = set_text(cover.month, MONTH, panel, unit)
    year = _set_year(cover, YEAR if cover.day else HERO, panel, unit)
    if day.lines and month.lines and year.lines:
        month, year = month.followed_by(year, leading=YEAR.largest * 1.06 * unit), Block()
    middle = (panel[0] + panel[2]) / 2
    date = stacked((block.centred(middle) for block in (note, day, month, year)), 26 * unit)
    return date.headed((panel[1] + panel[3] - date.height) / 2)


def _banner(cover: Cover, frame: Box, unit: float) -> Layout:
    """The date across the whole width, for years that are words and for no date at all."""
    left, top, right, bottom = frame
    sheet = (left + 54 * unit, top + 46 * unit, right - 54 * unit, bottom - 44 * unit)
    foot = _foot(cover, sheet, unit)
    for hero in HEROES:
        date = _banner_date(cover, hero, sheet, unit)
        start = date.box[3] + 60 * unit if date.lines else sheet[1]
        end = foot.box[1] - 38 * unit if foot.lines else sheet[3]
        title = set_text(cover.title, TITLE, (sheet[0], start, sheet[2], end), unit)
        if not title.lines or title.lines[0].size >= READABLE * unit:
            break
    title = title.moved(0, (end - start - title.height) * 0.4)
    rule = start - 29 * unit
    divider = (sheet[0], rule, sheet[2], rule) if date.lines else None
    centre = (right - 200 * unit, top + 110 * unit)
    lines = date.lines + title.lines + foot.lines
    return Layout(frame, frame, centre, 380 * unit, divider, lines)


def _banner_date(cover: Cover, hero: Style, sheet: Box, unit: float) -> Block:
    when = " ".join(part for part in (cover.note, cover.day, cover.month) if part)
    blocks = (set_text(when, WHEN, sheet, unit), _set_year(cover, hero, sheet, unit))
    return stacked(blocks, 24 * unit)


def _foot(cover: Cover, sheet: Box, unit: float) -> Block:
    """Place on the left, the site's name on the right, both on the sheet's lower edge."""
    left, top, right, bottom = sheet
    width = right - left
    place = set_text(cover.place, PLACE, (left, top, left + width * 0.62, bottom), unit)
    site = set_text(cover.site, SITE, (left + width * 0.68, top, right, bottom), unit)
    place = place.headed(bottom - place.height)
    site = site.headed(bottom - site.height).moved(right - site.box[2] if site.lines else 0, 0)
    return Block(place.lines + site.lines)


def _set_year(cover: Cover, style: Style, room: Box, unit: float) -> Block:
    """The year with its era beside it in small capitals, on one line: "AD 79", "44 BC"."""
    if not cover.year:
        return Block()
    face, era = face_for(cover.year, SERIF), cover.era.upper()

    def parts(size: int) -> list[Line]:
        year = Line("year", cover.year, face, size, style.colour, room[0], 0)
        small = round(size * SMALL_CAPS)
        beside = Line("era", era, face, small, style.colour, room[0], 0, size * 0.04)
        row = [beside, year] if era == "AD" else [year, beside] if era else [year]
        return [row[0], *(line.moved(row[0].width + size * 0.26, 0) for line in row[1:])]

    def fits(size: int) -> bool:
        last = parts(size)[-1]
        return last.x + last.width <= room[2]

    size = largest_that(fits, round(style.largest * unit))
    return Block(tuple(parts(size))).headed(room[1])
