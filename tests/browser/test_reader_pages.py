from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.browser.looks import EVERY_LOOK, LOOKS
from tests.factories import (
    make_category,
    make_citation,
    make_image,
    make_place,
    make_post,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = (
    "A remarkably long title of the kind that editors type when they want the whole argument in "
    "one line, with an aside about the Donaudampfschifffahrtsgesellschaft"
)
PAGES = ("/", "/posts/tsushima/", "/categories/war/")
MORE_PAGES = (
    *("/posts/long/", "/categories/", "/tags/", "/places/", "/archive/", "/nothing/"),
    "/posts/tsushima/letter/?kind=error",
)


@pytest.fixture(autouse=True)
@transaction.atomic
def _archive(transactional_db) -> None:
    today = timezone.localdate()
    war = make_category("War", sign="†", description="Battles and sieges.")
    japan = make_place("Japan")
    tsushima = make_post(
        "Halfway round the world to be sunk",
        slug="tsushima",
        event_input="27–28 May 1905",
        hero=make_image(size=(1200, 800), illustration=True, caption="A straits", creator="Us"),
        story="They had been *under way* for months.[^1]\n\n## At dawn\n\n"
        "| Ship | Fate |\n| - | -: |\n| Suvorov | 1 |\n\n[^1]: Since October.\n\n> A quotation.\n\n"
        "- one\n- two",
        closing_question="When should they have turned back?",
        categories=[war],
        places=[japan],
        tags=["naval battles", "1905"],
        bullets=[("Event", "A fleet was sunk."), ("Legacy", "An empire shook."), ("", "No label.")],
    )
    for number in range(12):
        make_citation(
            tsushima, f"Chronicle {number}", url="https://example.org/", quotation="It sank."
        )
    make_post(LONG, slug="long", event_input="c. 1200", categories=[war], tags=[LONG[:90]])
    make_post("Today", event_input=f"{today.day} {today:%B} 1800", categories=[war], places=[japan])
    make_post("Hebrew", language="he", story="בשנת 1948", event_input="14 May 1948")
    make_post("Next", event_input="5th century BC", publish_at=datetime(2021, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("path", PAGES + MORE_PAGES)
def test_a_page_is_sound(visit, path):
    """Accessible, asks no one else for anything, sets no cookie, and fits every window."""
    visitor = visit()
    widths, looks = (320, 390, 768, 1024, 1280, 1920), EVERY_LOOK if path in PAGES else LOOKS

    assert visitor.faults([path], widths=widths, looks=looks) == {}
    assert visitor.page.context.cookies() == []


def test_the_first_tab_leads_past_the_header(visit):
    page = visit().open("/posts/tsushima/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_focus_is_clear_to_see(visit):
    page = visit().open("/categories/war/")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    style = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert style.endswith("solid 3px")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_without_javascript(visit, settings, path):
    """The reader stands in the site's zone, where the script of the day has nothing to add."""
    zone = settings.TIME_ZONE
    plain = visit(java_script_enabled=False, timezone_id=zone).open(path)
    helped = visit(timezone_id=zone).open(path)

    assert plain.locator("h1").is_visible()
    assert plain.locator("main").inner_text() == helped.locator("main").inner_text()


@pytest.mark.parametrize("path", PAGES)
def test_every_script_that_runs_is_a_file_of_our_own(visit, path):
    page = visit(java_script_enabled=False).open(path)

    scripts = page.locator('script:not([type="application/ld+json"])').all()

    sources = [script.get_attribute("src") or "inline" for script in scripts]
    assert [source for source in sources if not source.startswith("/static/js/")] == []


def test_sources_stand_in_the_margin_of_a_wide_page_and_below_on_a_phone(visit):
    def places(width: int) -> tuple[dict[str, float], dict[str, float]]:
        page = visit(width=width).open("/posts/tsushima/")
        return page.locator(".story").bounding_box(), page.locator(".sources").bounding_box()

    story, sources = places(1280)
    assert sources["x"] > story["x"] + story["width"]
    assert sources["y"] < story["y"]
    story, sources = places(390)
    assert sources["y"] > story["y"] + story["height"]


def test_a_line_of_the_story_has_about_65_characters(visit):
    page = visit(width=1280).open("/posts/tsushima/")

    width = page.locator(".story").bounding_box()["width"]
    lower_case = page.evaluate(
        """() => { const probe = document.createElement('span');
        probe.textContent = 'the quick brown fox jumps over a lazy dog and '.repeat(4);
        probe.className = 'story'; probe.style.cssText = 'position:absolute;white-space:nowrap';
        document.querySelector('.story').append(probe);
        return probe.getBoundingClientRect().width / probe.textContent.length; }"""
    )

    assert 60 <= width / lower_case <= 75


def test_titles_of_a_chronicle_align_and_dates_hang_to_their_left(visit):
    page = visit(width=1280).open("/categories/war/")

    boxes = [title.bounding_box() for title in page.locator(".entry-title").all()]
    stamps = [stamp.bounding_box() for stamp in page.locator(".entry .stamp").all()]

    assert len({box["x"] for box in boxes}) == 1
    assert all(s["x"] + s["width"] <= boxes[0]["x"] for s in stamps)


def test_print_is_a_handout(visit):
    page = visit(width=800).open("/posts/tsushima/")

    page.emulate_media(media="print")

    hidden = [".masthead nav", ".neighbours", ".colophon", ".skip"]
    assert [name for name in hidden if page.locator(name).first.is_visible()] == []
    references = page.evaluate(
        "[...document.querySelectorAll('.citing dd')].map(each => each.checkVisibility())"
    )
    assert references == [False, False, True]
    assert page.locator(".cite").count() == 0
    assert page.locator(".question").is_visible()
    assert page.locator(".hero img").bounding_box()["height"] <= 7 / 2.54 * 96
    note = "getComputedStyle(document.querySelector('.sources a'), '::after').content"
    assert "https://example.org/" in page.evaluate(note)


def test_fonts_come_from_here_and_are_used(visit):
    visitor = visit()
    page = visitor.open("/posts/tsushima/")

    page.evaluate("document.fonts.ready")

    assert page.evaluate("document.fonts.check('20px Newsreader')")
    fonts = {url.rpartition("/")[2] for url in visitor.asked if url.endswith(".woff2")}
    assert {"newsreader-latin.woff2", "sans-latin.woff2"} <= fonts


@pytest.mark.parametrize(("path", "is_large"), [("tsushima", True), ("hebrew", False)])
def test_a_story_begins_with_a_large_letter_where_its_script_has_one(visit, path, is_large):
    page = visit().open(f"/posts/{path}/")
    letter = "getComputedStyle(document.querySelector('.story p'), '::first-letter').initialLetter"

    assert (page.evaluate(letter) != "normal") is is_large


@pytest.mark.parametrize(("label", "is_beside"), [("", False), ("Who", True)])
def test_bullets_leave_room_for_labels_only_where_they_have_them(
    visit: Any, label: str, is_beside: bool
) -> None:
    make_post("Hastings", bullets=[("", "Harold"), (label, "William")])
    page = visit(width=1280).open("/posts/hastings/")
    row, text = (
        page.locator(f".tldr {part}").first.bounding_box() for part in ("li", ".tldr-text")
    )
    assert (text["x"] > row["x"]) == is_beside
