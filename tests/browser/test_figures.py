"""The timeline, the map and the calendar as a reader meets them."""

import pytest

from posts.archives import in_batches
from posts.models import Place
from tests.factories import make_category, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    *("/map/", "/places/", "/places/soviet-union/"),
    *("/timeline/", "/timeline/?century=20", "/timeline/?decade=1910s&category=war"),
)


@pytest.fixture(scope="module", autouse=True)
def _archive(module_commits) -> None:
    with module_commits():
        make_archive()


def make_archive() -> None:
    war = make_category("War")
    slugs = ("soviet-union", "france", "malta", "japan")
    places = [Place.objects.get(slug=slug) for slug in slugs]
    with in_batches():
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


# What of a timeline's form, links and dots a mouse or a finger does not find at its middle.
UNANSWERED = """() => {
    const found = [];
    const middle = mark => {
        mark.scrollIntoView({block: 'center'});
        const box = mark.getClientRects()[0];
        return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    };
    const shown = css => [...document.querySelectorAll(css)].filter(e => e.checkVisibility());
    for (const control of shown('main :is(select, button), main a:not(.of-time a, .skip)')) {
        if (!control.contains(middle(control))) found.push(control.outerHTML.slice(0, 80));
    }
    for (const dot of shown('.of-time-dot')) {
        const link = middle(dot)?.closest('.of-time a');
        if (!link) found.push(dot.outerHTML);
    }
    return found;
}"""
ZOOMS = ("/timeline/", "/timeline/?century=20", "/timeline/?decade=1910s")


@pytest.mark.parametrize("path", [*ZOOMS, "/timeline/?decade=1910s&category=war"])
def test_every_control_and_dot_of_a_timeline_answers_mouse_and_finger(visit, path):
    page = visit().open(path)

    unanswered = {}
    for width in (360, 390, 768, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        unanswered[width] = page.evaluate(UNANSWERED)

    assert page.locator(".of-time-dot").count() > 0
    assert unanswered == {360: [], 390: [], 768: [], 1024: [], 1280: []}


@pytest.mark.parametrize(("width", "is_touched"), [(390, True), (1280, False)])
def test_a_mouse_and_a_finger_use_the_timeline(visit, width, is_touched):
    page = visit(width=width, has_touch=is_touched, java_script_enabled=False).open(ZOOMS[1])

    def press(what: str) -> str:
        place = page.locator(what).first
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        assert box
        tool = page.touchscreen.tap if is_touched else page.mouse.click
        with page.expect_navigation():
            tool(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        address = page.url.partition("/timeline/")[2] or page.url
        page.go_back()
        return address

    assert press("text='Show'") == "?century=20&category=&place="
    assert press(".timeline-beside [rel=prev]") == "?century=19"
    if is_touched:
        assert press(".is-upright .of-time-dot") == "?decade=1900s"
    else:
        assert "/posts/story-20-of-a-long-war" in press(".is-across .of-time-dot")


@pytest.mark.parametrize(
    ("path", "last_before"),
    [(ZOOMS[1], ".timeline-beside a"), ("/on/", ".months-row a")],
)
def test_the_keyboard_goes_round_a_figure_in_one_step(visit, path, last_before):
    page = visit(java_script_enabled=False).open(path)
    inside = "!!document.activeElement.closest('.of-time, .month, .masthead')"

    page.locator(last_before).last.focus()
    page.keyboard.press("Tab")
    box = page.locator(":focus").bounding_box()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert box
    assert 0 < box["y"] < 860
    assert page.evaluate("document.activeElement.href")
    assert not page.evaluate(inside)


def test_a_timeline_prints_without_its_form_and_across(visit):
    page = visit(width=640).open(ZOOMS[1])
    page.emulate_media(media="print")

    shown = [".of-time.is-across", ".timeline-lists", "h1"]
    hidden = [".timeline-filters", ".timeline-beside", ".of-time.is-upright"]
    assert [page.locator(name).first.is_visible() for name in shown] == [True] * 3
    assert [page.locator(name).first.is_visible() for name in hidden] == [False] * 3


STYLE_OF = "([name, part]) => getComputedStyle(document.querySelector(name))[part]"


def test_a_calendar_keeps_its_shades_and_months_in_print(visit):
    page = visit(width=640).open("/on/")
    page.emulate_media(media="print")

    for ground in (".month td a", ".swatch"):
        assert page.evaluate(STYLE_OF, [ground, "printColorAdjust"]) == "exact"
    assert page.evaluate(STYLE_OF, [".month", "breakInside"]) == "avoid"


def test_a_calendar_shows_its_cells_and_today_in_forced_colours(visit):
    page = visit(forced_colors="active").open("/on/")

    def width(name: str, part: str) -> float:
        return float(page.evaluate(STYLE_OF, [name, part]).removesuffix("px"))

    shades = range(1, page.locator(".legend > li").count())
    feet = [width(f".legend > :nth-child({n}) .swatch", "borderBottomWidth") for n in shades]
    assert feet[0] == 1
    assert feet == sorted(set(feet))
    assert width(".month td a", "borderTopWidth") == 1
    assert width(".month .is-today", "outlineWidth") == 3


def test_buttons_have_edges_in_forced_colours(visit):
    visitor = visit(forced_colors="active")
    for path, of in (("/search/", ".find"), ("/timeline/", "main form")):
        edge = visitor.open(path).evaluate(STYLE_OF, [f"{of} button", "borderTopWidth"])
        assert edge == "1px"


def test_a_first_tap_tells_what_a_mark_is_and_the_second_goes(visit):
    visitor = visit(width=390, has_touch=True)
    for path, mark, told in (
        ("/timeline/?century=20", 'a[href$="decade=1910s"]', "1910s: 11 stories: Story 30"),
        ("/map/", 'a[href="/places/france/"]', "France: 10 stories"),
    ):
        page = visitor.open(path)
        link = page.locator(f"svg:visible {mark}").first
        link.scroll_into_view_if_needed()
        link.tap(force=True)
        line = page.locator(".figure-told")
        assert line.inner_text().startswith(told)
        assert line.inner_text().endswith("tap again to open")
        assert page.url.endswith(path)
        with page.expect_navigation():
            link.tap(force=True)
        assert not page.url.endswith(path)


def test_the_mouse_and_the_focus_tell_what_a_dot_is_and_a_click_goes(visit):
    page = visit().open(ZOOMS[2])
    dots = page.locator(".is-across .of-time-points a")
    told = page.locator(".figure-told")

    dots.nth(1).locator("circle").hover()
    assert told.inner_text() == dots.nth(1).locator("title").text_content()
    page.mouse.move(0, 0)
    page.keyboard.press("Tab")
    dots.nth(2).focus()
    assert told.inner_text() == dots.nth(2).locator("title").text_content()
    with page.expect_navigation():
        dots.nth(0).locator("circle").click()
    assert "/posts/" in page.url


def test_the_arrows_go_through_a_calendar_that_is_one_stop(visit):
    page = visit().open("/on/")
    day = "document.activeElement.getAttribute('href').slice(4, -1)"

    page.locator(".months-row a").first.click()
    assert page.url.endswith("#month-1")
    assert page.locator(".month a[tabindex='0']").count() == 1
    page.locator('.month a[href="/on/01-31/"]').focus()
    keys = ("ArrowRight", "ArrowLeft", "ArrowUp", "PageDown", "End", "ArrowDown", "Home", "PageUp")
    went = []
    for key in keys:
        page.keyboard.press(key)
        went.append(page.evaluate(day))
    assert went == ["02-01", "01-31", "01-24", "02-24", "02-29", "03-07", "03-01", "02-01"]
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    assert page.evaluate(day) == "01-01"
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.month')")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(day) == "01-01"


@pytest.mark.parametrize(("width", "is_whole"), [(390, False), (768, True)])
def test_a_map_opens_with_the_americas_europe_and_africa_in_sight(visit, width, is_whole):
    page = visit(width=width).open("/map/")

    window = page.locator(".map-window")
    left, seen, whole = window.evaluate("e => [e.scrollLeft, e.clientWidth, e.scrollWidth]")

    assert left <= 0.17 * whole  # Mexico
    assert left + seen >= 0.6 * whole  # Egypt
    assert (seen == whole) == is_whole
