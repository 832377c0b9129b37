import pytest

from posts.search import day_of, named_day, year_of


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("Ides of March", 315),
        ("the ides of january", 113),
        ("Kalends of May", 501),
        ("Nones of October", 1007),
        ("Christmas", 1225),
        ("Christmas Day", 1225),
        ("Christmas Eve", 1224),
        ("New Year’s Day", 101),
        ("New Year's Eve", 1231),
        ("Bastille Day", 714),
        ("D-Day", 606),
        ("Guy Fawkes", 1105),
        ("guy fawkes night", 1105),
        ("St Patrick’s Day", 317),
        ("Saint Crispin's Day", 1025),
        ("Fourth of July", 704),
        ("All Saints’ Day", 1101),
        ("V.E. Day", 508),
        ("9/11", 911),
    ],
)
def test_a_day_is_known_by_its_name(typed, day):
    assert named_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *(("27 BC January 16", 116), ("14 juillet", 714), ("Sunday 28 June 1914", 628)),
        *(("14. Juli 1789", 714), ("14. Juli", 714), ("14 juillet 1789", 714), ("1er mai", 501)),
    ],
)
def test_a_day_is_known_by_its_date(typed, day):
    assert day_of(typed) == day


@pytest.mark.parametrize(
    "typed", ["Bastille", "may", "d", "Trafalgar", "ides", "patrick", "day", ""]
)
def test_what_may_be_another_thing_is_no_day(typed):
    assert named_day(typed) is None


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        *(("44 BC", -43), ("winter 1956–57", None), ("27 BC January 16", None)),
        *(("44 v. Chr.", -43), ("44 av. J.-C.", -43), ("79 n. Chr.", 79)),
    ],
)
def test_only_a_year_is_a_year(typed, year):
    assert year_of(typed) == year
