import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from posts.imaging import decoding
from posts.imaging.decoding import encode, loss
from tests.imaging.pictures import detailed, field, png, saved


def stored(data: bytes, name: str = "picture") -> Pillow.Image:
    image = Pillow.open(io.BytesIO(encode(data, name).data))
    image.load()
    return image


def swapped_profile() -> bytes:
    """A profile in which the red and blue of sRGB have changed places."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


@pytest.mark.parametrize(
    ("kind", "stored_as", "ending"),
    [
        ("JPEG", "JPEG", "jpg"),
        ("PNG", "PNG", "png"),
        ("WEBP", "WEBP", "webp"),
        ("GIF", "PNG", "png"),
        ("AVIF", "WEBP", "webp"),
        ("MPO", "JPEG", "jpg"),
    ],
)
def test_each_format_is_stored_as_one_that_every_reader_shows(kind, stored_as, ending):
    encoded = encode(saved(field(size=(16, 12), colour="teal"), kind), "a")

    assert Pillow.open(io.BytesIO(encoded.data)).format == stored_as
    assert (encoded.ending, encoded.size) == (ending, (16, 12))


def test_a_telephones_second_picture_is_left_out():
    data = saved(field(colour="red"), "MPO", save_all=True, append_images=[field(colour="blue")])
    assert Pillow.open(io.BytesIO(data)).format == "MPO"

    red, _, blue = stored(data).getpixel((0, 0))

    assert (red > 250, blue < 5) == (True, True)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_kept(kind):
    frames = [field(colour="red"), field(colour="blue")]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    assert Pillow.open(io.BytesIO(data)).n_frames == 2

    image = stored(data)

    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((0, 0))[0] > 245


def test_metadata_is_gone_and_the_picture_upright():
    exif = Pillow.Exif()
    exif[0x0112] = 6  # turned a quarter to the left: its top is on the right
    exif[0x010E] = "a name that nobody should read"
    exif[0x8825] = {1: "N", 2: (51.0, 28.0, 38.0), 29: "2026:06:01"}
    photo = field(size=(80, 40), colour="blue")
    photo.paste("red", (0, 0, 40, 40))
    data = saved(photo, "JPEG", exif=exif, comment=b"a secret", quality=95)
    assert (b"nobody should" in data, b"2026:06:01" in data, b"a secret" in data) == (True,) * 3

    encoded = encode(data, "photo.jpg")
    image = Pillow.open(io.BytesIO(encoded.data))

    assert image.size == (40, 80)
    assert (image.getpixel((20, 20))[0] > 240, image.getpixel((20, 60))[2] > 240) == (True, True)
    assert dict(image.getexif()) == {}
    for part in (b"nobody should", b"2026:06:01", b"a secret", b"Exif"):
        assert part not in encoded.data


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_no_format_keeps_metadata(kind):
    exif = Pillow.Exif()
    exif[0x010E] = "a name that nobody should read"
    profile = swapped_profile()
    xmp = {} if kind == "PNG" else {"xmp": b"<x:xmpmeta>nobody</x:xmpmeta>"}
    data = saved(field(), kind, exif=exif, icc_profile=profile, **xmp)

    image = stored(data)

    assert {"exif", "icc_profile", "xmp"} & set(image.info) == set()
    assert b"nobody" not in encode(data, "a").data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_as_pillow_turns_it(orientation):
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    data = saved(detailed((5, 3)), "PNG", exif=exif)

    expected = ImageOps.exif_transpose(Pillow.open(io.BytesIO(data)))

    assert stored(data).tobytes() == expected.tobytes()


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_exif_that_cannot_be_read_does_not_cost_the_picture():
    data = saved(field(), "PNG", exif=b"Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff")

    assert stored(data).size == (8, 6)


def test_colours_are_converted_to_srgb():
    data = saved(field(colour=(200, 0, 0)), "PNG", icc_profile=swapped_profile())

    red, green, blue = stored(data).getpixel((0, 0))

    assert (red < 6, green < 6, abs(blue - 200) < 6) == (True, True, True)


def test_transparency_survives_the_conversion_of_colours():
    data = saved(field("RGBA", colour=(200, 0, 0, 77)), "PNG", icc_profile=swapped_profile())

    red, _, blue, alpha = stored(data).getpixel((0, 0))

    assert (red < 6, abs(blue - 200) < 6, alpha) == (True, True, 77)


@pytest.mark.parametrize("profile", [b"no profile at all", swapped_profile()[:200]])
def test_a_profile_that_cannot_be_read_is_passed_over(profile):
    data = saved(field(colour=(200, 0, 0)), "PNG", icc_profile=profile)

    assert stored(data).getpixel((0, 0)) == (200, 0, 0)


def test_a_profile_of_another_kind_is_passed_over():
    data = saved(field("L", colour=90), "PNG", icc_profile=swapped_profile())

    assert (stored(data).mode, stored(data).getpixel((0, 0))) == ("L", 90)


def test_cmyk_becomes_rgb():
    image = stored(saved(field("CMYK", colour=(0, 255, 255, 0)), "JPEG", quality=95))

    assert image.mode == "RGB"
    assert (image.getpixel((0, 0))[0] > 245, image.getpixel((0, 0))[1] < 10) == (True, True)


def test_a_palette_keeps_its_transparency():
    palette = field("P", colour=0)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    palette.putpixel((0, 0), 1)

    image = stored(saved(palette, "PNG", transparency=1))

    assert image.mode == "RGBA"
    assert (image.getpixel((0, 0))[3], image.getpixel((1, 0))) == (0, (255, 0, 0, 255))


def test_sixteen_bits_keep_their_shades():
    grey = stored(png(3, 1, 16, 0, b"\x00" + struct.pack(">HHH", 0, 100 * 256, 65535)))
    colour = stored(png(1, 1, 16, 2, b"\x00" + struct.pack(">HHH", 2560, 25600, 65535)))

    assert (grey.mode, [grey.getpixel((x, 0)) for x in range(3)]) == ("L", [0, 100, 255])
    assert colour.getpixel((0, 0)) == (10, 100, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_one_pixel_of_any_mode_is_taken(mode):
    assert stored(saved(field(mode, (1, 1)), "PNG")).size == (1, 1)


def test_a_long_thin_strip_keeps_a_height():
    assert encode(saved(field("L", (9000, 1)), "PNG"), "frieze.png").size == (4000, 1)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_that_a_picture_moves_is_told(kind):
    frames = [field(colour="red"), field(colour="blue")]
    moving = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    assert loss(moving, "war.x") == "“war.x” moves; only its first picture was kept."
    assert loss(saved(frames[0], kind), "war.x") == ""
    assert loss(moving[:20], "war.x") == ""


def test_the_second_picture_of_a_telephone_is_no_movement():
    frames = [field(colour="red"), field(colour="blue")]
    assert loss(saved(frames[0], "MPO", save_all=True, append_images=frames[1:]), "a.jpg") == ""


def keyed(colour_type: int, rows: bytes, key: bytes) -> bytes:
    """A PNG of two pixels and sixteen bits, of which one value is transparent."""
    whole = png(2, 1, 16, colour_type, b"\x00" + rows)
    chunk = b"tRNS" + key
    chunk = struct.pack(">I", len(key)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return whole.replace(whole[33:], chunk + whole[33:])


@pytest.mark.parametrize("level", [0, 300, 0xABCD, 0xFFFF])
def test_sixteen_bits_keep_their_transparency(level):
    other = level ^ 0xFF00
    grey = stored(keyed(0, struct.pack(">HH", level, other), struct.pack(">H", level)))
    rows, key = struct.pack(">6H", *[level] * 3, *[other] * 3), struct.pack(">3H", *[level] * 3)
    colour = stored(keyed(2, rows, key))
    for image in (grey, colour):
        clear, solid = image.getpixel((0, 0)), image.getpixel((1, 0))
        assert (image.mode, clear[3], solid) == ("RGBA", 0, (*[other >> 8] * 3, 255))


def drawing(mode: str, clear: Any, ink: Any) -> Pillow.Image:
    image = field(mode, (12, 10), clear)
    image.putpixel((5, 5), ink)
    return image


def palette_gif() -> Pillow.Image:
    image = field("P", (12, 10), 0)
    image.putpalette([255, 255, 255, 0, 0, 0])
    image.putpixel((5, 5), 1)
    return image


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (saved(palette_gif(), "PNG", transparency=0), True),
        (saved(palette_gif(), "GIF", transparency=0), True),
        (saved(palette_gif(), "PNG"), False),
        (saved(palette_gif(), "GIF"), False),
        (saved(palette_gif(), "PNG", transparency=7), False),  # no pixel has that colour
        (saved(drawing("LA", (0, 0), (0, 255)), "PNG"), True),
        (saved(drawing("LA", (90, 255), (0, 255)), "PNG"), False),
        (saved(drawing("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "PNG"), True),
        (saved(drawing("RGBA", (9, 9, 9, 255), (0, 0, 0, 254)), "PNG"), True),  # one pixel
        (saved(drawing("RGBA", (9, 9, 9, 255), (0, 0, 0, 255)), "PNG"), False),
        (saved(drawing("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "WEBP"), True),
        (saved(drawing("RGBA", (9, 9, 9, 255), (0, 0, 0, 255)), "WEBP"), False),
        (saved(drawing("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "AVIF"), True),
        (saved(field("L", colour=9), "PNG", transparency=9), True),
        (saved(field("L", colour=9), "PNG", transparency=8), False),
        (saved(field("RGB", colour=(1, 2, 3)), "PNG", transparency=(1, 2, 3)), True),
        (saved(field(), "JPEG"), False),
        (png(2, 1, 16, 4, b"\x00" + struct.pack(">4H", 9, 0, 9, 65535)), True),
    ],
)
def test_it_is_told_whether_something_shows_through_a_pixel(data: bytes, expected: bool) -> None:
    encoded = encode(data, "map.x")
    assert encoded.transparent is expected
    assert decoding.is_transparent(Pillow.open(io.BytesIO(encoded.data))) is expected
