"""Every page of the desk: sound for axe, for the content security policy, and on a phone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect
from taggit.models import Tag

from posts.models import Dossier, Post, Redirect
from tests.browser.desk import add_bullet, sign_in
from tests.factories import (
    link_posts,
    make_category,
    make_citation,
    make_dossier,
    make_editor,
    make_image,
    make_milestone,
    make_post,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def addresses() -> list[str]:
    """Store one of everything and return the desk's pages."""
    image = make_image(credit="Anna Field")
    post = make_post(
        hero=image,
        categories=[make_category()],
        tags=["norman conquest"],
        bullets=[("Who", "William")],
    )
    make_citation(post)
    make_post("Idea", status="draft", event_input="", publish_at=None)
    make_post("Soon", publish_at=datetime(2099, 1, 1, tzinfo=UTC))
    redirect = Redirect.objects.create(path="/old/", post=post)
    rows = {
        "posts/post": post.pk,
        "posts/image": image.pk,
        "posts/category": post.categories.get().pk,
        "posts/place": "add",
        "posts/source": post.sources.get().pk,
        "taggit/tag": Tag.objects.get().pk,
        "posts/redirect": redirect.pk,
        "posts/correction": post.corrections.create(text="It was a Saturday.").pk,
        "posts/dossier": whole_dossier(post).pk,
        "auth/user": "add",
        "auth/group": "add",
    }
    lists = [f"/admin/{model}/" for model in rows]
    forms = [
        f"/admin/{model}/{key}/" if key == "add" else f"/admin/{model}/{key}/change/"
        for model, key in rows.items()
    ]
    more = [f"/admin/posts/post/{post.pk}/{page}/" for page in ("delete", "history")]
    new = ["/admin/posts/post/add/", "/admin/posts/image/add/"]
    return ["/admin/", *lists, *forms, *new, *more, "/admin/password_change/"]


def whole_dossier(post: Post) -> Dossier:
    dossier = make_dossier(posts=[post], sections=[("One", "Text"), ("Two", "Text")])
    milestone = make_milestone(dossier)
    dossier.citations.create(source=milestone.source, position=1)
    link_posts(post, make_post("After"))
    return dossier


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_sound(visit: Any, theme: str) -> None:
    """axe and the policy find nothing, and nothing is wider than a phone."""
    make_editor()
    pages = addresses()
    desk = sign_in(visit, theme=theme)
    found: dict[str, Any] = {}
    for address in pages:
        desk.complaints.clear()  # axe's own style element is refused, and complained about
        page = desk.open(address)
        page.set_viewport_size({"width": 1280, "height": 900})
        problems = desk.violations + desk.axe_violations()
        page.set_viewport_size({"width": 390, "height": 844})
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        if page.evaluate(wider):
            problems.append("wider than 390 px")
        if problems:
            found[address] = problems
    assert found == {}


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
    desk = sign_in(visit, theme=theme)
    desk.page.get_by_role("button", name="Log out").click()
    expect(desk.page.get_by_role("link", name="Log in again")).to_be_visible()
    assert (desk.violations, desk.axe_violations()) == ([], [])


def test_the_colours_can_be_switched(visit: Any) -> None:
    make_editor()
    page = sign_in(visit).page
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(251, 247, 239)"
    page.get_by_role("button", name="Change colours").click()
    assert page.evaluate(ground) == "rgb(23, 21, 15)"
    page.reload()
    assert page.evaluate(ground) == "rgb(23, 21, 15)"
