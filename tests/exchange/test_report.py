import json

import pytest

from posts.exchange import ExchangeError, Message, Outcome, Report, Result

ITEM = Outcome(
    "jekyll:_posts/a.md", Result.CREATED, "a", ("/a.html",), "27 May 1997", (Message(3, "c", "t"),)
)


def test_the_report_has_the_shape_that_others_read(tmp_path):
    file = tmp_path / "report.json"
    with Report("site", file) as report:
        report.add(ITEM)
        report.add(Outcome("jekyll:_posts/b.md", Result.REFUSED, messages=(Message(1, "x", "y"),)))
        assert not file.exists()

    assert json.loads(file.read_text()) == {
        "source": "site",
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
                "messages": [{"line": 3, "code": "c", "text": "t"}],
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
