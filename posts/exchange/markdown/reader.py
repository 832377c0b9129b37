"""The reader of folders of Markdown."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone as zones

from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.publish_dates import read_zone
from posts.exchange.markdown.note import read_note
from posts.exchange.markdown.site import ENDINGS, MarkdownSite, read_site
from posts.exchange.media_index import MediaIndex
from posts.exchange.reader import LEFT_OUT_PAGES, site_name
from posts.exchange.record import Message, Record, Refusal


@dataclass
class MarkdownReader:
    """The posts below a folder in the order of their names."""

    settings: MarkdownSite
    site: str = ""

    @property
    def left_out(self) -> list[str]:
        pages = (f"page {name}" for name in self.settings.own_pages)
        return [*pages, *self.settings.media.left_out]

    @property
    def files(self) -> Mapping[str, int]:
        site = self.settings
        told = {"posts": len(site.notes), "pages": len(site.pages)}
        return told | ({LEFT_OUT_PAGES: len(site.own_pages)} if site.own_pages else {})

    @property
    def seen(self) -> int:
        return self.settings.seen

    @property
    def pictures(self) -> Collection[Path]:
        return self.settings.media.pictures

    def __len__(self) -> int:
        return len(self.settings.notes) + len(self.settings.pages)

    def __iter__(self) -> Iterator[Record | Refusal]:
        for note in (*self.settings.notes, *self.settings.pages):
            said: list[Message] = []
            try:
                yield read_note(note, self.settings, said)
            except ExchangeError as error:
                message = Message(error.line, error.code, error.text)
                yield Refusal(note.ref, message, tuple(said))


def recognises(path: Path) -> bool:
    """Tell whether it is a folder with Markdown in it that is not laid out as Jekyll's is."""
    found = (each for each in path.rglob("*") if each.suffix.lower() in ENDINGS)
    return path.is_dir() and not (path / "_posts").is_dir() and next(found, None) is not None


def open_markdown(
    paths: Sequence[Path], *, media: Path | None = None, timezone: str = "", site: str = ""
) -> MarkdownReader:
    """Return the reader of the one folder; raises ExchangeError if there is nothing to read.

    `timezone` is that of the old site, without it that of its settings; `site` what to call it.
    """
    if len(paths) != 1 or not paths[0].is_dir():
        raise ExchangeError("missing", f"Name the one folder of the site, not {len(paths)} paths.")
    root = paths[0]
    if not recognises(root):
        text = f"{root} is no folder of Markdown: import_posts guess says what it is."
        raise ExchangeError("other_kind", text)
    settings = read_site(root, MediaIndex(media or root), zones.get_default_timezone())
    if named := timezone or settings.text("timezone"):
        settings.zone = read_zone(named)
    if not settings.notes:
        raise ExchangeError("no_posts", f"There are no posts in {root}, only pages.")
    return MarkdownReader(settings, site_name(site, settings.text("baseurl"), root))
