"""What of a text names no source, and which sources nothing in it points to."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from posts.editorial.findings import Finding, Level
from posts.editorial.snapshot import DossierSnapshot
from posts.rendering import Outline, RenderingError, outline

_SHOWN: Final = 40  # characters of a quotation that say which one is meant

type Stories = Sequence[tuple[str, Outline]]


def source_findings(content: Any, stories: Stories) -> Iterator[Finding]:
    """Yield what is found; `stories` are the texts in Markdown that could be read, by their fields.

    Who cites nothing yet is advised once.
    """
    texts = [*stories, *_short_texts(content)]
    keys = {each.key for each in content.citations if each.key}
    yield from _without_source(stories, texts, keys)
    yield from _unknown(texts, keys)
    yield from _uncited(content, {key for _, text in texts for key in text.cited})


def _short_texts(content: Any) -> Iterator[tuple[str, Outline]]:
    if isinstance(content, DossierSnapshot):
        rows = [(f"milestones-{n}-note", row.note) for n, row in enumerate(content.milestones)]
    else:
        rows = [("bullets", row.text) for row in content.bullets]
    for field, text in rows:
        try:
            yield field, outline(text)
        except RenderingError:  # told where it is stored
            yield field, Outline()


def _without_source(stories: Stories, texts: Stories, keys: set[str]) -> Iterator[Finding]:
    bullets = [text for field, text in texts if field == "bullets"]
    bare = [str(n) for n, text in enumerate(bullets, 1) if keys.isdisjoint(text.cited)]
    quotes = [(field, words) for field, text in stories for words in text.bare_quotes]
    places = [f"bullet{'s'[: len(bare) > 1]} {_listed(bare)}"] if bare else []
    places += [f"the quotation “{_beginning(words)}”" for _, words in quotes]
    if places:
        text = (
            f"Where is this from? No source is named for {_listed(places)}. "
            "A mark such as [@chaikin-1994, p. 12] shows it to readers."
        )
        yield Finding("unsourced", Level.ADVICE, text, "bullets" if bare else quotes[0][0])


def _unknown(texts: Stories, keys: set[str]) -> Iterator[Finding]:
    for field, text in texts:
        for key in text.cited:
            if key not in keys:
                words = (
                    f"[@{key}] names none of the sources, so that readers see it as typed. To "
                    "cite one, mend the key, or add the source."
                )
                yield Finding("citation", Level.ADVICE, words, field)
        for typed in text.uncited:
            words = (
                f"{typed} is shown as it is typed. To cite a source, leave a space after its "
                "brackets, put it outside the words of a link, and write the page without marks."
            )
            yield Finding("citation", Level.ADVICE, words, field)


def _uncited(content: Any, cited: set[str]) -> Iterator[Finding]:
    named = {row.source for row in getattr(content, "milestones", ())}
    left = [
        each
        for each in content.citations
        if each.key and each.key not in cited and each.source not in named
    ]
    if not left:
        return
    names = _listed([f"“{each.source.name}” (@{each.key})" for each in left])
    where = "they are" if len(left) > 1 else "it is"
    also = f" For readers {where} further reading." if cited else ""
    text = f"Nothing in the text points to {names} yet.{also} [@ offers the sources as you type."
    yield Finding("uncited", Level.ADVICE, text, "citations")


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _beginning(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rpartition(' ')[0]}…"
