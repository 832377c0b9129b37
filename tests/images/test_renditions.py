import io
import math
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from PIL import Image as Pillow

from posts.images import disk, files, renditions
from posts.images.renditions import make_all, rendition_file
from posts.images.stored import Stored
from posts.images.uploads import store_image
from posts.imaging.decoding import ImageError
from posts.imaging.specs import FORMATS, Rendition
from posts.models import Image
from tests.factories import make_image
from tests.media import path_of

COLOURS = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255)}


def striped(size: tuple[int, int]) -> Image:
    """A picture in three equal stripes across its longer side: red, lime, blue."""
    picture = Pillow.new("RGB", size)
    for number, colour in enumerate(COLOURS):
        start, end = (size[0] * number // 3, size[0] * (number + 1) // 3)
        picture.paste(colour, (start, 0, end, size[1]))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return store_image(stream.getvalue(), name="stripes.png")


def opened(stored: Stored | None) -> Pillow.Image:
    assert stored is not None
    with stored.stream as stream, Pillow.open(stream) as picture:
        picture.load()
        return picture


def etag_of(stored: Stored | None) -> str:
    """What tells this file from every other, and from the same made once more."""
    assert stored is not None
    stored.stream.close()
    return stored.etag


def colour_of(picture: Pillow.Image, at: tuple[int, int]) -> str:
    pixel = picture.convert("RGB").getpixel(at)
    return min(COLOURS, key=lambda name: math.dist(COLOURS[name], pixel))


def renditions_in_media() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT) / "renditions"
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("format", ["avif", "webp"])
def test_a_rendition_is_the_picture_made_smaller(db, format):
    image = striped((900, 300))

    picture = opened(rendition_file(Rendition(image.content_hash, 480, format)))

    assert (picture.format, picture.size) == (format.upper(), (480, 160))
    assert [colour_of(picture, (x, 80)) for x in (80, 240, 400)] == list(COLOURS)


def test_it_is_made_once_and_then_needs_no_query(db, django_assert_num_queries):
    rendition = Rendition(striped((900, 300)).content_hash, 480, "webp")
    with django_assert_num_queries(1):
        first = etag_of(rendition_file(rendition))

    with django_assert_num_queries(0):
        assert etag_of(rendition_file(rendition)) == first


def test_a_small_picture_is_never_enlarged(db):
    image = striped((300, 150))

    whole = opened(rendition_file(Rendition(image.content_hash, 480, "webp")))
    card = opened(rendition_file(Rendition(image.content_hash, 320, "webp", (50, 50))))

    assert (whole.size, card.size) == ((300, 150), (225, 150))


@pytest.mark.parametrize(("focal_x", "left", "right"), [(0, "red", "lime"), (100, "lime", "blue")])
def test_the_crop_follows_the_focal_point(db, focal_x, left, right):
    image = striped((1500, 500))
    Image.objects.update(focal_x=focal_x)

    card = opened(rendition_file(Rendition(image.content_hash, 640, "avif", (focal_x, 50))))

    assert card.size == (640, 427)
    assert (colour_of(card, (20, 200)), colour_of(card, (620, 200))) == (left, right)


def test_a_thumbnail_is_a_small_card(db):
    image = striped((1500, 500))

    path = image.thumbnail_url.removeprefix(settings.MEDIA_URL)
    thumbnail = opened(rendition_file(Rendition(image.content_hash, 160, "webp", image.focus)))

    assert (thumbnail.size, path_of(path).is_file()) == ((160, 107), True)


def test_transparency_is_kept(db):
    stream = io.BytesIO()
    Pillow.new("RGBA", (600, 400), (255, 0, 0, 0)).save(stream, "PNG")
    image = store_image(stream.getvalue(), name="seal.png")

    for kind in FORMATS:
        picture = opened(rendition_file(Rendition(image.content_hash, 480, kind)))
        assert picture.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("width", "focus"), [(640, (51, 50)), (1600, None), (160, (0, 0))], ids=str
)
def test_what_no_page_names_is_not_made(db, width, focus):
    image = striped((900, 300))

    assert rendition_file(Rendition(image.content_hash, width, "webp", focus)) is None
    assert renditions_in_media() == []


def test_an_unknown_picture_has_no_rendition(db):
    assert rendition_file(Rendition("0" * 64, 480, "webp")) is None
    assert not Path(settings.MEDIA_ROOT).exists()


def test_a_card_made_before_the_focal_point_moved_is_still_there(db):
    image = striped((900, 300))
    old = Rendition(image.content_hash, 320, "webp", (50, 50))
    made = etag_of(rendition_file(old))
    Image.objects.update(focal_x=10)

    assert etag_of(rendition_file(old)) == made


def test_every_address_in_a_page_can_be_made_as_wide_as_it_says(db):
    image = striped((1100, 500))

    pictures = (image.as_picture(), image.as_card())
    for source in (candidates for p in pictures for _, candidates in p.sources):
        for candidate in source.split(", "):
            address, width = candidate.split()
            name = address.removeprefix(settings.MEDIA_URL)
            rendition = next(r for r in image.renditions if r.path == name)
            assert f"{opened(rendition_file(rendition)).width}w" == width
    assert [(p.width, p.height) for p in pictures] == [(1100, 500), (640, 427)]
    assert all(p.src.removeprefix(settings.MEDIA_URL) for p in pictures)


def test_a_failing_encoder_leaves_no_file(db, monkeypatch):
    image = striped((900, 300))

    def fail(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        rendition_file(Rendition(image.content_hash, 480, "webp"))

    assert renditions_in_media() == []


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.unlink(), "is not in the media folder."),
        (lambda path: path.write_bytes(path.read_bytes()[:200]), "cannot be read as a picture."),
        (lambda path: path.write_bytes(b""), "cannot be read as a picture."),
    ],
)
def test_a_lost_or_damaged_original_is_named(db, damage, message):
    image = make_image()
    damage(path_of(image.file.name))

    with pytest.raises(ImageError) as caught:
        rendition_file(Rendition(image.content_hash, 480, "webp"))

    assert str(caught.value) == f"“{image.file.name}” {message}"
    assert renditions_in_media() == []


def test_requests_at_once_for_one_rendition_do_not_corrupt_it(db):
    image = striped((900, 300))
    rendition = Rendition(image.content_hash, 480, "avif")
    seen: list[tuple[int, int]] = []

    def make():
        renditions._make(image, [rendition])
        seen.append(opened(files.look(rendition.path)).size)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [(480, 160)] * 6
    assert renditions_in_media() == [path_of(rendition.path)]


@pytest.mark.django_db(transaction=True)
def test_no_connection_is_held_while_the_encoder_works(monkeypatch):
    """The pool has eight; a first visit to a page of pictures would take them all."""
    image, order = striped((900, 300)), []
    monkeypatch.setattr(connection, "close", lambda: order.append("closed"))
    monkeypatch.setattr(renditions, "_make", lambda *_: order.append("made"))

    with pytest.raises(FileNotFoundError):  # since nothing was really made
        rendition_file(Rendition(image.content_hash, 480, "avif"))

    assert order == ["closed", "made"]


def test_make_all_makes_what_is_missing_and_goes_on_after_a_failure(db):
    broken, whole = make_image("red"), make_image("blue")
    path_of(broken.file.name).unlink()
    etag_of(rendition_file(Rendition(whole.content_hash, 480, "webp")))
    seen = []

    tally = make_all(Image.objects.all(), lambda tally: seen.append((tally.done, tally.pictures)))

    assert seen == [(0, 2), (1, 2), (2, 2)]
    assert (tally.made, tally.present) == (len(whole.renditions) - 1, 1)
    assert tally.failed == [f"“{broken.file.name}” is not in the media folder."]
    assert len(renditions_in_media()) == len(whole.renditions)
    assert make_all(Image.objects.filter(pk=whole.pk)).made == 0
