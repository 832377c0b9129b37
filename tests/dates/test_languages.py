"""One site tells its dates in one language; what is typed stays English."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.template import Context, Template
from hypothesis import given, settings

from posts.dates import (
    HistoricalDateError,
    date_parts,
    explanation,
    language,
    parse,
    since,
    years_ago,
)
from posts.models import Milestone
from tests.dates.telling import TODAY, told
from tests.dates.telling import table as rows
from tests.dates.test_properties import values

WORD = re.compile(r"[^\W\d_]+")
FRENCH_ORDINAL = re.compile(r"[IVXLCDM]+e?|Ier")
OTHERS = ("de", "fr")
SHOWN = [row for row in rows() if row["what"] == "display"]


@pytest.fixture
def speak():
    """Choose the language of the site, as it starts; English again in the end."""
    yield language.use
    language.use("en-gb")


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['what']}-{row['input']}")
def test_each_language_has_its_own_rules(row):
    for code in ("en", "de", "fr"):
        assert told(row["what"], row["input"], code) == row[code]


def words_of(value):
    """Every word in a table of one language."""
    if isinstance(value, str):
        return set(WORD.findall(value))
    if isinstance(value, dict):
        return set().union(*map(words_of, value.values()))
    return set().union(*map(words_of, value)) if isinstance(value, tuple) else set()


VOCABULARY = {
    code: set().union(
        *(words_of(getattr(language.words_of(code), each.name)) for each in fields(language.Words))
    )
    for code in ("en", *OTHERS)
}


def has_its_words_alone(value):
    for code in OTHERS:
        with language.told_in(code):
            parts = date_parts(value)
            texts = [str(value), years_ago(since(value), TODAY)]
            texts += [getattr(parts, each.name) for each in fields(parts)]
        said = {word for text in texts for word in WORD.findall(text)}
        strange = said - VOCABULARY[code]
        if code == "fr":
            strange = {word for word in strange if not FRENCH_ORDINAL.fullmatch(word)}
        assert strange == set(), texts
        reads_back(texts[0], value)


def reads_back(text, value):
    """Centuries beyond those that have been are typed in English alone."""
    try:
        assert parse(text) == value, text
    except HistoricalDateError:
        assert {end.precision for end in value.ends} & {"century", "millennium"}, text


@settings(max_examples=400, deadline=None)
@given(values())
def test_no_word_of_another_language_is_left_and_all_reads_back(value):
    has_its_words_alone(value)


def test_the_tables_share_no_words_but_those_that_the_languages_do():
    shared = {"April", "August", "September", "November", "in"}
    assert VOCABULARY["en"] & VOCABULARY["de"] == shared
    assert VOCABULARY["en"] & VOCABULARY["fr"] == {"s"}  # 1980s, XXe s.


@pytest.mark.parametrize("row", SHOWN, ids=lambda row: row["input"])
def test_what_is_shown_may_be_typed(row):
    assert [parse(row[code]) for code in ("en", *OTHERS)] == [parse(row["input"])] * 3


@pytest.mark.parametrize("code", OTHERS)
def test_what_is_typed_and_what_is_refused_stays_english(code):
    texts = [row["input"] for row in SHOWN]
    with language.told_in(code):
        assert [parse(parse(text).as_typed) for text in texts] == [parse(text) for text in texts]
        assert explanation(parse("c. May 1848")) == (
            "c. May 1848 · month, approximate · no anniversary"
        )
        with pytest.raises(HistoricalDateError) as refused:
            parse("by 1 May 1200")
    assert str(refused.value) == (
        "Write “before 2 May 1200” for a date not known, or “until 1 May 1200” for what lasted."
    )


def test_a_site_tells_dates_in_its_language_in_every_thread(speak):
    speak("de-at")
    with ThreadPoolExecutor(1) as other, language.told_in("fr"):
        assert other.submit(str, parse("44 BC")).result() == "44 v. Chr."
        assert str(parse("44 BC")) == "44 av. J.-C."
    assert str(parse("44 BC")) == "44 v. Chr."
    speak("pt")
    assert str(parse("44 BC")) == "44 BC"


def test_the_language_is_given_back_after_a_failure():
    with pytest.raises(HistoricalDateError), language.told_in("de"):
        parse("nonsense")
    assert str(parse("44 BC")) == "44 BC"


def test_a_site_starts_in_the_language_of_its_settings(speak, settings):
    settings.LANGUAGE_CODE = "fr"
    apps.get_app_config("posts").ready()
    assert str(parse("1 May 1200")) == "1er mai 1200"


@pytest.mark.parametrize(
    ("code", "day"), [("en", "1 May 2026"), ("de", "1. Mai 2026"), ("fr", "1er mai 2026")]
)
def test_templates_print_days_by_the_rules_of_the_language(code, day, settings):
    """A moment is that of the site's zone."""
    settings.TIME_ZONE = "Europe/Paris"
    page = Template("{% load post_dates %}{{ day|day_in_words }}, {{ moment|day_in_words }}")
    moment = datetime(2026, 4, 30, 23, 30, tzinfo=UTC)
    with language.told_in(code):
        shown = page.render(Context({"day": date(2026, 5, 1), "moment": moment}))
    assert shown == f"{day}, {day}"


@pytest.mark.parametrize(
    ("code", "year"),
    [
        ("en", '<span class="stamp-year">44 <span class="era-mark">BC</span></span>'),
        ("de", '<span class="stamp-year">44 <span class="era-mark">v. Chr.</span></span>'),
        ("fr", '<span class="stamp-year">44 <span class="era-mark">av. J.-C.</span></span>'),
    ],
)
def test_a_stamp_has_the_era_of_the_language_where_that_puts_it(code, year):
    milestone = Milestone(label="Ides", event_input="15 March 44 BC")
    milestone.set_event_columns()
    with language.told_in(code):
        shown = Template("{% load post_dates %}{% stamp milestone %}").render(
            Context({"milestone": milestone})
        )
    assert year in shown
