"""Writing a post in a real browser, as an editor does."""

import base64
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from posts.models import Autosave, Dossier, Image, Post
from tests.browser.desk import add_bullet, press_other, sign_in, unfold
from tests.factories import (
    make_dossier,
    make_editor,
    make_image,
    make_post,
    picture_bytes,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = "By *dusk* it was over."
HAND_OVER = """([kind, name, data]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type: "image/png" }));
  const options = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent(kind, { ...options, clipboardData: carried })
    : new DragEvent(kind, { ...options, dataTransfer: carried });
  document.querySelector("#id_story").dispatchEvent(event);
}"""


def hand_over(page: Page, kind: str, name: str, colour: str) -> None:
    """Paste or drop a picture into the story."""
    data = base64.b64encode(picture_bytes(colour=colour)).decode()
    page.evaluate(HAND_OVER, [kind, name, data])


def labels(page: Page) -> list[str]:
    rows = page.locator(".dynamic-bullets [name$='-label']")
    return [rows.nth(index).input_value() for index in range(rows.count())]


def add_tag(page: Page, name: str) -> None:
    unfold(page, "belongs")
    page.locator(".field-tags .select2-search__field").click()
    page.keyboard.type(name)
    page.locator(".select2-results__option", has_text=name).first.wait_for()
    page.keyboard.press("Enter")


@pytest.mark.engine
def test_a_post_is_written_published_and_read(visit: Any) -> None:
    make_editor()
    desk = sign_in(visit)
    page = desk.open("/admin/")
    page.get_by_role("link", name="Write a post").click()

    page.fill("#id_title", "The Battle of Hastings")
    page.locator(".part-address summary").click()
    expect(page.locator("#id_slug")).to_have_value("the-battle-of-hastings")
    page.fill("#id_event_input", "14 Oct 1066")
    expect(page.locator("#id_event_input_note")).to_contain_text(
        "Read as 14 October 1066, Julian calendar (20 October 1066 Gregorian)"
    )
    unfold(page, "short")
    page.fill("#id_description", "An army, tired from a forced march, meets another.")
    expect(page.locator("#id_description_note")).to_have_text("50 of 1,000 characters")

    for label, text in (("Who", "William"), ("Where", "Senlac hill"), ("Why", "A crown")):
        add_bullet(page, label, text)
    page.fill("#id_story", STORY)
    page.locator("#id_story").press("Control+End")
    hand_over(page, "paste", "field.png", "green")
    dialog = page.get_by_role("dialog", name="Add a picture")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Add picture").click()
    expect(dialog.get_by_role("alert")).to_have_text(
        "Describe the picture, or mark it as decorative."
    )
    dialog.get_by_label("What it shows").fill("A green field")
    dialog.get_by_role("button", name="Add picture").click()
    expect(dialog).to_be_hidden()
    image = Image.objects.get()
    expect(page.locator("#id_story")).to_have_value(
        f"{STORY}\n\n![A green field]({image.file.url})\n\n"
    )
    place = "at => [at.left, at.top + scrollY, at.width]"  # wherever the page is scrolled to
    box = page.locator("#id_story").evaluate(f"box => ({place})(box.getBoundingClientRect())")
    page.get_by_role("button", name="Preview", exact=True).click()
    preview = page.get_by_role("region", name="Preview of the story")
    expect(preview.locator("em")).to_have_text("dusk")
    expect(preview.get_by_role("img", name="A green field")).to_be_visible()
    assert preview.locator("img").evaluate("image => image.decode().then(() => true)")
    assert preview.evaluate(f"box => ({place})(box.getBoundingClientRect())") == box
    expect(page.locator("#id_story")).to_be_hidden()
    page.get_by_role("button", name="Back to writing").click()
    expect(page.locator("#id_story")).to_be_focused()

    unfold(page, "question")
    page.fill("#id_closing_question", "Could a rested army have won?")
    add_tag(page, "norman conquest")
    add_tag(page, "england")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url("**/admin/posts/post/")
    assert desk.violations == []

    post = Post.objects.get()
    assert [b.label for b in post.bullets.all()] == ["Who", "Where", "Why"]
    assert sorted(post.tags.names()) == ["england", "norman conquest"]
    for width in (390, 1280):
        reader = visit(width=width)
        reader.open(post.get_absolute_url())
        expect(reader.page.get_by_role("heading", level=1)).to_have_text("The Battle of Hastings")
        expect(reader.page.locator(".story em")).to_have_text("dusk")
        expect(reader.page.get_by_text("Senlac hill")).to_be_visible()
        assert (reader.violations, reader.axe_violations()) == ([], [])


def test_bullets_are_put_in_order_by_keyboard_and_by_drag(visit: Any) -> None:
    make_editor()
    post = make_post(status="draft", bullets=[("A", "one"), ("B", "two"), ("C", "three")])
    desk = sign_in(visit)
    page = desk.open(f"/admin/posts/post/{post.pk}/change/")
    unfold(page, "bullets")
    page.locator("#bullets-2 .move", has_text="Move up").focus()
    page.keyboard.press("Enter")
    assert labels(page) == ["A", "C", "B"]
    expect(page.locator("#desk-status")).to_have_text("Bullet moved to place 2 of 3.")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Move up: Bullet 2"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert labels(page) == ["C", "A", "B"]

    add_bullet(page, "D", "four")
    page.locator(".dynamic-bullets").last.scroll_into_view_if_needed()
    handle = page.locator("#bullets-3 .grip").bounding_box()
    top = page.locator("#bullets-2").bounding_box()
    assert handle
    assert top
    page.mouse.move(handle["x"] + 6, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(handle["x"] + 6, handle["y"] - 30, steps=5)
    page.mouse.move(top["x"] + 6, top["y"] - 15, steps=10)
    expect(page.locator("#bullets-group .inline-related").first).to_have_id("bullets-3")
    page.mouse.up()
    order = labels(page)
    assert order.index("D") == 0
    gone = page.locator(".dynamic-bullets").nth(order.index("A"))
    gone.get_by_role("button", name="Remove").click()
    press_other(page, "Save and keep editing")
    expect(page.locator(".messagelist")).to_contain_text("is saved.")
    assert [(b.label, b.position) for b in post.bullets.all()] == [("D", 1), ("C", 2), ("B", 3)]
    assert desk.violations == []


def test_a_dropped_picture_waits_for_its_words(visit: Any) -> None:
    make_editor()
    desk = sign_in(visit)
    page = desk.open("/admin/posts/post/add/")
    hand_over(page, "drop", "field.png", "blue")
    dialog = page.get_by_role("dialog", name="Add a picture")
    expect(dialog).to_be_visible()
    assert not Image.objects.exists()
    assert desk.axe_violations() == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("#id_story")).to_be_focused()
    hand_over(page, "drop", "field.png", "blue")
    dialog.get_by_label("Decorative").check()
    dialog.get_by_role("button", name="Add picture").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#id_story")).to_have_value(f"![]({Image.objects.get().file.url})\n\n")


def test_a_picture_that_is_none_is_refused_in_the_dialog(visit: Any) -> None:
    make_editor()
    page = sign_in(visit).open("/admin/posts/post/add/")
    page.get_by_role("button", name="Add picture").click()
    dialog = page.get_by_role("dialog", name="Add a picture")
    evil = {"name": "evil.png", "mimeType": "image/png", "buffer": b"<script>alert(1)</script>"}
    dialog.get_by_label("Picture file").set_input_files([evil])
    dialog.get_by_label("What it shows").fill("Nothing good")
    dialog.get_by_role("button", name="Add picture").click()
    expect(dialog.get_by_role("alert")).to_have_text(
        "“evil.png” is not a picture this site takes: JPEG, PNG, WebP, GIF or AVIF."
    )
    expect(dialog.get_by_label("What it shows")).to_have_value("Nothing good")


def test_tab_walks_through_the_whole_form(visit: Any) -> None:
    make_editor()
    page = sign_in(visit).open("/admin/posts/post/add/")
    page.fill("#id_story", STORY)
    page.focus("#id_title")
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.name || document.activeElement.className")
        )
        if seen[-1] == "_save":
            break
    assert seen[-1] == "_save"
    assert "story" in seen
    page.focus("#id_story")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") != "id_story"
    expect(page.locator("#id_story")).to_have_value(STORY)


def test_the_hero_is_chosen_by_its_picture(visit: Any) -> None:
    make_editor()
    image = make_image()
    page = sign_in(visit).open("/admin/posts/post/add/")
    unfold(page, "picture")
    page.locator(".field-hero .select2-selection").click()
    option = page.locator(".select2-results__option", has_text="A red field")
    expect(option.locator("img")).to_have_attribute("src", image.thumbnail_url)
    option.click()
    expect(page.get_by_role("img", name="A red field")).to_be_visible()
    assert page.locator("#id_hero").input_value() == str(image.pk)


def test_enter_goes_on_to_the_next_field_and_ctrl_s_saves(visit: Any) -> None:
    make_editor()
    page = sign_in(visit).open("/admin/posts/post/add/")
    page.fill("#id_title", "Hastings")
    page.press("#id_title", "Enter")
    assert page.url.endswith("/add/")
    assert page.evaluate("document.activeElement.id") == "id_event_input"

    page.evaluate("() => { window.isSamePage = true; }")
    story = page.locator("#id_story")
    for text in ("A line.\n\n" * 60, "Another. " * 400):
        story.fill(text)
        story.evaluate("box => box.setSelectionRange(100, 107)")
        page.evaluate("scrollTo(0, 400)")
        page.keyboard.press("Control+s")
        expect(page.locator(".kept-line")).to_have_text("Saved.")
        expect(page.locator(".messagelist")).to_contain_text("“Hastings” is saved.")
        expect(story).to_be_focused()
        assert story.evaluate("box => [box.selectionStart, box.selectionEnd]") == [100, 107]
        assert page.evaluate("scrollY") == 400
        page.keyboard.insert_text("x")
        expect(page.locator(".kept-line")).to_contain_text("Unsaved, but kept at")
        page.keyboard.press("Control+z")
        expect(story).to_have_value(text)
        expect(page.locator(".kept-line")).to_have_text("No changes.")
        assert not Autosave.objects.exists()
    post = Post.objects.get()
    assert page.url.endswith(f"/admin/posts/post/{post.pk}/change/")
    assert (page.evaluate("isSamePage"), post.story) == (True, ("Another. " * 400).strip())
    page.keyboard.press("Control+s")
    page.fill("#id_title", "Fulford")
    page.keyboard.press("Control+s")  # of what was typed while the first was on its way
    expect(page.get_by_role("listitem").filter(has_text="“Fulford” is saved.")).to_be_visible()
    expect(page).to_have_title(re.compile("^Fulford · "))
    unfold(page, "previews")
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator(".messagelist")).to_contain_text("The link is made")
    assert [each.slug for each in Post.objects.all()] == ["hastings"]
    icon = "element => getComputedStyle(element).backgroundImage"
    assert page.locator(".messagelist li").first.evaluate(icon) == "none"


@pytest.mark.parametrize("width", [390, 1024])
def test_the_story_has_room_on_every_screen(visit: Any, width: int) -> None:
    make_editor()
    page = sign_in(visit, width=width).open("/admin/posts/post/add/")
    assert page.locator("#id_story").bounding_box()["height"] >= 300


def test_undo_takes_back_a_picture_and_what_was_typed_before_it(visit: Any) -> None:
    make_editor()
    page = sign_in(visit).open("/admin/posts/post/add/")
    page.locator("#id_story").press_sequentially("One")
    hand_over(page, "paste", "field.png", "green")
    page.fill("#picture-alt", "A green field")
    page.get_by_role("dialog").get_by_role("button", name="Add picture").click()
    expect(page.locator("#id_story")).to_have_value(re.compile("A green field"))
    page.press("#id_story", "Control+z")
    expect(page.locator("#id_story")).to_have_value("One")
    for _ in range(3):
        page.press("#id_story", "Control+z")
    expect(page.locator("#id_story")).to_have_value("")


def test_a_dossier_is_published_by_what_the_page_shows(visit: Any) -> None:
    make_editor()
    posts = [make_post("Fulford", status="draft"), make_post("Hastings")]
    dossier = make_dossier("Conquest", status="draft", publish_at=None, posts=posts)
    page = sign_in(visit).open(f"/admin/posts/dossier/{dossier.pk}/change/")
    told = "Not yet published, and unseen here until then: “Fulford”."
    expect(page.locator("#checks").get_by_role("link", name=told)).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("“Conquest” is published.")
    expect(page.locator(".messagelist .warning")).to_have_text(told)
    assert Dossier.objects.get().is_public
