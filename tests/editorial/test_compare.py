from dataclasses import replace

import pytest

from posts.editorial.compare import (
    Mark,
    Piece,
    Row,
    compare_rows,
    compare_texts,
    differences,
    shortened,
)
from posts.editorial.snapshot import BulletText, Named, Snapshot
from posts.editorial.three_way import clashes, merged

SAME, GONE, NEW = Mark.SAME, Mark.GONE, Mark.NEW


def test_words_are_compared_and_punctuation_stands_alone() -> None:
    assert compare_texts("The king died.", "The old king died!") == (
        Piece(SAME, "The"),
        Piece(NEW, " old"),
        Piece(SAME, " king died"),
        Piece(GONE, "."),
        Piece(NEW, "!"),
    )


def test_a_run_of_changed_words_reads_as_one() -> None:
    pieces = compare_texts("William took London.", "Harold lost York.")
    assert pieces == (
        Piece(GONE, "William took London"),
        Piece(NEW, "Harold lost York"),
        Piece(SAME, "."),
    )


def test_both_texts_can_be_read_back_from_the_pieces() -> None:
    old = "One.\n\nTwo words here.\n\nThree."
    new = "Zero.\n\nOne.\n\nTwo other words.\n\nFour."
    pieces = compare_texts(old, new)
    assert "".join(p.text for p in pieces if p.mark is not NEW) == old
    assert "".join(p.text for p in pieces if p.mark is not GONE) == new


def test_two_long_strangers_are_compared_at_once() -> None:
    old, new = ("one " * 40_000, "two " * 40_000)
    assert compare_texts(old, new) == (Piece(GONE, old), Piece(NEW, new))


def test_a_bullet_that_moved_is_shown_as_moved() -> None:
    rows = compare_rows(["a one", "b two", "c three"], ["c three", "a one", "b two"])
    assert rows == (
        Row(Mark.MOVED, (Piece(SAME, "c three"),), 3, 1),
        Row(Mark.SAME, (Piece(SAME, "a one"),)),
        Row(Mark.SAME, (Piece(SAME, "b two"),)),
    )


def test_rows_are_changed_added_and_removed() -> None:
    rows = compare_rows(["Who: William of Normandy", "gone"], ["Who: William of York", "xyz"])
    assert [row.mark for row in rows] == [Mark.CHANGED, Mark.NEW, Mark.GONE]
    assert rows[0].pieces[-2:] == (Piece(GONE, "Normandy"), Piece(NEW, "York"))


def test_only_what_differs_is_told_under_the_forms_own_names() -> None:
    old = Snapshot(title="A", tags=("one",), hero=Named(1, "A red field"))
    new = replace(old, event_input="1066", tags=("one", "two"), hero=None)
    assert [(d.field, d.label) for d in differences(old, new)] == [
        ("event_input", "Event date"),
        ("hero", "Hero picture"),
        ("tags", "Tags"),
    ]


def test_a_snapshot_reads_what_it_wrote_and_what_is_older_or_newer() -> None:
    content = Snapshot(title="A", bullets=(BulletText("Who", "me"),), categories=(Named(1, "War"),))
    assert Snapshot.from_json(content.to_json()) == content
    assert Snapshot.from_json('{"title":"A","of_tomorrow":1}') == Snapshot(title="A")


def test_merging_keeps_both_changes_and_names_the_clash() -> None:
    base = Snapshot(title="A", story="s", tags=("old", "gone"))
    theirs = replace(base, title="B", tags=("old", "theirs"))
    mine = replace(base, story="mine", title="C", tags=("old", "gone", "mine"))
    assert merged(base, theirs=theirs, mine=mine) == replace(
        base, title="C", story="mine", tags=("old", "theirs", "mine")
    )
    assert clashes(base, theirs=theirs, mine=mine) == ("title",)


@pytest.mark.parametrize("line", ["a\n", "\n", "- x\n"])
def test_many_lines_that_are_all_alike_are_not_matched(line: str) -> None:
    """A line that stands everywhere would be tried at each of its places, for minutes."""
    one, other = 100_000 * line, 99_999 * line + "b"
    assert compare_texts(one, other) == (Piece(Mark.GONE, one), Piece(Mark.NEW, other))
    assert compare_texts(one, one) == (Piece(Mark.SAME, one),)


def test_long_unchanged_text_is_left_out_between_changes() -> None:
    pieces = shortened(compare_texts(f"One. {'word ' * 200}Two.", f"Zero. {'word ' * 200}Three."))
    assert [piece.mark for piece in pieces] == [GONE, NEW, SAME, GONE, NEW, SAME]
    assert "[…]" in pieces[2].text
    assert len(pieces[2].text) < 260
    whole = compare_texts("word " * 200, "word " * 200)
    assert shortened(whole) == whole
