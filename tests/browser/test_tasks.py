"""The desk's tasks as people do them, by the words on the page, with their clicks counted.

The most that a task may take is what it took on the desk before the writing page.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from posts.models import Correction, Image, Post, Source
from tests.browser.desk import Person, picture_file
from tests.editorial.newsroom import make_person
from tests.factories import make_category, make_editor, make_image, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = datetime(2030, 12, 5, 8, 30, tzinfo=UTC)


def test_an_author_signs_in_writes_and_sends_a_story_to_review(visit: Any) -> None:
    author = make_person("author", "tacitus")
    make_category("War")
    make_image()
    Source.objects.create(title="Annals")
    desk = visit()
    page, clicks = desk.open("/admin/"), {}
    tacitus = Person(page)
    expect(page.get_by_label("Username")).to_be_focused()
    for text, key in (("tacitus", "Tab"), ("a long passphrase", "Shift+Tab")):
        page.keyboard.insert_text(text)
        page.keyboard.press(key)
    tacitus.press("Sign in")
    clicks["sign in"] = tacitus.took()
    tacitus.press("Write a post", "link")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    page.keyboard.insert_text("The Winter Palace")
    clicks["start a post"] = tacitus.took()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("25 October 1917 O.S.")
    expect(page.locator("#id_event_input_note")).to_contain_text("7 November 1917")
    clicks["event date"] = tacitus.took()
    tacitus.press("Story", "textbox")
    page.keyboard.type("They came by the *kitchen* stairs ")
    page.keyboard.press("Control+b")
    page.keyboard.type("at night")
    page.keyboard.press("Control+b")
    page.keyboard.type(".")
    clicks["story"] = tacitus.took()
    tacitus.press("Add picture")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Picture file").set_input_files([picture_file("blue")])
    tacitus.clicks += 1  # to choose the file
    tacitus.click(dialog.get_by_label("What it shows"))
    page.keyboard.insert_text("A blue night")
    tacitus.click(dialog.get_by_role("button", name="Add picture"))
    expect(dialog).to_be_hidden()
    expect(page.locator("#id_story")).to_have_value(
        "They came by the *kitchen* stairs **at night**.\n\n"
        f"![A blue night]({Image.objects.get(alt='A blue night').file.url})\n\n"
    )
    clicks["picture in the story"] = tacitus.took()
    tacitus.unfold("TLDR")
    tacitus.press("Add a bullet")
    for row, text in enumerate(("Who", "Where", "When", "Why")):
        expect(page.locator(f"[name=bullets-{row}-text]")).to_be_focused()
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")
    clicks["four bullets"] = tacitus.took()
    tacitus.unfold("Picture")
    tacitus.press("Hero picture", "combobox")
    tacitus.click(page.get_by_role("option", name="A red field"))
    clicks["hero"] = tacitus.took()
    tacitus.unfold("Filed under")
    tacitus.press("Categories", "searchbox")
    tacitus.choose("War")
    whole = clicks["start a post"] + clicks["event date"] + clicks["story"] + tacitus.clicks
    tacitus.press("Places", "searchbox")
    tacitus.choose("Russia")
    page.keyboard.press("Tab")  # past what may be proposed
    page.keyboard.press("Tab")
    tacitus.choose("revolution")
    clicks["category, place, tag"] = tacitus.took()
    tacitus.unfold("Sources")
    tacitus.press("Add a source")
    tacitus.choose("Annals")
    tacitus.press("Add a source")
    with page.expect_popup() as opened:
        tacitus.click(page.locator("#add_id_citations-1-source"))
    new = opened.value
    new.get_by_label("Title").fill("Ten Days That Shook the World")
    new.get_by_role("button", name="Save").click()
    tacitus.clicks += 1
    expect(page.locator("#id_citations-1-key")).not_to_have_value("")
    clicks["two sources, one new"] = tacitus.took()
    tacitus.press("Preview")
    expect(page.get_by_role("region", name="Preview of the story")).to_contain_text("kitchen")
    clicks["preview"] = tacitus.took()
    tacitus.press("Send to review")
    expect(page.locator(".messagelist")).to_contain_text("review")
    clicks["send to review"] = tacitus.took()

    most = {"sign in": 1, "start a post": 1, "event date": 1, "story": 1, "four bullets": 4}
    most |= {"picture in the story": 4, "hero": 5, "category, place, tag": 3, "preview": 1}
    most |= {"send to review": 1, "two sources, one new": 5}
    assert {task: count for task, count in clicks.items() if count > most[task]} == {}
    assert whole + clicks["send to review"] <= 6  # title, date, story, one category
    post = Post.objects.get()
    assert (post.author, post.status) == (author, Post.Status.REVIEW)
    assert [bullet.text for bullet in post.bullets.all()] == ["Who", "Where", "When", "Why"]
    found = [*post.categories.all(), *post.places.all()]
    assert ([str(each) for each in found], [*post.tags.names()]) == (
        ["War", "Russia"],
        ["revolution"],
    )


def test_an_editor_schedules_publishes_corrects_and_goes_back(person: Any) -> None:
    make_editor()
    author = make_person("author", "tacitus")
    post = make_post("Fulford", status="review", author=author, publish_at=None)
    clio, clicks = person("clio"), {}
    clio.press("Fulford", "link")
    page = clio.page
    page.get_by_label("Day", exact=True).fill(f"{SOON:%Y-%m-%d}")
    page.get_by_label("Time", exact=True).fill(f"{SOON:%H:%M}")
    clio.clicks += 2
    clio.press("Schedule for 5 December 2030, 08:30 UTC")
    expect(page.locator(".messagelist")).to_contain_text("5 December 2030, 08:30 UTC")
    clicks["approve and schedule"] = clio.took()
    assert Post.objects.published(now=SOON).get() == post

    clio.press("Fulford", "link")
    clio.unfold("Other steps")
    clio.press("Publish now")
    expect(page.locator(".messagelist")).to_contain_text("ublished")
    clicks["publish now"] = clio.took()
    assert Post.objects.published().get() == post

    clio.press("Fulford", "link")
    clio.press("Story", "textbox")
    page.keyboard.insert_text("Corrected. ")
    clio.press("A correction", "radio")
    clio.write("Correction", "It was a Wednesday.")
    clio.press("Publish the changes")
    expect(page.locator(".messagelist")).to_contain_text("ublished")
    clicks["a typo and its correction"] = clio.took()
    assert Correction.objects.get().text == "It was a Wednesday."

    clio.press("Fulford", "link")
    clio.unfold("History")
    clio.press("All versions and steps, and what changed between them", "link")
    expect(page.get_by_role("heading", name="From version")).to_be_visible()
    clicks["versions and what changed"] = clio.took() - 1  # it begins on the post's page
    clio.press("Version 1", "link")
    clio.press("Put back the whole version")
    expect(page.locator(".messagelist")).to_be_visible()
    clicks["restore"] = clio.took()

    most = {"approve and schedule": 4, "publish now": 4, "a typo and its correction": 5}
    most |= {"versions and what changed": 2, "restore": 2}
    assert {task: count for task, count in clicks.items() if count > most[task]} == {}


def test_the_keyboard_alone_leads_from_sign_in_to_review(visit: Any) -> None:
    make_person("author", "tacitus")
    page = visit().open("/admin/")
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.insert_text("tacitus")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("a long passphrase")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Write a post", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    page.keyboard.insert_text("The Winter Palace")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("7 November 1917")
    tab_to(page, page.get_by_role("textbox", name="Story", exact=True))
    page.keyboard.insert_text("They came by the kitchen stairs.")
    tab_to(page, page.locator("summary", has_text="Description"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("By night.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messagelist")).to_contain_text("review")
    post = Post.objects.get()
    told = (post.title, post.event_edtf, post.story, post.description, post.status)
    assert told == (
        *("The Winter Palace", "1917-11-07", "They came by the kitchen stairs.", "By night."),
        "review",
    )


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus: within thirty steps, or it is too far."""
    target.first.wait_for()
    for _ in range(30):
        if target.first.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"thirty steps do not reach {target}")
