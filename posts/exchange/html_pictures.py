"""Pictures that stay in a text with their captions, and what is embedded as a link to it."""

import re
from collections.abc import Iterator
from typing import Final

from bs4 import BeautifulSoup, Tag

from posts.exchange.html_tree import quoted

SHOWN: Final = {"iframe", "video", "audio", "source", "embed"}
SHOWN_ATTRIBUTES: Final = {
    "img": {"src", "alt", "title", "class", "data-src", "data-orig-file", "data-lazy-src"},
    **{name: {"src"} for name in SHOWN},
}
_LARGER: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)(?:\?|$)", re.I)
PLAYERS: Final = {
    "youtube": "https://youtu.be/",
    "vimeo": "https://vimeo.com/",
    "gist": "https://gist.github.com/",
}
_PLAYED: Final = {
    "youtube": re.compile(r".*youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]+).*", re.I),
    "vimeo": re.compile(r".*player\.vimeo\.com/video/(\d+).*", re.I),
}


def keep_pictures(soup: BeautifulSoup) -> tuple[str, ...]:
    """Put pictures and captions as Markdown has them; return a sentence for what is lost."""
    embedded = sum(_linked(each) for each in soup.find_all(SHOWN - {"source"}))
    told = [_told(embedded, "embedded page", "became a link")]
    lost = sum(not _arranged(picture) for picture in soup.find_all("img"))
    told.append(_told(lost, "picture", "left out: no address of a picture"))
    for caption in soup.find_all("figcaption"):
        _put_into_title(caption)
    return tuple(filter(None, told))


def _told(number: int, noun: str, what: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''} {what}." if number else ""


def _linked(embedded: Tag) -> bool:
    """Put a link in place of a player or a page within the page; False for one without address."""
    if embedded.decomposed:
        return False
    source = embedded if embedded.get("src") else embedded.find("source", src=True)
    address = str(source["src"]) if source else ""
    for name, pattern in _PLAYED.items():
        if found := pattern.fullmatch(address):
            address = PLAYERS[name] + found[1]
    if not address:
        embedded.decompose()
        return False
    address = f"https:{address}" if address.startswith("//") else address
    link = Tag(name="a", attrs={"href": address})
    link.string = address
    paragraph = Tag(name="div")
    paragraph.append(link)
    embedded.replace_with(paragraph)
    return True


def _arranged(picture: Tag) -> bool:
    """Give a picture its full address and a place of its own; False where it has none."""
    addresses: Iterator[str] = (
        str(picture.get(name) or "")
        for name in ("data-orig-file", "data-src", "data-lazy-src", "src")
    )
    address = quoted(next(filter(None, addresses), ""))
    if {"wp-smiley", "emoji"} & set(picture.get("class") or ()):
        picture.replace_with(str(picture.get("alt", "")))
        return True
    if not address:
        picture.decompose()
        return False
    picture.attrs = {"src": address, "alt": str(picture.get("alt", ""))}
    around = picture.parent
    if around and around.name == "a" and _LARGER.search(str(around.get("href", ""))):
        around.unwrap()
    whole = picture.parent if picture.parent and picture.parent.name == "a" else picture
    paragraph = whole.find_parent("p")
    if paragraph is not None and paragraph.get_text().strip() and not whole.get_text().strip():
        own = Tag(name="p")
        paragraph.insert_before(own)
        own.append(whole.extract())
    return True


def _put_into_title(caption: Tag) -> None:
    """Make a caption without links the title of the one picture it belongs to."""
    figure = caption.find_parent("figure")
    pictures = figure.find_all("img") if figure else []
    words = " ".join(caption.get_text().split())
    if len(pictures) != 1 or caption.find("a") or words.count("(") != words.count(")"):
        return
    if not re.search(r"\([^)]*\(|^[^(]*\)", words):
        title = re.sub(r"[\\&]", r"\\\g<0>", words.replace('"', "'"))
        pictures[0]["title"] = title
        caption.decompose()
