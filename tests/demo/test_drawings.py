import re
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo"
sys.path.insert(0, str(DEMO))  # draw.py is a script and imports its neighbours

import draw  # noqa: E402

sys.path.remove(str(DEMO))

SIZE = (1600, 1067)
FEWEST_COLOURS = 6
LARGEST_FILE = 60_000  # bytes; the demo is cloned with the code


def named_pictures() -> set[str]:
    """What the posts ask for, as paths under demo/."""
    posts = [path.read_text() for path in (DEMO / "_posts").glob("*.md")]
    return {name for post in posts for name in re.findall(r"/assets/images/[^\s\"')]+", post)}


@pytest.mark.sample(6)
@pytest.mark.parametrize("name", draw.DRAWINGS)
def test_a_drawing_has_the_declared_size_and_several_inks(name):
    picture = draw.picture(name)
    colours = picture.getcolors(maxcolors=256)
    assert picture.size == SIZE
    assert colours is not None
    assert len(colours) >= FEWEST_COLOURS


def test_a_drawing_is_the_same_every_time():
    assert draw.picture("moon-1969").tobytes() == draw.picture("moon-1969").tobytes()


def test_every_drawing_is_committed_small():
    files = {name: draw.IMAGES / f"{name}.webp" for name in draw.DRAWINGS}
    assert [name for name, path in files.items() if path.stat().st_size > LARGEST_FILE] == []


@pytest.mark.parametrize("name", ["moon-1969", "ides-of-march", "petition-sheet"])
def test_the_committed_file_is_what_the_code_draws(name):
    with Image.open(draw.IMAGES / f"{name}.webp") as committed:
        assert committed.convert("RGB").tobytes() == draw.picture(name).tobytes()


def test_every_picture_the_posts_name_exists():
    names = named_pictures()
    assert names
    assert [name for name in names if not (DEMO / name.lstrip("/")).is_file()] == []
