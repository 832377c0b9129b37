import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from posts.archives.parts import era_of
from posts.models import Place, Post
from posts.templatetags.post_dates import (
    ancestors,
    begins_large,
    by_continent,
    by_era,
    direction,
    language_of,
    site_language_within,
    stamp,
    web_address,
)


def dated(event: str, **fields) -> Post:
    post = Post(event_input=event, **fields)
    post.set_event_columns()
    return post


@pytest.mark.parametrize(
    ("event", "shape", "words"),
    [
        ("27 May 1997", "day", "27 May 1997"),
        ("27–28 May 1905", "days", "27–28 May 1905"),
        ("44 BC", "year", "44 BC"),
        ("AD 79", "year", "AD 79"),
        ("c. 1200", "year", "about 1200"),
        ("between 1200 and 1250", "year", "between 1200 and 1250"),
        ("1914–1918", "year", "1914 to 1918"),
        ("1 July – 18 November 1916", "day", "1 July 1916 to 18 November 1916"),
        ("summer 1816", "year", "in the summer of 1816"),
        ("5th century BC", "words", "5th century BC"),
        ("25 October 1917 (O.S.)", "day", "7 November 1917 Old Style 25 October"),
        ("24 August AD 79?", "day", "24 August AD 79 uncertain"),
    ],
)
def test_a_stamp_reads_as_a_date(event, shape, words):
    context = stamp(dated(event))
    text = re.sub(r"<[^>]+>", " ", render_to_string("posts/_stamp.html", context))

    assert (context["shape"], " ".join(text.split())) == (shape, words)


def test_a_stamp_adds_the_editors_own_words():
    context = stamp(dated("24 April 1916", event_display="Easter Monday 1916"))

    assert context["after"] == "Easter Monday 1916"


def test_an_undated_post_has_a_stamp_without_parts():
    assert stamp(dated(""), "large") == {"size": "large"}


@pytest.mark.parametrize(
    ("event", "era"),
    [
        ("1066", ("11th century", "1000–1099")),
        ("1 BC", ("1st century BC", "100–1 BC")),
        ("AD 99", ("1st century", "AD 1–99")),
        ("100 BC", ("1st century BC", "100–1 BC")),
        ("101 BC", ("2nd century BC", "200–101 BC")),
        ("since 1949", ("20th century", "1900–1999")),
        ("until 1806", ("19th century", "1800–1899")),
        ("before 1492", ("15th century", "1400–1499")),
        ("after 1492", ("15th century", "1400–1499")),
        # Its first years are beyond what a date can say.
        ("200001 BC", ("2001st century BC", "200100–200001 BC")),
        ("", ("Without a date", "")),
    ],
)
def test_an_era_is_the_century_in_which_a_post_sorts(event, era):
    row = SimpleNamespace(era=era_of(dated(event)))

    assert by_era([row]) == [(*era, [row])]


@pytest.mark.parametrize(
    ("language", "attributes"),
    [
        *(("en", ""), ("en-US", ""), ("", "")),
        *(("fr", ' lang="fr" dir="ltr"'), ("fa-IR", ' lang="fa-IR" dir="rtl"')),
        ('"><b>', ' lang="&quot;&gt;&lt;b&gt;" dir="ltr"'),
    ],
)
def test_a_foreign_post_names_its_language(language, attributes):
    assert language_of(Post(language=language)) == attributes


@pytest.mark.parametrize(
    ("language", "attributes"),
    [
        *(("en", ""), ("", ""), ("fr", ' lang="en-gb"'), ("ja", ' lang="en-gb"')),
        *((language, ' lang="en-gb" dir="ltr"') for language in ("ar", "he", "fa-IR", "ur")),
    ],
)
def test_the_sites_words_run_their_own_way_within_a_foreign_post(language, attributes):
    assert site_language_within(Post(language=language)) == attributes


@pytest.mark.parametrize(
    ("story", "is_large"),
    [
        *(("In 1066", True), ("&quot;<em>Élan</em>”", True), ("1066 war", True), ("Το έτος", True)),
        *(
            ("В году", True),
            ("في عام", False),
            ("בשנת", False),
            ("本能寺", False),
            ("か", False),
        ),
        *(("그 해에", False), ("वर्ष", False), ("ในปี", False), ("1066.", False), ("", False)),
    ],
)
def test_only_scripts_that_have_one_begin_with_a_large_letter(story, is_large):
    rest = "… " * 90  # three lines of a wide page
    assert begins_large(Post(story_html=f"<p>{story}{rest}</p><p>And</p>")) is is_large
    assert begins_large(Post(story_html=f"<p>{story}</p><p>And{rest}</p>")) is False


@pytest.mark.parametrize("language", ["ar", "fa", "he", "ur", "yi", "AR-eg"])
def test_some_languages_run_from_right_to_left(language):
    assert direction(language) == "rtl"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", ""])
def test_only_web_addresses_become_links(url):
    assert web_address(url) == ""
    assert web_address("https://example.org/") == "https://example.org/"


def test_places_are_told_up_to_the_continent_and_no_further_than_loaded():
    europe = Place(name="Europe", kind=Place.Kind.CONTINENT, pk=1)
    france = Place(name="France", kind=Place.Kind.COUNTRY, parent=europe, pk=2)
    paris = Place(name="Paris", parent=france, pk=3)
    lost = Place(name="Atlantis", parent_id=99)

    assert ancestors(paris) == [france, europe]
    assert by_continent([lost, paris, europe]) == [("Europe", [europe, paris]), ("", [lost])]
