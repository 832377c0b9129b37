"""Keys by which texts cite their sources."""

import re

import pytest

from posts.citing import KEY_LENGTH, citation_key, distinct_keys
from posts.rendering import KEY


@pytest.mark.parametrize(
    ("author", "title", "issued", "key"),
    [
        ("Andrew Chaikin", "A Man on the Moon", "1994", "chaikin-1994"),
        ("Chaikin, Andrew", "A Man on the Moon", "1994", "chaikin-1994"),
        ("N. Levtzion and J. F. P. Hopkins (editors)", "Corpus", "1981", "levtzion-1981"),
        ("Burkard von Müllenheim-Rechberg", "Bismarck", "c. 980", "mullenheim-rechberg-980"),
        ("Sammy Davis Jr.", "Yes I Can", "12 June 1965", "davis-1965"),
        ("Ængus Łoś", "Atlas", "AD 12", "los"),
        ("Лев Гумилёв", "", "1989", "gumilev-1989"),
        ("Θουκυδίδης", "", "", "thoykydidis"),
        ("司馬遷", "The Shiji", "", "shiji"),
        ("司馬遷", "史記", "91", "source"),
        ("", "The Anglo-Saxon Chronicle", "", "anglo-saxon"),
        ("", "On It", "2001", "on-2001"),
        ("(ed.)", "_ -", "", "source"),
        ("x" * 200, "", "1994", f"{'x' * 40}-1994"),
    ],
)
def test_a_key_is_made_of_who_and_when(author, title, issued, key):
    assert citation_key(author, title, issued) == key
    assert re.fullmatch(KEY, key)
    assert len(key) <= KEY_LENGTH - 10


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ([("", "a-1994")] * 3, ["a-1994", "a-1994b", "a-1994c"]),
        ([("", "nasa"), ("", "nasa")], ["nasa", "nasa-b"]),
        ([("", "a"), ("a", "x"), ("a", "y")], ["a-b", "a", "a-c"]),
        ([("", "a-1b"), ("", "a-1"), ("", "a-1")], ["a-1b", "a-1", "a-1c"]),
        ([], []),
    ],
)
def test_two_with_one_key_are_told_apart_by_letters(wanted, keys):
    assert distinct_keys(wanted) == keys


def test_after_z_come_two_letters():
    assert distinct_keys([("", "a-1")] * 28)[-3:] == ["a-1z", "a-1aa", "a-1ab"]
