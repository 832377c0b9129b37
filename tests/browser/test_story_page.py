"""What a reader does with a story: on a phone, by the keyboard, and in the light they chose."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import transaction
from playwright.sync_api import Page

from tests.factories import make_citation, make_image, make_place, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEMO = Path(settings.BASE_DIR) / "demo" / "_posts"
SCREEN, SCREENS = 844, 1.2
FOCUSED = "document.activeElement.className || document.activeElement.textContent"
COPIED = "navigator.clipboard.readText()"
SELECT = "each => getSelection().selectAllChildren(each)"


def heads() -> list[tuple[dict[str, Any], list[tuple[str, str]]]]:
    """Return what the demonstration's stories with a picture begin with, the longest first."""
    texts = [path.read_text() for path in DEMO.glob("*.md")]
    told = [
        (yaml.safe_load(text.split("---")[1]), re.findall(r"^- \*\*(.+?)\*\*: (.+)$", text, re.M))
        for text in texts
    ]
    pictured = [(post, bullets) for post, bullets in told if "image" in post]
    return sorted(pictured, key=lambda head: -len("".join(_words(*head))))


def _words(post: dict[str, Any], bullets: list[tuple[str, str]]) -> list[str]:
    shown = (post[name] for name in ("title", "title", "description", "image_caption"))
    return [*shown, *("".join(bullet) for bullet in bullets[:2])]


@transaction.atomic
def make_heads(number: int) -> list[str]:
    """Store posts with the longest heads of the demonstration; return their slugs."""
    longest = heads()[:number]
    # The words below a picture are those of the longest; one serves for all.
    told = max((post for post, _ in longest), key=lambda post: len(post["image_caption"]))
    names = ("caption", "credit", "year", "licence", "illustration")
    hero = make_image(size=(1200, 800), **{name: told[f"image_{name}"] for name in names})
    places = {name for post, _ in longest for name in post["places"]}
    made = {name: make_place(name.replace("-", " ").title()) for name in places}
    return [
        make_post(
            post["title"],
            description=post["description"],
            event_input=post["event_date"],
            hero=hero,
            places=[made[name] for name in post["places"]],
            bullets=bullets,
        ).slug
        for post, bullets in longest
    ]


def test_on_a_phone_the_story_begins_within_a_screen_and_a_fifth(visit: Any) -> None:
    """The picture follows the title, and of the bullets two are open; on a desk all are."""
    visitor = visit(width=390, height=SCREEN)
    for slug in make_heads(4):
        page = visitor.open(f"/posts/{slug}/")
        boxes = [page.locator(at).bounding_box() for at in (".hero", ".tldr", ".story > p")]
        tops = [box["y"] for box in boxes]
        assert tops == sorted(tops), slug
        assert tops[-1] <= SCREEN * SCREENS, slug
    assert len(page.locator(".tldr li:visible").all()) == 2
    page.locator(".tldr summary").click()
    bullets = page.locator(".tldr li").count()
    assert len(page.locator(".tldr li:visible").all()) == bullets > 2
    page.locator(".tldr summary").click()
    page.set_viewport_size({"width": 1280, "height": SCREEN})
    seen = "[...document.querySelectorAll('.tldr li')].map(each => each.checkVisibility())"
    assert page.evaluate(seen) == [True] * bullets
    assert not page.locator(".tldr summary").is_visible()
    # While the page is read, the picture would push down what stands in its place.
    page.evaluate("document.querySelector('.story').remove()")
    assert page.locator(".tldr").is_visible()
    page.set_viewport_size({"width": 390, "height": SCREEN})
    assert not page.locator(".tldr").is_visible()


def test_a_story_from_right_to_left_fits_a_phone(visit: Any, transactional_db: Any) -> None:
    make_post("Hebrew", language="he", story="בשנת 1948\n\n## מלחמה\n\nועוד", bullets=[("א", "ב")])
    visitor = visit(width=390)
    visitor.open("/posts/hebrew/")

    assert visitor.too_wide((390, 320)) == []


@pytest.fixture
def story(transactional_db: Any) -> None:
    hero = make_image(size=(1200, 800), illustration=True, caption="A field", creator="J. Doe")
    make_post("Fulford", event_input="20 September 1066")
    text = "They met at [the ford](/posts/fulford/)[^1].\n\n## At dawn\n\nThey fought."
    text += "\n\n[^1]: Or *near* it."
    make_citation(make_post("Hastings", hero=hero, story=text, language="en"))


def focus(page: Page, *keys: str) -> str:
    for key in keys:
        page.keyboard.press(key)
    return str(page.evaluate(FOCUSED))


def test_a_story_is_opened_cited_and_passed_on_by_keyboard(visit: Any, story: None) -> None:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    page = visitor.open("/posts/hastings/")
    dialog, about, told = (page.locator(name) for name in (".zoomed", ".about", ".copied"))

    page.locator(".hero .zoom").focus()
    assert focus(page, "Enter") == "Close"
    assert (dialog.locator("img").count(), "J. Doe" in dialog.inner_text()) == (1, True)
    assert visitor.axe_violations() == []
    assert (focus(page, "Escape"), dialog.is_visible()) == ("zoom", False)

    told_of = "20 September 1066\nFulford\nWhat happened: Fulford."
    assert (focus(page, "Tab"), about.inner_text()) == ("the ford", told_of)
    assert (focus(page, "Escape"), about.is_visible()) == ("the ford", False)
    assert (focus(page, "Tab"), about.inner_text()) == ("[a]", "Or near it.")

    assert focus(page, "Tab", "ArrowDown", "ArrowDown", "ArrowUp", "Enter") == "passage"
    assert page.evaluate(COPIED) == page.url == f"{visitor.server}/posts/hastings/#section-at-dawn"
    assert told.inner_text() == "Copied"
    assert focus(page, "Tab") != "passage"
    page.locator(".passing-on [data-copy]").click()
    assert page.evaluate(COPIED) == f"{settings.SITE_URL}/posts/hastings/"
    page.evaluate(SELECT, page.locator(".story > p").first.element_handle())
    page.locator(".at-selection button").click()
    chicago = page.locator(".citing dd").last.text_content()
    chicago = chicago.replace("/posts/hastings/", "/posts/hastings/#p-1")
    assert page.evaluate(COPIED) == f"They met at the ford.\n\n– {chicago}"
    page.locator(".citing summary").click()
    page.locator(".citing [data-copy]").first.click()
    assert page.evaluate(COPIED) == page.locator(".citing dd").first.text_content()
    assert (visitor.foreign, page.context.cookies()) == ([], [])


def test_a_reader_chooses_light_or_dark_and_a_size_and_finds_them_again(
    visit: Any, story: None
) -> None:
    """On whatever page comes next, before its first paint, and without a cookie."""
    visitor = visit(theme="light")
    page = visitor.open("/posts/hastings/")
    look = "[document.documentElement, document.body].map(each => getComputedStyle(each))"
    look = f"{look}.map(style => [style.backgroundColor, style.fontSize])"
    paper, body = page.evaluate(look)
    page.get_by_label("Dark").check()
    page.get_by_label("Large", exact=True).check()
    chosen = page.evaluate(look)

    page.goto(f"{visitor.server}/", wait_until="commit")
    page.wait_for_selector("h1")
    assert page.evaluate(look) == chosen == [["rgb(23, 21, 15)", "18.4px"], [body[0], "23px"]]
    page.wait_for_selector(".reading-switch")
    page.wait_for_load_state()
    assert page.get_by_label("Dark").is_checked()
    media = "[...document.querySelectorAll('[name=theme-color]')].map(meta => meta.media)"
    assert page.evaluate(media) == ["not all", "all"]
    visitor.open("/posts/hastings/")
    assert visitor.axe_violations() == []
    assert page.context.cookies() == []
    page.get_by_label("System").check()
    page.get_by_label("Normal", exact=True).check()
    assert page.evaluate(look) == [paper, body]
