import pytest

from posts.dates import HistoricalDateError, modified_lines, read_printed

READ = [
    ("Dernière modification : 12/06/2013", "12 June 2013"),
    ("DERNIÈRE MODIFICATION\u00a0: 12/06/2013", "12 June 2013"),
    ("Derniere mise a jour: 12-06-2013", "12 June 2013"),
    ("Mise à jour : 12.06.2013", "12 June 2013"),
    ("Mis à jour le 12 juin 2013", "12 June 2013"),
    ("Page mise à jour le mercredi 12 juin 2013 à 14h35", "12 June 2013"),
    ("Publié le 1er août 2010", "1 August 2010"),
    ("Publié en juin 1955", "June 1955"),
    ("Paru en 1955", "1955"),
    ("Mis en ligne le 3 déc. 2009", "3 December 2009"),
    ("Consulté le 12/06/2013", "12 June 2013"),
    ("Last updated: June 12, 2013", "12 June 2013"),
    ("Last updated on Thursday, June 12, 2013 at 2:35 pm (GMT)", "12 June 2013"),
    ("Last modified: Wed, 12 Jun 2013 10:00:00 GMT", "12 June 2013"),
    ("Last updated: 12/06/2013", "6 December 2013"),
    ("Published 3rd May 2010", "3 May 2010"),
    ("Published in 1955", "1955"),
    ("Updated: 2013-06-12", "12 June 2013"),
    ("Accessed 12 June 2013", "12 June 2013"),
    ("Publication: 12 June 2013", "12 June 2013"),
    ("12 juin 2013", "12 June 2013"),
    ("lundi 5 mai 1789", "5 May 1789"),
    ("mars 1917", "March 1917"),
    # What editors type goes on being read as it was.
    ("1955", "1955"),
    ("c. 1200", "c. 1200"),
    ("24 January 1918 (O.S.)", "24 January (O.S.) / 6 February 1918"),
    ("13/06/2013", "13 June 2013"),
]


@pytest.mark.parametrize(("printed", "date"), READ)
def test_a_printed_date_is_read(printed: str, date: str) -> None:
    assert str(read_printed(printed)) == date


@pytest.mark.parametrize(
    ("printed", "language", "date"),
    [
        # Above twelve a number can only be the day.
        ("Updated 13/06/2013", "", "13 June 2013"),
        ("Updated 06/13/2013", "", "13 June 2013"),
        ("Mis à jour le 06/13/2013", "", "13 June 2013"),
        # English is written in both orders: the document's own region tells, if it is known.
        ("Updated 12/06/2013", "en", "6 December 2013"),
        ("Updated 12/06/2013", "en-US", "6 December 2013"),
        ("Updated 12/06/2013", "en-GB", "12 June 2013"),
        ("Updated 12/06/2013", "en_au", "12 June 2013"),
        # The label decides, not the language of the document around it.
        ("Updated 12/06/2013", "fr", "6 December 2013"),
        ("Mis à jour le 12/06/2013", "en-US", "12 June 2013"),
    ],
)
def test_the_label_tells_whether_the_day_comes_first(
    printed: str, language: str, date: str
) -> None:
    assert str(read_printed(printed, language)) == date


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        (
            "12/06/2013",
            "Is that 12 June or 6 December 2013? Write the month as a word, or 2013-06-12.",
        ),
        (
            "Date: 12/06/2013",  # a word of both languages
            "Is that 12 June or 6 December 2013? Write the month as a word, or 2013-06-12.",
        ),
        ("Mis à jour le 31/02/2013", "February 2013 has only 28 days."),
        ("Updated 12/06/13", "Write “AD 13”, “13 BC” or a four-digit year."),
        ("12 juin", "Add the year, for example “27 May 1997”."),
    ],
)
def test_what_cannot_be_told_is_refused_and_says_how_to_write_it(
    printed: str, message: str
) -> None:
    with pytest.raises(HistoricalDateError) as caught:
        read_printed(printed)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "printed",
    [
        *("Dernière modification", "Last updated: soon", "Updatedness 2013", "Updated"),
        "Published 3rd May 2010, updated 5 June 2012",
        "updated " + "12:" * 37,
        "mis à jour " + " " * 60 + "1" * 40,
    ],
)
def test_other_words_are_no_date(printed: str) -> None:
    with pytest.raises(HistoricalDateError) as caught:
        read_printed(printed)
    assert caught.value.code in {"unrecognised", "time", "out_of_range"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "NATO\n\n  Dernière modification : 12/06/2013 \ntop",
            ["Dernière modification : 12/06/2013"],
        ),
        ("• Last updated: 5 May 2010\n• Last updated: 5 May 2010", ["Last updated: 5 May 2010"]),
        (
            "Updated 5 May 2010\nMis à jour le 6 mai 2010",
            ["Updated 5 May 2010", "Mis à jour le 6 mai 2010"],
        ),
        ("Published 5 May 2010\n5 May 2010\nUpdated soon\nUpdated hourly since 2010", []),
        ("The archive was last updated 5 May 2010 by two hands.", []),
        ("Updated " + "x" * 200_000, []),
        ("", []),
    ],
)
def test_the_lines_that_tell_of_a_change(text: str, lines: list[str]) -> None:
    assert modified_lines(text) == lines
