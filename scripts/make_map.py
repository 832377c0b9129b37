"""Draw the shapes of posts/figures/world.json from the files of world-atlas 2.0.2.

    python scripts/make_map.py FOLDER

FOLDER holds the package's countries-110m.json and countries-10m.json, which are Natural Earth's
(public domain) as TopoJSON. The same files give the same bytes. See docs/decisions/0011.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import asin, cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any

type Point = tuple[float, float]
type Ring = list[Point]
type Pixel = tuple[int, int]

OUT = Path(__file__).parent.parent / "posts" / "figures" / "world.json"
WIDTH = 2000
CENTRE = 11  # degrees east: the map's edge runs through the Bering Strait
WEST = CENTRE - 180
NORTH, SOUTH = 84, -90
STRAIGHT = 0.8  # units by which a coast or border may miss a point of the files
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
    OUT.write_text(json.dumps(world, separators=(",", ":")).replace('z","', 'z",\n"') + "\n")


def read(path: Path) -> dict[str, list[Ring]]:
    """Return the outer and inner rings of each country by its code, in degrees, unwrapped."""
    atlas = json.loads(path.read_text(encoding="utf-8"))
    # Each by itself, so that neighbours go on sharing their border.
    arcs = [simplified(list(_degrees(arc, atlas["transform"]))) for arc in atlas["arcs"]]
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


def simplified(arc: list[Point]) -> list[Point]:
    """Leave out points that lie nearly on the line between others (Douglas and Peucker)."""
    if len(arc) < 3:
        return arc
    (x0, y0), *between, (x1, y1) = (_scaled(*point) for point in arc)
    length = hypot(x1 - x0, y1 - y0)
    off = [
        abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length
        if length
        else hypot(x - x0, y - y0)
        for x, y in between
    ]
    farthest = max(range(len(off)), key=off.__getitem__)
    if off[farthest] <= STRAIGHT:
        return [arc[0], arc[-1]]
    middle = farthest + 1
    return [*simplified(arc[: middle + 1])[:-1], *simplified(arc[middle:])]


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
    turned = _running_on(ring)
    if abs(turned[-1][0] - turned[0][0]) > 180:
        return _around_pole(ring[:-1])
    middle = sum(lon for lon, _ in turned) / len(turned)
    moved = -360 * ((middle - WEST) // 360)
    return [(lon + moved, lat) for lon, lat in turned]


def _running_on(ring: Ring) -> Ring:
    turned, shift = [ring[0]], 0
    for (before, _), (lon, lat) in pairwise(ring):
        shift += 360 * ((lon - before < -180) - (lon - before > 180))
        turned.append((lon + shift, lat))
    return turned


def _around_pole(ring: Ring) -> Ring:
    on_map = [((lon - WEST) % 360 + WEST, lat) for lon, lat in ring]
    first = next(n for n, (lon, _) in enumerate(on_map) if abs(on_map[n - 1][0] - lon) > 180)
    coast = _running_on([*on_map[first:], *on_map[:first]])
    eastward = coast[-1][0] > coast[0][0]
    begin, end = (WEST, WEST + 360) if eastward else (WEST + 360, WEST)
    return [(begin, coast[0][1]), *coast, (end, coast[-1][1]), (end, -90.0), (begin, -90.0)]


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
    x, y = _scaled(lon, lat)
    return round(x), round(y)


def _scaled(lon: float, lat: float) -> Point:
    x, y = projected(lon, lat)
    return WIDTH / 2 + x * SCALE, (projected(CENTRE, NORTH)[1] - y) * SCALE


def path_of(rings: Iterable[Ring]) -> str:
    """Return the rings as one SVG path of whole steps, without the smallest islands."""
    drawn = sorted((_pixels(ring) for ring in rings), key=area, reverse=True)
    kept = [ring for ring in drawn if area(ring) >= SMALLEST_RING] or drawn[:1]
    return "".join(map(_steps, kept))


def _pixels(ring: Ring) -> list[Pixel]:
    """Project; points that fall on the one before them are dropped."""
    points = [pixel(lon, lat) for lon, lat in _along_edges(ring)]
    return [point for n, point in enumerate(points) if point != points[n - 1]] or points[:1]


def _along_edges(ring: Ring) -> Iterator[Point]:
    """Follow the curved edge of the map in steps of five degrees where a ring leads along it."""
    for (lon, lat), (after, below) in pairwise([*ring, ring[0]]):
        yield lon, lat
        if lon == after and lon in (WEST, WEST + 360):
            steps = int(abs(below - lat) // 5)
            yield from ((lon, lat + (below - lat) * n / (steps + 1)) for n in range(1, steps + 1))


def _steps(ring: Sequence[Pixel]) -> str:
    (x, y), steps = ring[0], []
    for (x0, y0), (x1, y1) in pairwise(ring):
        steps.append(f"{x1 - x0},{y1 - y0}")
    text = " ".join(steps).replace(",-", "-").replace(" -", "-")
    return f"M{x},{y}l{text}z" if steps else f"M{x},{y}z"


def area(ring: Sequence[Pixel]) -> float:
    pairs = pairwise([*ring, ring[0]])
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def middle_of(rings: Iterable[Ring]) -> tuple[list[Pixel], Pixel]:
    """Return the largest ring and its centre of gravity."""
    largest = max((_pixels(ring) for ring in rings), key=area)
    if area(largest) < 1:
        return largest, largest[0]
    cx = cy = 0.0
    for (x0, y0), (x1, y1) in pairwise([*largest, largest[0]]):
        cross = x0 * y1 - x1 * y0
        cx, cy = cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
    signed = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*largest, largest[0]]))
    return largest, (round(cx / (3 * signed)), round(cy / (3 * signed)))


def dots(coarse: dict[str, list[Ring]], fine: dict[str, list[Ring]]) -> Iterator[tuple[str, Pixel]]:
    """Yield where the dot of each country stands that is too small to be found by its shape."""
    for code, rings in fine.items():
        largest, middle = middle_of(rings)
        if code not in coarse or area(largest) < DOT_BELOW:
            yield code, middle
    for code, (lon, lat) in ISLANDS.items():
        if code not in fine:
            yield code, pixel((lon - WEST) % 360 + WEST, lat)


def numbers(coarse: dict[str, list[Ring]]) -> Iterator[tuple[str, Pixel]]:
    """Yield where a number stands on each country whose largest part can hold it."""
    for code, rings in coarse.items():
        largest, middle = middle_of(rings)
        wide, high = (max(axis) - min(axis) for axis in zip(*largest, strict=True))
        if (wide >= NUMBER_FROM[0] and high >= NUMBER_FROM[1]) or area(largest) > 4 * DOT_BELOW:
            yield code, middle


def grid() -> str:
    """Return the outline of the earth, and its meridians and parallels every 30 degrees."""
    edge = [(WEST, lat) for lat in range(SOUTH, NORTH + 1, 6)]
    edge += [(WEST + 360, lat) for lat in range(NORTH, SOUTH - 1, -6)]
    lines = [_steps([pixel(*point) for point in edge])]
    for lon in range(-150, 181, 30):
        meridian = simplified([(lon, lat) for lat in range(SOUTH, NORTH + 1, 6)])
        lines.append(_steps([pixel(*point) for point in meridian]).removesuffix("z"))
    for lat in (-60, -30, 0, 30, 60):
        (west, y), (east, _) = pixel(WEST, lat), pixel(WEST + 360, lat)
        lines.append(f"M{west},{y}H{east}")
    return "".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
