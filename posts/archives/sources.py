"""The sources of a page: those that its texts cite, by their numbers, and then the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from posts.models import CitedSource, Post, Source
from posts.rendering import Numbering, Pointer


@dataclass(frozen=True)
class Listed:
    """A source of the list; `citation` says more of its use, `pointers` lead back to the text."""

    number: int
    source: Source
    citation: CitedSource | None
    pointers: Sequence[Pointer]


class Sources:
    """What a page rests on; `texts` are its stored HTML in their order, `named` sources that
    something else on it names.

    What nothing names is further reading, unless no text cites at all.
    """

    def __init__(
        self, citations: Iterable[CitedSource], texts: Iterable[str], named: Iterable[Source] = ()
    ) -> None:
        rows = list(citations)
        self._by_key = {row.key: row for row in reversed(rows) if row.key}
        self._numbering = Numbering(self._by_key, texts)
        self._shown: set[tuple[str, str]] = set()
        cited = [self._by_key[key] for key in self._numbering.numbers]
        self.is_cited = bool(cited)
        others = {source.pk: source for source in named}
        rest = [row for row in rows if row not in cited]
        pointed = [row for row in rest if row.source_id in others or not cited]
        known = {row.source_id for row in rows}
        alone = [source for key, source in others.items() if key not in known]
        self._rows: list[CitedSource | Source] = [*cited, *pointed, *alone]
        self._further = [row for row in rest if row not in pointed]

    def html(self, text: str) -> SafeString:
        return self._numbering.html(text)

    def html_beside(self, text: str) -> SafeString:
        return self._numbering.html(text, self._beside)

    def _beside(self, key: str, locator: str) -> str:
        """Return what stands beside a paragraph, once for each locator, quoting once a source."""
        if (key, locator) in self._shown:
            return ""
        is_new = all(shown != key for shown, _ in self._shown)
        self._shown.add((key, locator))
        row = self._by_key[key]
        context = {
            "number": self._numbering.numbers[key],
            "source": row.source,
            "locator": locator or row.locator,
            "quotation": row.quotation if is_new else "",
        }
        return render_to_string("posts/_source_beside.html", context).strip()

    # Read once the texts are printed: only then it is known where they point from.

    @property
    def listed(self) -> list[Listed]:
        return [self._listed(*each) for each in enumerate(self._rows, 1)]

    @property
    def further(self) -> list[Listed]:
        return [self._listed(*each) for each in enumerate(self._further, 1 + len(self._rows))]

    def _listed(self, number: int, row: CitedSource | Source) -> Listed:
        if isinstance(row, Source):
            return Listed(number, row, None, ())
        pointers = self._numbering.pointers.get(row.key, ())
        return Listed(number, row.source, row, pointers)

    def number_of(self, source: Source) -> int:
        """Return the number of the first row that tells of `source`, which one of them does."""
        rows = [*self._rows, *self._further]
        keys = [row.pk if isinstance(row, Source) else row.source_id for row in rows]
        return keys.index(source.pk) + 1


def sources_of(post: Post) -> Sources:
    """Return the sources of a post whose bullets and citations are loaded."""
    bullets = (bullet.text_html for bullet in post.bullets.all())
    return Sources(post.citations.all(), [*bullets, post.story_html])
