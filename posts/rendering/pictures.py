from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext


@dataclass(frozen=True)
class Picture:
    """All that a page needs to show a picture; sizes in pixels, addresses on this site.

    `sources` holds (MIME type, srcset) pairs, best first; `src` is what any browser can show.
    What is `transparent` needs a light ground, for most of it is black drawings.
    """

    src: str
    width: int
    height: int
    alt: str
    sources: tuple[tuple[str, str], ...] = ()
    caption: str = ""
    credit: str = ""
    illustration: bool = False
    transparent: bool = False


STORY_SIZES = "(min-width: 48rem) 42rem, 100vw"


def picture_html(picture: Picture, *, sizes: str = STORY_SIZES, eager: bool = False) -> str:
    """Return a <picture> with its renditions; lazy unless `eager` (above the fold)."""
    sources = "".join(
        f'<source type="{escape(mime)}" srcset="{escape(srcset)}" sizes="{escape(sizes)}">'
        for mime, srcset in picture.sources
    )
    transparent = ' class="transparent"' if picture.transparent else ""
    loading = 'fetchpriority="high"' if eager else 'loading="lazy"'
    return (
        f"<picture>{sources}"
        f'<img src="{escape(picture.src)}" width="{picture.width}" height="{picture.height}"'
        f' alt="{escape(picture.alt)}" {loading} decoding="async"{transparent}></picture>'
    )


def caption_html(picture: Picture) -> str:
    """Return the <figcaption>, or nothing where there is neither caption nor credit."""
    kind = gettext("Illustration") if picture.illustration else ""
    credit = ". ".join(part for part in (kind, picture.credit) if part)
    parts = [escape(picture.caption)] if picture.caption else []
    if credit:
        parts.append(f'<span class="credit">{escape(credit)}</span>')
    return f"<figcaption>{' '.join(parts)}</figcaption>" if parts else ""
