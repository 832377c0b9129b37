"""Every page of the desk: sound for axe, for the content security policy, and on a phone."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from playwright.sync_api import expect
from taggit.models import Tag

from posts.editorial import autosave, save
from posts.editorial.previewing import open_link
from posts.editorial.snapshot_io import snapshot_of
from posts.models import Bullet, Category, Dossier, Post
from tests.admin.addresses import TABLE, one_of_everything
from tests.browser.desk import add_bullet, sign_in, sign_in_by_form
from tests.factories import link_posts, make_citation, make_editor, make_milestone, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


PARTS = 4  # of all pages, so that several processes share them
# Nouns whose pages to add, delete and look back are looked at; those of others are alike.
LOOKED_AT = ("posts_post_", "posts_image_", "posts_category_", "auth_user_")


@transaction.atomic
def full_desk() -> None:
    """Store one of everything, and of a post all that its page can show."""
    editor = make_editor()
    post = one_of_everything()
    post.categories.set(Category.objects.all())
    post.tags.set(Tag.objects.all())
    Bullet.objects.create(post=post, label="Who", text="William")
    make_citation(post)
    link_posts(post, make_post("After"))
    whole_dossier(Dossier.objects.get(), post)
    make_post("Idea", status="draft", event_input="", publish_at=None)
    make_post("Soon", publish_at=datetime(2099, 1, 1, tzinfo=UTC))
    make_post("Missed", status="review")
    Tag.objects.create(name="Conquest!")
    open_link(post, by=editor, days=7)
    changed = replace(snapshot_of(post), story="Another text.", description="")
    save.save(post, changed, by=editor, version=post.version)
    autosave.keep(post, [("title", "Typed and not saved")], by=editor, version=2)


def whole_dossier(dossier: Dossier, post: Post) -> None:
    dossier.posts.add(post)
    for heading in ("One", "Two"):
        dossier.sections.create(heading=heading, text="Text")
    milestone = make_milestone(dossier)
    dossier.citations.create(source=milestone.source, position=1)


def is_like_others(name: str) -> bool:
    return name.endswith(("_add", "_delete", "_history")) and not name.startswith(LOOKED_AT)


def pages(client: Client, *, like_others: bool) -> list[str]:
    """Return addresses of pages of the desk, and some with what a query brings."""
    client.force_login(get_user_model().objects.get(username="clio"))
    addresses = [address for name, address in TABLE if is_like_others(name)]
    if not like_others:
        addresses = OF_THEIR_OWN_QUERY + [
            address for name, address in TABLE if not is_like_others(name)
        ]
    return [address for address in addresses if _is_page(client.get(address))]


OF_THEIR_OWN_QUERY = [
    "/admin/posts/post/?q=nowhere",
    "/admin/posts/post/1/history/?from=1&to=2",
    "/admin/posts/category/1/merge/?into=2",
    "/admin/posts/image/?missing=licence",
]


def _is_page(answer: Any) -> bool:
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("like_others", [False, pytest.param(True, marks=pytest.mark.long)])
def test_every_page_is_sound(visit: Any, client: Client, part: int, like_others: bool) -> None:
    """axe and the policy find nothing, light or dark, and no width is too narrow for a page."""
    full_desk()
    addresses = pages(client, like_others=like_others)[part::PARTS]
    assert len(addresses) > 5
    assert sign_in(visit).faults(addresses, widths=(1920, 1280, 768, 390)) == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_forms_with_errors_are_sound(visit: Any, theme: str) -> None:
    make_editor()
    desk = sign_in(visit, theme=theme)
    page = desk.open("/admin/posts/post/add/")
    page.fill("#id_event_input", "some day")
    add_bullet(page, "Who", "")
    page.click("input[name=_save]")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Not a date this field understands")
    assert (desk.violations, desk.axe_violations()) == ([], [])
    summary.get_by_role("link", name="Event date").click()
    expect(page.locator("#id_event_input")).to_be_focused()
    expect(page.locator(".dynamic-bullets [name$='-label']")).to_have_value("Who")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_signing_in_and_out_is_sound(visit: Any, theme: str, settings: Any) -> None:
    make_editor()
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 1
    desk = visit(theme=theme)
    page = desk.open("/admin/login/")
    assert (desk.violations, desk.axe_violations()) == ([], [])
    page.fill("#id_username", "clio")
    page.fill("#id_password", "wrong")
    page.click("input[type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked for a while")
    assert desk.axe_violations() == []
    settings.AXES_ENABLED = False
    desk = sign_in_by_form(visit, theme=theme)
    desk.page.locator("button.who").click()
    desk.page.get_by_role("button", name="Log out").click()
    expect(desk.page.get_by_role("link", name="Log in again")).to_be_visible()
    assert (desk.violations, desk.axe_violations()) == ([], [])


def test_the_colours_can_be_switched(visit: Any) -> None:
    make_editor()
    page = sign_in(visit).open("/admin/")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(251, 247, 239)"
    page.get_by_role("button", name="Change colours").click()
    assert page.evaluate(ground) == "rgb(23, 21, 15)"
    page.reload()
    assert page.evaluate(ground) == "rgb(23, 21, 15)"
