import doctest
import re

import pytest

from posts.figures import world as module
from posts.figures.world import bounds, step, world


def widths(path: str) -> list[float]:
    """How far each ring reaches from west to east; points after the first are steps."""
    found = []
    for ring in re.findall(r"M([^Mz]*)z?", path):
        first, _, steps = ring.partition("l")
        x = float(first.split(",")[0])
        xs = [x]
        for point in re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", steps):
            x += float(point[0])
            xs.append(x)
        found.append(max(xs) - min(xs))
    return found


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("code", "most"), [("643", 0.5), ("242", 0.02), ("840", 0.4), ("554", 0.2)]
)
def test_no_ring_across_the_antimeridian_spans_the_map(code, most):
    drawn = world()
    assert max(widths(drawn.shapes[code])) < most * drawn.width


def test_every_spot_lies_on_the_map():
    drawn = world()
    spots = [*drawn.dots.values(), *drawn.numbers.values()]
    assert [s for s in spots if not (0 <= s[0] <= drawn.width and 0 <= s[1] <= drawn.height)] == []


def test_the_rest_leaves_out_what_is_named():
    drawn = world()
    assert drawn.rest(drawn.shapes) == ""
    assert drawn.shapes["250"] not in drawn.rest(["250"])
    assert drawn.shapes["392"] in drawn.rest(["250"])


def test_steps_reach_from_one_to_the_highest():
    highest = bounds([1, 14, 3])
    assert [step(number, highest) for number in (1, 2, 3, 4, 8, 14)] == [1, 1, 2, 3, 4, 5]
