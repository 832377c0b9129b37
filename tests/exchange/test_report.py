import json
from pathlib import Path

import pytest

from posts.exchange import ExchangeError, Message, Outcome, Report, Result

ITEM = Outcome(
    *("jekyll:_posts/a.md", Result.CREATED, "a", ("/a.html",), "27 May 1997"),
    messages=(
        *(Message(3, "c", "t"), Message(4, "no_alt", "z"), Message(None, "address_left_out", "u")),
    ),
)


def test_the_report_has_the_shape_that_others_read(tmp_path):
    file = tmp_path / "report.json"
    with Report("folder", file, site="example.org") as report:
        report.add(ITEM)
        report.add(Outcome("jekyll:_posts/b.md", Result.REFUSED, messages=(Message(1, "x", "y"),)))
        met = {Path("a.png"): True, Path("b.png"): False}
        report.account({"posts": 2, ".css": 1}, [Path("a.png"), Path("c.png")], met, 2)
        assert not file.exists()

    assert json.loads(file.read_text()) == {
        "source": "folder",
        "site": "example.org",
        "files": {"posts": 2, ".css": 1},
        "pictures": {
            "found": 3,
            "taken": 1,
            "refused": 1,
            "unused": 1,
            "unused_files": ["c.png"],
        },
        "addresses": {"found": 2, "taken": 1, "left_out": 1},
        "remarks": [{"code": "no_alt", "text": "z", "first": "jekyll:_posts/a.md:4", "count": 1}],
        "counts": {
            "read": 2,
            "created": 1,
            "updated": 0,
            "unchanged": 0,
            "refused": 1,
            "warned": 1,
        },
        "items": [
            {
                "ref": "jekyll:_posts/a.md",
                "outcome": "created",
                "slug": "a",
                "old_urls": ["/a.html"],
                "event_date": "27 May 1997",
                "messages": [
                    {"line": 3, "code": "c", "text": "t"},
                    {"line": None, "code": "address_left_out", "text": "u"},
                ],
            },
            {
                "ref": "jekyll:_posts/b.md",
                "outcome": "refused",
                "slug": "",
                "old_urls": [],
                "event_date": "",
                "messages": [{"line": 1, "code": "x", "text": "y"}],
            },
        ],
    }


def test_a_post_that_is_told_of_nowhere_ends_the_run():
    report = Report("folder")
    report.add(ITEM)
    with pytest.raises(ExchangeError, match="The source has 2 posts, and the report 1"):
        report.account({"posts": 2}, [], {}, 2)


def test_what_readers_would_notice_comes_before_what_they_would_not():
    report = Report("folder")
    for code in ("html_size", "no_alt", "missing_picture", "no_alt", "html_size", "draft"):
        report.add(Outcome("r", Result.CREATED, messages=(Message(None, code, "t"),)))
    assert report.noticed == [("draft", 1), ("missing_picture", 1), ("html_size", 2)]
    assert [(each.code, each.count) for each in report.sorted_remarks] == [("no_alt", 2)]
    assert report.counts["warned"] == 4


def test_an_empty_report_is_whole(tmp_path):
    with Report("site", tmp_path / "r.json"):
        pass
    assert json.loads((tmp_path / "r.json").read_text())["items"] == []


def test_a_report_broken_off_is_not_left_behind(tmp_path):
    file = tmp_path / "r.json"
    file.write_text("the one before")
    with pytest.raises(KeyboardInterrupt), Report("site", file) as report:
        _interrupt(report)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("r.json", "the one before")]


def _interrupt(report):
    report.add(ITEM)
    raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["", "no-such-folder/r.json"])
def test_a_file_that_cannot_be_written_is_told_at_once(tmp_path, name):
    with pytest.raises(ExchangeError, match="The report cannot be written to"):
        Report("site", tmp_path / name)
