"""What lies in the folder of a Jekyll site: every file once, posts and all the rest."""

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final

from posts.exchange.jekyll.site import PostFile, composed
from posts.exchange.reader import LEFT_OUT_PAGES
from posts.models import first_parts

ENDINGS: Final = {".md", ".markdown", ".mkdown", ".mkdn", ".mkd", ".html", ".htm", ".textile"}
PICTURES: Final = {
    *(".avif", ".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp"),
}
SOURCES: Final = ("_posts", "_drafts")
SKIPPED: Final = {"_site", "vendor", "node_modules"}
INTERNAL: Final = {"_includes", "_layouts", "_sass", "_data", "_plugins"}
MOST_NAMED: Final = 20
# The first page, and what answers for one that is not there: this site has its own, as it has
# lists, a search and feeds.
NO_PAGES: Final = {"", "404", "feed", "sitemap"}


@dataclass
class Inventory:
    """The files of a site by what they are; `skipped` are folders that nobody looked into."""

    posts: list[PostFile] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)
    pages: list[PostFile] = field(default_factory=list)
    own_pages: list[str] = field(default_factory=list)
    collections: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    skipped: list[str] = field(default_factory=list)
    seen: int = 0

    @property
    def counts(self) -> dict[str, int]:
        told = {
            "posts": len(self.posts),
            "pages": len(self.pages),
            **({LEFT_OUT_PAGES: len(self.own_pages)} if self.own_pages else {}),
            "pictures": len(self.pictures),
        }
        told |= {f"in _{name}": number for name, number in sorted(self.collections.items())}
        return told | dict(self.others.most_common())

    @property
    def left_out(self) -> list[str]:
        """Return a sentence for each part that a reader of the old site could see, or none did."""
        told = [
            f"_{name}/ holds no posts, but {number} pages of a kind of its own:"
            f" --collection {name} brings them in as posts."
            for name, number in sorted(self.collections.items())
        ]
        told += [f"the page {name}" for name in self.own_pages[:MOST_NAMED]]
        if more := len(self.own_pages) - MOST_NAMED:
            told += [f"{more} more pages"] if more > 0 else []
        return told + [f"{name}/ was not looked into" for name in self.skipped]


def take_stock(root: Path, source: str, wanted: tuple[str, ...]) -> Inventory:
    """Return what is below `root`, whose pages Jekyll reads from the folder `source` of it.

    Documents of the collections `wanted` are posts.
    """
    found = Inventory()
    for name, folders, names in os.walk(root / source, onerror=_stop):
        folder = Path(name)
        below = folder.relative_to(root / source)
        skipped = [each for each in folders if each[0] == "." or each in SKIPPED]
        found.skipped += [(below / each).as_posix() for each in sorted(skipped)]
        folders[:] = sorted(set(folders) - set(skipped))
        links = [each for each in folders if (folder / each).is_symlink()]
        found.seen += len(names) + len(links)
        for each in sorted([*names, *links]):
            path = folder / each
            named = composed(path.relative_to(root).as_posix())
            _sort_in(found, PostFile(path, named, source), wanted)
    return found


def _stop(error: OSError) -> None:
    raise error


def _sort_in(found: Inventory, file: PostFile, wanted: tuple[str, ...]) -> None:
    """Add `file` to what it is."""
    ending, name = file.path.suffix.lower(), file.path.name
    folders = PurePosixPath(file.below).parts[:-1]
    own = [each for each in folders if each[0] == "_"]
    is_text = ending in ENDINGS and name[0] not in ".#~" and name[-1] != "~"
    if set(folders) & set(SOURCES):
        if is_text:
            found.posts.append(file)
            return
    elif own and own[0] not in INTERNAL and is_text:
        if own[0][1:] in wanted:
            found.posts.append(PostFile(file.path, file.relative, file.source, own[0][1:]))
        else:
            found.collections[own[0][1:]] += 1
        return
    elif not own and is_text and _has_front_matter(file.path):
        if page_name(file) in first_parts() | NO_PAGES:
            found.own_pages.append(file.below)
        else:
            found.pages.append(replace(file, is_page=True))
        return
    if ending in PICTURES:
        found.pictures.append(file.path)
    else:
        found.others[ending or "without an ending"] += 1


def page_name(file: PostFile) -> str:
    """Return what the address of a page was made of, "" of the site's first page."""
    parts = PurePosixPath(file.below).with_suffix("").parts
    parts = parts[:-1] if parts[-1] == "index" else parts
    return parts[-1] if parts else ""


def _has_front_matter(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(6).removeprefix(b"\xef\xbb\xbf").startswith(b"---")
    except OSError:
        return False
