import pytest

from posts.dates import (
    DateParts,
    HistoricalDateError,
    date_parts,
    datetime_attribute,
    explanation,
    month_day_display,
    parse,
)


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("1914?/1918?", "1914?–1918?"),
        ("1984?/2004~", "1984? – c. 2004"),
        ("1200~/1250", "from c. 1200 to 1250"),
        ("1200~/1250-05-14", "c. 1200 – 14 May 1250"),
        ("0476/1066", "AD 476–1066"),
        ("-2999/1453", "3000 BC – AD 1453"),
        ("-0489/-0079", "490 BC – 80 BC"),
        ("-0099/-0043", "100–44 BC"),
        ("198X/199X", "1980s–1990s"),
        ("180X", "1800s (decade)"),
        ("180X/181X", "1800s (decade) – 1810s"),
        ("-04XX/02XX", "5th century BC – 3rd century AD"),
        ("1941-24/1942", "winter 1941–42 – 1942"),
        ("1941-21/1941-24", "spring 1941 – winter 1941–42"),
        ("1968-21/1968-23", "spring–autumn 1968"),
        ("[..199X]", "before the 2000s (decade)"),
        ("[-0043..1453]", "between 44 BC and AD 1453"),
        ("14 October 1066 (Julian)", "14 October 1066 (Julian)"),
        ("October 1917 (O.S.)", "October 1917 (O.S.)"),
        ("7 November 1917 (N.S.)", "7 November 1917 (N.S.)"),
        ("c. 25 December 1642? OS", "c. 25 December 1642 (O.S.) / 4 January 1643?"),
    ],
)
def test_display_is_english_and_reads_back(text, display):
    value = parse(text)
    assert str(value) == display
    assert parse(display) == value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("27 May 1997", "27 May 1997, Gregorian calendar · day · on this day: 27 May"),
        (
            "14 October 1066",
            (
                "14 October 1066, Julian calendar (20 October 1066 Gregorian) · day"
                " · on this day: 14 October"
            ),
        ),
        (
            "25 October 1917 (O.S.)",
            (
                "25 October 1917, Julian calendar (7 November 1917 Gregorian) · day"
                " · on this day: 7 November (Old Style 25 October)"
            ),
        ),
        (
            "14 October 1066 (Gregorian)",
            (
                "14 October 1066, Gregorian calendar (8 October 1066 Julian) · day"
                " · on this day: 8 October (as written 14 October)"
            ),
        ),
        (
            "1–3 July 1863",
            (
                "1–3 July 1863, Gregorian calendar · range, to the day"
                " · on this day: 1 July (start), 3 July (end)"
            ),
        ),
        ("c. 1200?", "c. 1200? · year, approximate, uncertain · no anniversary"),
        ("19th century", "19th century (1800–1899) · century · no anniversary"),
        (
            "winter 1941",
            "winter 1941–42 (December 1941 – February 1942) · season · no anniversary",
        ),
        (
            "October 1917 (O.S.)",
            (
                "October 1917, Julian calendar (14 October – 13 November 1917 Gregorian) · month"
                " · no anniversary"
            ),
        ),
        ("before 1200", "before 1200 · date not known, to the year · no anniversary"),
        (
            "1–20 October 1582",
            (
                "1–20 October 1582, Julian calendar until 4 October 1582"
                " (11–20 October 1582 Gregorian) · range, to the day"
                " · on this day: 1 October (start), 20 October (end)"
            ),
        ),
    ],
)
def test_the_form_says_how_it_read_the_date(text, line):
    assert explanation(parse(text)) == line


def test_the_reading_converts_only_the_day_of_a_mixed_range():
    # 1 January 1 BC is 30 December 2 BC in Gregorian digits, before the month's own digits.
    line = explanation(parse("January 1 BC – 1 January 1 BC"))
    assert "(30 December 2 BC Gregorian)" in line


def test_the_reading_follows_the_anniversary_rule():
    plot = parse("5 November 1605 (O.S.)")
    line = explanation(plot, "as_written")
    assert line.endswith("on this day: 5 November (New Style 15 November)")
    assert explanation(plot, "none").endswith(" · no anniversary")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("27 May 1997", DateParts("27", "May", "1997")),
        ("15 March 44 BC", DateParts("15", "March", "44", "BC")),
        ("4 September 476", DateParts("4", "September", "476", "AD")),
        ("1–3 July 1863", DateParts("1–3", "July", "1863")),
        ("June–December 1812", DateParts("", "June", "1812", until="to December 1812")),
        (
            "28 July 1914 – 11 November 1918",
            DateParts("28", "July", "1914", until="to 11 November 1918"),
        ),
        ("27 BC – AD 14", DateParts(year="27", era="BC", until="to AD 14")),
        ("480s BC", DateParts(year="480s", era="BC")),
        ("19th century", DateParts(year="19th century")),
        ("summer 1968", DateParts(year="1968", lead="in the summer of")),
        ("winter 1956–57", DateParts(year="1956–57", lead="in the winter of")),
        ("winter 219–218 BC", DateParts(year="219–218", era="BC", lead="in the winter of")),
        ("winter 1 BC – AD 1", DateParts(year="1 BC – AD 1", lead="in the winter of")),
        ("before summer 1968", DateParts(year="1968", lead="before the summer of")),
        ("c. 1200", DateParts(year="1200", lead="about")),
        ("c. 1200?", DateParts(year="1200", lead="about", note="uncertain")),
        ("before 1200", DateParts(year="1200", lead="before")),
        ("after May 1453", DateParts("", "May", "1453", lead="after")),
        ("since 1991", DateParts(year="1991", lead="since")),
        ("until 1806", DateParts(year="1806", lead="until")),
        ("between 1200 and 1250", DateParts(year="1200", lead="between", until="and 1250")),
        (
            "25 October 1917 (O.S.)",
            DateParts("7", "November", "1917", note="Old Style 25 October"),
        ),
        (
            "25 December 1642 (O.S.)",
            DateParts("4", "January", "1643", note="Old Style 25 December 1642"),
        ),
        ("24–26 October 1917 (O.S.)", DateParts("24–26", "October", "1917", note="Old Style")),
        ("14 October 1066 (Gregorian)", DateParts("14", "October", "1066", note="Gregorian")),
    ],
)
def test_parts_say_what_the_display_says(text, parts):
    assert date_parts(parse(text)) == parts


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("27 May 1997", "1997-05-27"),
        ("May 1997", "1997-05"),
        ("1997", "1997"),
        ("15 October 1582", "1582-10-15"),
        ("25 October 1917 (O.S.)", "1917-11-07"),
        ("4 October 1582", ""),
        ("1582", ""),
        ("14 October 1066 (Gregorian)", ""),
        ("October 1917 (O.S.)", ""),
        ("27 May 1997?", ""),
        ("1914–1918", ""),
        ("before 1914", ""),
        ("1980s", ""),
        ("spring 1968", ""),
    ],
)
def test_only_plain_gregorian_dates_have_a_datetime_attribute(text, attribute):
    assert datetime_attribute(parse(text)) == attribute


def test_days_of_the_year_are_named():
    assert month_day_display(527) == "27 May"
    assert month_day_display(229) == "29 February"


@pytest.mark.parametrize("number", [0, 100, 230, 431, 1301, 1232, -527])
def test_a_number_that_is_no_day_of_a_year_is_refused(number):
    with pytest.raises(HistoricalDateError) as caught:
        month_day_display(number)
    assert caught.value.code == "month_day"
