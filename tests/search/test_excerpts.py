import pytest

from posts.search import excerpts
from posts.search.excerpts import LENGTH, excerpt, marked
from posts.search.words import stems


def shown(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Two treaties, one treaty.", "treaty", "Two [treaties], one [treaty]."),
        ("At the Élysée Palace", "elysee", "At the [Élysée] Palace"),
        ("at the E\u0301lysee", "élysée", "at the [E\u0301lysee]"),
        ("the Qurʾān and the Qur’an", "quran", "the [Qurʾān] and the [Qur’an]"),
        ("the l’Élysée", "elysee", "the l’[Élysée]"),
        ("the U.S.S.R. fell", "ussr", "the [U.S.S.R]. fell"),
        ("Weser\u00adberg\u00adland", "weserbergland", "[Weser\u00adberg\u00adland]"),
        ("信長は本能寺で", "本能寺", "信長は[本能寺]で"),
        ("สงครามโลก", "สงคราม", "[สงคราม]โลก"),
        ("Caesar’s death", "caesar", "[Caesar]’s death"),
        ("15 March 44 BC", "44 bc", "15 March [44 BC]"),
        ("In 44 B.C. he fell", "44 BC", "In [44 B.C.] he fell"),
        ("44 loaves", "44 BC", "44 loaves"),
        ("10,000 men and 10000", "10,000", "[10,000] men and [10000]"),
        ("The 1990s and 1990", "1990", "The 1990s and [1990]"),
        ("warden of war", "war", "warden of [war]"),
        ("a <b> & c", "b", "a <[b]> & c"),
        ("nothing here", "moon", "nothing here"),
        ("", "moon", ""),
        ("Ships", "ship", "[Ships]"),
        ("the sky, skies", "sky", "the [sky], [skies]"),
    ],
)
def test_the_forms_of_a_word_are_marked_and_what_looks_alike_is_not(text, typed, expected):
    assert shown(marked(text, frozenset(stems(typed)))) == expected


def test_the_text_with_most_of_the_words_is_chosen():
    texts = ["A war.", "The cold war.", "Cold."]

    assert shown(excerpt(texts, frozenset(stems("cold war")))) == "The [cold] [war]."


def test_without_any_word_the_first_text_begins():
    assert shown(excerpt(["First. " * 60, "Second."], frozenset({"moon"}))).startswith("First. ")


def test_a_part_of_a_long_text_is_cut_at_whole_words_around_what_was_found():
    text = " ".join(["lorem"] * 200 + ["moon", "and", "orbit"] + ["ipsum"] * 200)

    part = shown(excerpt([text], frozenset({"moon", "orbit"})))

    assert part.startswith("… lorem lorem")
    assert "[moon] and [orbit] ipsum" in part
    assert part.endswith("ipsum …")
    assert len(part) < LENGTH + 20


def test_the_part_with_different_words_wins_over_one_repeated():
    text = "war war war " + "lorem " * 100 + "cold war"

    assert "[cold] [war]" in shown(excerpt([text], frozenset({"cold", "war"})))


def test_no_text_of_any_kind_is_lost_or_made_up():
    text = "İstanbul ﬁre ß 44 BC–AD 79 " * 30

    assert "".join(piece.text for piece in marked(text, frozenset({"fire", "79", "44bc"}))) == text


@pytest.mark.parametrize(("letters", "between"), [("ab", 1), ("gorbachev", 3), ("g" * 40, 3)])
def test_long_words_take_no_longer_to_look_for(letters, between):
    """Preparing what may stand between two letters is most of the work."""
    alone = excerpts._pattern(frozenset([letters])).pattern
    beside = excerpts._pattern(frozenset([letters, "treati", "nato"])).pattern

    assert (alone.count(excerpts._BETWEEN), alone.count(excerpts._REST)) == (between, 1)
    assert (beside.count(excerpts._BETWEEN), beside.count(excerpts._REST)) == (between + 4, 1)
