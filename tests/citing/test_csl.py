import json

import pytest

from posts.citing import csl_json
from posts.citing.cited import one_line
from tests.citing.stories import ACT, STORIES, UNDATED

# Names and kinds of value, as the schema of CSL-JSON has them.
TEXTS = {
    *("id", "type", "title", "container-title", "URL", "abstract", "language"),
    *("keyword", "note"),
}
NAMES = {"author"}
DATES = {"issued"}


def test_an_item_is_a_post_of_a_weblog():
    assert json.loads(csl_json(ACT)) == [
        {
            "id": "on-this-day-7",
            "type": "post-weblog",
            "title": "NATO and Russia sign a Founding Act",
            "author": [{"literal": "On This Day"}],
            "container-title": "On This Day",
            "issued": {"date-parts": [[2025, 5, 27]]},
            "URL": "https://days.example/posts/founding-act/",
            "abstract": "Two blocs declare that they are no adversaries.",
            "language": "en",
            "keyword": "treaty, cold war",
            "note": "Event date: 27 May 1997",
        }
    ]


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_field_has_the_name_and_the_kind_of_the_schema(story):
    (item,) = json.loads(csl_json(story))

    assert item["title"] == one_line(story.title)
    assert set(item) <= TEXTS | NAMES | DATES
    assert {name for name in TEXTS & set(item) if not isinstance(item[name], str)} == set()


def test_what_is_not_known_has_no_field():
    (item,) = json.loads(csl_json(UNDATED))
    assert {"abstract", "language", "keyword", "note"} & set(item) == set()
