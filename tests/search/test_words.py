import threading

import pytest

from posts.search.words import LONGEST_WORD, fold, stem, stems, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", []),
        ("  \n\t", []),
        ("NATO–Russia", ["nato", "russia"]),
        ("O’Neill’s", ["o", "neill"]),
        ("the kings' men", ["the", "kings", "men"]),
        ("44 BC", ["44bc"]),
        ("44 B.C.", ["44bc"]),
        ("44 b.c.e. and on", ["44bc", "and", "on"]),
        ("490–479 BC", ["490", "479bc"]),
        ("BC", ["bc"]),
        ("AD 79", ["79"]),
        ("79 CE", ["79"]),
        ("A.D. 1066", ["1066"]),
        ("ad hoc", ["ad", "hoc"]),
        ("ce 5 mai", ["5", "mai"]),
        ("10,000 men, 5 ships", ["10000", "men", "5", "ships"]),
        ("1914,1918", ["1914", "1918"]),
        ("Ελευθερία", ["ελευθερια"]),
        ("本能寺の変", ["本能", "能寺", "寺の", "の変"]),
        ("1582年", ["1582", "年"]),
        ("สงคราม", ["สง", "งค", "คร", "รา", "าม"]),
        ("वंदे मातरम्", ["वद", "मतरम"]),
        ("がく", ["がく"]),
        ("กินข้าว", ["กน", "นข", "ขา", "าว"]),
        ("한국 전쟁", ["한국", "전쟁"]),
        ("U.S.S.R.", ["ussr"]),
        ("the U.S.S.R, J.R.R. Tolkien", ["the", "ussr", "jrr", "tolkien"]),
        ("a.b.org", ["ab", "org"]),
        ("J. R. R. Tolkien, J.R.R.T.", ["jrr", "tolkien", "jrrt"]),
        ("the B.B.C. in 44 B.C.", ["the", "bbc", "in", "44bc"]),
        ("a Ph.D. of M.Sc.", ["a", "phd", "of", "msc"]),
        ("He came. It was he.", ["he", "came", "it", "was", "he"]),
        ("Plan B. I went.", ["plan", "b", "i", "went"]),
        ("the 1790's, 1797's crisis", ["the", "1790s", "1797", "crisis"]),
        (
            "the 30th of May, 1st, 22nd, 3rd, 101st",
            ["the", "30", "of", "may", "1", "22", "3", "101"],
        ),
        ("1sts, th, 4the", ["1sts", "th", "4the"]),
        ("١٢٣٤, ２００１, १८५७", ["1234", "2001", "1857"]),
        ('צה"ל, צה״ל, צה”ל', ["צהל", "צהל", "צהל"]),
        ('"של" "ום"', ["של", "ום"]),
        ("Qur’an, Qurʾān, Qur'an", ["quran", "quran", "quran"]),
        ("ʿAbd al‐Malik, ‘Abd", ["abd", "al", "malik", "abd"]),
        ("Hawaiʻi, Hawai’i, Hawai‘i", ["hawaii", "hawaii", "hawaii"]),
        ("T’ang, Ch’ing", ["tang", "ching"]),
        ("l’Élysée, d'Artagnan, dell’Arte", ["l", "elysee", "d", "artagnan", "dell", "arte"]),
        ("Weser\u00adberg\u200bland\u2060s\ufeff", ["weserberglands"]),
        ("שָׁלוֹם", ["שלום"]),
        ("مُحَمَّد", ["محمد"]),
        ("أحمد", ["احمد"]),
        ("a_b", ["a", "b"]),
        ("x" * 50, ["x" * LONGEST_WORD]),
        ("ﬁre ½", ["fire", "1", "2"]),
    ],
)
def test_text_is_cut_into_folded_words(text, cut):
    assert words(text) == cut


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("treaties", "treaty"),
        ("signed", "signing"),
        ("revolutions", "revolution"),
        ("Élysée", "elysee"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Þingvellir", "thingvellir"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stems(one) == stems(other)


@pytest.mark.parametrize("number", ["1990s", "44bc", "20th"])
def test_what_holds_a_digit_is_no_word_of_english(number):
    assert stem(number) == number


def test_folding_folded_text_changes_nothing():
    text = "Þ ß Æ œ Ø Ł é ñ ﬁ Ω 😀"

    assert fold(fold(text)) == fold(text)


def test_threads_do_not_spoil_each_others_stems():
    """Snowball's stemmer keeps the word it is at work on in itself."""
    wanted = {f"{letter}{other}ations": None for letter in "abcdefgh" for other in "klmnop"}
    expected = {word: stem(word) for word in wanted}
    stem.cache_clear()
    wrong: list[str] = []

    def run() -> None:
        for _ in range(20):
            stem.cache_clear()
            wrong.extend(word for word in expected if stem(word) != expected[word])

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
