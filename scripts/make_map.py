"""Draw the shapes of posts/figures/world.json from the files of world-atlas 2.0.2.

    python scripts/make_map.py FOLDER

FOLDER holds the package's countries-110m.json and countries-10m.json, which are Natural Earth's
(public domain) as TopoJSON. The same files give the same bytes. See docs/decisions/0011.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

type Point = tuple[float, float]
type Ring = list[Point]
type Pixel = tuple[int, int]

OUT = Path(__file__).parent.parent / "posts" / "figures" / "world.json"
WIDTH = 2000
CENTRE = 11  # degrees east: the map's edge runs through the Bering Strait
NORTH, SOUTH = 84, -90
SMALLEST_RING = 5  # square units; smaller islands are left out unless a country has no other
DOT_BELOW = 90  # square units: what is smaller gets a dot too
NUMBER_FROM = (44, 34)  # units that the largest part of a country must measure to hold a number

# Natural Earth draws these as parts of France and Norway; ISO 3166-1 gives them codes of their
# own. Longitude and latitude of their middles, and of islands that it leaves out.
PARTS = {
    "254": ("250", (-56, 1, -50, 7)),  # French Guiana
    "744": ("578", (5, 73, 40, 82)),  # Svalbard and Jan Mayen
}
ISLANDS = {
    "074": (3.4, -54.4),  # Bouvet Island
    "162": (105.6, -10.5),  # Christmas Island
    "166": (96.9, -12.2),  # Cocos (Keeling) Islands
    "175": (45.2, -12.8),  # Mayotte
    "312": (-61.5, 16.2),  # Guadeloupe
    "474": (-61.0, 14.6),  # Martinique
    "535": (-68.3, 12.2),  # Caribbean Netherlands
    "638": (55.5, -21.1),  # Réunion
    "772": (-171.9, -9.2),  # Tokelau
}
# Without a code in the data: Kosovo has one in use, the two others stand in the standard under
# the state named here.
BY_NAME = {"Kosovo": "XK", "N. Cyprus": "196", "Somaliland": "706"}


def main(folder: Path) -> None:
    coarse, fine = (read(folder / f"countries-{size}.json") for size in ("110m", "10m"))
    world = {
        "width": WIDTH,
        "height": HEIGHT,
        "grid": grid(),
        "shapes": {code: path_of(rings) for code, rings in sorted(coarse.items())},
        "dots": dict(sorted(dots(coarse, fine))),
        "numbers": dict(sorted(numbers(coarse))),
    }
    text = json.dumps(world, separators=(",", ":"), ensure_ascii=True)
    OUT.write_text(text.replace('},"', '},\n"').replace('Z","', 'Z",\n"') + "\n")


def read(path: Path) -> dict[str, list[Ring]]:
    """Return the outer and inner rings of each country by its code, in degrees, unwrapped."""
    atlas = json.loads(path.read_text(encoding="utf-8"))
    arcs = [list(_degrees(arc, atlas["transform"])) for arc in atlas["arcs"]]
    countries: dict[str, list[Ring]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = shape.get("id") or BY_NAME.get(shape["properties"]["name"])
        if code:
            countries.setdefault(code, []).extend(_rings(shape, arcs))
    for part, (whole, box) in PARTS.items():
        _move(countries, part, whole, box)
    return countries


def _degrees(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> Iterator[Point]:
    """TopoJSON keeps an arc as steps on a grid."""
    (kx, ky), (x0, y0) = transform["scale"], transform["translate"]
    for x, y in zip(accumulate(p[0] for p in arc), accumulate(p[1] for p in arc), strict=True):
        yield x * kx + x0, y * ky + y0


def _rings(shape: dict[str, Any], arcs: list[list[Point]]) -> Iterator[Ring]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        for numbers_ in polygon:
            yield unwrapped(_joined(numbers_, arcs))


def _joined(numbers_: Iterable[int], arcs: list[list[Point]]) -> Ring:
    """Join arcs end to end; ~n is arc n backwards, and each begins where the last one ended."""
    ring: Ring = []
    for n in numbers_:
        arc = arcs[n] if n >= 0 else arcs[~n][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def _move(
    countries: dict[str, list[Ring]], part: str, whole: str, box: tuple[int, int, int, int]
) -> None:
    west, south, east, north = box
    taken = [
        ring
        for ring in countries.get(whole, [])
        if all(west <= lon <= east and south <= lat <= north for lon, lat in ring)
    ]
    if taken and part not in countries:
        countries[part] = taken
        countries[whole] = [ring for ring in countries[whole] if ring not in taken]


def unwrapped(ring: Ring) -> Ring:
    """Let longitudes run on where a ring crosses the antimeridian, and bring it onto the map.

    A ring around the pole is cut at the map's edge and led along it to the pole and back.
    """
    turned, shift = [ring[0]], 0
    for (before, _), (lon, lat) in pairwise(ring):
        shift += 360 * ((lon - before < -180) - (lon - before > 180))
        turned.append((lon + shift, lat))
    if abs(turned[-1][0] - turned[0][0]) > 180:
        return _around_pole(turned)
    middle = sum(lon for lon, _ in turned) / len(turned)
    moved = -360 * ((middle - CENTRE + 180) // 360)
    return [(lon + moved, lat) for lon, lat in turned]


def _around_pole(ring: Ring) -> Ring:
    west = CENTRE - 180
    points = sorted(((lon - west) % 360 + west, lat) for lon, lat in ring[:-1])
    # Sorting by longitude would tangle a coast that runs back; start at the cut instead.
    inside = [((lon - west) % 360 + west, lat) for lon, lat in ring[:-1]]
    n = next(n for n in range(len(inside)) if inside[n - 1][0] - inside[n][0] > 180) if any(
        inside[n - 1][0] - inside[n][0] > 180 for n in range(len(inside))
    ) else 0
    del points
    return [*inside[n:], *inside[:n]]


def projected(lon: float, lat: float) -> Point:
    """Return the Equal Earth projection around CENTRE, in radii of the earth."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    angle = asin(sqrt(3) / 2 * sin(radians(lat)))
    square = angle * angle
    sixth = square**3
    stretch = a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)
    x = radians(lon - CENTRE) * cos(angle) / (sqrt(3) / 2 * stretch)
    return x, angle * (a1 + a2 * square + sixth * (a3 + a4 * square))


SCALE = WIDTH / (2 * projected(CENTRE + 180, 0)[0])
HEIGHT = round((projected(CENTRE, NORTH)[1] - projected(CENTRE, SOUTH)[1]) * SCALE)


def pixel(lon: float, lat: float) -> Pixel:
    x, y = projected(lon, lat)
    return round(WIDTH / 2 + x * SCALE), round((projected(CENTRE, NORTH)[1] - y) * SCALE)
