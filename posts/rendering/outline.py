"""What stands in a story: its links, pictures and headings, as the parser sees them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from posts.rendering.citations import KEY
from posts.rendering.markdown import Environment, parse_story

_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_LIKE_A_CITATION = re.compile(rf"\[@(?>{KEY})[^\[\]\n]*\]")


@dataclass(frozen=True)
class ShownPicture:
    """An image of a story: its address, and the words that the story itself gives it."""

    src: str
    alt: str


@dataclass(frozen=True)
class Link:
    address: str
    words: str


@dataclass(frozen=True)
class Outline:
    """`headings` are (level, words), the level as typed: 1 for `#`; `anchors` their ids.

    `unwritten` are the names of notes that are called and not written, `uncalled` of those that
    are written and not called. `cited` are the keys of citations, `uncited` what is like one and
    cannot be; `bare_quotes` the quotations without a citation in them or in the paragraph before.
    """

    links: tuple[Link, ...] = ()
    pictures: tuple[ShownPicture, ...] = ()
    headings: tuple[tuple[int, str], ...] = ()
    anchors: frozenset[str] = frozenset()
    unwritten: tuple[str, ...] = ()
    uncalled: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    uncited: tuple[str, ...] = ()
    bare_quotes: tuple[str, ...] = ()


def outline(source: str) -> Outline:
    """Return what stands in a story; raises RenderingError for one that cannot be read."""
    links: list[Link] = []
    pictures: list[ShownPicture] = []
    headings: list[tuple[int, str]] = []
    anchors: set[str] = set()
    plain: list[str] = []
    env: Environment = {}
    tokens = parse_story(source, env)
    for index, token in enumerate(tokens):
        children = token.children or []
        pictures += [_picture(child) for child in children if child.type == "image"]
        links += _links(children)
        plain += [child.content for child in children if child.type == "text"]
        if token.type == "heading_open":
            words = _words(tokens[index + 1].children or [])
            level = len(token.markup) if "#" in token.markup else 1 + (token.markup == "-")
            headings.append((level, words))
            anchors.add(str(token.attrGet("id")))
    return Outline(
        tuple(links),
        tuple(pictures),
        tuple(headings),
        frozenset(anchors),
        unwritten=_found(_CALL, plain),
        uncalled=_uncalled(env),
        cited=tuple(dict.fromkeys(_keys(tokens))),
        uncited=_found(_LIKE_A_CITATION, plain),
        bare_quotes=tuple(_bare_quotes(tokens)),
    )


def _found(pattern: re.Pattern[str], texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for text in texts for each in pattern.findall(text)))


def _keys(tokens: Sequence[Token]) -> Iterator[str]:
    children = (child for token in tokens for child in token.children or ())
    return (child.meta["key"] for child in children if child.type == "citation")


def _bare_quotes(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the words of each outermost quotation that names no source."""
    opened = 0
    for at, token in enumerate(tokens):
        if token.level == 0 and token.type == "blockquote_open":
            opened = at
        elif token.level == 0 and token.type == "blockquote_close":
            introduced = tokens[max(opened - 2, 0) : at]
            if not any(_keys(introduced)):
                texts = (_words(each.children or []) for each in tokens[opened:at])
                yield " ".join(filter(None, texts))


def _uncalled(env: Environment) -> tuple[str, ...]:
    """Return the names of footnotes to which the parser has given no number."""
    notes = env.get("footnotes", {}).get("refs", {})
    return tuple(name.removeprefix(":") for name, number in notes.items() if number < 0)


def _picture(token: Token) -> ShownPicture:
    return ShownPicture(str(token.attrGet("src") or ""), _words(token.children or []))


def _links(children: list[Token]) -> list[Link]:
    found = []
    for start, token in enumerate(children):
        if token.type != "link_open":
            continue
        end = next(i for i in range(start, len(children)) if children[i].type == "link_close")
        found.append(Link(str(token.attrGet("href") or ""), _words(children[start + 1 : end])))
    return found


def _words(children: list[Token]) -> str:
    """Return the words of inline tokens; those of a picture are its own."""
    parts = (
        _words(child.children or []) if child.type == "image" else child.content
        for child in children
    )
    return "".join(parts).strip()
