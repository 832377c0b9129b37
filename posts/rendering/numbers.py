"""Numbers at the head of paragraphs: a list where they count, else the text that was typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST: Final = 2  # digits; a longer number is a year or an amount


@dataclass(slots=True)
class _List:
    level: int
    ends: list[int]
    items: list[int] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


def keep_numbers(state: StateCore) -> None:
    """Turn lists whose numbers would not be shown as typed into paragraphs that begin with them.

    "1945. The war ended." and "1950. …" would come out as 1945 and 1946, and of "14. Juli 1789"
    the day would stand before the text, as that of a list.
    """
    lists = [each for each in _ordered_lists(state.tokens) if not counts(each.numbers)]
    if lists:
        state.tokens = list(_as_typed(state.tokens, lists))


def counts(numbers: Sequence[str]) -> bool:
    """Whether the numbers run on by one; "1." again and again is Markdown's way of counting.

    >>> counts(["3", "4"]), counts(["1", "1", "1"]), counts(["1", "3"]), counts(["14"])
    (True, True, False, False)
    """
    if len(numbers) == 1 or any(
        len(number) > LONGEST or str(int(number)) != number for number in numbers
    ):
        return False
    return set(numbers) == {"1"} or all(
        int(after) == int(before) + 1 for before, after in pairwise(numbers)
    )


def _ordered_lists(tokens: Sequence[Token]) -> Iterator[_List]:
    within: list[_List] = []
    for place, token in enumerate(tokens):
        if token.type == "ordered_list_open":
            within.append(_List(token.level, [place]))
        elif token.type == "ordered_list_close":
            within[-1].ends.append(place)
            yield within.pop()
        elif token.type == "list_item_open" and token.info:
            within[-1].items.append(place)
            within[-1].numbers.append(token.info)


def _as_typed(tokens: Sequence[Token], lists: Sequence[_List]) -> Iterator[Token]:
    items = {place for each in lists for place in each.items}
    opened = {each.ends[0]: each.level for each in lists}
    closed = {each.ends[1] for each in lists}
    levels: list[int] = []
    for place, token in enumerate(tokens):
        if place in opened:
            levels.append(opened[place])
        elif place in closed:
            levels.pop()
        elif place in items:
            yield from _begun(f"{token.info}{token.markup}", tokens[place + 1 : place + 3])
        elif token.type != "list_item_close" or not levels or token.level != levels[-1] + 1:
            if levels and token.level == levels[-1] + 2:
                token.hidden = False
            yield token


def _begun(marker: str, following: Sequence[Token]) -> list[Token]:
    """Write the marker before the item's text; if it has none, a paragraph."""
    if following[0].type == "paragraph_open":
        following[1].content = f"{marker} {following[1].content}"
        return []
    inline = Token("inline", "", 0, content=marker, children=[], block=True)
    opening = Token("paragraph_open", "p", 1, block=True)
    return [opening, inline, Token("paragraph_close", "p", -1, block=True)]
