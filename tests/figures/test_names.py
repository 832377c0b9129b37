"""Names beside dots: whatever stories there are, none covers another or leaves the drawing."""

from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posts.figures.dots import Dot, Moment, dots
from posts.figures.layout import ACROSS, DOWN, Label
from posts.figures.names import HIGHEST, LETTER, LINE, Names
from posts.figures.names import names as names_of
from posts.figures.packing import Stretch
from posts.figures.timeline import Tally, Timeline, timeline

LAYOUTS = {"across": ACROSS.closer(), "down": DOWN.closer()}
TITLES = ("Ides", "The night the Winter Palace changed hands", "W" * 60, "On the day " * 9)
moments = st.lists(
    st.builds(
        Moment,
        st.sampled_from(TITLES),
        st.just(""),
        st.uuids().map(str),
        st.floats(1900, 1999.9),
    ),
    max_size=30,
)


def drawn(
    shown: list[Moment], name: str, lasting: Sequence[Stretch] = ()
) -> tuple[Timeline, tuple[Dot, ...], Names]:
    decades = [(first, first + 9) for first in range(1900, 2000, 10)]
    tallies = [
        Tally(f"{a}s", f"{a}", a, b, sum(a <= each.year < b + 1 for each in shown), f"/{a}")
        for a, b in decades
    ]
    figure = timeline(tallies, lasting, LAYOUTS[name])
    placed = dots(sorted(shown, key=lambda each: each.year), figure)
    return figure, placed, names_of(placed, figure)


def box(label: Label) -> tuple[float, float, float, float]:
    wide = LETTER * len(label.text)
    left = label.x if label.anchor == "start" else label.x - wide
    return left, label.y - LINE + 6, left + wide, label.y + 4


def around(dot: Dot) -> tuple[float, float, float, float]:
    return dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_whole(dot: Dot, lines: Sequence[Label]) -> bool:
    """Tell whether nothing of a title is left out, of a stack's first with how many follow it."""
    text = "".join(line.text for line in lines).replace(" ", "")
    return text.partition("+")[0] == dot.moment.title.replace(" ", "")


@pytest.mark.parametrize("name", LAYOUTS)
@settings(max_examples=60, deadline=None)
@given(shown=moments)
def test_no_name_covers_another_a_dot_or_a_line(name, shown):
    _, placed, found = drawn(shown, name)
    boxes = [box(label) for lines in found.of.values() for label in lines]
    lines = [(x, min(y, to_y), to_x, max(y, to_y)) for x, y, to_x, to_y in found.leaders]

    assert not any(meet(one, other) for one, other in combinations(boxes, 2))
    assert not any(meet(one, around(dot)) for one in boxes for dot in placed)
    assert not any(meet(one, (x - 1, y, to_x, to_y)) for one in boxes for x, y, to_x, to_y in lines)


@pytest.mark.parametrize("name", LAYOUTS)
@settings(max_examples=60, deadline=None)
@given(shown=moments)
def test_no_name_leaves_the_drawing_and_each_has_its_line(name, shown):
    figure, placed, found = drawn(shown, name)
    layout = figure.layout
    boxes = [box(label) for lines in found.of.values() for label in lines]

    assert all(left >= 0 and right <= layout.width for left, _, right, _ in boxes)
    assert all(top >= found.ends[0] for _, top, _, _ in boxes)
    if not layout.upright:
        assert all(is_whole(dot, lines) for dot, lines in found.of.items())
        assert all(top > layout.base - HIGHEST for _, top, _, _ in boxes)
        assert all(bottom < layout.base for _, _, _, bottom in boxes)
    ends = {(x, y) for x, _, _, y in found.leaders}
    starts = {(x, y) for x, y, _, _ in found.leaders}
    for dot in found.of:
        at = [
            d
            for d in placed
            if (d.y if layout.upright else d.x) == (dot.y if layout.upright else dot.x)
        ]
        if layout.upright:
            assert (max(d.x for d in at) + dot.radius, dot.y) in starts
        else:
            assert (dot.x, min(d.y for d in at) - dot.radius) in ends


def test_a_dozen_stories_of_a_century_are_all_named():
    years = (1903, 1911, 1917, 1930, 1937, 1941, 1948, 1960, 1967, 1969, 1989, 1994)
    shown = [Moment(f"What happened in {year}", "", f"/{year}", year + 0.3) for year in years]

    _, placed, across = drawn(shown, "across")
    _, rows, down = drawn(shown, "down")

    texts = [" ".join(line.text for line in across.of[dot]) for dot in placed]
    assert texts == [each.title for each in shown]
    assert {dot.y for dot in down.of} == {dot.y for dot in rows}


def test_a_stack_has_its_names_in_its_order_and_down_a_phone_their_number():
    shown = [Moment(f"Story {n}", "", f"/{n}", 1950.01) for n in range(3)]

    _, placed, across = drawn(shown, "across")
    _, _, down = drawn(shown, "down")

    by_height = sorted(placed, key=lambda dot: dot.y)
    named = sorted((labels[0].y, labels[0].text) for labels in across.of.values())
    assert [text for _, text in named] == [dot.moment.title for dot in by_height]
    assert len(across.leaders) == 1
    assert [labels[0].text for labels in down.of.values()] == ["Story 0 +2"]


def test_down_a_phone_a_name_stands_near_its_dot_or_nowhere():
    figure, _, _ = drawn([], "down")
    near = [Dot(Moment(f"Story {n}", "", "", 1900), 100, 10 + 13 * n, 5, "") for n in range(6)]

    found = names_of(near, figure)

    assert [near.index(dot) for dot in found.of] == [0, 1, 2, 4, 5]
    places = [labels[0].y for labels in found.of.values()]
    assert [after - before for before, after in pairwise(places)] == [LINE] * 4


def test_down_a_phone_a_long_name_takes_as_many_lines_as_the_next_leaves():
    figure, _, _ = drawn([], "down")
    long = "A night in Petrograd: the Winter Palace changes hands"
    told = [Dot(Moment(long, "", "", 1900), 100, at, 5, "") for at in (20, 40, 54, 94)]

    of = names_of(told, figure).of

    whole = {dot.y: " ".join(line.text for line in lines) for dot, lines in of.items()}
    assert whole == {20: long, 40: "A night in Petrograd", 54: long, 94: long}
    # The first begins above its dot, whose name would reach the next one's.
    assert [line.y - 5 for line in of[told[0]]] == [20 - LINE, 20]
    assert [line.y - 5 for line in of[told[2]]] == [60, 60 + LINE]


def test_down_a_phone_a_name_gives_way_to_what_lasted_beside_it():
    stretch = Stretch("A long war", "", "/war", 1940, 1949)
    figure, _, found = drawn(
        [Moment("W" * 60, "", f"/{year}", year) for year in (1905, 1945)], "down", [stretch]
    )

    room = {dot.moment.year: max(box(x)[2] for x in lines) for dot, lines in found.of.items()}
    assert room[1945] <= figure.lanes[0].bar.x < room[1905] <= figure.layout.width
