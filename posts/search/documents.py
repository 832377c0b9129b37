"""The words of a document, in the columns that search weighs apart."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Final, NamedTuple

from posts.dates import HistoricalDate, Kind, Precision
from posts.dates.calendar import year_name
from posts.models import Citation, Dossier, DossierCitation, Milestone, Post
from posts.rendering import with_citations, without_citations
from posts.search.words import LONGEST_WORD, stem, words

LONGEST_HTML: Final = 20_000  # characters of a story that its excerpts are looked for in
SHORTEST_TERM: Final = 4  # letters of a word that is kept to correct misspelt ones by

# PostgreSQL keeps 16,383 places of words in a document and 255 of one word. What lies beyond
# is left out for both engines, or a phrase would be found by one of them alone.
_MOST: Final = {"title": 200, "bullets": 3_000, "story": 10_000, "sources": 3_000}
MOST_PLACES: Final = 250

_LONG_NAMES: Final = {
    "ww1": re.compile(" (?:first world war|world war (?:i|1|one)|great war) "),
    "ww2": re.compile(" (?:second world war|world war (?:ii|2|two)) "),
}
GAP: Final = "x" * (LONGEST_WORD + 1)  # takes a place, and no word that is asked for equals it
# Of notes and citations: what readers see of them is no word of the text.
_POINTER: Final = re.compile(r'[ \n]?<sup class="(?:footnote-ref|cites)">.*?</sup>')
_TAG: Final = re.compile(r"<[^>]*(?:>|$)")
# Footnotes are lists too: they have a class, and their numbers are no part of the text.
_LIST: Final = re.compile(r'<(?:(ol)(?: start="([0-9]+)")?>|(ol|ul)\b[^>]*>|(/)[ou]l>|li\b[^>]*>)')


class Columns(NamedTuple):
    """Stems by column, with gaps where no phrase may cross."""

    title: list[str]
    bullets: list[str]
    story: list[str]
    sources: list[str]


@dataclass(frozen=True, slots=True)
class Document:
    """What is stored of a post or dossier: its words as stems, and as people write them."""

    columns: Columns
    terms: frozenset[str]


def plain_text(html: str) -> str:
    """Return stored HTML as text on one line, with the numbers of its lists.

    Neither notes nor sources have left their marks in it.

    >>> plain_text('<ol start="3"><li>Rome</li><li>Ravenna</li></ol>')
    '3. Rome 4. Ravenna'
    """
    bare = _POINTER.sub("", html) if "<sup" in html else html
    return " ".join(unescape(_TAG.sub(" ", _with_numbers(bare))).split())


def texts_of_post(post: Post) -> Iterator[str]:
    """Yield what excerpts of a post are cut from, as plain text: its bullets are loaded."""
    yield post.description
    yield from (plain_text(f"{row.label}: {row.text_html}") for row in post.bullets.all())
    yield plain_text(post.story_html[:LONGEST_HTML])
    yield post.closing_question


def _with_numbers(html: str) -> str:
    if "<ol" not in html:
        return html
    nexts: list[int | None] = []  # of the lists around, the innermost last; None counts nothing

    def numbered(tag: re.Match[str]) -> str:
        if tag[1] or tag[3]:
            nexts.append(int(tag[2] or 1) if tag[1] else None)
        elif tag[4]:
            del nexts[-1:]
        elif nexts and (number := nexts[-1]) is not None:
            nexts[-1] = number + 1
            return f"{tag[0]}{number}. "
        return tag[0]

    return _LIST.sub(numbered, html)


class _Shown:
    """What readers see of a post or dossier whose citations are loaded."""

    def __init__(self, work: Post | Dossier) -> None:
        self._keys = {row.key for row in work.citations.all()}

    def text(self, html: str) -> str:
        return plain_text(without_citations(html, self._keys))


def document_of_post(post: Post) -> Document:
    """Return the document of a post whose bullets, tags, places and citations are loaded."""
    shown = _Shown(post)
    bullets = [f"{bullet.label} {shown.text(bullet.text_html)}" for bullet in post.bullets.all()]
    slug = _slug_words(post.slug, post.title)
    names = [row.name for rows in (post.places.all(), post.tags.all()) for row in rows]
    return _document(
        title=[post.title, *_when(post.event_date, post.event_text)],
        bullets=[post.description, *bullets, *names, slug],
        story=[shown.text(post.story_html), post.closing_question],
        sources=[text for citation in post.citations.all() for text in _source(citation)],
    )


def document_of_dossier(dossier: Dossier) -> Document:
    """Return the document of a dossier loaded by `for_search()`."""
    milestones, shown = dossier.milestones.all(), _Shown(dossier)
    slug = _slug_words(dossier.slug, dossier.title)
    cited: list[DossierCitation | Milestone] = [*dossier.citations.all(), *milestones]
    sections = [
        text
        for section in dossier.sections.all()
        for text in (section.heading, shown.text(section.text_html))
    ]
    return _document(
        title=[dossier.title],
        bullets=[dossier.description, slug],
        story=[*sections, *(text for row in milestones for text in _milestone(row, shown))],
        sources=[text for row in cited for text in _source(row)],
    )


def _slug_words(slug: str, title: str) -> str:
    """Return the words of an address that the title has not."""
    titled = words(title)
    return " ".join(word for word in words(slug) if word not in titled)


def _when(date: HistoricalDate | None, shown: str) -> Iterator[str]:
    """Yield the date as readers see it, and in full the years that a range or winter shortens."""
    if date is None:
        return
    yield shown
    if shown != str(date):
        yield str(date)
    for end in date.ends:
        if end.precision is Precision.SEASON:
            yield from (year_name(month.year) for month in end.bounds())
        elif date.kind is Kind.RANGE and end.year < 1:
            yield year_name(end.year)


def _milestone(row: Milestone, shown: _Shown) -> Iterator[str]:
    yield row.label
    yield shown.text(with_citations(escape(row.note)))
    yield from _when(row.event_date, row.event_text)


def _source(row: Citation | DossierCitation | Milestone) -> Iterator[str]:
    source = row.source
    yield from (source.author, source.title, source.publisher, source.issued_text, row.locator)
    if not isinstance(row, Milestone):
        yield from (row.quotation, row.note)


def _document(**texts: Iterable[str]) -> Document:
    cut = {name: [_named(words(text)) for text in parts if text] for name, parts in texts.items()}
    seen: Counter[str] = Counter()
    columns = Columns(**{name: _column(parts, _MOST[name], seen) for name, parts in cut.items()})
    told = {word for name in ("title", "bullets", "story") for part in cut[name] for word in part}
    return Document(columns, frozenset(filter(is_term, told)))


def _named(found: list[str]) -> list[str]:
    """Add the short name of a war that the text tells at length."""
    if "war" not in found:
        return found
    text = f" {' '.join(found)} "
    return found + [name for name, long in _LONG_NAMES.items() if long.search(text)]


def _column(parts: Iterable[list[str]], most: int, seen: Counter[str]) -> list[str]:
    column: list[str] = []
    for part in parts:
        column += [GAP] if column else []
        column += [_counted(stem(word), seen) for word in part[: most - len(column)]]
    return column[:most]


def _counted(word: str, seen: Counter[str]) -> str:
    seen[word] += 1
    return word if seen[word] <= MOST_PLACES else GAP


def is_term(word: str) -> bool:
    """Whether a folded word is one by which misspelt words are corrected."""
    return len(word) >= SHORTEST_TERM and word.isalpha() and word.isascii()
