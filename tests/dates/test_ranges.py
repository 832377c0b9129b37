"""Ranges, sets and open sides, as they are typed."""

import pytest

from posts.dates import parse


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("1914 to 1918", "1914/1918"),
        ("1914 until 1918", "1914/1918"),
        ("from 1914–1918", "1914/1918"),
        ("1914—18", "1914/1918"),
        ("1912-14", "1912/1914"),
        ("476–80", "0476/0480"),
        ("AD 14–37", "0014/0037"),
        ("14–37 AD", "0014/0037"),
        ("c. 1914-18", "1914~/1918~"),
        ("3000 BC–AD 5", "-2999/0005"),
        ("27 BC – 476", "-0026/0476"),
        ("100–44 BC", "-0099/-0043"),
        ("490 BC – 80 BC", "-0489/-0079"),
        ("July 1–3, 1863", "1863-07-01/1863-07-03"),
        ("1st–3rd July 1863", "1863-07-01/1863-07-03"),
        ("28 July 1914 - 11 November 1918", "1914-07-28/1918-11-11"),
        ("27-05-1997 - 13-06-1997", "1997-05-27/1997-06-13"),
        ("1997-05-27 – 1997-06-03", "1997-05-27/1997-06-03"),
        ("1809-10 – 1810-03", "1809-10/1810-03"),
        ("spring–summer 1968", "1968-21/1968-22"),
        ("1980s–90s", "198X/199X"),
        ("480s–430s BC", "-0488/-0429"),
        ("5th–4th century BC", "-04XX/-03XX"),
        ("1st–3rd century", "0001/02XX"),
        ("1991–", "1991/.."),
        ("1991 to present", "1991/.."),
        ("from 27 May 1997 onwards", "1997-05-27/.."),
        ("till 1806", "../1806"),
    ],
)
def test_ranges(text, edtf):
    assert parse(text).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf", "precision", "qualifier"),
    [
        ("c. 1200–1250", "1200~/1250~", "year", "~"),
        ("c. 1200 – 14 May 1250", "1200~/1250-05-14", "year", "~"),
        ("from c. 1200 to 1250", "1200~/1250", "year", "~"),
        ("14 May 1250 – c. 1260", "1250-05-14/1260~", "year", "~"),
        ("1200–1250?", "1200/1250?", "year", "?"),
        ("1200? – c. 1250", "1200?/1250~", "year", "%"),
        ("May 1250 – 14 June 1251", "1250-05/1251-06-14", "month", ""),
        ("1970s – 14 May 1990", "197X/1990-05-14", "decade", ""),
    ],
)
def test_the_ends_of_a_range_may_differ(text, edtf, precision, qualifier):
    value = parse(text)
    assert (value.edtf, value.precision, value.qualifier) == (edtf, precision, qualifier)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("between 431 and 404 BC", "[-0430..-0403]"),
        ("before May 1453", "[..1453-04]"),
        ("before 1 March 1500", "[..1500-02-29]"),
        ("before 15 October 1582", "[..1582-10-04]"),
        ("after winter 1941", "[1942-21..]"),
        ("after the 1980s", "[199X..]"),
        ("before the 480s BC", "[..-0489]"),
        ("before c. 1200", "[..1199~]"),
        ("before AD 1", "[..0000]"),
        ("since 3 May 1991", "1991-05-03/.."),
    ],
)
def test_sets_and_open_sides_take_any_precision(text, edtf):
    assert parse(text).edtf == edtf
