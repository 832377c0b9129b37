"""Geometry of the figures: where each mark stands. Pure Python; templates draw what it gives.

Lengths are the units of an SVG's own view box, rounded, so that the same archive gives the same
picture. `at` is along the axis of time, whichever way a figure turns it.
"""

from .dots import Dot, Moment, dots
from .layout import ACROSS, DOWN, Label, Layout, Rect
from .mini_timeline import Event, SmallTimeline, small_timeline
from .names import Names, names
from .packing import Stretch
from .ribbon import Ribbon, ribbon
from .timeline import Cell, Tally, Timeline, timeline

__all__ = [
    "ACROSS",
    "DOWN",
    "Cell",
    "Dot",
    "Event",
    "Label",
    "Layout",
    "Moment",
    "Names",
    "Rect",
    "Ribbon",
    "SmallTimeline",
    "Stretch",
    "Tally",
    "Timeline",
    "dots",
    "names",
    "ribbon",
    "small_timeline",
    "timeline",
]
