"""What subscribers are sent, when, and that it is told of stories that readers see alone."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from posts import mail
from posts.archives import in_batches
from posts.correspondence.stories_by_mail import days_from, occasion, write_due
from posts.models import OutboxMessage, Place, Post, Subscription
from tests.correspondence.subscribers import deliver, make_subscription, served
from tests.factories import make_category, make_post
from tests.views import hidden
from tests.views.hidden import STATES, WORDS

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 14, 7, tzinfo=UTC)


def body(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("weekday", "zone", "now", "day"),
    [
        (None, "UTC", "2026-11-30 05:59", None),
        (None, "UTC", "2026-11-30 06:00", "2026-11-30"),
        (None, "UTC", "2026-11-30 23:59", "2026-11-30"),
        (None, "Pacific/Kiritimati", "2026-11-30 15:59", None),
        (None, "Pacific/Kiritimati", "2026-11-30 16:00", "2026-12-01"),
        (None, "Pacific/Pago_Pago", "2026-11-30 16:59", None),
        (None, "Pacific/Pago_Pago", "2026-11-30 17:00", "2026-11-30"),
        (None, "Asia/Kathmandu", "2026-11-30 00:15", "2026-11-30"),
        # Clocks go forward on 29 March and back on 25 October.
        (None, "Europe/Berlin", "2026-03-28 05:00", "2026-03-28"),
        (None, "Europe/Berlin", "2026-03-29 03:59", None),
        (None, "Europe/Berlin", "2026-03-29 04:00", "2026-03-29"),
        (None, "Europe/Berlin", "2026-10-25 04:59", None),
        (None, "Europe/Berlin", "2026-10-25 05:00", "2026-10-25"),
        (0, "UTC", "2026-11-30 05:00", None),
        (0, "UTC", "2026-11-30 06:00", "2026-11-30"),
        (0, "UTC", "2026-12-06 22:00", "2026-11-30"),
        (1, "UTC", "2026-11-30 06:00", "2026-11-24"),
        (6, "UTC", "2027-01-02 06:00", "2026-12-27"),
        (6, "Pacific/Kiritimati", "2026-11-28 16:00", "2026-11-29"),
    ],
)
def test_mail_is_due_from_six_in_the_morning_of_its_zone(weekday, zone, now, day):
    at = datetime.fromisoformat(f"{now}+00:00")
    assert str(occasion(weekday, ZoneInfo(zone), at)) == str(day)


@pytest.mark.parametrize(
    ("first", "number", "titles"),
    [
        ("2026-02-28", 1, ["28 February", "29 February"]),
        ("2028-02-28", 1, ["28 February"]),
        ("2028-02-29", 1, ["29 February"]),
        ("2100-02-28", 1, ["28 February", "29 February"]),
        ("2026-02-23", 7, ["28 February", "29 February", "1 March"]),
        ("2028-02-24", 7, ["28 February", "29 February", "1 March"]),
        ("2026-12-28", 7, ["31 December", "1 January"]),
        ("2026-12-25", 7, ["31 December"]),
        ("2026-07-01", 7, []),
    ],
)
def test_days_have_their_stories_whatever_the_year(first, number, titles):
    for day in ("28 February", "29 February", "1 March", "31 December", "1 January"):
        make_post(day, event_input=f"{day} 1904")
    days = days_from(datetime.fromisoformat(first).date(), number)
    assert [line.post.title for day in days for line in day.lines] == titles


@time_machine.travel(OCTOBER, tick=False)
def test_a_letter_has_two_parts_its_stories_and_a_way_out(settings: Settings, client: Client):
    settings.SITE_URL, settings.MAIL_BOUNCES = "https://almanac.example", "bounces@almanac.example"
    make_post("Hastings <&>", description="A “hard” day & night.", language="de")
    row = make_subscription()
    with served(settings) as sink:
        assert deliver() == (1, 1)
        (letter,) = sink.wait_for(1)
    out = f"https://almanac.example/follow/unsubscribe/{row.token}/"
    back = f"bounces+{row.token}@almanac.example"
    assert (letter["To"], letter["Subject"]) == (
        "ann@example.org",
        "On This Day: 14 October in history",
    )
    assert (letter["From"], letter["Auto-Submitted"]) == (
        settings.DEFAULT_FROM_EMAIL,
        "auto-generated",
    )
    assert letter["List-Unsubscribe"] == f"<{out}>, <mailto:{back}?subject=unsubscribe>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sink.senders == [back]
    assert [part.get_content_type() for part in letter.walk()] == [
        *("multipart/alternative", "text/plain", "text/html")
    ]
    text, html = body(letter), body(letter, "html")
    assert "1066: Hastings <&>\n14 October 1066, 960 years ago\nA “hard” day & night." in text
    assert (
        '<h3 lang="de" dir="ltr"><a href="https://almanac.example/posts/hastings/">1066: Hastings'
        in html
    )
    assert "Hastings &lt;&amp;&gt;" in html
    assert not re.search("<(img|style|link|script)", html)
    for each in (text, html):
        links = {each.rstrip(".") for each in re.findall(r'https://[^\s")<]+', each)}
        assert links == {
            *("https://almanac.example/posts/hastings/", out),
            f"https://almanac.example{'/' if each is html else ''}",
        }
        answers = {
            client.get(link.removeprefix("https://almanac.example") or "/") for link in links
        }
        assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize("weekday", [None, 2])
@time_machine.travel(OCTOBER, tick=False)
def test_nobody_is_sent_the_same_twice_and_nothing_of_an_empty_day(settings: Settings, weekday):
    make_subscription(weekday=weekday)
    make_subscription(
        "eve@example.org", weekday=weekday, confirmed_at=OCTOBER - timedelta(minutes=59)
    )
    make_subscription("new@example.org", weekday=weekday, confirmed_at=None)
    with served(settings) as sink:
        assert deliver() == (0, 0)
        make_post("Hastings")
        assert deliver() == (1, 1)
        assert deliver() == (0, 0)
        assert [each["To"] for each in sink.wait_for(1)] == ["ann@example.org"]
        with time_machine.travel(OCTOBER + timedelta(hours=15), tick=False):
            assert deliver() == (0, 0)
    assert list(OutboxMessage.objects.values_list("state", "text", "html")) == [("sent", "", "")]


@time_machine.travel(OCTOBER, tick=False)
def test_each_gets_what_was_asked_for(settings: Settings):
    war, art = make_category("War"), make_category("Art")
    france, europe = (Place.objects.get(slug=slug) for slug in ("france", "europe"))
    make_post("Hastings", categories=[war])
    make_post("Angelus", categories=[art], places=[france])
    make_post("Sunday", event_input="18 October 1900")
    for name, fields in {
        "all": {},
        "week": {"weekday": 2},
        "war": {"category": war},
        "art": {"category": art},
        "europe": {"place": europe},
        "africa": {"place": Place.objects.get(slug="africa")},
        "other": {"weekday": 2, "category": war},
    }.items():
        make_subscription(f"{name}@example.org", **fields)
    with served(settings) as sink:
        assert deliver() == (6, 6)
        letters = {each["To"].partition("@")[0]: body(each) for each in sink.wait_for(6)}
    titles = ("Hastings", "Angelus", "Sunday")
    assert {name: [t for t in titles if t in text] for name, text in letters.items()} == {
        "all": ["Hastings", "Angelus"],
        "week": ["Hastings", "Angelus", "Sunday"],
        "war": ["Hastings"],
        "art": ["Angelus"],
        "europe": ["Angelus"],
        "other": ["Hastings"],
    }
    assert "SUNDAY 18 OCTOBER" in letters["week"]


@time_machine.travel(OCTOBER, tick=False)
def test_of_many_stories_the_first_are_told_and_the_rest_counted():
    with in_batches():
        for number in range(23):
            make_post(f"Story {number}", event_input=f"14 October {1100 + number}")
    (day,) = days_from(OCTOBER.date(), 1)
    assert (len(day.lines), day.more, day.url[-10:]) == (20, 3, "/on/10-14/")


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(hidden.NOW.replace(month=10, day=14, hour=7), tick=False)
def test_no_letter_tells_of_a_hidden_post(settings: Settings, state):
    public = make_post("Hastings")
    make_subscription()
    with served(settings) as sink:
        deliver()
        OutboxMessage.objects.all().delete()
        hidden.make_hidden(state, public)
        deliver()
        before, after = sink.wait_for(2)
    assert [word for word in WORDS if word in body(after) + body(after, "html")] == []
    assert body(after) == body(before)


@time_machine.travel(OCTOBER, tick=False)
def test_what_could_not_go_out_is_written_anew_of_what_readers_see_by_then(settings: Settings):
    posts = [make_post(title) for title in ("Hastings", "Fulford")]
    make_subscription()
    settings.SENDS_MAIL = True
    assert write_due() == 1
    Post.objects.filter(pk=posts[0].pk).update(status="withdrawn")
    assert mail.send_due(to_subscribers=False) == 0
    with served(settings) as sink:
        assert deliver() == (1, 1)
        (letter,) = sink.wait_for(1)
    assert ("Hastings" in body(letter), "Fulford" in body(letter)) == (False, True)


def test_what_could_not_go_out_on_its_day_is_over(settings: Settings):
    make_post("Hastings")
    make_subscription()
    settings.SENDS_MAIL = True
    with time_machine.travel(OCTOBER, tick=False):
        assert write_due() == 1
    with time_machine.travel(OCTOBER + timedelta(days=1), tick=False):
        assert write_due() == 0
    assert not OutboxMessage.objects.exists()


@time_machine.travel(OCTOBER, tick=False)
def test_who_has_ended_it_is_sent_nothing_that_waits(settings: Settings, client: Client):
    make_post("Hastings")
    rows = [make_subscription(f"{name}@example.org") for name in ("ann", "bob")]
    settings.SENDS_MAIL = True
    assert write_due() == 2
    client.post(reverse("unsubscribe", args=[rows[0].token]))
    assert list(OutboxMessage.objects.values_list("to", flat=True)) == ["bob@example.org"]
    assert Subscription.objects.count() == 1


@time_machine.travel(OCTOBER, tick=False)
def test_a_thousand_take_no_more_questions_than_one(
    settings: Settings, django_assert_max_num_queries
):
    make_post("Hastings")
    settings.SENDS_MAIL = True
    for number in (1, 400):
        for _ in range(number):
            make_subscription()
        with django_assert_max_num_queries(20):
            assert write_due() == Subscription.objects.count()
