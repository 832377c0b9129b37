"""The body of a post as Markdown of this site, whatever it was written in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import textile

from posts.exchange.checked import MERGE, UNMERGED
from posts.exchange.errors import ExchangeError
from posts.exchange.html_paragraphs import with_paragraphs
from posts.exchange.html_tree import BLOCKS
from posts.exchange.jekyll.kramdown import from_html, with_plain_marks
from posts.exchange.jekyll.liquid import Liquid
from posts.exchange.jekyll.markup import without_comments
from posts.exchange.jekyll.own_fields import is_story_only
from posts.exchange.jekyll.post import tell_lost
from posts.exchange.jekyll.post_names import Body, address_of
from posts.exchange.jekyll.site import PostFile, Site
from posts.exchange.record import Message, Value

HTML: Final = {".html", ".htm"}
TEXTILE: Final = {".textile"}
FEWEST: Final = 30  # letters that a text has after something was left out of it
_BLOCK: Final = re.compile(rf"<(?:{'|'.join(sorted(BLOCKS))})\b", re.IGNORECASE)
_PLACES: Final = r"(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?|\b(?:href|src)\s*=\s*[\"']?)"
_NO_WORDS: Final = re.compile(r"<[^>]*>|\]\([^)]*\)|https?://\S+")
_SHOWN: Final = re.compile(r"!\[|<img\b", re.IGNORECASE)
_NOWHERE: Final = re.compile(r"(?<!!)\[([^\[\]]*)\]\(\s*\)")


@dataclass(frozen=True)
class Source:
    """A body as it stands in its file, and what is known around it."""

    file: PostFile
    site: Site
    values: Mapping[str, Value]
    text: str
    line: int

    @property
    def is_markdown(self) -> bool:
        ending = self.file.path.suffix.lower()
        return ending not in HTML | TEXTILE


def body_of(source: Source, messages: list[Message]) -> Body:
    """Return the body, telling in `messages` what does not come in.

    Raises ExchangeError for one that was made of Liquid alone.
    """
    if is_story_only(source.values):
        return Body(source.text, is_whole=True)
    text, is_emptied = _carried_out(source, messages)
    text = _with_own_paths(text, source.site)
    if found := MERGE.search(text):
        line = source.line + text.count("\n", 0, found.start())
        messages.append(Message(line, "merge", UNMERGED))
    text, comments = without_comments(text)
    if comments:
        told = f"Comments are left out of the story: {comments}. The original keeps them."
        messages.append(Message(source.line, "comment", told))
    if source.is_markdown:
        text = with_plain_marks(text)
        return Body(text, is_emptied=is_emptied, has_gaps=text != source.text)
    if source.file.path.suffix.lower() in TEXTILE:
        text = str(textile.textile(text))
    elif not _BLOCK.search(text):
        text = with_paragraphs(text)
    try:
        made, told_of = from_html(text, "", source.site.folder.own)
    except ExchangeError as error:
        remedy = error.text.replace(" Paste it in parts.", " Split it.")
        raise ExchangeError(error.code, remedy, source.line) from error
    tell_lost(told_of, source.line, messages)
    return Body(made, is_whole=True, is_emptied=is_emptied)


def _carried_out(source: Source, messages: list[Message]) -> tuple[str, bool]:
    """Return the text after Liquid, and whether what is left of it makes no sense alone."""
    if "{%" not in source.text and "{{" not in source.text:
        return source.text, False
    if source.values.get("render_with_liquid") == "false":
        return source.text, False
    liquid = Liquid(
        value=lambda name: _value(name, source),
        link=lambda name: _linked(name, source.site),
        base=f"/{source.site.folder.base}".rstrip("/"),
        url=source.site.url,
        is_html=not source.is_markdown,
    )
    text = liquid.carried_out(source.text, source.line)
    messages.extend(liquid.messages)
    text = _NOWHERE.sub(r"\1", text) if liquid.left_out else text
    letters = len(re.findall(r"\w", _NO_WORDS.sub("", text)))
    if not liquid.left_out or letters >= FEWEST or _SHOWN.search(text):
        return text, False
    if not letters:
        why = "The body is made by Liquid alone and has no content of its own: write it out."
        raise ExchangeError("no_content", why, source.line)
    return text, True


def _value(name: str, source: Source) -> str | None:
    """Return a setting of the site or a field of the page that is text."""
    where, _, rest = name.partition(".")
    values: Value = dict({"site": source.site.values, "page": source.values}.get(where, {}))
    for key in rest.split("."):
        values = values.get(key, "") if isinstance(values, dict) else ""
    return values if isinstance(values, str) and values else None


def _linked(name: str, site: Site) -> str | None:
    """Return the address of the file that `link` or `post_url` names."""
    name = name.strip().lstrip("/").split("#")[0]
    if file := site.posts.get(name):
        path = address_of(file, site)
        return quote(path) if path else None
    if not name or name.startswith("_posts/") or re.match(r"\d{4}-\d", name.rpartition("/")[2]):
        return None
    page = re.sub(r"\.(?:md|markdown|mkdn?|textile)$", ".html", name).removeprefix("_")
    return quote(f"{f'/{site.folder.base}'.rstrip('/')}/{page}")


def _with_own_paths(text: str, site: Site) -> str:
    """Return `text` with the site's own absolute addresses as paths, where they are followed."""
    if not site.url:
        return text
    places = re.compile(
        f"{_PLACES}{site.folder.host}(?=[/?#)\\s\"'>])", re.IGNORECASE | re.MULTILINE
    )
    return places.sub(lambda m: m[1] + ("" if text[m.end() : m.end() + 1] == "/" else "/"), text)
