import pytest

from posts.exchange.jekyll.markup import without_comments
from tests.exchange.sites import codes, record_of, write_post


@pytest.mark.parametrize(
    ("body", "shown", "count"),
    [
        ("One.\n\n<!--more-->\n\nTwo.", "One.\n\n\n\nTwo.", 1),
        ("One <!-- a --> two <!-- b --> three.", "One  two  three.", 2),
        ("One. <!-- a\nb -- >\nc --> Two.", "One.\n\n Two.", 1),
        ("<!-- a --><!-- b\n--><!--c-->Two.", "\nTwo.", 3),
        ("`<!-- kept -->` and <em>", "`<!-- kept -->` and <em>", 0),
        ("`<!-- kept -->` <!-- gone -->`b`", "`<!-- kept -->` `b`", 1),
        ("```\n<!-- kept -->\n```\n<!-- gone -->", "```\n<!-- kept -->\n```\n", 1),
        ("One <!-- never ended", "One <!-- never ended", 0),
        ("One --> two", "One --> two", 0),
    ],
)
def test_comments_leave_a_story_and_its_lines_stay(body: str, shown: str, count: int) -> None:
    assert without_comments(body) == (shown, count)
    assert shown.count("\n") == body.count("\n")


def test_a_comment_is_told_of_and_no_reader_sees_it(tmp_path):
    write_post(tmp_path, body="One.\n\n<!--more-->\n\nTwo. <!-- <b>draft</b> -->\n")
    record = record_of(tmp_path)
    assert ("<!--" in record.story, "draft" in record.story) == (False, False)
    assert codes(record) == ["no_event_date", "comment"]
    assert "<!--more-->" in record.raw


def test_entities_in_words_are_the_letters_they_stand_for(tmp_path):
    front = (
        'title: Franks &amp; Saxons&#8217; "peace"\ndescription: 1 &lt; 2 &eacute;t&eacute;\n'
        "tags: [R&amp;D, plain]\ncategories: [Trade &amp; war]"
    )
    write_post(
        tmp_path, front=front, body="**TLDR**\n\n- **Q&amp;A**: Text &amp; more.\n\nA story.\n"
    )
    record = record_of(tmp_path)
    assert (record.title, record.description) == ('Franks & Saxons’ "peace"', "1 < 2 été")
    assert (record.tags, record.categories) == (("R&D", "plain"), ("Trade & war",))
    assert [bullet.label for bullet in record.bullets] == ["Q&A"]
    assert "entity" in codes(record)


def test_an_entity_is_read_once(tmp_path):
    write_post(tmp_path, front="title: How &amp;lt; is written")
    assert record_of(tmp_path).title == "How &lt; is written"
