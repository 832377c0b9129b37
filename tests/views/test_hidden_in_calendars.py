"""No calendar tells of a post that no reader may see."""

from datetime import timedelta

import pytest
import time_machine

from tests.views.hidden import NOW, STATES, WORDS, make_filed, make_hidden

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SITE = "http://history.example"
CALENDARS = (
    *("/calendar.ics", "/feeds/categories/war.ics", "/feeds/tags/siege.ics"),
    *("/feeds/places/france.ics", "/feeds/places/europe.ics"),
)


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = SITE
    settings.SITE_NAME = "Clio’s Almanac"


@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOW, tick=False)
def test_no_calendar_holds_a_word_of_a_hidden_post(client, state):
    public = make_filed()
    before = {path: client.get(path).content for path in CALENDARS}

    make_hidden(state, public)
    after = {path: client.get(path).content for path in CALENDARS}

    assert [word for word in WORDS for page in after.values() if word.encode() in page] == []
    assert after == before


@time_machine.travel(NOW, tick=False)
def test_the_same_post_is_in_every_calendar_with_its_second(client):
    """Holds the test above to words that could leak, though nothing is saved."""
    make_hidden("scheduled", make_filed())
    hidden = [path for path in CALENDARS if b"quaggatitle" in client.get(path).content]
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        shown = [path for path in CALENDARS if b"quaggatitle" in client.get(path).content]

    assert (hidden, shown) == ([], list(CALENDARS))
