"""Which renditions of a picture exist, and how their addresses are written. Pure.

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

_PATH = re.compile(
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
        return (
            f"renditions/{self.content_hash[:2]}/{self.content_hash}/"
            f"{crop}w{self.width}.{self.format}"
        )


def parse_path(path: str) -> Rendition | None:
    """Return the rendition that `path` names, or None if we never make such a one."""
    found = _PATH.fullmatch(path)
    if not found or found["prefix"] != found["content_hash"][:2]:
        return None
    focus = (int(found["x"]), int(found["y"])) if found["crop"] else None
    widths = (*CARD_WIDTHS, THUMBNAIL_WIDTH) if focus else WIDTHS
    if int(found["width"]) not in widths or (focus and max(focus) > 100):
        return None
    rendition = Rendition(found["content_hash"], int(found["width"]), found["format"], focus)
    return rendition if rendition.path == path else None


def story_widths(width: int) -> tuple[int, ...]:
    """Return the widths to offer of a picture `width` pixels wide: never enlarged."""
    return tuple(w for w in WIDTHS if w <= width) or WIDTHS[:1]
