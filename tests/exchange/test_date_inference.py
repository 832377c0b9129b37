import pytest

from posts.dates import parse
from posts.dates.language import told_in
from posts.exchange.checked import checked
from posts.exchange.date_inference import Signals, infer_date, names_year_of
from posts.exchange.record import Record


@pytest.mark.parametrize(
    ("title", "prose", "categories", "picture", "expected"),
    [
        # Two that agree.
        ("The Act of 1997", "On May 27th, 1997, it was signed.", (), "", "27 May 1997"),
        ("The Act", "On May 27th, 1997, it was signed.", ("1997",), "", "27 May 1997"),
        ("The Act", "On 27 May 1997 it was signed.", (), "27_May_016077b5.webp", "27 May 1997"),
        ("27 May 1997", "It was 27 May 1997.", (), "", "27 May 1997"),
        ("27 May 1997: the Act", "", ("1997",), "", "27 May 1997"),
        ("Caesar, 44 BC", "On 15 March 44 BC he died.", (), "", "15 March 44 BC"),
        ("The Act of 1997", "", ("1997",), "", "1997"),
        ("The Act of 1997", "On 1997-05-27.", (), "", "27 May 1997"),
        # One alone is not enough.
        ("The Act", "On May 27th, 1997, it was signed.", (), "", None),
        ("The Act of 1997", "", (), "", None),
        ("The Act", "", ("1997",), "27_May_1997.webp", None),
        # One that speaks against it.
        ("The Act of 1996", "On 27 May 1997.", ("1997",), "", None),
        ("The Act of 1997", "On 27 May 1997.", ("1996",), "", None),
        ("The Act", "On 27 May 1997.", ("1997",), "28_May_x.webp", None),
        # Two days that would both do.
        ("The Act", "On 27 May 1997 and 28 May 1997.", ("1997",), "", None),
        ("The Act", "On 27 May 1997 and 28 May 1997.", ("1997",), "28_May.png", "28 May 1997"),
        # A number that is no year.
        ("Of 1,944 men", "", ("1944",), "", None),
    ],
)
def test_a_date_is_taken_if_two_signs_agree(title, prose, categories, picture, expected):
    value = infer_date(Signals(title, (prose,), categories, picture))
    assert (str(value) if value else None) == expected


def test_the_description_goes_before_the_story():
    signals = Signals("1997", ("On 27 May 1997.", "On 2 July 1997 and 27 May 1997."), ())
    assert str(infer_date(signals)) == "27 May 1997"


def test_the_last_letters_of_a_file_are_no_year():
    signals = Signals("x", ("On 27 May 1997.",), (), "27_May_0160.webp")
    assert infer_date(signals) is None
    assert str(infer_date(Signals("x", ("27 May 1997",), (), "27_May_1997.webp"))) == "27 May 1997"


@pytest.mark.parametrize(
    ("category", "date", "names"),
    [
        ("1997", "27 May 1997", True),
        ("1998", "27 May 1997", False),
        ("1915", "1914–1918", True),
        ("44-bc", "15 March 44 BC", True),
        ("44", "15 March AD 44", False),
        ("france", "27 May 1997", False),
    ],
)
def test_a_category_may_name_the_events_year(category, date, names):
    assert names_year_of(category, parse(date)) is names


def test_an_inferred_date_is_typed_in_english_and_shown_in_the_language_of_the_site():
    record = Record("ref", "", "27 May 1997: the Act", "act", "It was signed on 27 May 1997.")
    with told_in("de"):
        event = checked(record).event
    assert (event.text, event.shown) == ("27 May 1997", "27. Mai 1997")
