"""The addresses that Jekyll gave to posts, decoded, as a request's path is."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import unquote

from posts.exchange.checked import below

STYLES: Final = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
VARIABLE: Final = re.compile(r":([a-z_]+)")
KEPT_IN_TITLES: Final = frozenset("._~!$&'()+,;=@")


@dataclass(frozen=True)
class Addressed:
    """What an address is made of; `when` is the local time that its day comes from."""

    name: str
    when: datetime
    categories: tuple[str, ...] = ()
    folder: str = ""
    collection: str = "posts"


def permalink(template: str, post: Addressed) -> str:
    """Return the path that Jekyll's `template`, or the style of that name, gives to `post`."""
    plain = unquote(STYLES.get(template, template))
    return below("", VARIABLE.sub(lambda found: _filled(found[1], post), plain))


def title_part(name: str, *, cased: bool = True) -> str:
    """Return what `:title` makes of a file's name, which keeps its capitals and its dots."""
    kept = "".join(c if _is_kept(c) else "-" for c in name)
    title = re.sub("-{2,}", "-", kept).strip("-")
    return title if cased else title.lower()


def _is_kept(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd" or character in KEPT_IN_TITLES


def _slug_part(name: str) -> str:
    return title_part("".join("-" if c in KEPT_IN_TITLES else c for c in name), cased=False)


def joined(categories: Iterable[str]) -> str:
    """Return categories as an address has them: in small letters, each once, not slugs."""
    return "/".join(dict.fromkeys(category.lower() for category in categories))


def _filled(variable: str, post: Addressed) -> str:
    """Return the value of `:variable`; `:title_x` is the title and `_x`, as in Jekyll."""
    name = variable
    while name:
        if name in _TIMES:
            return _time(post.when, _TIMES[name]) + variable.removeprefix(name)
        if name in _PARTS:
            return _PARTS[name](post) + variable.removeprefix(name)
        name = name.rpartition("_")[0]
    return f":{variable}"


def _time(when: datetime, form: str) -> str:
    """Return what Ruby writes: years have four digits at least, where Python leaves out zeros."""
    text = when.strftime(form)
    return text.zfill(4) if form in ("%Y", "%G") else text


_TIMES: Final = {"i_day": "%-d", "i_month": "%-m"} | {
    name: f"%{code}"
    for names, codes in (
        (("year", "month", "day", "hour", "minute", "second"), "YmdHMS"),
        (("short_month", "long_month", "short_year", "y_day", "w_year"), "bByjG"),
        (("week", "w_day", "short_day", "long_day"), "VuaA"),
    )
    for name, code in zip(names, codes, strict=True)
}
_PARTS: Final[dict[str, Callable[[Addressed], str]]] = {
    "categories": lambda post: joined(post.categories),
    "slugified_categories": lambda post: joined(_slug_part(name) for name in post.categories),
    "title": lambda post: title_part(post.name),
    "slug": lambda post: _slug_part(post.name),
    "name": lambda post: _slug_part(post.name),
    "path": lambda post: f"{post.folder}/{post.name}",
    "collection": lambda post: post.collection,
    "output_ext": lambda post: ".html",
}
