"""The calendar and the days as a reader meets them, and today where the reader is."""

from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import expect

from posts.archives import in_batches
from posts.models import Post
from tests.factories import make_category, make_image, make_place, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [320, 390, 768, 1280, 1920]
# 10 in the evening on 3 July in London's winter time, when it is the 4th in Auckland already.
SITE_NOW = datetime(2026, 7, 3, 22, tzinfo=UTC)
PAGES = (
    *("/", "/on/", "/on/07-03/", "/on/07-04/", "/on/02-29/", "/on/11-07/"),
    *("/years/1914/", "/years/44-bc/", "/years/200001-bc/", "/decades/1910s/", "/centuries/20/"),
)


@pytest.fixture(scope="module", autouse=True)
def _archive(module_commits) -> None:
    with module_commits():
        make_archive()


def make_archive() -> None:
    war, japan = make_category("War", sign="†"), make_place("Japan")
    with in_batches():
        for number in range(30):
            make_post(
                f"Story {number} of a long day",
                event_input=f"3 July {1890 + number}",
                categories=[war],
                places=[japan],
                hero=make_image(size=(1200, 800)) if not number else None,
            )
    make_post("Revolution", event_input="25 October 1917 (O.S.)")
    make_post("War", event_input="28 July 1914 – 7 November 1918")
    with in_batches():
        for number in range(12):
            make_post(f"Siege {number}", event_input=f"{1870 + number} – 1914")
    make_post("Ides", event_input="15 March 44 BC")
    make_post("Agadir", event_input="29 February 1960")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(visit, path):
    """Accessible, asks no one else for anything, and reaches nowhere past the edge."""
    assert visit().faults([path], widths=WIDTHS) == {}


def test_a_screen_reader_hears_the_calendar_as_tables(visit):
    page = visit(java_script_enabled=False).open("/on/")

    tables = page.get_by_role("table")
    july = page.get_by_role("table", name="July")

    assert tables.count() == 12
    assert july.get_by_role("rowheader").all_inner_texts()[0] == "1 to 7 July"
    assert july.get_by_role("cell").count() == 31
    day = july.get_by_role("link", name="3 July: 30 stories")
    day.click()
    assert page.url.endswith("/on/07-03/")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_cell_shows_its_day_and_number_and_is_large_enough_to_touch(visit, width):
    page = visit(width=width).open("/on/")

    cells = page.locator(".month td a")
    boxes = cells.evaluate_all("all => all.map(a => [a.offsetWidth, a.offsetHeight])")
    full = page.locator('a[href="/on/07-03/"]').first

    assert len(boxes) == 366
    assert min(min(box) for box in boxes) >= 36
    assert full.locator(".cell-number").is_visible()
    clipped = "all => all.filter(a => a.scrollWidth > a.clientWidth).length"
    assert cells.evaluate_all(clipped) == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_of_the_calendar_is_seven_times_as_bright_or_dark_as_its_ground(visit, theme):
    for number in range(3):
        for day in range(number + 1):
            make_post(f"{number} {day}", event_input=f"{10 + number} May 1900")
    page = visit(theme=theme).open("/on/")

    contrasts = page.evaluate(CONTRASTS)

    assert sorted(contrasts) == ["shade-0", "shade-1", "shade-2", "shade-3", "shade-4"]
    assert [shade for shade, contrast in contrasts.items() if contrast < 7] == []


CONTRASTS = """() => {
    const pixel = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const light = (colour) => {
        pixel.fillStyle = colour; pixel.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data].map((n) => n / 255)
            .map((n) => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const found = {};
    for (const cell of document.querySelectorAll('.month td a')) {
        const style = getComputedStyle(cell);
        const [a, b] = [light(style.color), light(style.backgroundColor)];
        found[cell.classList[0]] = Math.max(a, b) / Math.min(a, b);
    }
    return found;
}"""


def test_the_week_and_the_ways_lead_from_day_to_day_by_keyboard(visit):
    page = visit().open("/on/07-03/")

    page.get_by_role("navigation", name="The week around it").get_by_role("link").nth(4).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/on/07-04/")
    page.get_by_role("navigation", name="Days").get_by_role("link").first.press("Enter")
    page.wait_for_url("**/on/07-03/")

    assert page.get_by_role("heading", level=1).inner_text().split() == ["3", "July"]


def test_a_reader_elsewhere_sees_their_own_today(visit):
    Post.objects.filter(title="Agadir").first().delete()
    make_post("Independence", event_input="4 July 1776")
    with time_machine.travel(SITE_NOW, tick=False):
        visitor = visit(timezone_id="Pacific/Auckland")
        visitor.page.clock.set_fixed_time(SITE_NOW)
        page = visitor.open("/")
        day = page.locator("[data-day]")
        expect(day).to_have_attribute("data-day", "/on/07-04/")

    assert page.get_by_role("heading", level=1).inner_text().split() == ["4", "July"]
    titles = day.locator("[data-day-lead] .entry-title, [data-day-list] .entry-title")
    assert titles.all_inner_texts() == ["Independence"]
    assert day.locator("[data-day-line]").inner_text() == "On this day in other years"
    assert {link.get_attribute("href") for link in day.locator("h1 a, [data-day-more]").all()} == {
        "/on/07-04/"
    }
    assert page.title().startswith("4 July in history")
    assert page.locator(".is-lead").count() == 1
    current = page.locator("[data-day-week] [aria-current]").inner_text()
    assert current.split()[:2] == ["4", "July"]
    assert (visitor.violations, visitor.axe_violations()) == ([], [])


def test_a_day_without_posts_speaks_where_the_reader_is(visit):
    with time_machine.travel(SITE_NOW, tick=False):
        visitor = visit(timezone_id="Pacific/Auckland")
        visitor.page.clock.set_fixed_time(SITE_NOW)
        page = visitor.open("/")
        line = page.locator("[data-day-line]")
        expect(line).to_have_text("Nothing in our archive happened on 4 July yet.")

    assert line.get_attribute("aria-live") == "polite"
    assert page.locator(".lead-when a").get_attribute("href") == "/on/07-03/"
    assert page.locator(".lead-when").inner_text().startswith("The nearest story: one day earlier")


def test_a_reader_on_the_sites_own_day_asks_for_nothing_more(visit):
    with time_machine.travel(SITE_NOW, tick=False):
        visitor = visit(timezone_id="Europe/London")
        visitor.page.clock.set_fixed_time(SITE_NOW)
        page = visitor.open("/")
        page.wait_for_load_state("networkidle")

    assert page.get_by_role("heading", level=1).inner_text().split() == ["3", "July"]
    assert [url for url in visitor.asked if "/on/" in url] == []


def test_the_sites_day_stays_when_the_readers_cannot_be_had(visit):
    with time_machine.travel(SITE_NOW, tick=False):
        visitor = visit(timezone_id="Pacific/Auckland")
        visitor.page.clock.set_fixed_time(SITE_NOW)
        visitor.page.route("**/on/**", lambda route: route.abort())
        page = visitor.open("/")
        page.wait_for_load_state("networkidle")

    assert page.get_by_role("heading", level=1).inner_text().split() == ["3", "July"]
    assert page.locator("[data-day]").get_attribute("data-day") == "/on/07-03/"
    assert page.locator("[data-day-list] .entry-title").count() == 5


def test_without_javascript_the_sites_day_stands(visit):
    with time_machine.travel(SITE_NOW, tick=False):
        page = visit(timezone_id="Pacific/Auckland", java_script_enabled=False).open("/")

    assert page.get_by_role("heading", level=1).inner_text().split() == ["3", "July"]
