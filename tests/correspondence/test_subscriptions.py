"""Signing up, confirming and ending, by the pages and the letters of it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from posts import mail
from posts.correspondence.subscriptions import clear_never_confirmed, plain_address
from posts.models import DAYS_TO_CONFIRM, OutboxMessage, Place, Subscription
from tests.correspondence.subscribers import make_subscription, served
from tests.factories import make_category, make_post

pytestmark = pytest.mark.django_db
SIGN_UP = "/follow/sign-up/"
SENT = {"address": "ann@example.org", "of": "", "weekday": "", "zone": "Europe/Berlin"}


@pytest.fixture(autouse=True)
def _sends_mail(settings: Settings) -> None:
    settings.SENDS_MAIL = True


def links() -> list[str]:
    """Return the paths of the links in what waits to be sent, the oldest first."""
    texts = OutboxMessage.objects.order_by("pk").values_list("text", flat=True)
    return [re.findall(r"(/follow/confirm/\w+/)", text)[0] for text in texts]


def rows() -> list[tuple[str, int | None, str, str, bool]]:
    return [
        (row.address, row.weekday, row.zone, str(row), row.confirmed_at is not None)
        for row in Subscription.objects.order_by("pk")
    ]


def test_a_letter_comes_and_only_a_click_on_its_page_begins(settings: Settings, client: Client):
    make_post("Hastings", places=[Place.objects.get(slug="france")])
    with served(settings) as sink:
        asked = client.post(SIGN_UP, SENT | {"of": "place:france", "weekday": "6"})
        assert mail.send_due() == 1
        (letter,) = sink.wait_for(1)
    assert (letter["To"], letter["Subject"]) == ("ann@example.org", "[On This Day] Please confirm")
    assert (letter["List-Unsubscribe"], letter.get_content_type()) == (None, "text/plain")
    (link,) = re.findall(r"http://127.0.0.1:8000(/\S+)", letter.get_content())
    client.head(link)
    opened = [client.get(link), client.get(link)]
    waits = ("ann@example.org", 6, "Europe/Berlin", "stories of France, every Sunday", False)
    assert rows() == [waits]
    begun = client.post(link, headers={"Sec-Fetch-Site": "same-origin"})
    assert rows() == [(*waits[:-1], True)]
    at = Subscription.objects.get().confirmed_at
    again = client.post(link)
    assert Subscription.objects.get().confirmed_at == at
    for page in (asked, *opened, begun, again):
        assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
        # With less a browser would send the form as from nowhere, and it would be refused.
        assert (page["Referrer-Policy"], page.cookies) == ("strict-origin-when-cross-origin", {})
    assert "from six in the morning in Berlin" in begun.text


def test_nobody_learns_whether_an_address_has_signed_up(client: Client):
    make_subscription(zone="Europe/Berlin")
    answers = [client.post(SIGN_UP, SENT | {"address": to}) for to in ("ann@example.org", "b@c.de")]
    answers += [client.post(SIGN_UP, SENT | {"address": " ANN@Example.ORG "}) for _ in range(6)]
    assert {(each.status_code, each.content, *each.items()) for each in answers} == {
        (200, answers[0].content, *answers[0].items())
    }
    to = list(OutboxMessage.objects.order_by("pk").values_list("to", flat=True))
    assert to == ["ann@example.org", "b@c.de", "ann@example.org", "ann@example.org"]
    assert Subscription.objects.filter(confirmed_at=None).count() == 4
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        client.post(SIGN_UP, SENT)
    assert OutboxMessage.objects.count() == 5


def test_what_is_confirmed_takes_the_place_of_the_same_stories_only(client: Client):
    war = make_category("War")
    make_subscription()
    make_subscription(category=war, weekday=3)
    make_subscription("bob@example.org")
    client.post(SIGN_UP, SENT)
    client.post(SIGN_UP, SENT | {"weekday": "1"})
    first, second = links()
    client.post(second)
    assert rows() == [
        ("ann@example.org", 3, "UTC", "stories of War, every Thursday", True),
        ("bob@example.org", None, "UTC", "all stories, every day", True),
        ("ann@example.org", 1, "Europe/Berlin", "all stories, every Tuesday", True),
    ]
    assert client.post(first).status_code == client.get(first).status_code == 404


def test_a_link_runs_out_and_so_does_what_it_would_have_begun(client: Client):
    client.post(SIGN_UP, SENT)
    (link,) = links()
    for more, left, status in ((-1, 0, 200), (1, 1, 404)):
        then = timezone.now() + timedelta(days=DAYS_TO_CONFIRM, minutes=more)
        with time_machine.travel(then, tick=False):
            assert client.get(link).status_code == status
            assert clear_never_confirmed() == left
            assert client.post(link).status_code == 404 if left else True


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]
)
def test_one_click_ends_it_from_a_mail_program_too(client: Client, headers):
    link = reverse("unsubscribe", args=[make_subscription().token])
    other = make_subscription("bob@example.org")
    assert "all stories, every day" in client.get(link).text
    assert Subscription.objects.count() == 2
    body = {"List-Unsubscribe": "One-Click"}
    answers = [Client(enforce_csrf_checks=True).post(link, body, headers=headers) for _ in "12"]
    assert {(each.status_code, each["Cache-Control"]) for each in answers} == {
        (200, "private, no-store")
    }
    assert "It has ended" in answers[1].text + client.get(link).text
    assert list(Subscription.objects.all()) == [other]


@pytest.mark.parametrize(
    "address",
    [
        *("", "ann", "@example.org", "ann@", "ann@@example.org", "ann@example", "a b@example.org"),
        *("ann@example.org\r\nBcc: bob@example.org", "ann@example.org,bob@example.org"),
        *('"ann"@example.org', "Ann <ann@example.org>", "ann@exa mple.org", "änn@example.org"),
        *(f"{'a' * 65}@example.org", f"a@{'b.' * 124}example.org", f"a@{'ü' * 250}.de"),
        *("ann@-example.org", "ann@example..org", "ann@example.org\x00", ".ann@example.org"),
    ],
)
def test_what_is_no_address_is_said_to_be_none_and_given_back(client: Client, address):
    answer = client.post(SIGN_UP, SENT | {"address": address, "weekday": "4"})
    assert 'class="errorlist"' in answer.text
    assert '<option value="4" selected>every Friday' in answer.text
    assert not Subscription.objects.exists()
    with pytest.raises(ValidationError):
        plain_address(address)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Ann+x@Example.ORG ", "ann+x@example.org"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
    ],
)
def test_addresses_are_stored_in_one_form(typed, address):
    assert plain_address(typed) == address


@pytest.mark.parametrize(
    "changes",
    [
        *({"zone": "Mars/Base"}, {"zone": ""}, {"weekday": "7"}, {"weekday": "-1"}),
        *({"of": "place:atlantis"}, {"of": "place:germany"}, {"of": "tag:war"}, {"of": "war"}),
    ],
)
def test_a_forged_choice_is_refused(client: Client, changes):
    answer = client.post(SIGN_UP, SENT | changes)
    assert 'class="errorlist"' in answer.text
    assert not OutboxMessage.objects.exists()


def test_a_program_that_fills_in_all_is_thanked_and_forgotten(client: Client):
    answers = [client.post(SIGN_UP, SENT | more) for more in ({"website": "x"}, {})]
    assert answers[0].content == answers[1].content
    assert OutboxMessage.objects.count() == 1


def test_a_flood_from_one_network_is_turned_away(client: Client):
    to = [SENT | {"address": f"{number}@example.org"} for number in range(12)]
    assert [client.post(SIGN_UP, each).status_code for each in to] == [200] * 10 + [429] * 2
    assert Subscription.objects.count() == 10


def test_a_form_of_another_site_is_refused(client: Client):
    answer = client.post(SIGN_UP, SENT, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, OutboxMessage.objects.count()) == (403, 0)


def test_the_form_begins_with_what_the_page_was_about(client: Client):
    make_post("Hastings", categories=[make_category("War")])
    chosen = '<option value="category:war" selected>War</option>'
    assert [chosen in client.get(f"{SIGN_UP}?of={of}").text for of in ("category:war", "x")] == [
        *(True, False)
    ]
    assert 'href="/follow/sign-up/?of=category%3Awar"' in client.get("/categories/war/").text


def test_a_site_that_sends_no_mail_offers_none(client: Client, settings: Settings):
    settings.SENDS_MAIL = False
    assert client.get(SIGN_UP).status_code == client.post(SIGN_UP, SENT).status_code == 404
    assert "e-mail" not in client.get("/follow/").text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_little_however_much_there_is(
    client: Client, django_assert_num_queries, number
):
    for each in range(number):
        make_post(f"Story {each}", categories=[make_category(f"War {each}")])
    with django_assert_num_queries(9):  # with the figures that servers make ahead
        client.get("/follow/")
    with django_assert_num_queries(1):
        assert "webcal://127.0.0.1:8000/calendar.ics" in client.get("/follow/").text
