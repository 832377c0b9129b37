"""What an address that names nothing answers: 404, or the nearest page, and never an error."""

import pytest

from posts.models import Place
from tests.factories import make_category, make_post

pytestmark = pytest.mark.django_db
NOTHING = (
    *("/on/02-30/", "/on/13-01/", "/on/00-00/", "/on/04-31/", "/on/5-27/", "/on/02-30.json"),
    *("/years/0/", "/years/99999/", "/years/0-bc/", "/years/1997s/", "/years/999999-bc/"),
    *("/decades/1995s/", "/decades/1990/", "/decades/99990s/", "/centuries/0/"),
    *("/centuries/0-bc/", "/centuries/101/", "/centuries/20s/"),
    *("/places/nowhere/", "/places/germany/", "/categories/nothing/", "/tags/nothing/"),
    *("/timeline/?category=nothing", "/timeline/?place=nowhere", "/timeline/?place=germany"),
    *("/timeline/?century=0", "/timeline/?century=101", "/timeline/?century=20s"),
    *("/timeline/?century=x", "/timeline/?decade=1995s", "/timeline/?decade=x"),
    *("/timeline/?decade=%D9%A1990s", "/timeline/?century=-1"),
    *("/timeline/?category=%00", "/timeline/?place=%00", "/timeline/?century=%00"),
    *("/timeline/?decade=%00", "/on/%00/", "/years/%00/", "/decades/%00/", "/centuries/%00/"),
    *("/places/%00/", "/categories/%00/", "/tags/%00/", "/posts/%00/", "/map/%00"),
)
PAGED = (
    *("/on/11-07/", "/years/1917/", "/decades/1910s/", "/centuries/20/", "/places/france/"),
    *("/categories/war/", "/tags/siege/", "/timeline/?decade=1910s", "/timeline/", "/map/", "/on/"),
)
NUMBERS = ("-1", "0", "99999999999999999999", "9" * 5000, "x", "", "%00", "1.5", "%D9%A1")


@pytest.fixture(autouse=True)
def _archive(db) -> None:
    filed = {"categories": [make_category("War")], "places": [Place.objects.get(slug="france")]}
    for number in range(3):
        make_post(f"Day {number}", event_input="7 November 1917", tags=["siege"], **filed)


@pytest.mark.parametrize("path", NOTHING)
def test_an_address_that_names_nothing_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", PAGED)
def test_a_page_number_out_of_range_is_the_nearest_page(client, path):
    mark = "&" if "?" in path else "?"

    answers = {number: client.get(f"{path}{mark}page={number}").status_code for number in NUMBERS}

    assert answers == dict.fromkeys(NUMBERS, 200)
