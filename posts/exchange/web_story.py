"""The HTML of a post in a database, made a story with its pictures."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from posts.exchange.checked import old_path
from posts.exchange.errors import ELSEWHERE, ExchangeError, elsewhere, missing_picture
from posts.exchange.html import to_markdown
from posts.exchange.media_index import MediaIndex
from posts.exchange.record import Message, PictureFile, StoryPicture
from posts.exchange.story_pictures import picture_addresses

_PARTS: Final = " Paste it in parts."


@dataclass(frozen=True)
class WebSite:
    """A former site: its hosts, and its pictures, which stood below an address with `folder`.

    `names` gives the names under which a picture may lie, the best first.
    """

    hosts: frozenset[str]
    media: MediaIndex
    folder: str
    names: Callable[[str], tuple[str, ...]] = lambda tail: (tail,)

    def own(self, html: str) -> str:
        """Return `html` with links to the site itself as paths, whatever form of its name."""
        names = "|".join(map(re.escape, sorted(self.hosts, key=len, reverse=True)))
        pattern = rf"(?<=[\"'=])(?:https?:)?//(?:i\d\.wp\.com/)?(?:{names})(?=/)"
        pattern = f"{pattern}|__GHOST_URL__" if names else "__GHOST_URL__"
        return re.sub(pattern, "", f'"{html}', flags=re.IGNORECASE)[1:]

    def picture(self, written: str, fields: Mapping[str, str | bool]) -> PictureFile:
        """Return the picture at an address; raises ExchangeError if it is elsewhere or nowhere."""
        path = self.own(written)
        # A site that does not tell its host is known by where its pictures stood.
        if ELSEWHERE.match(path) and (self.hosts or self.folder not in path):
            raise elsewhere(written)
        address = old_path(path)
        tail = address.rpartition(self.folder)[2]
        failure = missing_picture(written)
        for name in self.names(tail) if tail else ():
            try:
                return PictureFile(self.media.find(name, written), (address,), fields)
            except ExchangeError as error:
                failure = failure if error.code == "missing_picture" else error
        raise failure

    def found(
        self, written: str, fields: Mapping[str, str | bool], line: int | None, said: list[Message]
    ) -> PictureFile | None:
        """Return the picture, or tell in `said` why there is none."""
        try:
            return self.picture(written, fields)
        except ExchangeError as error:
            said.append(Message(line, error.code, error.text))
            return None

    def hero(
        self, written: str, known: Mapping[str, str], line: int | None, said: list[Message]
    ) -> PictureFile | None:
        fields = {name: " ".join(each.split())[:500] for name, each in known.items() if each}
        picture = self.found(written, fields, line, said) if written else None
        if picture and "alt" not in fields:
            text = "The picture has no description for those who cannot see it."
            said.append(Message(line, "no_alt", text))
        return picture

    def story(
        self, html: str, line: int | None, said: list[Message]
    ) -> tuple[str, tuple[StoryPicture, ...]]:
        """Return the Markdown of `html` and its pictures; raises ExchangeError for too much."""
        try:
            made = to_markdown(self.own(html), pictures=True)
        except ExchangeError as error:
            text = error.text.replace(_PARTS, " Split the post there, and export it again.")
            raise ExchangeError(error.code, text, line) from error
        said += [Message(line, "html", text) for text in made.warnings]
        found = [
            StoryPicture(written, picture)
            for written in picture_addresses(made.markdown)
            if (picture := self.found(written, {}, line, said))
        ]
        return made.markdown, tuple(found)
