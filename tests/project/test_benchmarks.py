"""The figures that the README shows: what draws and writes them down, and a run as a whole."""

import re
from pathlib import Path

import lxml.etree
import pytest

from benchmarks import corpus, site
from benchmarks.chart import Bar, draw
from benchmarks.load import Speed, Target, by_turns, family, ratio

pytestmark = pytest.mark.any_engine


def test_a_ratio_is_taken_within_each_round() -> None:
    """A round in which the machine was busy slows down both: 2, 3 and 4 times as fast."""
    ours, others = (
        [Speed(each, 0, 0) for each in speeds] for speeds in ((200, 30, 400), (100, 10, 100))
    )
    assert ratio(ours, others) == 3


def test_each_round_begins_with_another(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("benchmarks.load.ask", lambda target, _: asked.append(target.port))
    targets = {name: Target(number, ()) for number, name in enumerate("abc")}

    found = by_turns(targets, rounds=2, seconds=1)

    assert asked == [0, 1, 2, 1, 2, 0, 2, 0, 1]
    assert {name: len(speeds) for name, speeds in found.items()} == {"a": 2, "b": 2, "c": 2}


def test_a_picture_shows_bars_as_long_as_their_values() -> None:
    bars = [Bar("files <1>", 400, False), Bar("ours", 100, True)]
    picture = lxml.etree.fromstring(draw({"A story": bars, "Nothing": []}))

    drawn = {bar.get("class"): int(bar.get("width")) for bar in picture.iter("{*}rect")}
    texts = [text.text for text in picture.iter("{*}text")]

    assert drawn["other"] == pytest.approx(4 * drawn["ours"], abs=2)
    assert texts == ["A story", "files <1>", "400", "ours", "100"]


def test_a_table_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(f"Before\n{site.MARKS[0]}old\n{site.MARKS[1]}\nAfter\n")

    for text in ("first", "second"):
        site.write_between(file, text)

    assert file.read_text() == f"Before\n{site.MARKS[0]}second\n{site.MARKS[1]}\nAfter\n"
    file.write_text("Before\n")
    with pytest.raises(SystemExit, match=r"README.md lacks the lines"):
        site.write_between(file, "third")


def test_the_readme_has_a_place_for_it() -> None:
    text = site.README.read_text()
    assert [text.count(mark) for mark in site.MARKS] == [1, 1]


@pytest.mark.long
def test_a_small_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(corpus, "FOLDER", tmp_path)
    before = family()

    site.main(["--posts", "20", "--rounds", "1", "--seconds", "0.3", "--only", "sqlite,made"])

    table = capsys.readouterr().out
    rows = re.findall(r"^\| (.*?) \| ([\d,]+) \| ", table, re.MULTILINE)
    answered = {name: int(speed.replace(",", "")) for name, speed in rows}
    assert [*answered] == [
        *("nginx, our pages as files", "Historyblog on SQLite"),
        *(f"{kind}, SQLite" for kind in site.KINDS),
    ]
    assert min(answered.values()) > 0
    assert family() == before
