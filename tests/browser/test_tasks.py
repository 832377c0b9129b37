"""The desk's tasks as people do them, by the words on the page, with their clicks counted.

The most that a task may take is what it took on the desk before the writing page.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from taggit.models import Tag

from posts.models import Correction, Dossier, Image, Post, PreviewLink, Redirect, Source
from tests.browser.desk import sign_in
from tests.editorial.newsroom import make_person
from tests.factories import make_category, make_editor, make_image, make_post, picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = datetime(2030, 12, 5, 8, 30, tzinfo=UTC)


class Person:
    """Somebody with a mouse: each thing pressed and each field gone into is a click."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, what: Locator) -> None:
        what.filter(visible=True).first.click()
        self.clicks += 1

    def press(self, name: str, role: Any = "button") -> None:
        self.click(self.page.get_by_role(role, name=name, exact=True))

    def unfold(self, heading: str) -> None:
        name = self.page.get_by_text(heading, exact=True)
        self.click(self.page.locator("summary").filter(has=name))

    def write(self, label: str, text: str, role: Any = "textbox") -> None:
        self.press(label, role)
        self.page.keyboard.insert_text(text)

    def choose(self, name: str) -> None:
        """Type into the box with the focus and take what is found, without the mouse."""
        self.page.keyboard.type(name)
        found = self.page.locator(".select2-results__option--highlighted")
        expect(found).to_contain_text(name)
        self.page.keyboard.press("Enter")

    def took(self) -> int:
        """Return the clicks since this was asked last."""
        clicks, self.clicks = self.clicks, 0
        return clicks


@pytest.fixture
def person(visit: Any) -> Any:
    def at(name: str, path: str = "/admin/") -> Person:
        return Person(sign_in(visit, name=name).open(path))

    return at


def file(colour: str) -> Any:
    data = picture_bytes(colour=colour)
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": data}


def test_an_author_signs_in_writes_and_sends_a_story_to_review(visit: Any) -> None:
    author = make_person("author", "tacitus")
    make_category("War")
    make_image()
    desk = visit()
    page, clicks = desk.open("/admin/"), {}
    tacitus = Person(page)
    expect(page.get_by_label("Username")).to_be_focused()
    for text, key in (("tacitus", "Tab"), ("a long passphrase", "Shift+Tab")):
        page.keyboard.insert_text(text)
        page.keyboard.press(key)
    tacitus.press("Log in")
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
    dialog.get_by_label("Picture file").set_input_files([file("blue")])
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
    tacitus.press("Places", "searchbox")
    tacitus.choose("Russia")
    page.keyboard.press("Tab")  # past what may be proposed
    page.keyboard.press("Tab")
    tacitus.choose("revolution")
    clicks["category, place, tag"] = tacitus.took()
    tacitus.press("Preview")
    expect(page.get_by_role("region", name="Preview of the story")).to_contain_text("kitchen")
    clicks["preview"] = tacitus.took()
    tacitus.press("Send to review")
    expect(page.locator(".messagelist")).to_contain_text("review")
    clicks["send to review"] = tacitus.took()

    most = {"sign in": 1, "start a post": 1, "event date": 1, "story": 1, "four bullets": 4}
    most |= {"picture in the story": 4, "hero": 5, "category, place, tag": 3, "preview": 1}
    most |= {"send to review": 1}
    assert {task: count for task, count in clicks.items() if count > most[task]} == {}
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


def test_pictures_links_and_empty_days_are_found_at_once(person: Any) -> None:
    make_editor()
    post = make_post("Fulford", status="draft")
    clio, clicks = person("clio", "/admin/posts/image/"), {}
    page = clio.page
    clio.press("Add several pictures", "link")
    page.set_input_files("#files", [file(name) for name in ("red", "blue", "green", "tan", "lime")])
    clio.clicks += 1
    clio.press("Upload")
    expect(page.locator("#upload-status")).to_contain_text("5 stored")
    clicks["five pictures"] = clio.took()
    page.goto(page.url.replace("upload/", ""))
    clio.press("No description", "link")
    expect(page.get_by_text("5 pictures")).to_be_visible()
    clicks["pictures without a description"] = clio.took()
    clio.press("Planner", "link")
    expect(page.get_by_role("heading", name="June")).to_be_visible()
    clicks["empty days in June"] = clio.took()
    page.goto(page.url.replace("planner/", f"posts/post/{post.pk}/change/"))
    clio.unfold("Preview links")
    clio.press("Make a link")
    expect(page.locator(".messagelist")).to_be_visible()
    clicks["a preview link"] = clio.took()

    clio.press("Revoke the link")
    expect(page.locator(".messagelist")).to_contain_text("opens nothing")
    clicks["a preview link ends"] = clio.took()

    most = {"five pictures": 3, "pictures without a description": 1, "empty days in June": 1}
    most |= {"a preview link": 2, "a preview link ends": 1}
    assert {task: count for task, count in clicks.items() if count > most[task]} == {}
    assert PreviewLink.objects.get().post == post


def test_the_archive_is_planned_filed_merged_and_led_on(person: Any) -> None:
    make_editor()
    war, picture = make_category("War"), make_image("green")
    posts = [make_post(f"Battle {number}", tags=["cold war"]) for number in range(10)]
    twin = make_post("Another", tags=["cold-war"])
    Redirect.objects.create(path="/1066.html", post=twin, hits=7)
    clio, clicks = person("clio", "/admin/planner/"), {}
    page = clio.page
    clio.write("Add an idea", "Domesday")
    clio.press("Add")
    clio.press("Domesday", "link")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Domesday")
    clicks["an idea becomes a post"] = clio.took()

    page.goto(f"{page.url.partition('/admin/')[0]}/admin/posts/post/?q=battle")
    clio.click(page.locator("#action-toggle"))
    page.get_by_label("Action:").select_option("change_categories")
    clio.clicks += 1
    clio.press("Run")
    clio.press("Categories", "searchbox")
    clio.choose("War")
    clio.press("Show what would happen")
    clio.press("Change categories: 10 posts")
    expect(page.locator(".messagelist")).to_contain_text("10 posts changed.")
    clicks["a category of ten posts"] = clio.took()

    page.goto(page.url.partition("posts/post/")[0] + "taggit/tag/")
    for name in ("cold war", "cold-war"):
        named = page.get_by_role("link", name=name, exact=True)  # the other's address is this name
        clio.click(page.get_by_role("row").filter(has=named).get_by_role("checkbox"))
    page.get_by_label("Action:").select_option("merge_two")
    clio.clicks += 1
    clio.press("Run")
    clio.click(page.get_by_role("button", name="Merge"))
    expect(page.locator(".messagelist")).to_contain_text("is merged into")
    clicks["two tags become one"] = clio.took()

    page.goto(page.url.partition("taggit/")[0])
    clio.press("Redirects (old addresses)", "link")
    expect(page.get_by_role("row", name="/1066.html")).to_contain_text("7")
    clicks["how often an old address is followed"] = clio.took()

    page.goto(page.url.replace("redirect/", f"image/{picture.pk}/change/"))
    page.get_by_label("Replace the file by").set_input_files([file("blue")])
    clio.clicks += 1
    clio.press("Save")
    expect(page.locator(".messagelist")).to_contain_text("The file was replaced")
    clicks["a picture's file is replaced"] = clio.took()

    most = {"an idea becomes a post": 3, "a category of ten posts": 15, "two tags become one": 5}
    most |= {"how often an old address is followed": 2, "a picture's file is replaced": 2}
    assert {task: count for task, count in clicks.items() if count > most[task]} == {}
    assert (war.posts.count(), Tag.objects.count(), len(posts)) == (10, 1, 10)


def test_what_was_typed_is_found_again_and_a_dossier_is_opened(person: Any) -> None:
    make_editor()
    told = [make_post(title) for title in ("Fulford", "Hastings", "Stamford Bridge")]
    Source.objects.create(title="Annals")
    clio, clicks = person("clio", "/admin/posts/post/add/"), {}
    page = clio.page
    page.get_by_label("Title", exact=True).fill("Never saved")
    expect(page.get_by_text("Unsaved, but kept at")).to_be_visible()
    desk = page.url.partition("posts/")[0]
    clio.page = page = page.context.new_page()
    page.goto(desk)
    clio.press("Never saved", "link")
    clio.click(page.get_by_role("button", name="Put it back into the form"))
    expect(page.get_by_label("Title", exact=True)).to_have_value("Never saved")
    clicks["closed and found again"] = clio.took()

    clio.page = page = page.context.new_page()
    page.goto(f"{desk}posts/dossier/add/")
    page.get_by_label("Title", exact=True).fill("The Conquest")
    clio.unfold("Stories")
    clio.press("Stories", "searchbox")
    for post in told:
        clio.choose(post.title)
    for number, label in enumerate(("Domesday", "Winchester")):
        clio.press("Add a milestone")
        row = page.locator(f"#milestones-{number}")
        row.get_by_label("Label").first.fill(label)
        row.get_by_label("Event date").first.fill(f"108{number + 5}")
        clio.click(row.get_by_role("combobox", name="Source"))
        clio.choose("Annals")
    clio.press("Publish")
    expect(page.locator(".messagelist")).to_contain_text("published")
    clicks["a dossier of three posts"] = clio.took()

    most = {"closed and found again": 2, "a dossier of three posts": 14}
    assert {task: count for task, count in clicks.items() if count > most[task]} == {}
    dossier = Dossier.objects.get()
    found = (dossier.is_public, dossier.posts.count(), dossier.milestones.count())
    assert found == (True, 3, 2)


def test_a_note_is_written_and_answered_beside_what_is_being_typed(person: Any) -> None:
    make_editor()
    author = make_person("author", "tacitus")
    post = make_post("Fulford", status="review", author=author, story="They met at Gate Fulford.")
    clio = person("clio", f"/admin/posts/post/{post.pk}/change/")
    page = clio.page
    story = page.locator("#id_story")
    story.evaluate("box => { box.focus(); box.setSelectionRange(12, 24); }")
    clio.unfold("Notes")
    page.get_by_label("A note on this post").click()
    expect(page.locator("#note-quote")).to_have_value("Gate Fulford")
    page.get_by_label("A note on this post").fill("Which bank of the river?")
    story.fill("Typed meanwhile.")
    clio.press("Write the note")
    expect(page.get_by_text("Which bank of the river?")).to_be_visible()
    page.locator(".note-deeds summary").click()
    page.get_by_label("Your answer").fill("The east one.")
    page.locator(".note-deeds").get_by_role("button", name="Answer").click()
    expect(page.get_by_text("The east one.")).to_be_visible()
    clio.press("Settle")
    expect(page.get_by_role("button", name="Take up again")).to_be_visible()
    expect(story).to_have_value("Typed meanwhile.")
    clio.unfold("Other steps")
    clio.write("What is missing? The author reads it", "A source.")
    clio.press("Send back to the author")
    expect(page.locator(".messagelist")).to_be_visible()
    assert post.transitions.get().note == "A source."
    assert [each.text for each in post.notes.filter(quote="Gate Fulford")] == [
        "Which bank of the river?"
    ]


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
