"""Lists page by page, and what cannot be asked for."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.utils import timezone

from posts.models import Place
from tests.api.world import SITE, make_more, make_world
from tests.factories import make_dossier, make_place, make_post
from tests.views.hidden import NOW

pytestmark = pytest.mark.django_db


OF_LIMIT = "it is a number from 1 to 100"


LISTS = {
    "/api/posts/": "posts",
    "/api/days/10-14/": "posts",
    "/api/places/": "places",
    "/api/places/france/": "posts",
    "/api/dossiers/": "dossiers",
    "/api/search/?q=happened": "results",
    "/api/search/?q=happened&sort=event": "results",
}


def test_pages_hold_all_once_whatever_comes_in_between(client):
    """On each list something new stands before the place of each cursor."""
    with time_machine.travel(NOW, tick=False) as clock:
        make_world()
        for number in range(1, 6):
            make_more(number)
        for path, name in LISTS.items():
            asked = f"{path}{'&' if '?' in path else '?'}limit="
            before = [row["url"] for row in client.get(f"{asked}100").json()[name]]
            seen, address = [], f"{asked}5"
            while address:
                page = client.get(address.removeprefix(SITE)).json()
                seen += [row["url"] for row in page[name]]
                address = page["next"]
                clock.shift(timedelta(minutes=1))
                make_newcomers(timezone.now())

            assert len(before) > 4, path
            assert seen == before, path


def make_newcomers(now: datetime) -> None:
    """Each stands before those that came before it, by name, day and publish time."""
    left = 99 - now.minute
    place = make_place(f"A {left}", parent=Place.objects.get(slug="france"))
    when = f"14 October 10{left - 40}"
    make_post(f"A happened {left}", publish_at=now, event_input=when, places=[place])
    make_dossier(f"A happened {left}", slug=f"new-{left}", publish_at=now)


@pytest.mark.parametrize(
    ("path", "asked", "told"),
    [
        ("/api/posts/", {"limit": "0"}, ("limit='0'", OF_LIMIT)),
        ("/api/posts/", {"limit": "101"}, ("limit='101'", OF_LIMIT)),
        ("/api/days/10-14/", {"limit": "-1"}, ("limit='-1'", OF_LIMIT)),
        ("/api/search/", {"q": "a", "limit": "x"}, ("limit='x'", OF_LIMIT)),
        ("/api/search/", {}, ("q=''", "it holds the words to look for")),
        (
            *("/api/search/", {"q": "a", "place": "nowhere"}),
            ("category, place, century='nowhere'", "one of them names nothing that is there"),
        ),
        ("/api/places/", {"cursor": "abc"}, ("cursor='abc'", "follow `next` of a page before")),
    ],
)
def test_what_cannot_be_used_is_named(client, path, asked, told):
    response = client.get(path, asked)

    assert response.status_code == 400
    assert response.json()["detail"] == f"{told[0]} cannot be used: {told[1]}."
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.engine
@pytest.mark.parametrize(
    "cursor",
    [
        *("!", "W10", "WzFd", "bnVsbA", "é", "\x00", "W1tbW1tb", "x" * 5000),
        "WyIyMDIwLTAxLTAxIiwxXQ",  # ["2020-01-01",1]: a time without a zone
        "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwxXQ",  # before year 1 in universal time
        "WyIyMDIwLTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwxZTQwMF0",  # an infinite key
        "WyIyMDIwLTAxLTAxVDAwOjAwOjAwKzAwOjAwIiw5OTk5OTk5OTk5OTk5OTk5OTk5OV0",
        "WyIyMDIwLTAxLTAxVDAwOjAwOjAwKzAwOjAwIix0cnVlXQ",  # a key that is true
    ],
)
@pytest.mark.parametrize("path", ["/api/posts/", "/api/search/?q=a"])
def test_a_cursor_of_somebodys_own_making_is_refused(client, path, cursor):
    query = urlencode({"cursor": cursor})
    assert client.get(f"{path}{'&' if '?' in path else '?'}{query}").status_code == 400
