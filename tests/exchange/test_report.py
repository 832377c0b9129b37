import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from posts.exchange import ExchangeError, Message, Outcome, Report, Result

A, B, C = Path("a.png"), Path("b.png"), Path("c.png")
ITEM = Outcome(
    *("jekyll:_posts/a.md", Result.CREATED, "a", ("/a.html",), "27 May 1997"),
    messages=(
        *(Message(3, "c", "t"), Message(4, "no_alt", "z"), Message(None, "address_left_out", "u")),
    ),
    not_needed=1,
    pictures={A: True, B: False},
)
REFUSED = Outcome(
    *("jekyll:_posts/b.md", Result.REFUSED, "", ("/b.html",)),
    messages=(Message(1, "x", "y"),),
    pictures={A: False},
)
FOUND = {"addresses": 4, "pictures": 3}


@dataclass
class Source:
    """What a source says that it holds."""

    site: str = "example.org"
    seen: int = 3
    posts: int = 2
    left_out: list[str] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=lambda: {"posts": 2, ".css": 1})
    pictures: list[Path] = field(default_factory=lambda: [A, C])

    def __len__(self) -> int:
        return self.posts

    def __iter__(self) -> Any:
        return iter(())


def test_the_report_has_the_shape_that_others_read(tmp_path):
    file = tmp_path / "report.json"
    with Report("folder", file, site="example.org") as report:
        report.add(ITEM)
        report.add(REFUSED)
        report.account(Source(), FOUND)
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
        "addresses": {"found": 4, "taken": 1, "left_out": 1, "refused": 1, "not_needed": 1},
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
                "old_urls": ["/b.html"],
                "event_date": "",
                "messages": [{"line": 1, "code": "x", "text": "y"}],
            },
        ],
    }


@pytest.mark.parametrize(
    ("source", "found", "outcomes", "words"),
    [
        (Source(), FOUND, [ITEM], "2 posts and pages, and the report 1"),
        (Source(posts=3), FOUND, [ITEM, REFUSED], "3 posts and pages, and the report 2"),
        (
            Source(files={"posts": 1, ".css": 2}),
            FOUND,
            [ITEM, REFUSED],
            "2 posts and pages, and the report 1",
        ),
        (Source(seen=4), FOUND, [ITEM, REFUSED], "4 files, and the report 3"),
        (
            *(Source(files={"posts": 2, "pictures": 1}), FOUND, [ITEM, REFUSED]),
            "1 pictures among its files, and the report 2",
        ),
        (Source(), FOUND | {"pictures": 4}, [ITEM, REFUSED], "4 pictures in its posts, and the"),
        (Source(), FOUND, [ITEM, replace(REFUSED, pictures={})], "3 pictures in its posts, and"),
        (Source(), FOUND | {"addresses": 5}, [ITEM, REFUSED], "5 old addresses, and the report 4"),
        (Source(), FOUND, [replace(ITEM, not_needed=0), REFUSED], "4 old addresses, and the"),
        (Source(), FOUND, [replace(ITEM, messages=()), REFUSED], "4 old addresses, and the"),
        (Source(), FOUND, [ITEM, replace(REFUSED, old_urls=())], "4 old addresses, and the"),
    ],
)
def test_what_is_told_of_nowhere_ends_the_run(tmp_path, source, found, outcomes, words):
    with pytest.raises(ExchangeError, match=words), Report("f", tmp_path / "r.json") as report:
        _tell(report, outcomes, source, found)
    assert [*tmp_path.iterdir()] == []


def _tell(report, outcomes, source, found):
    for outcome in outcomes:
        report.add(outcome)
    report.account(source, found)


def test_a_summary_has_the_worst_first_and_a_bound_and_says_what_it_lacks():
    report = Report("folder")
    long = Message(None, "html_size", "\U0001f600" * 400)
    for number in range(2000):
        report.add(Outcome(f"r{number}", Result.CREATED, messages=(long,)))
        remark = Message(None, "no_alt", f"{number} " + "y" * 3000)
        report.add(Outcome(f"q{number}", Result.CREATED, messages=(remark,)))
    kept = report.summary()
    assert len(json.dumps(kept)) <= 200_000
    cut = {"posts": 2000 - len(kept["items"]), "remarks": 501 - len(kept["remarks"])}
    assert kept["cut"] == cut | {"kinds of files": 0}
    assert 0 < len(kept["items"]) < 1000
    assert 0 < len(kept["remarks"]) < 500

    report = Report("folder")
    for code, result in [("html_size", "created"), ("draft", "created"), ("yaml", "refused")]:
        report.add(Outcome(code, Result(result), messages=(Message(None, code, "t"),)))
    assert [each["ref"] for each in report.summary()["items"]] == ["yaml", "draft", "html_size"]
    for number in range(1500):
        report.add(Outcome(f"r{number}", Result.CREATED, messages=(Message(None, "draft", "t"),)))
    assert (len(report.summary()["items"]), report.summary()["cut"]["posts"]) == (1000, 503)


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
