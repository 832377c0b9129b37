import re
from dataclasses import replace

import bibtexparser
import pytest
from bibtexparser.model import Entry

from posts.citing import CitedStory, bibtex
from posts.citing.cited import one_line
from tests.citing.stories import ACT, STORIES, UNDATED

SIGNS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{sign}": sign for sign in "&%$#_"},
}


def parsed(story: CitedStory) -> Entry:
    library = bibtexparser.parse_string(bibtex(story))
    assert library.failed_blocks == []
    (entry,) = library.entries
    return entry


def fields(story: CitedStory) -> dict[str, str]:
    return {field.key: field.value for field in parsed(story).fields}


def as_typeset(text: str) -> str:
    """Return what TeX prints, of one more pair of braces and our escapes."""
    inner = text[1:-1] if text.startswith("{") and text.endswith("}") else text
    return re.sub("|".join(map(re.escape, SIGNS)), lambda found: SIGNS[found[0]], inner)


def test_an_entry_holds_what_both_bibtex_and_biblatex_read():
    entry = parsed(ACT)

    assert (entry.entry_type, entry.key) == ("online", "on-this-day-7")
    assert fields(ACT) == {
        "author": "{On This Day}",
        "title": "{NATO and Russia sign a Founding Act}",
        "organization": "{On This Day}",
        "date": "2025-05-27",
        "year": "2025",
        "month": "may",
        "url": "https://days.example/posts/founding-act/",
        "note": "Event date: 27 May 1997",
        "language": "en",
        "abstract": "Two blocs declare that they are no adversaries.",
        "keywords": "treaty, cold war",
    }


def test_what_is_not_known_has_no_field():
    assert {"note", "language", "abstract", "keywords"} & set(fields(UNDATED)) == set()


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_title_is_printed_as_it_stands(story):
    assert as_typeset(fields(story)["title"]) == one_line(story.title)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_braces_come_in_pairs_and_no_sign_of_tex_stands_bare(story):
    text = bibtex(story)
    title = next(line for line in text.splitlines() if line.startswith("  title = "))

    assert text.count("{") == text.count("}")
    assert re.findall(r"(?<!\\)[&%$#_~^]", title) == []


def test_letters_stay_as_they_are():
    story = replace(ACT, title="Élysée, Łódź, 本能寺 🏯", keywords=("a, b", "c"))
    assert fields(story)["title"] == "{Élysée, Łódź, 本能寺 🏯}"
    assert fields(story)["keywords"] == "a b, c"
