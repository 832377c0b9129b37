"""The site's type in a browser: its fonts, those that stand in for them, large first letters."""

import pytest

from tests.factories import make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module", autouse=True)
def _stories(module_commits) -> None:
    with module_commits():
        story = "They had been *under way*. " + "The coal ran low. " * 12
        make_post("Tsushima", story=story, bullets=[("Event", "A fleet was sunk.")])
        make_post("Hebrew", language="he", story="בשנת 1948", event_input="14 May 1948")


def test_fonts_come_from_here_and_are_used(visit):
    visitor = visit()
    page = visitor.open("/posts/tsushima/")

    page.evaluate("document.fonts.ready")

    assert page.evaluate("document.fonts.check('20px Newsreader')")
    fonts = {url.rpartition("/")[2] for url in visitor.asked if url.endswith(".woff2")}
    assert {"newsreader-latin.woff2", "sans-latin.woff2"} <= fonts


# How much wider than in the fonts that stand in for it a line is in the font of its element.
WIDER = """([css, line]) => {
    const probe = document.querySelector(css).cloneNode();
    document.querySelector(css).parentNode.append(probe);
    probe.style.cssText = 'position: absolute; max-width: none; white-space: nowrap';
    probe.textContent = line;
    const width = family => {
        probe.style.fontFamily = family;
        return probe.getBoundingClientRect().width;
    };
    const family = getComputedStyle(probe).fontFamily;
    return width(family) / width(family.replaceAll(/"?(Newsreader|Site Sans)"?,/g, ''));
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_a_late_font_moves_next_to_nothing(visit, width):
    page = visit(width=width).open("/posts/tsushima/")
    prose = "The Eagle lands with an overloaded computer and little fuel to spare in July"

    lines = dict.fromkeys(("h1", ".tldr-text", ".standfirst"), prose)
    lines[".tldr-label"] = "Event people cost evidence turning point"
    wider = {css: page.evaluate(WIDER, [css, line]) for css, line in lines.items()}

    assert {css: ratio for css, ratio in wider.items() if abs(ratio - 1) > 0.02} == {}


def test_a_space_is_as_wide_after_a_full_stop_as_anywhere(visit):
    page = visit().open("/posts/tsushima/")
    page.evaluate("document.fonts.ready")
    measured = """style => {
        const box = document.body.appendChild(document.createElement("span"));
        box.style = `position: absolute; font: ${style} 200px Newsreader; white-space: pre`;
        const wide = text => (box.textContent = text, box.getBoundingClientRect().width);
        return [". T", "A. V", "e. “W"].map(text => wide(text) - [...text.split(" ")].reduce(
            (sum, part) => sum + wide(part), wide(" ")));
    }"""

    for style in ("normal", "italic"):
        assert page.evaluate(measured, style) == pytest.approx([0, 0, 0], abs=1)


@pytest.mark.parametrize(("path", "is_large"), [("tsushima", True), ("hebrew", False)])
def test_a_story_begins_with_a_large_letter_where_its_script_has_one(visit, path, is_large):
    page = visit().open(f"/posts/{path}/")
    letter = "getComputedStyle(document.querySelector('.story p'), '::first-letter').initialLetter"

    assert (page.evaluate(letter) != "normal") is is_large
