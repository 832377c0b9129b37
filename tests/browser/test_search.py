"""Search in a browser: sound in both themes and sizes, and worked by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.search.corpus import make_corpus

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("/search/", "/search/?q=war&place=france", "/search/?q=tretay", "/search/?q=moon+bastille")


@pytest.fixture
def _corpus(transactional_db: None) -> None:
    make_corpus()


@pytest.mark.usefixtures("_corpus")
def test_the_pages_are_sound(visit: Any) -> None:
    assert visit().faults(PAGES) == {}


@pytest.mark.engine
@pytest.mark.usefixtures("_corpus")
@pytest.mark.parametrize("width", [390, 1280])
def test_suggestions_are_chosen_by_keyboard(visit: Any, width: int) -> None:
    reader = visit(width=width)
    page = reader.open("/search/")
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.type("treat")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="Suggestions: 1")).to_be_attached()
    reader.complaints.clear()
    assert (reader.axe_violations(), reader.violations) == ([], [])

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "suggestion-0")
    page.keyboard.press("ArrowDown")  # past the last: back to the field
    expect(options.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/posts/a-treaty-divides-the-ocean/")


@pytest.mark.usefixtures("_corpus")
def test_escape_closes_the_suggestions_and_keeps_what_was_typed(visit: Any) -> None:
    page: Page = visit().open("/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("treat")
    expect(page.get_by_role("listbox")).to_be_visible()

    field.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("treat")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("Enter")
    page.wait_for_url("**/search/?q=treat")


@pytest.mark.usefixtures("_corpus")
def test_whoever_leaves_the_field_is_suggested_nothing_more(visit: Any) -> None:
    page: Page = visit().open("/search/")
    page.clock.install()
    page.clock.pause_at("2100-01-01")  # however long the typing takes
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field = page.get_by_role("combobox")
    field.press_sequentially("treat")

    field.press("Tab")
    page.clock.run_for(1_000)

    assert asked == []
    expect(page.get_by_role("listbox")).to_be_hidden()


@pytest.mark.usefixtures("_corpus")
def test_a_suggestion_is_clicked(visit: Any) -> None:
    page: Page = visit().open("/search/")
    page.get_by_role("combobox").press_sequentially("rivals")

    page.get_by_role("option", name="Rivals in space").click()

    page.wait_for_url("**/dossiers/rivals-in-space/")


@pytest.mark.usefixtures("_corpus")
def test_all_of_it_works_without_javascript(visit: Any) -> None:
    page: Page = visit(java_script_enabled=False).open("/search/")
    page.get_by_role("searchbox").fill("war")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".results > li")).to_have_count(5)

    page.get_by_role("link", name="As it happened").click()
    expect(page.locator(".entry-title").first).to_have_text("Peace of Westphalia")
    page.locator("#narrow").get_by_role("link", name="France").click()
    expect(page.locator(".results > li")).to_have_count(2)
    page.get_by_role("list", name="Narrowed down to").get_by_role("link").click()
    expect(page.locator(".results > li")).to_have_count(5)
    assert page.url.endswith("/search/?q=war&sort=event")


@pytest.mark.usefixtures("_corpus")
def test_a_server_that_does_not_answer_leaves_the_field_as_it_is(visit: Any) -> None:
    reader = visit()
    page: Page = reader.open("/search/")
    page.route("**/search/suggestions/**", lambda route: route.abort())
    field = page.get_by_role("combobox")

    field.press_sequentially("treat")
    page.wait_for_timeout(400)

    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press("Enter")
    page.wait_for_url("**/search/?q=treat")
