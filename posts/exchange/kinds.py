"""What can be imported: each kind of site with what opens one, and whose export a path holds."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from posts.exchange import ghost, jekyll, markdown, wordpress
from posts.exchange.errors import ExchangeError
from posts.exchange.reader import Options, Reader


def _opened_by(opener: Callable[..., Reader]) -> Callable[[Options], Reader]:
    def opened(options: Options) -> Reader:
        if options.collections:
            raise ExchangeError("collection", "Only a site of Jekyll has collections.")
        told = {"media": options.media, "timezone": options.timezone, "site": options.site}
        return opener(options.paths, **told)

    return opened


KINDS: Final[Mapping[str, Callable[[Options], Reader]]] = {
    "ghost": _opened_by(ghost.open_ghost),
    "jekyll": jekyll.open_jekyll,
    "markdown": _opened_by(markdown.open_markdown),
    "wordpress": _opened_by(wordpress.open_wordpress),
}
# What each calls its own, and how that is known; the first to know a path has it.
SIGNS: Final[Mapping[str, tuple[str, Callable[[Path], bool]]]] = {
    "wordpress": ("a WordPress export (WXR)", lambda p: p.is_file() and wordpress.recognises(p)),
    "ghost": ("a Ghost export", lambda path: path.is_file() and ghost.recognises(path)),
    "jekyll": ("a Jekyll site, or one of its posts", jekyll.recognises),
    "markdown": ("a folder of Markdown files", markdown.recognises),
}


def guess(path: Path) -> tuple[str, str]:
    """Return the kind of what is at `path`, and what it is in words.

    Raises ExchangeError if it is nothing that can be read.
    """
    try:
        if not path.exists():
            raise ExchangeError("missing", f"There is nothing at {path}.")
        for kind, (words, is_own) in SIGNS.items():
            if is_own(path):
                return kind, words
    except OSError as error:
        raise ExchangeError("unreadable", f"{path}: {error.strerror}.") from error
    if path.is_file():
        _require_text(path)
    known = ", ".join(words for words, _ in SIGNS.values())
    raise ExchangeError("unknown_kind", f"{path} is none of what can be read: {known}.")


def _require_text(path: Path) -> None:
    """Raise ExchangeError for a file in which nobody could find signs of anything."""
    with path.open("rb") as stream:
        head = stream.read(2)
    if not head:
        raise ExchangeError("empty", f"{path} is empty: export it again.")
    if head in (BOM_UTF16_LE, BOM_UTF16_BE):
        raise ExchangeError("encoding", f"{path} is in UTF-16: save it as UTF-8 and try again.")


def refuse_other(kind: str, path: Path) -> None:
    """Raise ExchangeError if there is nothing at `path`, or what another reader reads."""
    try:
        found, words = guess(path)
    except ExchangeError as error:
        if error.code == "unknown_kind":
            return  # Its own reader says better what it misses.
        raise
    if found != kind:
        raise ExchangeError("other_kind", f"{path} is {words}: run import_posts {found} {path}")
