import pytest

from posts.imaging.specs import (
    FORMATS,
    WIDTHS,
    Rendition,
    card_widths,
    crop_box,
    is_original,
    offered,
    original_path,
    parse_path,
    shape,
    story_widths,
)

HASH = "ab" * 32
FOLDER = f"renditions/ab/{HASH}"


@pytest.mark.parametrize("rendition", offered(HASH, (4000, 3000), (0, 100)), ids=lambda r: r.path)
def test_every_address_that_we_offer_is_read_back(rendition):
    assert parse_path(rendition.path) == rendition


@pytest.mark.parametrize(
    "path",
    [
        "",
        f"{FOLDER}/w481.avif",
        f"{FOLDER}/w0480.avif",
        f"{FOLDER}/w٤٨٠.avif",
        f"{FOLDER}/w480.png",
        f"{FOLDER}/w480.html",
        f"{FOLDER}/w480.avif\n",
        f"{FOLDER}/w480.avif/",
        f"{FOLDER}/card-50-50-w480.avif",
        f"{FOLDER}/card-101-50-w320.avif",
        f"{FOLDER}/card-050-50-w320.avif",
        f"{FOLDER}/w320.avif",
        f"renditions/cd/{HASH}/w480.avif",
        f"renditions/ab/{HASH.upper()}/w480.avif",
        f"renditions/ab/../ab/{HASH}/w480.avif",
        f"/{FOLDER}/w480.avif",
    ],
)
def test_no_other_address_is_a_rendition(path):
    assert parse_path(path) is None


@pytest.mark.parametrize(
    ("path", "known"),
    [
        (original_path(HASH, "jpg"), True),
        (original_path(HASH, "png"), True),
        (original_path(HASH, "webp"), True),
        (original_path(HASH, "html"), False),
        (original_path(HASH, "svg"), False),
        (original_path(HASH, "jpg") + "\n", False),
        (f"images/cd/{HASH}.jpg", False),
        (f"images/ab/{HASH[:-1]}.jpg", False),
        (f"images/ab/../ab/{HASH}.jpg", False),
    ],
)
def test_an_original_is_known_by_its_hash_and_ending(path, known):
    assert is_original(path) == known


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, (480,)),
        (480, (480,)),
        (481, (480, 800)),
        (1100, (480, 800, 1200)),
        (1600, WIDTHS),
        (4000, WIDTHS),
    ],
)
def test_story_widths_reach_the_pictures_own(width, widths):
    assert story_widths(width) == widths


@pytest.mark.parametrize(
    ("size", "widths"),
    [((900, 600), (320, 640)), ((300, 900), (320,)), ((900, 210), (320,)), ((1, 1), (320,))],
)
def test_card_widths_reach_the_crops_own(size, widths):
    assert card_widths(size) == widths


def test_one_picture_has_no_more_files_than_these():
    renditions = offered(HASH, (4000, 3000), (50, 50))

    assert len(renditions) == len(set(renditions)) == (4 + 2) * len(FORMATS) + 1
    assert len(offered(HASH, (300, 200), (50, 50))) == (1 + 1) * len(FORMATS) + 1


@pytest.mark.parametrize(
    ("size", "focus", "box"),
    [
        ((900, 600), (10, 90), (0, 0, 900, 600)),
        ((1200, 600), (50, 50), (150, 0, 1050, 600)),
        ((1200, 600), (0, 50), (0, 0, 900, 600)),
        ((1200, 600), (60, 50), (270, 0, 1170, 600)),
        ((1200, 600), (100, 0), (300, 0, 1200, 600)),
        ((600, 1000), (50, 0), (0, 0, 600, 400)),
        ((600, 1000), (50, 30), (0, 100, 600, 500)),
        ((600, 1000), (50, 100), (0, 600, 600, 1000)),
    ],
)
def test_the_crop_is_as_near_the_focal_point_as_it_fits(size, focus, box):
    assert crop_box(size, focus) == pytest.approx(box)


@pytest.mark.parametrize(
    ("width", "focus", "size", "expected"),
    [
        (480, None, (1200, 800), (480, 320)),
        (480, None, (300, 200), (300, 200)),
        (480, None, (4000, 1), (480, 1)),
        (640, (50, 50), (1200, 1200), (640, 427)),
        (640, (50, 50), (300, 900), (300, 200)),
        (640, (50, 50), (900, 200), (300, 200)),
        (160, (50, 50), (1, 1), (1, 1)),
    ],
)
def test_no_rendition_is_larger_than_the_picture(width, focus, size, expected):
    assert shape(Rendition(HASH, width, "webp", focus), size) == expected
