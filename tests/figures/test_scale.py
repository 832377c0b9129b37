import doctest

from posts.figures import scale as module
from posts.figures.scale import Scale, rooms


def test_the_example_in_the_docstring_holds():
    assert doctest.testmod(module).failed == 0


def test_equal_numbers_take_equal_rooms_and_fill_the_length():
    assert rooms([5, 5, 5, 5], length=100, least=[10] * 4, most=60) == [25, 25, 25, 25]


def test_years_stand_evenly_within_a_span_and_those_beyond_at_its_ends():
    scale = Scale((1800, 1900, 2000), (0, 10, 110))

    assert [scale.at(year) for year in (1, 1800, 1850, 1900, 1950, 2000, 2026)] == [
        *(0, 0, 5, 10, 60, 110, 110),
    ]
