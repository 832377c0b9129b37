"""The timeline, the map and the calendar as a reader meets them."""

import pytest
from django.db import transaction

from posts.models import Place
from tests.factories import make_category, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    *("/on/", "/map/", "/places/", "/places/soviet-union/"),
    *("/timeline/", "/timeline/?century=20", "/timeline/?decade=1910s&category=war"),
)


@pytest.fixture(autouse=True)
@transaction.atomic
def _archive(transactional_db) -> None:
    war = make_category("War")
    slugs = ("soviet-union", "france", "malta", "japan")
    places = [Place.objects.get(slug=slug) for slug in slugs]
    for number in range(40):
        make_post(
            f"Story {number} of a long war with a long name",
            event_input=f"7 November {1880 + number}",
            categories=[war],
            places=[places[number % 4]],
        )
    make_post("Great War", event_input="28 July 1914 – 11 November 1918", categories=[war])
    make_post("Ides", event_input="15 March 44 BC")
    make_post("Older", event_input="5000 BC")


@pytest.mark.parametrize("path", PAGES)
def test_a_figure_is_accessible_and_asks_no_one_else_for_anything(visit, path):
    visitor = visit()

    assert visitor.faults([path]) == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_the_keyboard_leads_from_all_time_to_a_decade_without_javascript(visit, width):
    page = visit(width=width, java_script_enabled=False).open("/timeline/")

    for address in ("/timeline/?century=20", "/timeline/?decade=1910s"):
        bar = page.locator(f'svg.of-time:visible a[href="{address}"]').first
        bar.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{address}")

    assert page.get_by_role("heading", name="stories of the 1910s").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_keyboard_leads_from_a_country_to_its_stories_without_javascript(visit, width):
    page = visit(width=width, java_script_enabled=False).open("/map/")

    page.locator('svg.map a[href="/places/france/"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/france/")

    assert page.get_by_role("heading", level=1).inner_text() == "France"
