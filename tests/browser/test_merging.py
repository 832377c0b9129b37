"""Merging and old addresses, with the keyboard, on a phone and on a desk."""

from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import expect
from taggit.models import Tag

from posts.editorial.taxonomy import store_tag
from posts.models import Category, Correction, Redirect
from tests.browser.desk import sign_in
from tests.factories import make_category, make_editor, make_image, make_place, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@transaction.atomic
def fill() -> dict[str, Any]:
    """Store one of everything that these pages show, with names that do not fit on a phone."""
    wars = make_category("Wars and sieges on land and at sea, and the peaces after them", slug="w")
    war = make_category("War", description="Of armies.", picture=make_image(credit="Anna Field"))
    place = make_place("Kent", picture=war.picture)
    post = make_post(categories=[wars], places=[place], tags=["cold war", "Sao Paulo"])
    twin = Tag.objects.create(name="Cold-War")
    Tag.objects.create(name="São Paulo")
    store_tag(Tag.objects.get(name="cold war"), description="Of two.", picture=war.picture)
    path = "/history/1066/2015/10/14/" + "a-very-long-old-address-" * 5 + ".html"
    Redirect.objects.create(path=path, post=make_post("Draft", status="draft"))
    Redirect.objects.create(path="/gone/", to_path="/nothing/")
    Correction.objects.create(post=post, text="It was a Saturday.")
    return {"wars": wars, "war": war, "twin": twin, "place": place}


def test_the_pages_are_sound(visit: Any) -> None:
    rows = fill()
    make_editor()
    desk = sign_in(visit)
    wars, war = rows["wars"].pk, rows["war"].pk
    pages = [
        f"/admin/posts/category/{wars}/merge/",
        f"/admin/posts/category/{wars}/merge/?into={war}",
        f"/admin/posts/category/{wars}/merge/?into={wars}",
        f"/admin/taggit/tag/{rows['twin'].pk}/change/",
        *("/admin/posts/place/?use=none", "/admin/posts/redirect/?reach=nothing"),
        *("/categories/war/", "/places/kent/", "/tags/cold-war/"),
    ]
    assert desk.faults(pages) == {}
    desk.open("/admin/taggit/tag/").get_by_text("Possible duplicates: 2").click()
    assert desk.axe_everywhere() == []


def test_two_categories_become_one_by_keyboard(visit: Any) -> None:
    rows = fill()
    make_editor()
    desk = sign_in(visit)
    page = desk.open(f"/admin/posts/category/{rows['wars'].pk}/change/")
    page.get_by_role("link", name="Merge into…").press("Enter")
    page.get_by_role("combobox", name="Merge into").press("Enter")
    page.get_by_role("searchbox", name="Search: Merge into").type("War")
    page.get_by_role("option", name="War", exact=True).wait_for()
    page.keyboard.press("ArrowDown")
    highlighted = page.locator(".select2-results__option--highlighted")
    if highlighted.inner_text() != "War":
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show what changes").press("Enter")

    expect(page.locator(".merge-count")).to_have_text("1 post moves to “War”")
    page.get_by_role("button", name="Merge into “War”").press("Enter")

    expect(page.locator("ul.messagelist")).to_contain_text("is merged into “War”: 1 post stands")
    assert list(Category.objects.values_list("name", flat=True)) == ["War"]
    page.goto(f"{desk.server}/categories/w/")
    assert page.url == f"{desk.server}/categories/war/"
    assert desk.violations == []


def test_an_address_that_is_refused_keeps_what_was_typed(visit: Any) -> None:
    make_editor()
    desk = sign_in(visit)
    page = desk.open("/admin/posts/redirect/add/")
    page.fill("#id_path", "/old/")
    page.fill("#id_to_path", "/old/")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("in a circle: /old/ → /old/")
    assert (page.input_value("#id_path"), page.input_value("#id_to_path")) == ("/old/", "/old/")
    assert (desk.violations, desk.axe_violations()) == ([], [])
