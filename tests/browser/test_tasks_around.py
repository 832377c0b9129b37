"""The tasks around writing as people do them, with their clicks counted as those of writing are."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect
from taggit.models import Tag

from posts.editorial import save
from posts.editorial.snapshot_io import snapshot_of
from posts.models import Dossier, Post, PreviewLink, Redirect, Source
from tests.browser.desk import picture_file
from tests.editorial.newsroom import make_person
from tests.factories import make_category, make_editor, make_image, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pictures_links_and_empty_days_are_found_at_once(person: Any) -> None:
    make_editor()
    post = make_post("Fulford", status="draft")
    clio, clicks = person("clio", "/admin/posts/image/"), {}
    page = clio.page
    clio.press("Add several pictures", "link")
    colours = ("red", "blue", "green", "tan", "lime")
    page.set_input_files("#files", [picture_file(colour) for colour in colours])
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
    page.get_by_label("Replace the file by").set_input_files([picture_file("blue")])
    clio.clicks += 1
    clio.press("Save")
    expect(page.locator(".messagelist")).to_contain_text("The file was replaced")
    clicks["a picture's file is replaced"] = clio.took()

    page.go_back()
    page.locator("img.whole").click(position={"x": 5, "y": 5})
    clio.clicks += 1
    expect(page.get_by_label("Focal point", exact=False).first).to_be_visible()
    assert int(page.locator("#id_focal_x").input_value()) < 50
    clicks["focal point"] = clio.took()

    most = {"an idea becomes a post": 3, "a category of ten posts": 15, "two tags become one": 5}
    most |= {"how often an old address is followed": 2, "a picture's file is replaced": 2}
    most |= {"focal point": 1}
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
    clio.press("Note to colleagues")
    expect(page.locator("#note-quote")).to_have_value("Gate Fulford")
    expect(page.get_by_label("A note on this post")).to_be_focused()
    page.keyboard.insert_text("Which bank of the river?")
    story.fill("Typed meanwhile.")
    clio.press("Write the note")
    expect(page.get_by_text("Which bank of the river?")).to_be_visible()
    expect(page.locator(".part-notes > summary")).to_be_focused()
    assert clio.took() == 2
    page.locator(".note-deeds summary").click()
    page.get_by_label("Your answer").fill("The east one.")
    page.locator(".note-deeds").get_by_role("button", name="Answer").click()
    expect(page.get_by_text("The east one.")).to_be_visible()
    clio.press("Settle")
    expect(page.get_by_role("button", name="Take up again")).to_be_visible()
    expect(story).to_have_value("Typed meanwhile.")
    clio.took()
    clio.unfold("Send back")
    expect(page.get_by_label("What is missing? The author reads it")).to_be_focused()
    page.keyboard.insert_text("A source.")
    clio.press("Send back to the author")
    expect(page.locator(".messagelist")).to_be_visible()
    assert clio.took() == 2
    assert post.transitions.get().note == "A source."
    assert [each.text for each in post.notes.filter(quote="Gate Fulford")] == [
        "Which bank of the river?"
    ]


def test_two_editors_and_an_address_in_use_take_two_clicks_each(visit: Any, person: Any) -> None:
    make_editor()
    make_editor("livy")
    make_post("Fulford", slug="fulford")
    post = make_post("Stamford Bridge", status="draft", story="Base.")
    clio = person("clio", f"/admin/posts/post/{post.pk}/change/")
    page = clio.page
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    save.save(
        post,
        replace(snapshot_of(post), story="Theirs."),
        by=User.objects.get(username="livy"),
        version=post.version,
    )
    page.get_by_label("Story", exact=True).fill("Mine.")
    page.keyboard.press("Control+s")
    clio.click(page.get_by_role("button", name="Take theirs"))
    clio.press("Save")
    expect(page.locator(".messagelist")).to_contain_text("is saved")
    assert (clio.took(), Post.objects.get(pk=post.pk).story) == (2, "Theirs.")

    page.goto(page.url.partition("/admin/")[0] + f"/admin/posts/post/{post.pk}/change/")
    page.locator("#id_slug").evaluate("box => { box.value = 'fulford'; }")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert").first).to_contain_text("“Fulford” already has this address")
    clio.click(page.locator(".error-summary a"))
    expect(page.locator("#id_slug")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.insert_text("-two")
    clio.press("Save")
    expect(page.locator(".messagelist")).to_contain_text("is saved")
    assert (clio.took(), Post.objects.get(pk=post.pk).slug) == (2, "fulford-two")
