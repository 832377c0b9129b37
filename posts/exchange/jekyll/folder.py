import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from posts.exchange.checked import path_of
from posts.exchange.errors import ELSEWHERE, elsewhere
from posts.exchange.media import MediaFolder
from posts.exchange.record import PictureFile

LIQUID: Final = re.compile(r"\{\{\s*(?:site\.\w+|(['\"])(?P<path>[^'\"]*)\1\s*\|[^}]*)\s*\}\}")


class SiteFolder:
    """The folder of a site, whose pages stood below `base` on its server `url`."""

    def __init__(self, root: Path, base: str = "", url: str = "") -> None:
        host = re.escape(urlsplit(url).netloc.removeprefix("www."))
        self.host = rf"(?:https?:)?//(?:www\.)?{host}" if host else r"(?!)"
        self.own = re.compile(rf"{self.host}(?=[/?#]|$)", re.IGNORECASE)
        self.base = unicodedata.normalize("NFC", base.strip("/"))
        self._media = MediaFolder(root)

    def key(self, written: str) -> str:
        """Return the address without Liquid, query and base, so that two spellings compare."""
        plain = self.own.sub("", LIQUID.sub(lambda found: found["path"] or "", written).strip())
        path = path_of(plain).lstrip("/")
        if self.base and path.startswith(f"{self.base}/"):
            path = path.removeprefix(f"{self.base}/")
        return path

    def is_elsewhere(self, written: str) -> bool:
        return bool(ELSEWHERE.match(self.own.sub("", LIQUID.sub("", written).strip())))

    def find(self, written: str, fields: Mapping[str, str | bool]) -> PictureFile:
        """Return the picture at the address `written`.

        Raises ExchangeError if it stands on another site, outside the folder, or nowhere.
        """
        if self.is_elsewhere(written):
            raise elsewhere(written)
        key = self.key(written)
        path = self._media.find(key, written)
        return PictureFile(path, self._addresses(key, path), fields)

    def _addresses(self, key: str, path: Path) -> tuple[str, ...]:
        """Return the path as written and, where the capitals differ, as it is on the disk."""
        found = path.relative_to(self._media.root).as_posix()
        return tuple(dict.fromkeys(path_of(quote(each), self.base) for each in (key, found)))
