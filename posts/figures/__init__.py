"""Geometry of the figures: where each mark stands. Pure Python; templates draw what it gives.

Lengths are the units of an SVG's own view box, rounded, so that the same archive gives the same
picture. `at` is along the axis of time, whichever way a figure turns it.
"""
