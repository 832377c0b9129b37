from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageColor

from posts.imaging.covers import Cover, Layout, draw_cover, lay_out
from posts.imaging.drawing import PAPER, Block, Box
from posts.imaging.letters import SERIF, clean, legible

IDES = Cover("15", "March", "44", "BC", "", "Rome", "The Ides of March", "Days of the Past")
LONGEST_TITLE = (
    "A long account of the morning on which the “ever-victorious” army of Ōuchi Yoshitaka "
    "crossed the frozen river near Český Krumlov, while Łódź burned and nobody, not even the "
    "Pope, knew what followed"
)
CROWDED = Cover(
    day="24",
    month="September",
    year="1066",
    era="AD",
    note="according to one manuscript 24 October",
    place="Pompeii, Herculaneum, Stabiae and Oplontis on the Bay of Naples",
    title=LONGEST_TITLE,
    site="An Almanac of Days in the Past",
)
COVERS = {
    "full date": IDES,
    "crowded": CROWDED,
    "old style": replace(IDES, day="7", month="November", year="1917", note="Old Style 25 October"),
    "no era": replace(IDES, era=""),
    "year": replace(IDES, day="", month="", year="1816", era="", note="about"),
    "month and year": replace(IDES, day="", month="June", year="1381", era=""),
    "decade": replace(IDES, day="", month="", year="480s"),
    "century": replace(CROWDED, day="", month="", year="5th century", era="BC"),
    "millennium": replace(CROWDED, day="", month="", year="3rd millennium", era="BC"),
    "no date": replace(IDES, day="", month="", year="", era=""),
    "title only": Cover("", "", "", "", "", "", "Harold", ""),
    "one endless word": replace(IDES, title="Donaudampfschifffahrt" * 9),
    "Cyrillic and Greek": replace(IDES, place="Санкт-Петербург", title="Ελλάδα и Россия"),
    "before 1000": replace(IDES, year="79", era="AD"),
    "no such title": replace(CROWDED, title="本能寺の変"),
    "no such title, a year": replace(CROWDED, day="", month="", title="본"),
    "no such title, words": replace(CROWDED, day="", month="", year="5th century", title="本"),
    "no such letters": replace(IDES, place="京都", title="本能寺の変 🏯"),
}
laid_out = cache(lay_out)
SIZES = [(1200, 630), (600, 315), (1000, 1000)]


def overlap(one: Box, other: Box) -> bool:
    apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    return not apart


def blocks(layout: Layout) -> dict[str, Box]:
    roles = dict.fromkeys(line.role for line in layout.lines)
    return {
        role: Block(tuple(line for line in layout.lines if line.role == role)).box for role in roles
    }


def words(layout: Layout, role: str) -> str:
    return " ".join(line.text for line in layout.lines if line.role == role)


@pytest.mark.parametrize("cover", COVERS.values(), ids=COVERS)
def test_a_cover_is_a_small_png_of_the_size_asked_for(cover):
    png = draw_cover(cover)
    with Image.open(BytesIO(png)) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
        assert picture.convert("RGB").getpixel((2, 2)) == ImageColor.getrgb(PAPER)
    assert len(png) < 60_000


def test_the_same_cover_gives_the_same_bytes_and_another_title_others():
    assert draw_cover(IDES) == draw_cover(replace(IDES))
    assert draw_cover(IDES) != draw_cover(replace(IDES, title="The Ides of Marsh"))


def test_a_cover_can_be_drawn_at_another_size():
    with Image.open(BytesIO(draw_cover(IDES, (600, 315)))) as picture:
        assert picture.size == (600, 315)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("cover", COVERS.values(), ids=COVERS)
def test_every_line_stands_inside_the_frame(cover, size):
    layout = laid_out(cover, size)
    left, top, right, bottom = layout.frame
    outside = [
        line
        for line in layout.lines
        if line.box[0] < left or line.box[1] < top or line.box[2] > right or line.box[3] > bottom
    ]
    assert outside == []


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("cover", COVERS.values(), ids=COVERS)
def test_no_part_covers_another(cover, size):
    parts = blocks(laid_out(cover, size))
    clashes = [(a, b) for a, b in combinations(parts, 2) if overlap(parts[a], parts[b])]
    assert clashes == []


@pytest.mark.parametrize("name", ["full date", "crowded", "century", "no date"])
def test_every_word_of_the_title_is_set(name):
    assert words(lay_out(COVERS[name]), "title") == COVERS[name].title


@pytest.mark.parametrize(
    "title", ["Vesuvius buries Pompeii", "Wilhelmine of Prussia", "Independence now", "Ōuchi dies"]
)
def test_no_word_breaks_to_even_the_lines(title):
    assert words(lay_out(replace(IDES, title=title)), "title") == title


def test_the_longest_title_stays_readable():
    """Scaled to 300 pixels wide, 36 becomes 9: the least that can be read."""
    sizes = {line.size for line in lay_out(CROWDED).lines if line.role == "title"}
    assert min(sizes) >= 36


def test_a_day_is_the_hero_and_without_one_the_year():
    def tallest(cover: Cover) -> str:
        return max(lay_out(cover).lines, key=lambda line: line.size).text

    assert tallest(IDES) == "15"
    assert tallest(COVERS["century"]) == "5th century"
    assert tallest(COVERS["year"]) == "1816"


def test_decomposed_and_invisible_characters_are_tidied():
    assert clean("Cafe\u0301\u200b \n  society\x00") == "Café society"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The Honnō-ji incident (本能寺の変) 🏯", "The Honnō-ji incident"),
        ("Kyoto, 京都", "Kyoto"),
        ("Ελλάδα и Россия", "Ελλάδα и Россия"),
        ("הכרזת העצמאות (1948)", ""),
        ("本能寺の変", ""),
        ("🏯", ""),
        ("Hồ Chí Minh", "Hô Chí Minh"),
        ("Nguyễn Ái Quốc", "Nguyên Ái Quôc"),
        ("Tên là Ẩm", "Tên là Âm"),
        ("Ƙasar Ɓauna", ""),
        ("Ngà̰o", "Ngào"),
        ("1066", "1066"),
        ("", ""),
    ],
)
def test_what_we_have_no_letters_for_is_left_out(text, shown):
    assert legible(text, SERIF) == shown


@pytest.mark.parametrize("title", ["本能寺の変", "عربي", "הכרזה", "Ƙasar"])
def test_the_date_stands_alone_for_a_title_in_letters_that_we_have_not(title):
    layout = lay_out(replace(IDES, title=title, place="京都"))
    parts = blocks(layout)

    assert set(parts) == {"day", "month", "year", "era", "site"}
    assert abs(sum(parts["day"][::2]) / 2 - 600) < 2
    undated = replace(IDES, day="", month="", year="", era="", title=title)
    assert words(lay_out(undated), "title") == IDES.site


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(
    ("era", "row"), [("AD", ["era", "year"]), ("BC", ["year", "era"]), ("", ["year"])]
)
@pytest.mark.parametrize("day", ["24", ""])
def test_the_era_stands_where_the_page_has_it(day, era, row, size):
    parts = blocks(lay_out(replace(IDES, day=day, year="79", era=era), size))

    beside = {part: parts[part] for part in ("year", "era") if part in parts}
    assert sorted(beside, key=lambda part: beside[part][0]) == row
