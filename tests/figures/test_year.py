import doctest

from hypothesis import given
from hypothesis import strategies as st

from posts.dates.anniversaries import DAYS
from posts.figures import year
from posts.figures.year import year_of


def cells(numbers: dict[int, int]):
    return [cell for month in year_of(numbers).months for row in month.rows for cell in row]


def shades(*numbers: int) -> list[int]:
    counted = cells(dict(zip(DAYS, numbers, strict=False)))
    return [cell.shade for cell in counted[: len(numbers)]]


def test_the_example_in_the_docstring_holds():
    assert doctest.testmod(year).failed == 0


def test_every_day_has_a_cell_and_every_month_its_stories():
    found = year_of({527: 3, 501: 1, 229: 2})

    assert [cell.month_day for cell in cells({})] == list(DAYS)
    assert [(month.number, month.stories) for month in found.months if month.stories] == [
        (2, 2),
        (5, 4),
    ]
    assert [len(row) for row in found.months[1].rows] == [7, 7, 7, 7, 1]
    assert [month.left for month in found.months[:4]] == [4, 6, 4, 5]


def test_few_different_numbers_take_shades_far_apart():
    assert shades(0, 0) == [0, 0]
    assert shades(0, 7, 7) == [0, 2, 2]
    assert shades(1, 0, 2) == [1, 0, 3]
    assert shades(1, 2, 5) == [1, 2, 4]
    assert shades(4, 3, 2, 1) == [4, 3, 2, 1]


def test_many_different_numbers_share_the_shades_evenly():
    found = shades(*range(200, 600))
    assert [found.count(shade) for shade in range(5)] == [0, 92, 91, 91, 92]


def test_the_legend_says_what_each_shade_stands_for():
    legend = year_of({101: 1, 102: 2, 103: 2, 104: 3, 105: 4, 106: 9}).legend
    assert [(row.shade, row.fewest, row.most) for row in legend] == [
        (0, 0, 0),
        *((1, 1, 2), (2, 3, 3), (4, 4, 9)),
    ]


@given(st.dictionaries(st.sampled_from(DAYS), st.integers(0, 10_000)))
def test_more_stories_are_never_lighter(numbers):
    ordered = sorted((cell.number, cell.shade) for cell in cells(numbers))
    assert [shade for _, shade in ordered] == sorted(shade for _, shade in ordered)
