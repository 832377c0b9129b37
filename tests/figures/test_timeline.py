import doctest
from importlib import import_module
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posts.figures import scale
from posts.figures.dots import Moment, dots
from posts.figures.layout import ACROSS, DOWN
from posts.figures.packing import Stretch
from posts.figures.scale import Scale, rooms
from posts.figures.timeline import Tally, Timeline, timeline

ribbon = import_module("posts.figures.ribbon")
CENTURIES = [
    Tally(f"{n + 1}th century", f"{n}00", n * 100 or 1, n * 100 + 99, number, f"/{n}", (number,))
    for n, number in enumerate((0, 1, 0, 4, 100, 2))
]
WAR = Stretch("A war", "337–453", "/war/", 337, 453)


@pytest.mark.parametrize("module", [scale, ribbon])
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("layout", [ACROSS, DOWN], ids=["across", "down"])
def test_a_century_with_many_stories_has_more_room_and_a_bar_as_large(layout):
    figure = timeline(CENTURIES, [], layout)
    room = [slot.room for slot in figure.slots]
    areas = [cell.bar.width * cell.bar.height for cell in figure.cells]

    assert room[4] == max(room)
    assert max(room[0], room[2]) <= min(room) + 1  # Rounding may give one more.
    assert [area == 0 for area in areas] == [tally.number == 0 for tally in CENTURIES]
    assert areas[4] == max(areas)
    assert figure.stretched == round(max(room) / min(room))


@pytest.mark.parametrize("layout", [ACROSS, DOWN], ids=["across", "down"])
def test_spans_follow_one_another_without_a_gap(layout):
    slots = timeline(CENTURIES, [], layout).slots

    assert [slot.at + slot.room for slot in slots[:-1]] == [slot.at for slot in slots[1:]]


@pytest.mark.parametrize("layout", [ACROSS, DOWN], ids=["across", "down"])
def test_a_range_is_a_bar_from_its_first_year_to_its_last(layout):
    figure = timeline(CENTURIES, [WAR], layout)
    (lane,) = figure.lanes
    begins, ends = figure.scale.at(337), figure.scale.at(454)
    bar = lane.bar

    assert (lane.stretch, begins < ends) == (WAR, True)
    drawn = (bar.y, bar.height) if layout.upright else (bar.x, bar.width)
    assert drawn == (begins, ends - begins)


def test_ranges_at_the_same_time_stand_in_lanes_of_their_own():
    figure = timeline(CENTURIES, [WAR, WAR, WAR], ACROSS)

    assert len({lane.bar.y for lane in figure.lanes}) == 3


@pytest.mark.parametrize(
    ("title", "told"),
    [("A war", "A war"), (f"A war: {'W' * 99}", "A war"), ("W" * 99, "")],
)
def test_what_lasted_has_its_whole_title_or_the_whole_beginning_of_it_or_none(title, told):
    (lane,) = timeline(CENTURIES, [Stretch(title, "", "/war/", 337, 453)], ACROSS).lanes

    assert lane.label.text == told


def test_no_name_of_a_year_covers_another():
    many = [Tally("", f"{n}00", n * 100 + 1, n * 100 + 100, 3) for n in range(50)]
    labels = [tick.label for tick in timeline(many, [], ACROSS).ticks]

    assert labels
    for one, other in pairwise(labels):
        assert other.x - one.x > 7.4 * (len(one.text) + len(other.text)) / 2


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_the_axis_is_shared_to_its_end(numbers):
    shared = rooms(numbers, length=1000, least=[9] * len(numbers), most=1000)

    assert abs(sum(shared) - 1000) <= 1
    assert min(shared) >= 8


def test_the_scale_holds_every_year_in_order_and_nothing_beyond_its_ends():
    scale = Scale((1, 100, 200), (0, 10, 90))

    assert [scale.at(year) for year in (-5000, 1, 100, 150, 200, 9999)] == [0, 0, 10, 50, 90, 90]


def test_few_stories_are_dots_that_do_not_cover_one_another():
    moments = [Moment(f"Story {n}", "", f"/{n}", 350 + n / 10) for n in range(4)]
    figure = timeline(CENTURIES, [], ACROSS)
    placed = dots(moments, figure)
    apart = [
        (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (one.radius + other.radius) ** 2
        for one in placed
        for other in placed
        if one is not other
    ]

    assert [dot.moment for dot in placed] == moments
    assert all(apart)


def test_more_dots_than_fit_are_none():
    moments = [Moment(f"Story {n}", "", f"/{n}", 350) for n in range(500)]

    assert dots(moments, timeline(CENTURIES, [], ACROSS)) == ()


@pytest.mark.parametrize("layout", [ACROSS.closer(), DOWN.closer()], ids=["across", "down"])
def test_the_scale_is_straight_while_stories_are_few_and_its_bends_show(layout):
    def drawn(most: int) -> Timeline:
        numbers = (0, 1, 0, most, 2, 0, 0, 0, 0, 0)
        tallies = [Tally(f"{n}", "", n * 10, n * 10 + 9, k) for n, k in enumerate(numbers)]
        return timeline(tallies, [], layout)

    few, many = drawn(17), drawn(18)
    rooms_of_few = [slot.room for slot in few.slots]

    assert max(rooms_of_few) - min(rooms_of_few) <= 1
    assert (few.bends, few.stretched) == ((), 1)
    assert many.stretched > 1
    assert set(many.bends) <= {slot.at for slot in many.slots[1:]}
    assert many.bends


def test_what_lies_apart_keeps_its_room_beside_a_straight_scale():
    early = Tally("before 3000 BC", "earlier", -9999, 0, 3, is_apart=True)
    figure = timeline([early, *CENTURIES[:3]], [], ACROSS)
    room = [slot.room for slot in figure.slots]

    assert room[0] == ACROSS.apart
    assert max(room[1:]) - min(room[1:]) <= 1
    assert sum(room) == ACROSS.length


def test_the_whole_of_time_is_not_drawn_straight_down_a_phone():
    centuries = [Tally(f"{n}", "", n * 100, n * 100 + 99, int(n > 45)) for n in range(51)]

    assert timeline(centuries, [], DOWN).bends
    assert timeline(centuries, [], ACROSS).bends == ()
