import pytest

from posts.dates import HistoricalDateError, parse
from tests.dates.refused import code, message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "unrecognised"),
        ("-", "unrecognised"),
        ("1990 1991", "unrecognised"),
        ("27 27 May 1997", "unrecognised"),
        ("Wednesday 27 May 1997", "weekday"),
        ("Tuesday May 1997", "weekday"),
        ("Tuesday 1914-18", "weekday"),
        ("x" * 121, "too_long"),
        ("\ufdfa" * 20, "too_long"),
        ("10000", "out_of_range"),
        ("200002 BC", "out_of_range"),
        ("after 9999", "out_of_range"),
        ("winter 9999", "out_of_range"),
        ("31 December 9999 (O.S.)", "out_of_range"),
        ("15 March 12000 BC", "too_early"),
        ("32 May 1997", "day_range"),
        ("0 May 1997", "day_zero"),
        ("1997-00-10", "month"),
        ("13/13/1997", "month"),
        ("before 31 April 1997", "day_range"),
        ("5/6/44 BC", "ambiguous_dmy"),
        ("January 16 BC 27", "ambiguous_era"),
        ("44 March 15 BC", "era_beside"),
        ("1066 October 14 AD", "era_beside"),
        ("27/05/97", "short_year"),
        ("May 79", "short_year"),
        ("10s", "short_year"),
        ("-43", "negative_year"),
        ("AD 0", "year_zero"),
        ("0th century", "year_zero"),
        ("00XX", "year_zero"),
        ("0s BC", "year_zero_decade"),
        ("-048X", "bc_decade"),
        ("100s BC", "ambiguous_hundreds"),
        ("1809–10", "ambiguous_range"),
        ("1921–22", "ambiguous_range"),
        ("490–80 BC", "ambiguous_bc"),
        ("431 BC – 404", "range_era"),
        ("5th century BC – 1st century", "range_era"),
        ("May 20 – June 19 BC", "range_era"),
        ("BC 1914-18", "range_era"),
        ("5th 1914-18", "month"),
        ("490s BC – 440 BC", "mixed_precision"),
        ("2–5 May", "year_missing"),
        ("3 May 1918 – 2 May 1918", "reversed"),
        ("1985/", "unknown_end"),
        ("by 1200", "by"),
        ("mid-19th century", "part_of_period"),
        ("1st half of the 19th century", "part_of_period"),
        ("Ende des 12. Jahrhunderts", "part_of_period"),
        ("début XIIe siècle", "part_of_period"),
        ("27 May 1997 at noon", "time"),
        ("25 October / 7 November 1917", "slash"),
        ("25 October (O.S.) / 8 November 1917", "os_mismatch"),
    ],
)
def test_refusals(text, expected):
    assert code(text) == expected


def test_a_double_year_is_refused_with_the_year_from_january():
    assert code("1731/32") == "double_year"
    assert message("11 February 1731/32") == (
        "Give the year that begins on 1 January, “11 February 1732 (O.S.)”, "
        "and put the double year “1731/32” in the display text."
    )


def test_a_double_year_before_1582_needs_no_mark():
    assert "“11 February 1411”" in message("11 February 1410/11")
    assert "“11 February 1700 (O.S.)”" in message("11 February 1699/00")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1870/71", "1870–1871"),
        ("1731/32", "1731–1732"),
        ("1899/00", "1899–1900"),
        ("480/79 BC", "480–479 BC"),
        ("AD 69/70", "AD 69–70"),
    ],
)
def test_two_years_without_a_day_are_a_span(text, years):
    assert code(text) == "double_year"
    assert f"“{years}”" in message(text)
    assert "O.S." not in message(text)
    assert str(parse(years)) == years


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("11 February 1870/71", "11 February 1870", "11 February 1871"),
        ("25 March 1731/32", "25 March 1731", "25 March 1732"),
        ("1 January 1752/53", "1 January 1752", "1 January 1753"),
        ("December 1731/32", "December 1731", "December 1732"),
    ],
)
def test_only_the_first_days_of_an_old_english_year_have_two(text, first, last):
    assert message(text) == (
        "Only days from 1 January to 24 March before 1753 have a double year: "
        f"write “{first}” or “{last}”."
    )


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("May/June 1940", "May–June 1940"),
        ("4/5 August 1914", "4–5 August 1914"),
        ("1870/75", "1870–1875"),
        ("winter 1941/43", "winter 1941–42 – 1943"),
        ("25 October / 7 November 1917", "25 October (O.S.) / 7 November 1917"),
        ("25 Oct. [7 Nov.] 1917", "25 October (O.S.) / 7 November 1917"),
        ("12/23 May 1700", "12 May (O.S.) / 23 May 1700"),
    ],
)
def test_a_slash_is_answered_with_what_it_may_mean(text, advice):
    assert code(text) == "slash"
    assert f"“{advice}”" in message(text)
    assert str(parse(advice)) == advice


def test_a_double_year_marked_old_style_is_refused_too():
    assert code("11 February 1731/32 (O.S.)") == "double_year"
    assert code("11 February 1699/1700 O.S.") == "double_year"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday 28 June 1914", "28 June 1914 was a Sunday, not a Monday. Correct one of them."),
        (
            "Wednesday 2 September 1752",
            (
                "2 September 1752 was a Saturday, not a Wednesday; "
                "it was one in Old Style, “(O.S.)”. Correct one of them."
            ),
        ),
        ("lundi 14 juillet 1789", "14 July 1789 was a Tuesday, not a Monday. Correct one of them."),
        (
            "1 – Sunday 3 July 1863",
            "3 July 1863 was a Friday, not a Sunday. Correct one of them.",
        ),
        (
            "Monday 7 November [O.S. 25 October] 1917",
            "7 November 1917 was a Wednesday, not a Monday. Correct one of them.",
        ),
    ],
)
def test_a_weekday_that_disagrees_is_named(text, expected):
    assert message(text) == expected


@pytest.mark.parametrize(
    ("text", "word", "advice"),
    [
        ("Easter 1916", "Easter", "“Easter 1916” in the display text"),
        ("Whitsun 1381", "Whitsun", "in the display text"),
        ("AH 622", "AH", "“1225–1226”"),
        ("1214 A.H.", "A.H.", "“1799–1800”"),
        ("AH 1", "AH", "“AD 622–623”"),
        ("709 AUC", "AUC", "BC or AD"),
        ("AM 5500", "AM", "BC or AD"),
        ("1914 or 1915", "or", "“between 1200 and 1250”"),
        ("9 Thermidor an II", "Thermidor", "Republican"),
        ("18 brumaire an VIII", "brumaire", "Republican"),
        ("1 Muharram 1400", "Muharram", "Islamic"),
        ("14 Nisan 3793", "Nisan", "Jewish"),
        ("15.III.44 BC", "III", "“March”"),
        ("27. V. 1997", "V", "“May”"),
        ("12-xi-1900", "xi", "“November”"),
        ("4 IIII 1200", "IIII", "“44 BC”"),
        ("3000 cal BC", "cal", "“44 BC”"),
        ("3 Foo 1200", "Foo", "“27 May 1997”"),
        ("27 May 1997 ★", "★", "“27 May 1997”"),
        ("May and June 1940", "and", "“May–June 1940”"),
    ],
)
def test_a_refusal_names_the_word_it_stumbled_over(text, word, advice):
    assert code(text) == "unrecognised"
    assert f"“{word}”" in message(text)
    assert advice in message(text)


@pytest.mark.parametrize(
    ("text", "written"), [("27 May '97", "'97"), ("summer of ’69", "’69"), ("the '60s", "'60s")]
)
def test_a_year_that_was_cut_short_is_named(text, written):
    assert code(text) == "short_year"
    assert message(text) == f"Write the year with all its digits in place of “{written}”."


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-149", "28 May 2024"),
        ("2023-365", "31 December 2023"),
        ("1500-060", "29 February 1500"),
        ("1582-278", "15 October 1582"),
    ],
)
def test_a_day_of_the_year_is_refused_with_its_date(text, date):
    assert code(text) == "ordinal_day"
    assert f"“{date}”" in message(text)


def test_what_is_no_day_of_the_year_is_a_range():
    assert code("2023-366") == code("2024-900") == "reversed"


def test_an_hour_is_refused_as_a_time():
    assert code("the evening of 4 August 1914") == "time"
    assert code("the night of 4–5 August") == "year_missing"


def test_a_month_in_digits_before_a_year_must_be_one():
    assert message("13/1914") == message("24.1914").replace("24", "13") == "There is no month 13."


@pytest.mark.parametrize("text", ["summer 1956–57", "summer 1956/57", "summer 1956-57"])
def test_no_season_but_winter_has_two_years(text):
    assert message(text) == (
        "Only a winter has two years: write “summer 1956”, “summer 1956 – summer 1957”, "
        "or the months, “December 1956 – February 1957”."
    )


def test_a_refusal_shows_what_to_write():
    assert "“1998–2002”" in message("1998–02")
    assert "“before 15 May 1453”" in message("by 14 May 1453")
    assert "300000 BC" in message("300000 BC")


HOSTILE = (
    ("1", 120), ("1-", 60), ("a.", 60), ("1 ", 60), ("c. ", 40), ("(", 120), ("b.c.", 30),
    ("--/", 40), ("o.s. ", 24), ("1,000", 24), ("may ", 30), ("?", 120), ("to ", 40), ("1/", 60),
    ("1..", 40), ("s'", 60), ("old ", 30), ("00:", 40), ("1 a", 40), ("–", 120),
)  # fmt: skip


@pytest.mark.parametrize(("piece", "times"), HOSTILE)
def test_repetition_up_to_the_limit_is_refused(piece, times):
    # A pattern that backtracks would hang here and never reach the refusal.
    with pytest.raises(HistoricalDateError):
        parse(piece * times)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Pâques 1916", "Pâques"),
        ("Pa\u0302ques 1916", "Pâques"),
        ("PÂQUES 1916", "PÂQUES"),
        ("Paques 1916", "Paques"),
        ("le 18 Brumaire an VIII", "Brumaire"),
        ("10 Nivôse an II", "Nivôse"),
        ("Über 1200", "Über"),
        ("Straße 1900", "Straße"),
        ("Æthelred 978", "Æthelred"),
        ("27 mayıs 1960", "mayıs"),
        ("Ὄλυμπος 1200", "Ὄλυμπος"),
        ("1200 février avant", "avant"),
        ("1200 après", "après"),
        ("7 November [Noël 25 October] 1917", "Noël"),
        ("1916 @", "@"),
    ],
)
def test_the_word_is_named_as_it_was_typed(text, named):
    assert code(text) == "unrecognised"
    assert message(text).startswith(f"“{named}” ")


@pytest.mark.parametrize("text", ["XXX century", "IC century", "XLI century", "siècle XC"])
def test_a_number_of_no_century_is_named(text):
    roman = max(text.split(), key=str.isupper)
    assert message(text) == (
        f"“{roman}” is not the number of a century of ours: write it as in “19th century”."
    )
