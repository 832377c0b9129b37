"""Nothing that was typed is lost: signed out, out of reach, refused, or left by mistake."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from posts.models import Post
from tests.browser.desk import add_bullet, press_other, sign_in, unfold
from tests.factories import make_citation, make_editor, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def change_form(visit: Any, post: Post) -> Page:
    page: Page = sign_in(visit).open(f"/admin/posts/post/{post.pk}/change/")
    return page


def labels(page: Page) -> list[str]:
    rows = page.locator(".dynamic-bullets [name$='-label']")
    return [rows.nth(index).input_value() for index in range(rows.count())]


def focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.name || document.activeElement.className")


def test_a_save_after_the_session_ended_keeps_the_text(visit: Any) -> None:
    make_editor()
    page = change_form(visit, make_post(status="draft"))
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_story", "Typed for an hour.")
    preview = page.locator("[data-story-problem]")
    expect(preview).to_contain_text("You are signed out, so there is no preview")
    page.click("input[name=_save]")
    expect(page.locator(".save-problem")).to_contain_text("You are signed out.")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    other = opened.value
    other.fill("#id_username", "clio")
    other.fill("#id_password", "a long passphrase")
    other.click("input[type=submit]")
    other.wait_for_url("**/admin/")
    other.close()
    page.click("input[name=_save]")
    page.wait_for_url("**/admin/posts/post/")
    assert Post.objects.get().story == "Typed for an hour."


def test_a_save_that_no_server_takes_keeps_the_text(visit: Any) -> None:
    make_editor()
    page = change_form(visit, make_post(status="draft"))
    page.fill("#id_story", "Typed in a tunnel.")
    page.context.set_offline(True)
    page.click("input[name=_save]")
    expect(page.locator(".save-problem")).to_contain_text("The server cannot be reached.")
    expect(page.locator("#id_story")).to_have_value("Typed in a tunnel.")
    page.context.set_offline(False)
    page.click("input[name=_save]")
    page.wait_for_url("**/admin/posts/post/")
    assert Post.objects.get().story == "Typed in a tunnel."


def test_a_save_in_place_at_which_the_server_fails_keeps_the_text(visit: Any) -> None:
    make_editor()
    post = make_post(status="draft")
    page = change_form(visit, post)
    address = page.url
    page.fill("#id_story", "Typed while a table was away.")
    with table_away("posts_revision"):
        page.keyboard.press("Control+s")
        told = "The server could not save it. Try again in a moment. All you typed is still here."
        expect(page.locator(".save-problem")).to_have_text(told)
    expect(page.locator("#id_story")).to_have_value("Typed while a table was away.")
    assert (page.url, Post.objects.get().story) == (address, post.story)
    page.keyboard.press("Control+s")
    expect(page.locator(".kept-line")).to_have_text("Saved.")
    expect(page.locator(".save-problem")).to_be_empty()
    assert Post.objects.get().story == "Typed while a table was away."


@contextmanager
def table_away(table: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        yield
        cursor.execute(f"ALTER TABLE {table}_away RENAME TO {table}")


@pytest.mark.parametrize("typed", [True, False])
def test_leaving_is_asked_about_only_with_something_to_lose(visit: Any, typed: bool) -> None:
    make_editor()
    page = change_form(visit, make_post(status="draft"))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.wait_for_timeout(400)  # the form is compared with itself a moment after it loaded
    page.locator("#id_story").click()
    if typed:
        page.keyboard.type("More. ")
    page.get_by_role("link", name="Sources", exact=True).click()
    page.wait_for_url("**/admin/posts/source/")
    assert asked == (["beforeunload"] if typed else [])


def test_rows_come_back_from_an_error_as_they_were_put(visit: Any) -> None:
    make_editor()
    page = sign_in(visit).open("/admin/posts/post/add/")
    add_bullet(page, "A", "one")
    add_bullet(page, "B", "two")
    page.locator(".dynamic-bullets").last.get_by_role("button", name="Move up").click()
    page.click("input[name=_save]")
    expect(page.get_by_role("alert").first).to_contain_text("Nothing is saved yet")
    unfold(page, "bullets")
    # The rows become rows by a script, which may run after the alert is there to be read.
    expect(page.locator(".dynamic-bullets").get_by_role("button", name="Remove")).to_have_count(2)
    assert labels(page) == ["B", "A"]


def test_removing_a_row_keeps_the_focus_and_the_stored_rows(visit: Any) -> None:
    make_editor()
    post = make_post(status="draft", bullets=[("A", "one"), ("B", "two")])
    page = change_form(visit, post)
    add_bullet(page, "C", "three")
    for _ in range(2):
        row = page.locator(".dynamic-bullets").nth(labels(page).index("C"))
        row.get_by_role("button", name="Move up").click()
    add_bullet(page, "D", "four")
    page.locator(".dynamic-bullets").last.get_by_role("button", name="Remove").press("Space")
    expect(page.locator("#desk-status")).to_have_text("Bullet removed, 3 left.")
    assert (labels(page), focused(page)) == (["C", "A", "B"], "bullets-2-text")
    press_other(page, "Save and keep editing")
    expect(page.locator(".messagelist")).to_contain_text("is saved.")
    assert [b.label for b in post.bullets.all()] == ["C", "A", "B"]


def test_a_new_source_is_at_hand_and_in_line(visit: Any) -> None:
    make_editor()
    post = make_post()
    make_citation(post)
    desk = sign_in(visit)
    page = desk.open(f"/admin/posts/post/{post.pk}/change/")
    unfold(page, "sources")
    page.get_by_role("button", name="Add a source").click()
    chosen = page.locator(".dynamic-citations").last.locator(".select2-selection")
    expect(chosen).to_be_focused()
    columns = "rows => rows.map(row => getComputedStyle(row).gridTemplateColumns)"
    widths = page.locator(".dynamic-citations .row-fields").evaluate_all(columns)
    assert widths[0] == widths[1]
    assert [text for text in desk.complaints if "Select2" in text] == []


def test_the_preview_follows_the_language_of_the_form(visit: Any) -> None:
    make_editor()
    page = change_form(visit, make_post(status="draft", language="de", story='Das "Ende".'))
    story = page.locator(".markdownx-preview .story")
    expect(story).to_have_text("Das „Ende“.")
    page.locator(".part-address summary").click()
    page.fill("#id_language", "it")
    page.locator("#id_language").press("Tab")
    expect(story).to_have_text("Das «Ende».")
