"""Two people, two tabs, a crash, a tunnel, an outsider: the desk as a newsroom lives with it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from posts.editorial import autosave
from posts.editorial.save import draft_of
from posts.editorial.snapshot_io import snapshot_of
from posts.models import Autosave, Post, Revision
from tests.browser.desk import sign_in, unfold
from tests.browser.looks import EVERY_LOOK
from tests.editorial.newsroom import make_person
from tests.editorial.test_revisions import whole_post
from tests.factories import make_editor, make_image, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def change(post: Post) -> str:
    return f"/admin/posts/post/{post.pk}/change/"


def save(page: Page) -> None:
    page.click("input[name=_save]")
    page.wait_for_url("**/admin/posts/post/")


@pytest.mark.engine
def test_two_editors_meet_and_choose_field_by_field(visit: Any) -> None:
    make_editor("clio")
    make_editor("livy")
    post = make_post(status="draft", title="Base", story="Base text.", bullets=[("A", "one")])
    clio, livy = sign_in(visit), sign_in(visit, name="livy")
    clio.page.clock.install()
    mine = clio.open(change(post))
    with livy.page.expect_response("**/presence/"):
        theirs = livy.open(change(post))
    mine.clock.fast_forward(20_000)  # to the next sign of life
    expect(mine.locator("#others")).to_contain_text("livy is editing this too")
    theirs.fill("#id_story", "Their text.")
    unfold(theirs, "question")
    theirs.fill("#id_closing_question", "Only theirs?")
    save(theirs)
    mine.fill("#id_story", "My text.")
    mine.fill("#id_title", "Only mine")
    mine.click("input[name=_save]")

    clash = mine.get_by_role("group", name="Story").first
    for words in ("Base text.", "Their text.", "My text."):
        expect(clash).to_contain_text(words)
    expect(mine.locator("#id_closing_question")).to_have_value("Only theirs?")
    assert clio.axe_everywhere(EVERY_LOOK) == []
    clash.get_by_role("button", name="Take theirs").click()
    expect(mine.locator("#id_story")).to_have_value("Their text.")
    expect(mine.locator("#id_title")).to_have_value("Only mine")
    save(mine)
    stored = Post.objects.get()
    assert (stored.title, stored.story, stored.closing_question) == (
        "Only mine",
        "Their text.",
        "Only theirs?",
    )


def test_text_survives_a_crash_of_the_browser(visit: Any) -> None:
    make_editor()
    post = make_post(status="draft", bullets=[("A", "one")])
    visitor = sign_in(visit)
    visitor.page.clock.install()
    page = visitor.open(change(post))
    page.wait_for_timeout(500)
    page.clock.pause_at(page.evaluate("Date.now()") + 1_000)
    page.fill("#id_story", "Typed before the crash.")
    unfold(page, "bullets")
    page.clock.fast_forward(2_000)
    page.locator("[name=bullets-0-text]").fill("One, longer.")
    page.clock.fast_forward(1_000)  # and typing on
    expect(page.locator(".kept-line")).to_contain_text("Unsaved, but kept at", timeout=10_000)
    page.context.close()
    assert (Post.objects.get().story, Revision.objects.count()) == (post.story, 0)

    desk = sign_in(visit)
    again = desk.open(change(post))
    expect(again.get_by_role("heading", name="You have unsaved text")).to_be_visible()
    assert desk.axe_everywhere() == []
    again.get_by_text("What it changes (2)").click()
    expect(again.locator(".autosave ins").first).to_contain_text("Typed before the crash")
    again.get_by_role("button", name="Put it back into the form").click()
    expect(again.locator("#id_story")).to_have_value("Typed before the crash.")
    expect(again.locator("[name=bullets-0-text]")).to_have_value("One, longer.")
    save(again)
    assert Post.objects.get().story == "Typed before the crash."
    assert not Autosave.objects.exists()


def test_text_typed_out_of_reach_is_kept_in_the_browser_and_handed_over(visit: Any) -> None:
    make_editor()
    post = make_post(status="draft")
    visitor = sign_in(visit)
    visitor.page.clock.install()
    page = visitor.open(change(post))
    page.on("dialog", lambda dialog: dialog.accept())
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.fill("#id_story", "Typed in a tunnel.")
    page.clock.fast_forward(3_000)  # without a key
    expect(page.locator(".kept-line")).to_contain_text("kept in this browser", timeout=10_000)
    assert not Autosave.objects.exists()
    page.context.set_offline(False)
    page.evaluate("window.onbeforeunload = null")
    page.goto("about:blank")
    page.go_back()
    expect(page.get_by_role("heading", name="You have unsaved text")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Put it back into the form").click()
    expect(page.locator("#id_story")).to_have_value("Typed in a tunnel.")


def test_an_older_text_cannot_be_taken_while_a_newer_is_handed_over(visit: Any) -> None:
    post = make_post(status="draft")
    autosave.keep(post, [("title", "Older")], by=make_editor(), version=1)
    desk = sign_in(visit)
    page, held = desk.open("/admin/"), []
    stored = {"path": change(post), "pairs": [["title", "Newer"], ["version", "1"]]}
    page.evaluate(
        "([key, text]) => localStorage.setItem(key, text)",
        [
            "autosave:of-an-earlier-visit",
            json.dumps(stored),
        ],
    )
    page.route("**/autosave/", lambda route: route.continue_() if held else held.append(route))
    desk.open(change(post))
    button = page.get_by_role("button", name="Put it back into the form")
    expect(button).to_be_disabled()
    held[0].continue_()
    expect(button).to_be_enabled()
    button.click()
    expect(page.locator("#id_title")).to_have_value("Newer")


def test_an_outsider_reads_by_a_link_until_it_is_taken_back(visit: Any) -> None:
    make_editor()
    post = make_post(status="draft", story="Not for everybody yet.")
    page = sign_in(visit).open(change(post))
    unfold(page, "previews")
    page.get_by_label("For whom").fill("The museum")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Address of the preview link for The museum").input_value()
    outsider = visit()
    path = address.removeprefix(outsider.server)
    other = outsider.open(path)
    expect(other.locator(".story")).to_contain_text("Not for everybody yet.")
    expect(other.get_by_role("region", name="Preview")).to_contain_text("A draft, not published")
    assert outsider.faults([path]) == {}
    page.get_by_role("button", name="Revoke the link for The museum").click()
    assert other.goto(address).status == 404


def test_a_schedule_is_kept_to_the_second_and_named_on_its_button(visit: Any) -> None:
    make_editor()
    post = make_post(status="draft", publish_at=None)
    due = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=3)
    page = sign_in(visit).open(change(post))
    page.fill("#id_publish_at_0", f"{due:%Y-%m-%d}")
    page.fill("#id_publish_at_1", f"{due:%H:%M}")
    button = page.locator("input[name=_publish]")
    expect(button).to_have_value(f"Schedule for {due.day} {due:%B %Y}, {due:%H:%M} UTC")
    button.click()
    page.wait_for_url("**/admin/posts/post/")
    reader = visit()
    address = reader.server + post.get_absolute_url()
    with time_machine.travel(due - timedelta(seconds=1), tick=False):
        assert reader.page.goto(address).status == 404
    with time_machine.travel(due, tick=False):
        assert reader.page.goto(address).status == 200


def test_an_old_version_is_put_back_whole(visit: Any) -> None:
    make_editor()
    post = whole_post()
    whole = snapshot_of(post).to_json()
    page = sign_in(visit).open(change(post))
    page.fill("#id_story", "Another story.")
    unfold(page, "bullets")
    page.locator(".dynamic-bullets").first.get_by_role("button", name="Move down").click()
    page.locator("select#id_categories").evaluate(
        "s => { for (const o of s.options) o.selected = false; }"
    )
    save(page)
    assert snapshot_of(Post.objects.get(pk=post.pk)).to_json() != whole
    page.goto(page.url.replace("/admin/posts/post/", f"/admin/posts/post/{post.pk}/history/"))
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_text("moved from")).to_be_visible()
    page.get_by_role("button", name="Put back the whole version").click()
    page.wait_for_url(f"**{change(post)}")
    assert snapshot_of(Post.objects.get(pk=post.pk)).to_json() == whole


def test_an_author_sends_to_review_and_an_editor_publishes(visit: Any) -> None:
    make_person("author", "tacitus")
    make_person("editor", "livy")
    author = sign_in(visit, name="tacitus").open("/admin/posts/post/add/")
    author.fill("#id_title", "The Germania")
    author.fill("#id_event_input", "1 May 1998")
    unfold(author, "short")
    author.fill("#id_description", "Written far from the Rhine.")
    assert author.get_by_role("button", name="Publish").count() == 0
    author.get_by_role("button", name="Send to review").click()
    author.wait_for_url("**/admin/posts/post/")
    editor = sign_in(visit, name="livy").open("/admin/")
    editor.get_by_role("link", name="The Germania").first.click()
    editor.get_by_role("button", name="Publish", exact=True).click()
    editor.wait_for_url("**/admin/posts/post/")
    assert Post.objects.get().is_public


def test_what_stands_in_the_way_shows_while_one_writes(visit: Any) -> None:
    make_editor()
    page = sign_in(visit).open(change(make_post(status="draft")))
    checks = page.locator("#checks")
    unfold(page, "short")
    page.fill("#id_description", "")
    expect(checks).to_contain_text("Write a description", timeout=8_000)
    expect(page.locator("#id_reason")).to_be_visible()
    page.fill("#id_description", "An army meets another.")
    expect(checks).not_to_contain_text("Write a description", timeout=8_000)
    expect(page.locator("#id_reason")).to_be_hidden()


def test_no_page_of_the_newsroom_has_a_fault(visit: Any) -> None:
    clio = make_editor()
    post = make_post(hero=make_image(), bullets=[("A", "one")], tags=["x"])
    desk = sign_in(visit)
    page = desk.open(change(post))
    page.fill("#id_story", "Changed.")
    save(page)
    assert draft_of(Post.objects.get()).copy.by == clio
    start = f"/admin/posts/post/{post.pk}"
    pages = [
        *("/admin/", "/admin/posts/post/", f"{start}/change/", f"{start}/versions/1/"),
        f"{start}/history/?from=1&to=now",
        f"{post.get_absolute_url()}?draft=1",
    ]
    assert desk.faults(pages, widths=(1920, 1280, 768, 390)) == {}
