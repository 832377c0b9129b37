"""Names what stayed in a text and that this site will not carry out."""

import re
from collections import Counter
from typing import Final

from posts.exchange.record import Message
from posts.exchange.story_pictures import IMAGE, outside_fences

CODE_SPAN: Final = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
LIQUID: Final = re.compile(r"\{%.*?(?:%\}|$)|\{\{.*?(?:\}\}|$)")
KRAMDOWN: Final = re.compile(r"\{:[^{}]*\}")
HTML: Final = re.compile(r"<!--.*?(?:-->|$)|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
WHY: Final = {
    "liquid": "Liquid is not carried out here",
    "kramdown": "Kramdown's attributes have no effect here",
    "html": "HTML is shown as text here",
}
LONGEST_LINE: Final = 20_000
MOST_OF_A_KIND: Final = 20
LONGEST_SHOWN: Final = 60


def unsupported_markup(body: str, first_line: int) -> tuple[Message, ...]:
    """Return a message for each tag of Liquid, Kramdown or HTML in `body`, with its line."""
    lines = list(enumerate(body.split("\n"), first_line))
    found: list[Message] = []
    kinds: Counter[str] = Counter()
    for (number, text), outside in zip(lines, outside_fences(lines), strict=True):
        for code, tag in _tags(text, in_code=not outside):
            kinds[code] += 1
            if kinds[code] <= MOST_OF_A_KIND:
                found.append(Message(number, code, f"{WHY[code]}: {_shown(tag)}"))
    found += [
        Message(None, code, f"{WHY[code]}: {count - MOST_OF_A_KIND} more of the kind.")
        for code, count in kinds.items()
        if count > MOST_OF_A_KIND
    ]
    return tuple(found)


def _tags(text: str, *, in_code: bool) -> list[tuple[str, str]]:
    """Return (code, tag) for one line; Jekyll carried Liquid out in blocks of code too."""
    # A picture that is not found has a message of its own, whatever its address is made of.
    text = IMAGE.sub("", text[:LONGEST_LINE])
    found = [("liquid", tag) for tag in LIQUID.findall(text)]
    if in_code:
        return found
    text = CODE_SPAN.sub("", LIQUID.sub("", text))
    found += [("kramdown", tag) for tag in KRAMDOWN.findall(text)]
    return found + [("html", tag) for tag in HTML.findall(text)]


def _shown(tag: str) -> str:
    return tag if len(tag) <= LONGEST_SHOWN else tag[: LONGEST_SHOWN - 1] + "…"
