"""Which files a picture has, and how their addresses are written. Pure.

An address holds all that shapes the bytes behind it (content, crop, focal point, width,
format), so a rendition never changes and needs no row of its own.
"""

import re
from dataclasses import dataclass

WIDTHS = (480, 800, 1200, 1600)
CARD_WIDTHS = (320, 640)
CARD_RATIO = (3, 2)
THUMBNAIL_WIDTH = 160
FORMATS = ("avif", "webp")
CONTENT_TYPES = {
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}

Size = tuple[int, int]

_ORIGINAL = re.compile(r"images/([0-9a-f]{2})/\1[0-9a-f]{62}\.(?:jpg|png|webp)")
_RENDITION = re.compile(
    r"renditions/(?P<prefix>[0-9a-f]{2})/(?P<content_hash>[0-9a-f]{64})/"
    r"(?:(?P<crop>card)-(?P<x>\d{1,3})-(?P<y>\d{1,3})-)?w(?P<width>\d{2,4})\.(?P<format>avif|webp)"
)


@dataclass(frozen=True)
class Rendition:
    """One shape of one picture: `width` in pixels, the focal point in whole per cent.

    Without `focus` the whole picture is shown; with it, the 3:2 crop around that point.
    """

    content_hash: str
    width: int
    format: str
    focus: tuple[int, int] | None = None

    @property
    def path(self) -> str:
        """Return the storage path, relative to the media root."""
        crop = f"card-{self.focus[0]}-{self.focus[1]}-" if self.focus else ""
        return f"{renditions_folder(self.content_hash)}/{crop}w{self.width}.{self.format}"


def renditions_folder(content_hash: str) -> str:
    return f"renditions/{content_hash[:2]}/{content_hash}"


def original_path(content_hash: str, ending: str) -> str:
    """Return the storage path of a picture as it was stored."""
    return f"images/{content_hash[:2]}/{content_hash}.{ending}"


def is_original(path: str) -> bool:
    return bool(_ORIGINAL.fullmatch(path))


def parse_path(path: str) -> Rendition | None:
    """Return the rendition that `path` names, or None if we never make such a one."""
    found = _RENDITION.fullmatch(path)
    if not found or found["prefix"] != found["content_hash"][:2]:
        return None
    focus = (int(found["x"]), int(found["y"])) if found["crop"] else None
    widths = (*CARD_WIDTHS, THUMBNAIL_WIDTH) if focus else WIDTHS
    if int(found["width"]) not in widths or (focus and max(focus) > 100):
        return None
    rendition = Rendition(found["content_hash"], int(found["width"]), found["format"], focus)
    return rendition if rendition.path == path else None


def offered(content_hash: str, size: Size, focus: tuple[int, int]) -> tuple[Rendition, ...]:
    """Return every rendition that pages may name of a picture of `size` pixels."""
    shapes = [(width, None) for width in story_widths(size[0])]
    cards = [(width, focus) for width in card_widths(size)]
    return (
        *(Rendition(content_hash, w, f, crop) for w, crop in shapes + cards for f in FORMATS),
        Rendition(content_hash, THUMBNAIL_WIDTH, "webp", focus),
    )


def story_widths(width: int) -> tuple[int, ...]:
    """Return the widths to offer of a picture `width` pixels wide.

    The last may be wider than the picture, and then holds all the pixels there are.
    """
    return _reaching(WIDTHS, width)


def card_widths(size: Size) -> tuple[int, ...]:
    return _reaching(CARD_WIDTHS, crop_width(size))


def _reaching(widths: tuple[int, ...], width: int) -> tuple[int, ...]:
    below = sum(w < width for w in widths)
    return widths[: below + 1]


def crop_width(size: Size) -> int:
    """Return the width in whole pixels of the largest 3:2 crop of a picture of `size`."""
    width, height = size
    return max(1, min(width, round(height * CARD_RATIO[0] / CARD_RATIO[1])))


def crop_box(size: Size, focus: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return the largest 3:2 crop as (left, top, right, bottom), as near `focus` as it fits."""
    ratio = CARD_RATIO[0] / CARD_RATIO[1]
    width = min(size[0], size[1] * ratio)
    height = width / ratio
    left = min(max(size[0] * focus[0] / 100 - width / 2, 0), size[0] - width)
    top = min(max(size[1] * focus[1] / 100 - height / 2, 0), size[1] - height)
    return left, top, left + width, top + height


def shape(rendition: Rendition, size: Size) -> Size:
    """Return width and height in pixels of the rendition of a picture of `size`: not enlarged."""
    if rendition.focus:
        width, ratio = min(rendition.width, crop_width(size)), CARD_RATIO
    else:
        width, ratio = min(rendition.width, size[0]), size
    return width, max(1, round(width * ratio[1] / ratio[0]))
