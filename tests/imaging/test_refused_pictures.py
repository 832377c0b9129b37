"""What is too large, damaged or no picture at all."""

import io
import random

import pytest
from PIL import Image as Pillow

from posts.imaging import decoding
from posts.imaging.decoding import ImageError, encode
from tests.imaging.pictures import detailed, field, png, saved

NOT_TAKEN = "is not a picture this site takes: JPEG, PNG, WebP, GIF or AVIF."
DAMAGED = "is damaged or incomplete. Export it again and try once more."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(ImageError) as caught:
        encode(data, name)
    return str(caught.value)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_the_header_alone_refuses_144_megapixels():
    data = png(12_000, 12_000, 1, 0, bytes(1501) * 12_000)

    assert len(data) < 20_000
    assert refusal(data, "huge.png") == (
        "“huge.png” has 144 megapixels; the most is 40. Make it smaller and try again."
    )


def test_nothing_is_decoded_before_the_pixels_are_counted(monkeypatch):
    monkeypatch.setattr(Pillow.Image, "load", lambda self: pytest.fail("decoded"))

    assert "has 41 megapixels" in refusal(png(8000, 5001, 1, 0, b""), "map.png")


def test_a_size_that_pillow_refuses_by_itself_is_told_alike():
    assert refusal(png(20_000, 20_000, 1, 0, b""), "bomb.png") == (
        "“bomb.png” has more than 178 megapixels; the most is 40. Make it smaller and try again."
    )


@pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")
def test_pillows_warning_as_an_error_is_told_alike():
    assert refusal(png(12_000, 12_000, 1, 0, b""), "huge.png") == (
        "“huge.png” has more than 89 megapixels; the most is 40. Make it smaller and try again."
    )


def test_forty_megapixels_are_taken_and_made_smaller():
    data = png(8000, 5000, 1, 0, bytes(1001) * 5000)

    assert encode(data, "map.png").size == (4000, 2500)


def test_too_many_bytes_and_none_are_refused(monkeypatch):
    monkeypatch.setattr(decoding, "MAX_BYTES", 2 * 2**20)

    assert refusal(b"", "a.png") == "“a.png” is empty. Choose the picture again."
    assert refusal(bytes(2 * 2**20 + 1), "scan.png") == (
        "“scan.png” has 3 MB; the most is 2 MB. Make it smaller and try again."
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("map.svg", SVG),
        ("map.png", SVG),
        ("photo.png", HTML),
        ("scan.pdf", b"%PDF-1.7"),
        ("old.bmp", saved(field(), "BMP")),
        ("old.tiff", saved(field(), "TIFF")),
        ("old.ico", saved(field(size=(16, 16)), "ICO")),
        ("notes.jpg", b"Hastings, 1066"),
        ("telephone.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
    ],
)
def test_what_is_no_such_picture_is_refused_whatever_its_name(name, data):
    assert refusal(data, name) == f"“{name}” {NOT_TAKEN}"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_half_a_picture_is_refused(kind):
    data = saved(detailed(), kind)

    assert refusal(data[: len(data) // 2], "half") == f"“half” {DAMAGED}"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_damaged_bytes_give_a_picture_or_a_refusal_and_nothing_else(kind):
    chance = random.Random(kind)
    whole = saved(detailed((16, 12)), kind)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            encoded = encode(bytes(data), "damaged")
        except ImageError:
            continue
        assert Pillow.open(io.BytesIO(encoded.data)).size == encoded.size
