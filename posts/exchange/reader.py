import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Record, Refusal

SITE_LENGTH = 80
LEFT_OUT_PAGES = "pages left out"  # a kind of `files`


@dataclass(frozen=True)
class Options:
    """What an operator says of the site to move in; '' leaves it to the site itself.

    `media` is where its pictures lie, `collections` are parts of it that come in as posts.
    """

    paths: tuple[Path, ...]
    media: Path | None = None
    site: str = ""
    timezone: str = ""
    collections: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """Return the one path; raises ExchangeError where several are given."""
        if len(self.paths) != 1:
            raise ExchangeError("paths", f"One path is read at a time, not {len(self.paths)}.")
        return self.paths[0]


class Reader(Protocol):
    """The posts of another site in the order of their names, each read or refused."""

    @property
    def site(self) -> str:
        """Return its name, made by `site_name`: '' where nothing is known of the site."""

    @property
    def left_out(self) -> list[str]:
        """Return a sentence for each part of the site that does not come in."""

    @property
    def files(self) -> Mapping[str, int]:
        """Return how many files the source has of each kind; each counts once.

        "posts" and "pages" are those that come in.
        """

    @property
    def seen(self) -> int:
        """Return how many files were met, counted apart from what they were taken for."""

    @property
    def pictures(self) -> Collection[Path]:
        """Return the pictures that the source holds, whether a post shows them or not."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Record | Refusal]: ...


def site_name(given: str, address: str, folder: Path) -> str:
    """Return what a site is called: as given, else its host and path, else its folder's name.

    >>> site_name("", "https://www.Example.org/blog/", Path("/srv/site"))
    'example.org/blog'
    """
    url = urlsplit(address if "//" in address else f"//{address}")
    name = given or f"{url.netloc}{url.path}".removeprefix("www.") or folder.resolve().name
    return re.sub(r"[^\w./-]+", "-", name.lower()).strip("-/").removeprefix("www.")[:SITE_LENGTH]
