"""Quotation marks and apostrophes as the language of a text has them."""

import re
from typing import Final

from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines

type Quotes = tuple[str, str, str, str]  # opening and closing, then those within a quotation

LONGEST_CURLED: Final = 20_000  # characters of a paragraph
_ENGLISH: Final[Quotes] = ("“", "”", "‘", "’")
_GERMAN: Final[Quotes] = ("„", "“", "‚", "‘")
_QUOTES: Final[dict[str, Quotes]] = {
    **dict.fromkeys(("de", "cs", "da", "sk", "sl"), _GERMAN),
    **dict.fromkeys(("de-ch", "de-li"), ("«", "»", "‹", "›")),
    # French sets them off with spaces, at which no line may end.
    "fr": ("«\u00a0", "\u00a0»", "“", "”"),
    **dict.fromkeys(("fr-ch", "it", "es"), ("«", "»", "“", "”")),
    **dict.fromkeys(("ru", "uk"), ("«", "»", "„", "“")),
    "pl": ("„", "”", "«", "»"),
    **dict.fromkeys(("sv", "fi"), ("”", "”", "’", "’")),
}
# What is left out at the beginning of a word: '90s, '45, 'tis, rock 'n' roll, 's-Gravenhage.
_LEFT_OUT: Final = re.compile(
    r"(?<![\w'’])'(?:"
    r"(?=\d\d(?:s|er)\b(?!'))"
    r"|(?P<year>(?=\d\d\b(?![.,]\d|')))"
    r"|(?=(?:tis|tisn|twas|twasn|twere|twill|twixt|twould|tween|em|til|gainst|neath|bout)\b"
    r"(?!'(?!t\b)))"
    r"|(?=n'?\s|[ts]\s|s-\w))",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"(?<=\s['’]n)'(?=\s)", re.IGNORECASE)
# Not that of "the soldiers' game".
_CLOSING: Final = re.compile(r"(?<=[\w.,;:!?…])'(?!\w|(?<=s') \w)")


def quotes_of(language: str) -> Quotes:
    """Return the quotation marks of a language code, such as de or de-CH; else the English."""
    code = language.lower().replace("_", "-")
    return _QUOTES.get(code) or _QUOTES.get(code.partition("-")[0], _ENGLISH)


def curl_quotes(state: StateCore) -> None:
    """Curl the quotes of each paragraph but those so long that it would take minutes.

    The parser's own rule copies the whole text again for every quotation mark in it.
    """
    for token in state.tokens:
        if token.type == "inline" and len(token.content) <= LONGEST_CURLED:
            for child in token.children or []:
                if child.type == "text" and "'" in child.content:
                    child.content = _with_apostrophes(child.content)
            process_inlines(token.children or [], state)


def _with_apostrophes(text: str) -> str:
    """Return `text` with an apostrophe where the beginning of a word is left out.

    Two digits with a mark further on may be a quotation, as in '12 men,' he said.
    """
    closing = max((mark.start() for mark in _CLOSING.finditer(text)), default=0)

    def curled(mark: re.Match[str]) -> str:
        return "'" if mark["year"] is not None and mark.start() < closing else "’"

    return _AND.sub("’", _LEFT_OUT.sub(curled, text))
