from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from posts.models import Correction, Subscription
from tests.browser.looks import EVERY_LOOK, LOOKS
from tests.factories import (
    make_category,
    make_citation,
    make_image,
    make_page,
    make_place,
    make_post,
    make_profile,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = (
    "A remarkably long title of the kind that editors type when they want the whole argument in "
    "one line, with an aside about the Donaudampfschifffahrtsgesellschaft"
)
PAGES = ("/", "/posts/tsushima/", "/categories/war/")
MORE_PAGES = (
    *("/posts/long/", "/categories/", "/tags/", "/places/", "/archive/", "/follow/", "/nothing/"),
    "/posts/tsushima/letter/?kind=error",
)
TOKEN = 32 * "a"
PAGES_APART = (
    *("/posts/tsushim/", "/corrections/", "/people/ada-moreau/", "/about/", "/follow/sign-up/"),
    *(f"/follow/confirm/{TOKEN}/", f"/follow/unsubscribe/{TOKEN}/"),
)


@pytest.fixture(autouse=True)
def _sends_mail(settings) -> None:
    settings.SENDS_MAIL = True


@pytest.fixture(scope="module", autouse=True)
def _archive(module_commits) -> None:
    with module_commits():
        make_archive()


def make_archive() -> None:
    today = timezone.localdate()
    war = make_category("War", sign="†", description="Battles and sieges.")
    japan = make_place("Japan")
    tsushima = make_post(
        "Halfway round the world to be sunk",
        slug="tsushima",
        event_input="27–28 May 1905",
        hero=make_image(size=(1200, 800), illustration=True, caption="A straits", creator="Us"),
        story="They had been *under way* for months.[^1] Łódź, *Čapek* and Tōgō in all three. "
        + "The coal ran low. " * 12
        + "\n\n"
        "## At dawn\n\n" + "The coal ran low. " * 12 + "\n\n## At dawn\n\n"
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
    long = make_post(
        LONG,
        slug="long",
        event_input="c. 1200",
        story="A claim [@annals, l. 3].\n\n> So it was [@annals].",
        categories=[war],
        tags=[LONG[:90]],
    )
    make_citation(long, LONG, key="annals", quotation=LONG)
    make_citation(long, "Luna", url="https://example.org/")
    make_post("Today", event_input=f"{today.day} {today:%B} 1800", categories=[war], places=[japan])
    make_post("Next", event_input="5th century BC", publish_at=datetime(2021, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("path", PAGES + MORE_PAGES)
def test_a_page_is_sound(visit, path):
    """Accessible, asks no one else for anything, sets no cookie, and fits every window."""
    visitor = visit()
    widths, looks = (320, 390, 768, 1024, 1280, 1920), EVERY_LOOK if path in PAGES else LOOKS

    assert visitor.faults([path], widths=widths, looks=looks) == {}
    assert visitor.page.context.cookies() == []


def test_pages_of_people_of_the_site_and_of_mail_are_sound(visit):
    author = make_profile("Ada Moreau").person
    post = make_post("Tsushima", slug="tsushima-again", author=author)
    Correction.objects.create(post=post, text="It began at noon.")
    make_page("About", footer="1", story="Who we are.\n\n## Why\n\nAs [told](/posts/long/).")
    Subscription.objects.create(token=TOKEN, address="ann@example.org", zone="UTC")
    visitor = visit()

    assert visitor.faults(PAGES_APART, widths=(320, 390, 1280)) == {}
    assert "Did you" in visitor.open("/posts/tsushim/").content()


def test_the_first_tab_leads_past_the_header(visit):
    page = visit().open("/posts/tsushima/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_the_header_is_one_row_whose_menu_opens_without_a_script(visit, width):
    page = visit(width=width, java_script_enabled=False).open("/categories/war/")
    name, field, menu = (
        page.locator(f".masthead {part}").bounding_box()
        for part in (".site-name", ".find input", "summary")
    )
    assert name["x"] + name["width"] <= field["x"] < field["x"] + field["width"] <= menu["x"]
    assert max(box["y"] for box in (name, field, menu)) < min(
        box["y"] + box["height"] for box in (name, field, menu)
    )
    assert (field["width"] >= 72, menu["height"] >= 24) == (True, True)
    assert page.locator(".masthead").bounding_box()["height"] <= 70
    assert not page.locator(".masthead nav").is_visible()

    # Skip link, name, field, menu, and what it opens.
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".masthead nav").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def test_a_slash_leads_to_the_search_field_unless_one_types(visit):
    page = visit().open("/")
    value = "document.activeElement.name + ':' + document.activeElement.value"

    page.keyboard.press("/")
    assert page.evaluate(value) == "q:"
    page.keyboard.type("a/b")
    assert page.evaluate(value) == "q:a/b"
    page.locator("body").click(position={"x": 2, "y": 2})
    page.keyboard.press("Control+/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"

    page = visit().open("/search/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    fields = page.locator("input[type=search]")
    assert (fields.count(), page.locator(".masthead input[type=search]").count()) == (1, 1)


def test_years_are_counted_by_the_readers_own_day(visit, live_server):
    """As the site counts them: a date of 29 February on the 28th, and round numbers marked."""
    make_post("Leap", event_input="29 February 1960")
    make_post("Fifty", event_input="20 July 1976")
    for now, told in (
        ("2026-02-28T12:00:00", {"leap": "66 years ago", "fifty": "49 years ago"}),
        ("2026-07-20T00:30:00", {"leap": "66 years ago", "fifty": "50 years ago round"}),
        ("2028-02-28T23:30:00", {"leap": "67 years ago", "fifty": "51 years ago"}),
    ):
        visitor = visit()
        visitor.page.clock.set_fixed_time(now)
        for slug, words in told.items():
            ago = visitor.open(f"/posts/{slug}/").locator(".post-when .ago")
            is_round = " round" if "is-round" in (ago.get_attribute("class") or "") else ""
            assert ago.inner_text() + is_round == words, now


def test_mail_is_offered_at_an_hour_of_the_readers_own_zone(visit):
    for zone, offered in (("Europe/Rome", "Rome"), ("Europe/Vienna", "Berlin"), ("UTC", "UTC")):
        page = visit(timezone_id=zone).open("/follow/sign-up/")
        assert page.locator("[name=zone] :checked").inner_text() == offered


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
    helped.evaluate("document.querySelectorAll('main .needs-script').forEach(one => one.remove())")

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


def test_a_cited_source_stands_beside_its_paragraph_and_again_below(visit):
    page = visit(width=1280).open("/posts/long/")
    claim, story, list_ = (page.locator(at) for at in (".story p", ".story", ".sources"))
    beside = page.locator(".beside").first.bounding_box()
    paragraph, text = claim.first.bounding_box(), story.bounding_box()

    assert beside["x"] >= text["x"] + text["width"]
    assert beside["x"] + beside["width"] <= 1280
    assert abs(beside["y"] - paragraph["y"]) < paragraph["height"]
    assert list_.bounding_box()["y"] >= beside["y"] + beside["height"]
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.locator(".beside").first.is_hidden()


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

    boxes = [t.bounding_box() for t in page.locator(".entry:not(.is-lead) .entry-title").all()]
    stamps = [s.bounding_box() for s in page.locator(".entry:not(.is-lead) .stamp").all()]

    assert len({box["x"] for box in boxes}) == 1
    assert all(s["x"] + s["width"] <= boxes[0]["x"] for s in stamps)


@pytest.mark.parametrize("date", [("30", "September"), ("30.", "September"), ("1er", "septembre")])
def test_a_date_in_a_list_stays_on_its_line_on_a_phone(visit, date):
    page = visit(width=390).open("/categories/war/")
    lines = """words => {
        const stamp = document.querySelector(".entry:not(.is-lead) .stamp:has(.stamp-month)");
        const parts = [".stamp-day", ".stamp-month"].map(name => stamp.querySelector(name));
        parts.forEach((part, at) => part.textContent = words[at]);
        return parts.map(part => part.getBoundingClientRect().top);
    }"""
    tops = page.evaluate(lines, date)
    assert tops[0] == tops[1]


def test_print_is_a_handout(visit):
    page = visit(width=800).open("/posts/tsushima/")

    page.emulate_media(media="print")

    hidden = [".masthead nav", ".find", ".menu", ".onward", ".colophon", ".skip"]
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
