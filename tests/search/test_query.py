import pytest
from hypothesis import given
from hypothesis import strategies as st

from posts.search import postgres, sqlite
from posts.search.query import MOST_CHARACTERS, MOST_TERMS, cleaned, read


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("treaty", (("treati",),), ()),
        ("treaty treaties", (("treati",),), ()),
        ('"cold war" paris', (("cold", "war"), ("pari",)), ()),
        ('"cold war', (("cold", "war"),), ()),
        ('""', (), ()),
        ("paris -war", (("pari",),), (("war",),)),
        ('paris -"cold war"', (("pari",),), (("cold", "war"),)),
        ("paris −war", (("pari",),), (("war",),)),
        ("well-known", (("well", "known"),), ()),
        ("- war", (("war",),), ()),
        ("44 BC", (("44bc",),), ()),
        ("in AD 79", (("79",),), ()),
        ("the war", (("war",),), ()),
        ("the", (("the",),), ()),
        ('"the war"', (("the", "war"),), ()),
    ],
)
def test_what_is_typed_is_read(typed, wanted, unwanted):
    query = read(cleaned(typed))

    assert (query.wanted, query.unwanted) == (wanted, unwanted)


def test_a_line_is_shortened_and_cleaned():
    assert cleaned("  a\x00\n\tb  ") == "a b"
    assert cleaned("x" * 300) == "x" * MOST_CHARACTERS
    assert cleaned(" " * 200) == ""
    assert cleaned("e\u0301") == "é"


def test_many_words_are_few_terms():
    query = read(" ".join(f"w{number}" for number in range(100)))

    assert len(query.wanted) == MOST_TERMS


@given(st.text(max_size=220))
def test_every_line_is_a_query_and_every_stem_is_harmless(typed):
    """Neither engine reads a quotation mark or a backslash out of a stem."""
    query = read(cleaned(typed))

    stems = [stem for term in (*query.wanted, *query.unwanted) for stem in term]
    assert all(stem and stem.isalnum() for stem in stems)
    if query.wanted:
        assert sqlite.matching(query).value.count('"') == 2 * len((*query.wanted, *query.unwanted))
        assert postgres.matching(query).value.count("'") == 2 * len(stems)
