"""Why words will not do as the description of a picture. Pure."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

# What people and machines write where a description is asked for.
_BARE = frozenset(
    [
        # a picture
        *("image", "images", "img", "photo", "photograph", "photos", "pic", "pics", "picture"),
        *("pictures", "graphic", "illustration", "scan", "screenshot", "screen-shot"),
        # its place
        *("attachment", "cover", "download", "figure", "file", "hero", "icon", "logo", "thumbnail"),
        # nothing yet
        *("alt", "alt-text", "n-a", "no-name", "none", "null", "placeholder", "tbd", "temp"),
        *("test", "todo", "undefined", "untitled"),
    ]
)
_ENDING = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|tiff?|bmp|svg|heic|pdf)\s*$", re.IGNORECASE)
# Names that cameras, phones and programs give: DSC_0042, IMG-20200101-WA0001, Scan 12.
_CAMERA = re.compile(
    r"^(?:dsc[fn]?|img|image|imgp|p|pict?|photo|mvi|gopr|screenshot|scan|whatsapp image)"
    r"[\s_-]*\d{3}[\d\s_.:-]*(?:wa\d+|at.*)?$",
    re.IGNORECASE,
)
_HASH = re.compile(r"^[0-9a-f]{12,}$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")


def alt_problem(alt: str, *, file_names: Iterable[str] = (), titles: Iterable[str] = ()) -> str:
    """Return why `alt` does not describe a picture, and what to do; '' if it may.

    `file_names` are those the picture had, `titles` those of the posts that show it.
    """
    words = " ".join(alt.split())
    if not words:
        return ""
    if _is_file_name(words, file_names):
        return f"“{words}” is the name of a file. Describe what the picture shows."
    if _is_bare(words):
        return f"“{words}” says that there is a picture, not what it shows. Describe what it shows."
    if any(_plain(words) == _plain(title) for title in titles if title):
        return f"“{words}” repeats the title. Describe what the picture shows."
    return ""


def _is_bare(words: str) -> bool:
    """Whether it is one such word, whatever number or mark stands behind it: "Image 3."."""
    found = [word.casefold() for word in _LETTERS.findall(words)]
    return not found or (len(found) <= 2 and "-".join(found) in _BARE)


def _is_file_name(words: str, file_names: Iterable[str]) -> bool:
    is_named = bool(_ENDING.search(words) and len(words.split()) <= 4)
    if is_named or _CAMERA.match(words) or _HASH.match(words):
        return True
    return any(_plain(words) in _names_of(name) for name in file_names if name)


def _names_of(name: str) -> set[str]:
    path = PurePosixPath(name)
    return {_plain(path.name), _plain(path.stem)} - {""}


def _plain(text: str) -> str:
    """Return letters and digits alone, so that dashes, marks and case make no difference."""
    return re.sub(r"[\W_]+", " ", text).casefold().strip()
