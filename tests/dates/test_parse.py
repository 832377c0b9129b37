import pytest

from posts.dates import HistoricalDate, parse
from tests.dates.refused import code, message
from tests.dates.table import row_name, rows
from tests.walk import failures


def columns(value: HistoricalDate) -> dict[str, str]:
    found = {
        "edtf": value.edtf,
        "calendar": value.calendar,
        "edtf_gregorian": value.to_gregorian_edtf(),
        "kind": value.kind,
        "precision": value.precision,
        "qualifier": value.qualifier,
        "display_en": str(value),
        "start_jdn": value.start,
        "end_jdn": value.end,
        "sort_jdn": value.sort,
        "year_start": value.year_start,
        "year_end": value.year_end,
        "month": value.month,
        "day": value.day,
        "otd_keys": ";".join(
            f"{key.month_day:04}:{key.role}{'-alt' if key.is_alt else ''}"
            for key in value.anniversaries()
        ),
    }
    return {name: "" if cell is None else str(cell) for name, cell in found.items()}


def test_the_table_has_all_its_rows():
    assert (len(rows("ok")), len(rows("error"))) == (135, 44)


def test_accepted_rows_have_every_column_of_the_table():
    def check(row):
        found = columns(parse(row["input"], row["calendar_choice"]))
        assert found == {name: row[name] for name in found}

    assert failures(check, rows("ok"), row_name) == {}


def test_refused_rows_have_the_code_and_message_of_the_table():
    def check(row):
        expected_code, _, expected_message = row["error"].partition(": ")
        assert code(row["input"], row["calendar_choice"]) == expected_code
        assert message(row["input"], row["calendar_choice"]) == expected_message

    assert failures(check, rows("error"), row_name) == {}


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("the 27th of May, 1997", "1997-05-27"),
        ("May 27th 1997", "1997-05-27"),
        ("27.05.1997", "1997-05-27"),
        ("27–05–1997", "1997-05-27"),
        ("1997/05/27", "1997-05-27"),
        ("05/27/1997", "1997-05-27"),
        ("05/05/1997", "1997-05-05"),
        ("27\u00a0MAY\u202f1997", "1997-05-27"),
        ("２７ May １９９７", "1997-05-27"),
        ("“27 May 1997”", "1997-05-27"),
        ("27\u200b May\u200e 1997", "1997-05-27"),
        ("sept. 1939", "1939-09"),
        ("1 SEP 1939", "1939-09-01"),
        ("06/1914", "1914-06"),
        ("28-Jun-1914", "1914-06-28"),
        ("6.1914", "1914-06"),
        ("06-1914", "1914-06"),
        ("5/1914 – 8/1914", "1914-05/1914-08"),
        ("A.D. 79", "0079"),
        ("79 A. D.", "0079"),
        ("79 CE", "0079"),
        ("44 B.C.E.", "-0043"),
        ("BC 44", "-0043"),
        ("44BC", "-0043"),
        ("\u22120043", "-0043"),
        ("476", "0476"),
        ("12,000 BC", "Y-11999"),
        ("c. 40.000 – 35.000 BC", "Y-39999~/Y-34999~"),
        ("40 000-35 000 BC", "Y-39999/Y-34999"),
        ("May 12,500 BC", "-0499-05-12"),
        ("Anno Domini 1200", "1200"),
        ("١٢٠٠", "1200"),
        ("y-11999", "Y-11999"),
        ("200001 BC", "Y-200000"),
    ],
)
def test_spellings_of_one_date(text, edtf):
    assert parse(text).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Sunday 28 June 1914", "1914-06-28"),
        ("Sunday, June 28th, 1914", "1914-06-28"),
        ("Sun. 28 Jun 1914", "1914-06-28"),
        ("dimanche 28 juin 1914", "1914-06-28"),
        ("Sonntag, 28. Juni 1914", "1914-06-28"),
        ("before Tuesday 28 July 1914", "[..1914-07-27]"),
        ("Wednesday 1 – Friday 3 July 1863", "1863-07-01/1863-07-03"),
        ("le 14 juillet 1789", "1789-07-14"),
        ("1er août 1914", "1914-08-01"),
        ("févr. 1848", "1848-02"),
        ("1. März 1848", "1848-03-01"),
        ("14 de julio de 1789", "1789-07-14"),
        ("12 ottobre 1492", "1492-10-12"),
        ("été 1914", "1914-22"),
        ("hiver 1788/89", "1788-24"),
        ("du 1er au 3 juillet 1863", "1863-07-01/1863-07-03"),
        ("entre 1200 et 1250", "[1200..1250]"),
        ("19e siècle", "18XX"),
        ("44 av. J.-C.", "-0043"),
        ("9 n. Chr.", "0009"),
        ("fl. 1200", "1200~"),
        ("fl. 1180–1220", "1180~/1220~"),
        ("ABT 1200", "1200~"),
        ("BEF 1200", "[..1199]"),
        ("BET 1200 AND 1250", "[1200..1250]"),
        ("the night of 4 August 1789", "1789-08-04"),
        ("the night of 4–5 August 1789", "1789-08-04/1789-08-05"),
        ("night of 9/10 November 1938", "1938-11-09/1938-11-10"),
        ("the night between 4 and 5 August 1789", "1789-08-04/1789-08-05"),
        ("nuit du 4 au 5 août 1789", "1789-08-04/1789-08-05"),
    ],
)
def test_what_can_be_read_safely_is_read(text, edtf):
    assert parse(text).edtf == edtf


@pytest.mark.parametrize(
    "text",
    [
        "25 December 1642 (O.S.)",
        "4 January 1643 [O.S. 25 December 1642]",
        "4 January [O.S. 25 December 1642] 1643",
        "4 January [O.S. 25 December] 1643",
        "25 December 1642 [N.S. 4 January 1643]",
        "25 December 1642 (4 January 1643 N.S.)",
        "4 January 1643 (25 December 1642 O.S.)",
        "Sunday 4 January [O.S. 25 December 1642] 1643",
    ],
)
def test_one_style_may_stand_in_brackets(text):
    assert parse(text) == parse("25 December 1642", "julian")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("27 BC January 16", "-0026-01-16"),
        ("27 January 16 BC", "-0015-01-27"),
        ("BC 27 January 16", "-0026-01-16"),
        ("27 BC 16 January", "-0026-01-16"),
        ("27 BCE, Jan. 16th", "-0026-01-16"),
        ("32 BC March 1", "-0031-03-01"),
        ("44 B.C. March 15", "-0043-03-15"),
        ("March 44 BC 15", "-0043-03-15"),
        ("March 15 BC 44", "-0043-03-15"),
        ("14 CE August 19", "0014-08-19"),
        ("AD 14 August 19", "0014-08-19"),
        ("August 19 AD 14", "0014-08-19"),
        ("79 AD 24 August", "0079-08-24"),
        ("before 27 BC January 16", "[..-0026-01-15]"),
        ("27 BC January 16 – AD 14 August 19", "-0026-01-16/0014-08-19"),
        ("from 27 BC January 16 to 14 AD August 19", "-0026-01-16/0014-08-19"),
        ("between 27 BC January 16 and March 4", "[-0026-01-16..-0026-03-04]"),
        ("27 BC January 16–18", "-0026-01-16/-0026-01-18"),
        ("27 BC January–March", "-0026-01/-0026-03"),
        ("1863 July 1st–3rd", "1863-07-01/1863-07-03"),
        ("1914 July 28 – November 11", "1914-07-28/1914-11-11"),
    ],
)
def test_the_number_beside_the_era_is_the_year(text, edtf):
    assert parse(text).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("ca. 1200", "1200~"),
        ("ca 1200", "1200~"),
        ("about 1200", "1200~"),
        ("around May 1200", "1200-05~"),
        ("approximately 1200", "1200~"),
        ("~1200", "1200~"),
        ("probably 1200", "1200?"),
        ("1200 (?)", "1200?"),
        ("c. 1200 (?)", "1200%"),
    ],
)
def test_words_of_doubt(text, edtf):
    assert parse(text).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf", "precision"),
    [
        ("in the summer of 1968", "1968-22", "season"),
        ("Fall 1929", "1929-23", "season"),
        ("winter 1941", "1941-24", "season"),
        ("winter 1941–42", "1941-24", "season"),
        ("winter 1941-42", "1941-24", "season"),
        ("winter 1899-00", "1899-24", "season"),
        ("winter of 1941/42", "1941-24", "season"),
        ("1968-21", "1968-21", "season"),
        ("the 1980's", "198X", "decade"),
        ("AD 480s", "048X", "decade"),
        ("1800s (decade)", "180X", "decade"),
        ("12340s BC", "Y-12348/Y-12339", "decade"),
        ("nineteenth century", "18XX", "century"),
        ("19th c.", "18XX", "century"),
        ("1st millennium", "0001/0999", "millennium"),
        ("2nd millennium BCE", "-1XXX", "millennium"),
        ("1999-XX", "1999", "year"),
        ("1999-04-XX", "1999-04", "month"),
    ],
)
def test_seasons_decades_and_longer(text, edtf, precision):
    value = parse(text)
    assert (value.edtf, value.precision) == (edtf, precision)


@pytest.mark.parametrize(
    ("text", "edtf", "display"),
    [
        ("winter 1956–57", "1956-24", "winter 1956–57"),
        ("winter 1956", "1956-24", "winter 1956–57"),
        ("Winter 1788/89", "1788-24", "winter 1788–89"),
        ("the winter of 1956/7", "1956-24", "winter 1956–57"),
        ("1956-57 winter", "1956-24", "winter 1956–57"),
        ("winter 1899/00", "1899-24", "winter 1899–1900"),
        ("winter 1999–2000", "1999-24", "winter 1999–2000"),
        ("winter 1909-10", "1909-24", "winter 1909–10"),
        ("winter 219/18 BC", "-0218-24", "winter 219–218 BC"),
        ("winter 58–57 B.C.", "-0057-24", "winter 58–57 BC"),
        ("winter 101/00 BC", "-0100-24", "winter 101–100 BC"),
        ("winter 1000–999 BC", "-0999-24", "winter 1000–999 BC"),
        ("winter 1 BC/AD 1", "0000-24", "winter 1 BC – AD 1"),
        ("winter 26–5 BC", "-0025-24", "winter 26–25 BC"),
        ("winter 26 BC – 25 BC", "-0025-24", "winter 26–25 BC"),
        ("winter 26 BC – 5 BC", "-0025-24/-0004", "winter 26–25 BC – 5 BC"),
        ("spring 26 BC – 5 BC", "-0025-21/-0004", "spring 26 BC – 5 BC"),
        ("winter AD 68/69", "0068-24", "winter AD 68–69"),
        ("winter 68–9 AD", "0068-24", "winter AD 68–69"),
        ("winter AD 99–100", "0099-24", "winter AD 99–100"),
        ("c. winter 1956–57?", "1956-24%", "c. winter 1956–57?"),
        ("winter 1941/42 (O.S.)", "1941-24", "winter 1941–42 (O.S.)"),
        ("before winter 1956-57", "[..1956-23]", "before winter 1956–57"),
        ("since winter 1956/57", "1956-24/..", "since winter 1956–57"),
        ("winter 1956–57 – spring 1958", "1956-24/1958-21", "winter 1956–57 – spring 1958"),
        (
            "between winter 1956/57 and winter 1958/59",
            "[1956-24..1958-24]",
            "between winter 1956–57 and winter 1958–59",
        ),
        ("the winter of 1941 to 1942", "1941-24", "winter 1941–42"),
        ("from winter 1941 to 1942", "1941-24/1942", "winter 1941–42 – 1942"),
        ("winter 1941–1943", "1941-24/1943", "winter 1941–42 – 1943"),
    ],
)
def test_a_winter_has_two_years_in_any_era(text, edtf, display):
    value = parse(text)
    assert (value.edtf, str(value)) == (edtf, display)


def test_winter_runs_into_the_february_of_the_next_year():
    winter = parse("winter 1943")
    last = parse("29 February 1944")
    assert (winter.start, winter.end) == (parse("1 December 1943").start, last.end)
    assert (winter.year_start, winter.year_end) == (1943, 1944)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("xix century", "19th century"),
        ("XIXth century", "19th century"),
        ("the XIX. century", "19th century"),
        ("XIX c.", "19th century"),
        ("c. XIX century", "c. 19th century"),
        ("century XIX", "19th century"),
        ("19 century", "19th century"),
        ("twenty-first-century", "21st century"),
        ("the 19th-century", "19th century"),
        ("secolo XIV", "14th century"),
        ("XIV secolo", "14th century"),
        ("19e eeuw", "19th century"),
        ("19ième siècle", "19th century"),
        ("5. Jh. v. Chr.", "5th century BC"),
        ("IV c. BC", "4th century BC"),
        ("VIII–VI centuries BC", "8th–6th century BC"),
        ("18th-19th-century", "18th–19th century"),
        ("XVIIIe–XIXe siècles", "18th–19th century"),
        ("V millennium BC", "5th millennium BC"),
    ],
)
def test_centuries_are_read_as_they_are_counted_elsewhere(text, shown):
    assert str(parse(text)) == shown
    assert str(parse(shown)) == shown
