import doctest
import json
import re
from pathlib import Path

import pytest

from posts.figures import world as module
from posts.figures.world import bounds, step, world

ROOT = Path(__file__).parents[2]
RUSSIA, FIJI, UNITED_STATES, MALTA, TUVALU = "643", "242", "840", "470", "798"


def rings(path: str) -> list[list[tuple[int, int]]]:
    """Return the points of each ring of a path, whose later points are relative."""
    found = []
    for part in path.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        x, y = numbers[0], numbers[1]
        points = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(points)
    return found


def width(points: list[tuple[int, int]]) -> int:
    return max(x for x, _ in points) - min(x for x, _ in points)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("code", [RUSSIA, FIJI, UNITED_STATES])
def test_no_ring_runs_from_one_edge_of_the_map_to_the_other(code):
    """A ring across the antimeridian that was left as it is would span the whole map."""
    assert max(width(ring) for ring in rings(world().shapes[code])) < world().width / 2


def test_every_shape_lies_on_the_map():
    drawn = world()
    points = [point for path in drawn.shapes.values() for ring in rings(path) for point in ring]
    inside = [(x, y) for x, y in points if 0 <= x <= drawn.width and 0 <= y <= drawn.height]

    assert len(points) > 5_000
    assert inside == points


def test_every_dot_and_number_lies_on_the_map():
    drawn = world()
    spots = [*drawn.dots.values(), *drawn.numbers.values()]

    assert [
        (x, y) for x, y in spots if not (0 <= x <= drawn.width and 0 <= y <= drawn.height)
    ] == []


def test_every_country_of_the_gazetteer_has_a_shape_or_a_dot():
    places = json.loads((ROOT / "posts/migrations/data/places.json").read_text())
    codes = {row["numeric"] or row["alpha2"] for row in places["countries"]}

    assert sorted(codes - world().shapes.keys() - world().dots.keys()) == []


def test_small_states_are_dots():
    assert {MALTA, TUVALU} <= world().dots.keys()
    assert RUSSIA not in world().dots


def test_the_rest_is_every_shape_but_the_named():
    assert world().rest(world().shapes) == ""
    assert len(rings(world().rest([RUSSIA]))) == len(rings(world().rest([]))) - len(
        rings(world().shapes[RUSSIA])
    )


def test_steps_of_shade_hold_every_number():
    for most in (1, 2, 5, 6, 40, 40_000):
        highest = bounds([1, most])
        assert (step(1, highest), step(most, highest)) == (1, len(highest))
    assert bounds([]) == []
