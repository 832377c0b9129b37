"""Keys by which a text cites its sources, made from who wrote one and when: chaikin-1994."""

import re
from collections.abc import Iterable
from typing import Final

from django.utils.text import slugify

from posts.rendering import apart
from posts.rendering.footnotes import letters

KEY_LENGTH: Final = 60
_NAME_LENGTH: Final = 40
_TRANSLITERATED: Final = str.maketrans(
    dict(zip("абвгдежзиклмнопрстуфхцэыіѣ", "abvgdezziklmnoprstufhceyie", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
    | {"ъ": "", "ь": "", "є": "ye", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "џ": "dz"}
    | dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True))
    | {"θ": "th", "χ": "ch", "ψ": "ps"}
)
_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FIRST: Final = re.compile(r"[,;&]|\b(?:and|und|et|y|e|och|en)\b")
_AFTER_NAMES: Final = {"jr", "sr", "ii", "iii", "iv"}
_YEAR: Final = re.compile(r"(?<!\d)\d{3,4}(?!\d)")
_SHORTEST: Final = 4  # letters of a title's word that says something


def citation_key(author: str, title: str, issued: str) -> str:
    """Return the first author's last name, else a word of the title, and the year.

    >>> citation_key("Andrew Chaikin", "A Man on the Moon", "1994")
    'chaikin-1994'
    >>> citation_key("Ñuflo Łoś and others (editors)", "Atlas", "c. 1200"), citation_key("", "", "")
    ('los-1200', 'source')
    >>> citation_key("Лев Гумилёв", "", "1989"), citation_key("", "The Anglo-Saxon Chronicle", "")
    ('gumilev-1989', 'anglo-saxon')
    """
    name = _last_name(author) or _word(title) or "source"
    year = _YEAR.search(issued)
    return "-".join(filter(None, (name[:_NAME_LENGTH].strip("-"), year and year[0])))


def _last_name(author: str) -> str:
    first = next(filter(None, map(str.strip, _FIRST.split(_ASIDE.sub("", author)))), "")
    words = [word for each in first.split() if (word := _plain(each))]
    while len(words) > 1 and words[-1] in _AFTER_NAMES:
        words.pop()
    return words[-1] if words else ""


def _word(title: str) -> str:
    words = [word for each in title.split() if (word := _plain(each))]
    return next((word for word in words if len(word) >= _SHORTEST), words[0] if words else "")


def _plain(text: str) -> str:
    return slugify(apart(text).translate(_TRANSLITERATED)).strip("-_").replace("_", "-")


def distinct_keys(wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Return a key for each pair of the key that is given, if any, and the one to be made.

    The first with a key keeps it; others get a letter.

    >>> distinct_keys([("", "chaikin-1994"), ("nasa", "x"), ("", "nasa"), ("chaikin-1994", "x")])
    ['chaikin-1994b', 'nasa', 'nasa-b', 'chaikin-1994']
    """
    pairs = list(wanted)
    taken: set[str] = set()
    keys = [""] * len(pairs)
    for at, (given, _) in enumerate(pairs):
        if given and given not in taken:
            keys[at] = given
            taken.add(given)
    for at, (given, made) in enumerate(pairs):
        if not keys[at]:
            keys[at] = _free(given or made, taken)
            taken.add(keys[at])
    return keys


def _free(base: str, taken: set[str]) -> str:
    joint = "" if base[-1:].isdigit() else "-"
    lettered = (f"{base}{joint}{letters(number)}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(key for key in lettered if key not in taken)
