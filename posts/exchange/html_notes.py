"""Notes of Word, LibreOffice, Google Docs, wikis and blogs: two links that lead to each other."""

import re
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

# The number of a note, between two code points that no text holds.
NOTE_MARK: Final = re.compile("\ufdda(\\d+)\ufddb")
_HOLDERS: Final = ("li", "p", "dd", "td", "div")
_WHOLE: Final = re.compile(r"(ftn|edn|sdfootnote|sdendnote)\d+")


def take_notes(soup: BeautifulSoup) -> list[Tag]:
    """Put the mark of its number where a note is called, and return the notes.

    They stand at the end of `soup` now, to be put in order with it, without their ways back.
    """
    named = {name: each for each in soup.find_all(True) for name in _names(each)}
    notes: dict[int, tuple[int, Tag, dict[str, list[Tag]]]] = {}
    for link in soup.find_all("a"):
        note = None if link.decomposed else _holder(named.get(_fragment(link)))
        if note is None or any(each is note or id(each) in notes for each in link.parents):
            continue
        entry = notes.get(id(note)) or (len(notes) + 1, note, _ways_back(note))
        number, _, ways_back = entry
        callers = {name for each in (link, *list(link.parents)[:2]) for name in _names(each)}
        if id(note) not in notes and not callers & ways_back.keys():
            continue
        notes[id(note)] = entry
        link.replace_with(NavigableString(f"\ufdda{number}\ufddb"))
        for each in [back for name in callers for back in ways_back.pop(name, ())]:
            each.decompose()
    for _, note, _ in notes.values():
        for each in note.select(".mw-cite-backlink"):
            each.decompose()
        note.name = "div"
        soup.append(note.extract())
    return [note for _, note, _ in notes.values()]


def _ways_back(note: Tag) -> dict[str, list[Tag]]:
    """Return the links of a note by what they lead to."""
    found: dict[str, list[Tag]] = {}
    for link in note.find_all("a"):
        found.setdefault(_fragment(link), []).append(link)
    return found


def _names(tag: Tag) -> list[str]:
    return [str(tag[key]) for key in ("id", "name") if tag.get(key)]


def _fragment(link: Tag) -> str:
    return str(link.get("href", "")).partition("#")[2]


def _holder(target: Tag | None) -> Tag | None:
    """Return the paragraph or item that `target` begins; of office programs the whole note."""
    if target is None or target.decomposed:
        return None
    around = [target, *target.parents]
    for each in around:
        if each.name == "div":
            return each if _WHOLE.fullmatch(str(each.get("id", ""))) else None
        if each.name in _HOLDERS:
            outer = each.parent
            is_part = outer is not None and _WHOLE.fullmatch(str(outer.get("id", "")))
            return outer if is_part else each
    return None
