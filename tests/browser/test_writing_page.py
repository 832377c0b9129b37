"""The writing page measured: where the text begins, how tall it is, what stands open beside it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from posts.editorial import workflow
from posts.models import Action
from tests.admin.forms import change_url, shown
from tests.browser.desk import press_other, sign_in, unfold
from tests.browser.looks import EVERY_LOOK
from tests.editorial.newsroom import make_person
from tests.factories import make_citation, make_editor, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "/admin/posts/post/add/"
# Width and height of the screen, how low the story may begin, its least share of the height.
SCREENS = [
    (1280, 800, 360, 0.55),
    (390, 844, 330, 0.5),
    (768, 1024, 400, 0.5),
    (640, 400, 400, 0.5),
]
OPEN = """() => [...document.querySelectorAll(
  '#post_form :is(input:not([type=hidden]), select, textarea, button)')]
  .filter(each => each.checkVisibility() && !each.closest('.story-tools')).map(each => each.name)"""


def story_box(page: Page) -> Any:
    return page.locator("#id_story").bounding_box()


def test_the_story_comes_at_once_and_is_tall(visit: Any) -> None:
    make_person("author", "tacitus")
    desk = sign_in(visit, name="tacitus")
    page, found = desk.open(NEW), {}
    for width, height, lowest, share in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        box = story_box(page)
        fits = (box["y"] <= lowest, box["height"] >= share * height, desk.too_wide([width]))
        page.set_viewport_size({"width": width, "height": height})
        step = page.get_by_role("button", name="Send to review").bounding_box()
        found[width] = (*fits, step["y"] + step["height"] <= height, step["height"] <= 50)
    assert found == {width: (True, True, [], True, True) for width, *_ in SCREENS}
    page.set_viewport_size({"width": 1280, "height": 800})
    controls = ["title", "event_input", "calendar_choice", "story", "_submit", "_save"]
    assert page.evaluate(OPEN) == controls


def test_the_box_grows_with_its_text_and_gives_way_to_the_preview(visit: Any) -> None:
    make_editor()
    page = sign_in(visit).open(NEW)
    low = story_box(page)["height"]
    page.fill("#id_story", "A line.\n\n" * 60)
    grown, inner = page.locator("#id_story").evaluate("e => [e.offsetHeight, e.scrollHeight]")
    assert (grown > 2 * low, inner <= grown) == (True, True)
    page.fill("#id_title", "One line\nand another")
    expect(page.locator("#id_title")).to_have_value("One line and another")
    preview = page.get_by_role("region", name="Preview of the story")
    expect(preview).to_be_hidden()
    page.set_viewport_size({"width": 1600, "height": 900})
    expect(preview).to_be_visible()
    assert preview.bounding_box()["x"] > story_box(page)["x"] + story_box(page)["width"]
    page.get_by_role("button", name="Focus", exact=True).click()
    for hidden in (preview, page.locator("#id_event_input"), page.locator("#settle-heading")):
        expect(hidden).to_be_hidden()
    expect(page.locator("#id_title")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#settle-heading")).to_be_visible()


def test_what_is_to_be_settled_leads_to_its_field(visit: Any) -> None:
    make_editor()
    post = make_post(status="draft", event_input="", story="Text.")
    page = sign_in(visit, width=390).open(f"/admin/posts/post/{post.pk}/change/")
    tab = page.get_by_role("link", name="Details")
    expect(tab).to_have_text("Details Draft1")
    expect(page.get_by_text("No source is given.")).to_be_hidden()
    tab.click()
    expect(page.locator("#id_story")).to_be_hidden()
    page.get_by_role("link", name="No source is given.").click()
    expect(page.get_by_role("button", name="Add a source")).to_be_focused()
    page.get_by_role("link", name="Give the event date").click()
    expect(page.locator("#id_event_input")).to_be_focused()
    tab.click()
    unfold(page, "belongs")
    page.locator(".field-tags .select2-search__field").click()
    page.keyboard.type("norman")
    page.locator(".select2-results__option", has_text="norman").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".part-belongs .group-line")).to_have_text("norman")


def test_nothing_that_is_told_pushes_the_story_down(visit: Any) -> None:
    author, editor = make_person("author", "tacitus"), make_editor()
    post, live = make_post(status="review", author=author), make_post("Live")
    workflow.take(post, Action.SEND_BACK, by=editor, note="Two sources, please. " * 20)
    desk, address = sign_in(visit, name="tacitus", height=800), change_url(post)
    page = desk.open(change_url(make_post("Plain", status="draft", author=author)))
    plain = story_box(page)["y"]
    crashed = Client()
    crashed.force_login(author)
    for text in ("One", "Two"):
        typed = shown(crashed, address) | {"story": text}
        assert crashed.post(address.replace("change", "autosave"), typed).status_code == 200
    desk.open(address)
    for told in ("Sent back by", "You have unsaved text from"):
        expect(page.get_by_role("heading", name=told).first).to_be_visible()
    expect(page.get_by_text("Earlier unsaved text: 1", exact=True)).to_be_visible()
    assert (story_box(page)["y"], plain <= 360) == (plain, True)
    editors = sign_in(visit, height=800)
    page = editors.open(f"/admin/posts/post/{live.pk}/change/")
    page.fill("#id_story", "Changed.")
    press_other(page, "Save and keep editing")
    for told in ("is saved.", "Readers see the published text."):
        expect(page.get_by_text(told).first).to_be_visible()
    assert story_box(page)["y"] == plain
    assert (desk.axe_everywhere(EVERY_LOOK), editors.axe_everywhere(EVERY_LOOK)) == ([], [])


def test_a_live_post_is_published_anew_once_something_was_changed(visit: Any) -> None:
    make_editor()
    post = make_post("Hastings", bullets=[("A", "one"), ("B", "two")])
    make_citation(post)
    desk = sign_in(visit)
    page, held = desk.page, []
    page.route("**/js/desk/page*.js", lambda route: held.append(route))
    page.goto(desk.server + change_url(post), wait_until="commit")
    page.fill("#id_title", "Hastings, typed before the scripts")
    held[0].continue_()
    main = page.locator(".submit-row > input")
    expect(main).to_have_value("Publish the changes")
    page.unroute("**/js/desk/page*.js")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(desk.server + change_url(post))
    expect(main).to_have_value("Save")
    expect(page.get_by_text("What kind of change is this?")).to_be_hidden()
    unfold(page, "bullets")
    for name in ("Move up: Bullet 2", "Move down: Bullet 1", "Remove"):
        assert page.get_by_role("button", name=name).first.bounding_box()["height"] >= 32
    page.get_by_role("button", name="Move up: Bullet 2").click()
    page.fill("#id_title", "Hastings, again")
    expect(main).to_have_value("Publish the changes")
    page.set_viewport_size({"width": 390, "height": 844})
    main.click()
    page.get_by_label("Minor").check()
    main.click()
    page.wait_for_url("**/admin/posts/post/")
    post.refresh_from_db()
    assert (post.title, [b.text for b in post.bullets.all()]) == ("Hastings, again", ["two", "one"])


def test_the_preview_opens_at_the_paragraph_and_so_does_the_text(visit: Any) -> None:
    make_editor()
    page = sign_in(visit, height=800).open(NEW)
    told = "## Part {0}\n\nWhat’s *told* [here](https://example.org/{0}) is “{0}”.\n\n"
    story = "\n\n".join(told.format(number) + "So on. " * 90 for number in range(1, 15))
    page.fill("#id_story", story)
    box, preview = page.locator("#id_story"), page.locator(".markdownx-preview .story")
    expect(preview.locator("h2", has_text="Part 14")).to_have_count(1)
    for number in (9, 2):
        at = story.index(f"told* [here](https://example.org/{number})")
        box.evaluate("(box, at) => { box.focus(); box.setSelectionRange(at, at); }", at)
        page.get_by_role("button", name="Preview").focus()
        page.evaluate("scrollTo(0, 1800)")
        page.keyboard.press("Enter")
        expect(preview.get_by_text(f"What’s told here is “{number}”.")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(box).to_be_focused()
        assert page.evaluate("scrollY") == 1800


def test_a_preview_link_is_copied_by_key(visit: Any) -> None:
    make_editor()
    post = make_post(status="draft")
    desk = sign_in(visit, permissions=["clipboard-read"])
    page = desk.open(f"/admin/posts/post/{post.pk}/change/")
    page.locator(".part-previews summary").click()
    page.get_by_role("button", name="Make a link").click()
    copy = page.get_by_role("button", name="Copy the link")
    copy.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied the link")).to_be_focused()
    address = page.get_by_label("Address of the preview link").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == address


def test_a_place_that_is_not_found_is_proposed(visit: Any) -> None:
    """Enter takes a place that is here before it proposes one."""
    make_editor()
    post = make_post(status="draft")
    page = sign_in(visit).open(f"/admin/posts/post/{post.pk}/change/")
    unfold(page, "belongs")
    box = page.locator(".field-places .select2-search__field")
    for typed, option in (("Petrograd", "Propose “Petrograd”"), ("franc", "France")):
        box.click()
        page.keyboard.type(typed)
        expect(page.locator(".select2-results__option--highlighted")).to_have_text(option)
        page.keyboard.press("Enter")
    expect(page.locator("#id_proposed_places")).to_have_value("Petrograd")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/posts/post/")
    post.refresh_from_db()
    assert post.proposed_places == "Petrograd"
    assert [place.name for place in post.places.all()] == ["France"]


def test_without_scripts_all_of_it_can_be_reached(visit: Any) -> None:
    make_editor()
    post = make_post(status="draft")
    desk = sign_in(visit, width=390, java_script_enabled=False)
    page = desk.open(f"/admin/posts/post/{post.pk}/change/")
    page.fill("#id_story", "Written without scripts.")
    unfold(page, "question")
    page.fill("#id_closing_question", "And so?")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/posts/post/")
    post.refresh_from_db()
    assert (post.story, post.closing_question) == ("Written without scripts.", "And so?")


def test_the_page_is_sound_with_all_of_it_open(visit: Any) -> None:
    author = make_person("author", "tacitus")
    post = make_post(status="review", author=author, bullets=[("A", "one")], tags=["x"])
    workflow.take(post, Action.SEND_BACK, by=make_editor(), note="Two sources, please.")
    desk = sign_in(visit, name="tacitus")
    page = desk.open(f"/admin/posts/post/{post.pk}/change/")
    expect(page.get_by_role("heading", name="Sent back by")).to_be_visible()
    page.locator(".side details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    assert (desk.axe_everywhere(EVERY_LOOK), desk.too_wide((390, 640, 1025, 1280))) == ([], [])
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Details").click()
    assert (desk.axe_everywhere(((390, "light"), (390, "dark"))), desk.too_wide([390])) == ([], [])


def test_a_phone_has_every_way_and_the_story_stays_near_the_top(visit: Any) -> None:
    author, editor = make_person("author", "tacitus"), make_editor()
    long = "A returned post: the fall of the old order and the rise of the new"
    date = "25 October 1917 O.S."
    post = make_post(long, status="review", author=author, event_input=date)
    workflow.take(post, Action.SEND_BACK, by=editor, note="Two sources, please. " * 20)
    desk = sign_in(visit, name="tacitus", width=390, height=844)
    page = desk.open(change_url(post))
    line = page.locator(".banners > summary")
    expect(line).to_contain_text("Sent back by")
    assert page.locator("#id_title").bounding_box()["height"] > 60  # two lines
    assert story_box(page)["y"] <= 330
    line.click()
    expect(page.get_by_text("Two sources, please.").first).to_be_visible()
    bar = page.locator("markdown-toolbar").bounding_box()
    box = page.locator("#id_story")
    box.fill("A line.\n\n" * 60)
    page.evaluate("scrollTo(0, 300)")
    page.get_by_role("link", name="Details").click()
    expect(page.locator("#settle-heading")).to_be_focused()
    page.get_by_role("link", name="Write").click()
    expect(box).to_be_focused()
    assert page.evaluate("scrollY") == 300
    page.evaluate("scrollTo(0, 0)")
    for name in ("Note", "Cite a source", "Add picture", "Note to colleagues"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box["x"] + box["width"] <= bar["x"] + bar["width"], name
    page.get_by_role("button", name="tacitus").click()
    for name in ("View site", "Public name", "Change password"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    assert desk.axe_everywhere(EVERY_LOOK) == []


def test_a_scheduled_post_is_saved_once_something_was_changed(visit: Any) -> None:
    make_editor()
    post = make_post("Hastings", publish_at=datetime(2100, 5, 27, tzinfo=UTC))
    page = sign_in(visit).open(change_url(post))
    main = page.locator(".submit-row > input")
    expect(main).to_have_value("Publish now")
    page.fill("#id_title", "Hastings, again")
    expect(main).to_have_value("Save the changes")
    main.click()
    page.wait_for_url("**/admin/posts/post/")
    post.refresh_from_db()
    assert (post.title, post.state) == ("Hastings, again", "scheduled")


def test_the_preview_has_title_date_and_bullets(visit: Any) -> None:
    make_editor()
    page = sign_in(visit).open(change_url(make_post("Hastings", bullets=[("Who", "A duke")])))
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview of the story")
    expect(preview.get_by_role("heading", name="Hastings")).to_be_visible()
    expect(preview.locator(".tldr-text")).to_have_text("A duke")
    page.fill("#id_event_input", "27 May 1997")
    expect(preview.locator(".stamp").first).to_contain_text("1997")
