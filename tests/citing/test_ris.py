import re
from dataclasses import replace

import pytest
import rispy

from posts.citing import ris
from posts.citing.cited import one_line
from tests.citing.stories import ACT, STORIES, UNDATED


def test_a_record_reads_back_as_a_blog_post():
    (record,) = rispy.loads(ris(ACT))

    assert record == {
        "type_of_reference": "BLOG",
        "id": "on-this-day-7",
        "authors": ["On This Day"],
        "title": "NATO and Russia sign a Founding Act",
        "secondary_title": "On This Day",
        "year": "2025",
        "date": "2025/05/27",
        "urls": ["https://days.example/posts/founding-act/"],
        "abstract": "Two blocs declare that they are no adversaries.",
        "language": "en",
        "notes": ["Event date: 27 May 1997"],
        "keywords": ["treaty", "cold war"],
    }


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_title_reads_back(story):
    (record,) = rispy.loads(ris(story))
    assert record["title"] == one_line(story.title)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_line_is_a_tag_and_a_value_and_ends_in_crlf(story):
    lines = ris(story).split("\r\n")

    assert lines[0] == "TY  - BLOG"
    assert lines[-2:] == ["ER  - ", ""]
    assert [
        line for line in lines[:-1] if not re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line)
    ] == []


def test_names_and_keywords_have_no_asterisk_and_empty_fields_no_line():
    story = replace(UNDATED, site="Days*", keywords=("rock*et",))
    (record,) = rispy.loads(ris(story))

    assert (record["authors"], record["keywords"]) == (["Days"], ["rock et"])
    assert {"notes", "abstract", "language"} & set(record) == set()
