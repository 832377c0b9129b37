"""Draw the demo pictures again: python demo/draw.py [NAME ...]"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from drawings import antiquity, century, document, ideas, journeys, revolutions, seas
from drawings.plate import PAPER, Plate
from PIL import Image

IMAGES = Path(__file__).parent / "assets" / "images"
DRAWINGS: dict[str, Callable[[Plate], None]] = {
    "ides-of-march": antiquity.ides_of_march,
    "vesuvius-79": antiquity.vesuvius_79,
    "hastings-1066": antiquity.hastings_1066,
    "gutenberg-press": ideas.gutenberg_press,
    "columbus-eclipse": seas.columbus_eclipse,
    "magellan-ship": seas.magellan_ship,
    "lisbon-1755": seas.lisbon_1755,
    "bastille-1789": revolutions.bastille_1789,
    "haiti-1804": revolutions.haiti_1804,
    "year-without-summer-1816": revolutions.year_without_summer_1816,
    "origin-of-species": ideas.origin_of_species,
    "suffrage-new-zealand": ideas.suffrage_new_zealand,
    "petition-sheet": document.petition_sheet,
    "wright-1903": journeys.wright_1903,
    "south-pole-1911": journeys.south_pole_1911,
    "salt-march-1930": journeys.salt_march_1930,
    "golden-gate-1937": century.golden_gate_1937,
    "moon-1969": century.moon_1969,
    "berlin-wall-1989": century.berlin_wall_1989,
}


def picture(name: str) -> Image.Image:
    """The same picture every time: chance is seeded by the name."""
    plate = Plate(PAPER, seed=name)
    DRAWINGS[name](plate)
    return plate.printed()


def webp(image: Image.Image) -> bytes:
    """Flat inks are smaller and sharper without loss."""
    out = BytesIO()
    image.save(out, "WEBP", lossless=True, quality=75, method=4)
    return out.getvalue()


def main(names: list[str]) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name in names or DRAWINGS:
        data = webp(picture(name))
        (IMAGES / f"{name}.webp").write_bytes(data)
        print(f"{name}.webp: {len(data) / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
