"""A day that was picked, the day somebody was born, and a story at random."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from posts.models import Post
from tests.factories import make_post
from tests.views.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(datetime(2026, 11, 29, 12, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("1969-07-20", "/on/07-20/?year=1969"),
        ("2026-07-20", "/on/07-20/"),
        ("2050-07-20", "/on/07-20/"),
        ("20 July 1969", "/on/07-20/?year=1969"),
        ("20 July", "/on/07-20/"),
        ("7-4", "/on/07-04/"),
        ("02-29", "/on/02-29/"),
        ("1960-02-29", "/on/02-29/?year=1960"),
    ],
)
def test_a_day_that_is_picked_leads_to_its_page(client, typed, address):
    response = client.get("/on/", {"date": typed})
    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1961-02-29", "“1961-02-29” is no day of the year."),
        ("30 Feb", "“30 Feb” is no day of the year."),
        ("02-30", "“02-30” is no day of the year."),
        ("<b>soon</b>", "“&lt;b&gt;soon&lt;/b&gt;” is no day of the year."),
        ("1969", "“1969” is no day of the year."),
        ("x" * 10_000, f"“{'x' * 60}” is no day of the year."),
        ("20 July" + " " * 100 + "x", "is no day of the year."),
        ("\0", "is no day of the year."),
        ("", "No day was picked."),
        ("  ", "No day was picked."),
    ],
)
def test_what_is_no_day_comes_back_with_what_is_one(client, typed, told):
    response = client.get("/on/", {"date": typed})
    text = response.content.decode()
    kept = re.findall(r'name="date"[^>]* value="(.*?)"', text)

    assert response.status_code == 400
    assert told in text.split('role="alert">')[1].split("</p>")[0]
    assert "Write it as 20 July 1969, 20 July or 07-20." in text
    assert kept == [told.split("“")[1].split("”")[0] if "“" in told else typed.strip()[:60]]


@pytest.mark.parametrize(
    ("year", "told"),
    [
        ("1969", "20 July 1969 was a Sunday."),
        ("1583", "20 July 1583 was a Wednesday."),
        ("1582", None),
        ("2026", None),
        ("9999", None),
        ("0", None),
        ("nonsense", None),
        ("१९६९", None),
    ],
)
def test_the_day_of_a_birth_leads_on_to_its_year(client, year, told):
    text = text_of(client, f"/on/07-20/?year={year}")

    assert re.findall(r"20 July \d+ was a \w+\.", text) == ([told] if told else [])
    links = re.findall(r'href="(/(?:years|decades|centuries)/.*?)"', text)
    expected = {"1969": ["/years/1969/", "/decades/1960s/", "/centuries/20/"]}
    assert links == expected.get(year, links if told else [])
    assert f'<link rel="canonical" href="{"http://127.0.0.1:8000"}/on/07-20/">' in text


def test_a_leap_day_is_no_birthday_in_a_common_year(client):
    assert "was a" not in text_of(client, "/on/02-29/?year=1961")
    assert "29 February 1960 was a Monday." in text_of(client, "/on/02-29/?year=1960")


def test_a_story_at_random_is_any_public_one_and_kept_by_nobody(client):
    for number in range(3):
        make_post(f"Story {number}")
    make_post("Hidden", status=Post.Status.DRAFT)
    make_post("Due tomorrow", publish_at=datetime(2026, 11, 30, tzinfo=UTC))

    answers = [client.get("/random/") for _ in range(60)]

    assert {answer["Location"] for answer in answers} == {
        f"/posts/story-{number}/" for number in range(3)
    }
    assert {(a.status_code, a["Cache-Control"]) for a in answers} == {(302, "no-store")}
    assert not answers[0].cookies


def test_an_empty_archive_has_no_story_at_random(client):
    assert client.get("/random/")["Location"] == "/"
    assert client.post("/random/").status_code == 405
