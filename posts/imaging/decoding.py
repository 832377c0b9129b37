"""Any file to a picture as we store it, or a refusal. Pure."""

import contextlib
import io
import math
import re
from dataclasses import dataclass
from threading import Lock
from typing import Any

from PIL import Image as Pillow
from PIL import ImageCms, ImageMath, UnidentifiedImageError
from PIL.ExifTags import Base as ExifTag

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 4000  # pixels, of the stored picture
ACCEPTED = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

_OPAQUE = 255
_MOVING = ("PNG", "WEBP", "GIF", "AVIF")
# Of the format that came, what is stored. Many programs that show a shared link cannot read
# AVIF. MPO is what a JPEG with a second picture inside is called, as many telephones make it.
_STORED = {
    "JPEG": "JPEG",
    "MPO": "JPEG",
    "PNG": "PNG",
    "GIF": "PNG",
    "WEBP": "WEBP",
    "AVIF": "WEBP",
}
_BEGINNINGS = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8|RIFF.{4}WEBP|.{4}ftypavi[fs]", re.DOTALL
)
_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_OPTIONS: dict[str, dict[str, Any]] = {
    # Three times as fast as a progressive one, which would have a twentieth fewer bytes.
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {},
    "WEBP": {"quality": 90},
}
# The largest picture takes half a gigabyte while it is read.
_ONE_AT_A_TIME = Lock()
_UPRIGHT = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}


class ImageError(ValueError):
    """A picture that cannot be taken or shown; `str()` names the file and is fit for an editor."""


@dataclass(frozen=True)
class Encoded:
    """A picture as we store it: upright, sRGB, at most 4000 pixels long, without metadata."""

    data: bytes
    ending: str
    size: tuple[int, int]
    transparent: bool


def encode(data: bytes, name: str) -> Encoded:
    """Return the picture in the file `data` as we store it.

    Raises ImageError, naming the file, if it is no picture, too large or damaged.
    """
    check_size(len(data), name)
    with _ONE_AT_A_TIME:
        return _encoded(_open(data, name), name)


def _encoded(source: Pillow.Image, name: str) -> Encoded:
    try:
        kind = _STORED[source.format or ""]
        source.load()
        image = _upright(_srgb(_small(_plain(source))), source)
    except Exception as error:
        # Decoders meet hostile files here, and each has exceptions of its own.
        raise _damaged(name) from error
    image.info = {}  # What an encoder finds here, it writes: comments, profiles, EXIF, XMP.
    stream = io.BytesIO()
    image.save(stream, kind, **_OPTIONS[kind])
    return Encoded(stream.getvalue(), _ENDINGS[kind], image.size, is_transparent(image))


def is_transparent(image: Pillow.Image) -> bool:
    """Whether something shows through a pixel of `image`; a channel alone says nothing."""
    if not image.has_transparency_data:
        return False
    alpha = image.convert("RGBA").getchannel("A")
    return alpha.getextrema() != (_OPAQUE, _OPAQUE)


def loss(data: bytes, name: str) -> str:
    """Return what an uploader should be told of a picture that was taken, or ''."""
    try:
        source = Pillow.open(io.BytesIO(data), formats=_MOVING)
        moves = getattr(source, "is_animated", False)
    except Exception:
        return ""
    return f"“{name}” moves; only its first picture was kept." if moves else ""


def check_size(size: int, name: str) -> None:
    """Raise ImageError for `size` bytes that no picture has; fit to ask before reading them."""
    if not size:
        raise ImageError(f"“{name}” is empty. Choose the picture again.")
    if size > MAX_BYTES:
        raise ImageError(
            f"“{name}” has {math.ceil(size / 2**20)} MB; the most is {MAX_BYTES // 2**20} MB."
            " Make it smaller and try again."
        )


def _open(data: bytes, name: str) -> Pillow.Image:
    """Read the header only, and judge by it: a file of 20 kB may unfold to gigabytes."""
    try:
        source = Pillow.open(io.BytesIO(data), formats=ACCEPTED)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        # Pillow refuses twice its own limit before it tells the size, and may warn above it.
        times = 2 if isinstance(error, Pillow.DecompressionBombError) else 1
        least = times * (Pillow.MAX_IMAGE_PIXELS or MAX_PIXELS)
        raise _too_large(name, f"more than {least // 10**6}") from error
    except UnidentifiedImageError as error:
        if _BEGINNINGS.match(data):
            raise _damaged(name) from error
        raise ImageError(
            f"“{name}” is not a picture this site takes: JPEG, PNG, WebP, GIF or AVIF."
        ) from error
    except Exception as error:
        raise _damaged(name) from error
    pixels = source.width * source.height
    if pixels > MAX_PIXELS:
        raise _too_large(name, str(math.ceil(pixels / 10**6)))
    return source


def _too_large(name: str, megapixels: str) -> ImageError:
    return ImageError(
        f"“{name}” has {megapixels} megapixels; the most is {MAX_PIXELS // 10**6}."
        " Make it smaller and try again."
    )


def _damaged(name: str) -> ImageError:
    return ImageError(f"“{name}” is damaged or incomplete. Export it again and try once more.")


def _plain(image: Pillow.Image) -> Pillow.Image:
    """Return the picture in a mode that can be resized, its transparency as a channel."""
    if image.mode.startswith("I"):
        return _eight_bits(image)
    key = image.info.get("transparency")
    if isinstance(key, tuple) and max(key) > 255:  # of sixteen bits, where the colours have eight
        image.info["transparency"] = tuple(value >> 8 for value in key)
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image.copy()
    return image.convert("L" if image.mode == "1" else "RGB")


def _eight_bits(image: Pillow.Image) -> Pillow.Image:
    """Return a picture of sixteen bits of grey; a plain conversion would cut off all above 255."""
    deep = image.convert("I")
    grey = deep.point(lambda value: value / 256).convert("L")
    key = image.info.get("transparency")
    if not isinstance(key, int):
        return grey
    shown = ImageMath.lambda_eval(lambda given: (given["deep"] != key) * 255, deep=deep)
    return Pillow.merge("LA", (grey, shown.convert("L"))).convert("RGBA")


def _small(image: Pillow.Image) -> Pillow.Image:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pillow.Resampling.LANCZOS, reducing_gap=3)
    return image


def _srgb(image: Pillow.Image) -> Pillow.Image:
    """Return the picture in sRGB or grey; a profile that does not fit it is passed over."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    if profile := image.info.get("icc_profile"):
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            colours = _converted(colours, profile)
    if colours.mode == "CMYK":
        colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _converted(image: Pillow.Image, profile: bytes) -> Pillow.Image:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    target = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    return converted if converted else image


def _upright(image: Pillow.Image, source: Pillow.Image) -> Pillow.Image:
    """Return the picture turned as the camera was held; unreadable EXIF says nothing."""
    try:
        turn = _UPRIGHT.get(source.getexif().get(ExifTag.Orientation, 1))
    except Exception:
        return image
    return image if turn is None else image.transpose(turn)
