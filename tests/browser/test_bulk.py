"""Changing many posts from their list: on a phone and a desk, and with the keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from posts.archives import in_batches
from posts.models import Category, Post
from tests.browser.desk import sign_in
from tests.factories import make_category, make_editor, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/posts/post/"
LONG = "How the long road to the conquest of England began, and what became of those who took it"


@pytest.fixture
def desk(visit: Any) -> Any:
    make_editor()
    return sign_in(visit)


def begin(desk: Any, action: str, address: str = LIST) -> Page:
    """Open the list, choose all that it shows, and run `action`."""
    page: Page = desk.open(address)
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option(action)
    page.get_by_role("button", name="Run").click()
    return page


def choose(page: Page, box: str, *names: str) -> None:
    """Type each name into the box and take the first that is found, by keyboard."""
    for name in names:
        field = page.get_by_role("searchbox", name=box)
        field.press_sequentially(name)
        expect(page.locator(".select2-results__option--highlighted")).to_contain_text(name)
        field.press("Enter")


def faults(desk: Any) -> list[Any]:
    """What is wrong with the page now open, which no address leads to."""
    found = [*desk.violations, *desk.foreign, *desk.too_wide((390, 1280))]
    found += desk.axe_everywhere()
    desk.complaints.clear()  # axe's own style element is refused, and complained about
    return found


def test_categories_are_added_by_keyboard_after_a_dry_view(desk: Any) -> None:
    war = make_category("War")
    make_post("Has it", categories=[war])
    make_post(LONG, status="draft")
    page = begin(desk, "change_categories")
    choose(page, "Categories", "War")
    assert faults(desk) == []
    page.get_by_role("button", name="Show what would happen").press("Enter")
    plan = page.get_by_role("region", name="What would happen")
    expect(plan).to_contain_text("1 would change, 1 would be left as they are.")
    expect(plan).to_contain_text("has it already")
    assert (faults(desk), war.posts.count()) == ([], 1)
    page.get_by_role("button", name="Change categories: 1 post").press("Enter")
    expect(page.get_by_text("1 post changed.")).to_be_visible()
    assert war.posts.count() == 2


def test_tags_are_added_new_ones_too(desk: Any) -> None:
    post = make_post(tags=["Norman conquest"])
    page = begin(desk, "change_tags")
    choose(page, "Tags", "Norman conquest", "castles")
    assert faults(desk) == []
    page.get_by_role("button", name="Show what would happen").click()
    page.get_by_role("button", name="Change tags: 1 post").click()
    expect(page.get_by_text("1 post changed.")).to_be_visible()
    assert sorted(post.tags.names()) == ["Norman conquest", "castles"]


def test_another_choice_after_the_dry_view_is_not_slipped_in(desk: Any) -> None:
    make_category("Peace"), make_category("War")
    post = make_post()
    page = begin(desk, "change_categories")
    choose(page, "Categories", "War")
    page.get_by_role("button", name="Show what would happen").click()
    choose(page, "Categories", "Peace")
    page.get_by_role("button", name="Change categories: 1 post").click()
    expect(page.get_by_text("1 post changed.")).to_be_visible()
    assert [category.name for category in post.categories.all()] == ["War"]


def test_all_of_a_filtered_list_are_sent_to_review_and_no_other(desk: Any) -> None:
    with in_batches():
        for number in range(51):  # one more than the list shows at once
            make_post(f"Rome {number}", status="draft")
    other = make_post("Athens", status="draft")
    page = desk.open(f"{LIST}?q=rome")
    page.locator("#action-toggle").check()
    page.get_by_role("button", name="Select all 51 posts").click()
    page.get_by_label("Action:").select_option("send_to_review")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("51 would change, 0 would be left as they are.")).to_be_visible()
    assert faults(desk) == []
    page.get_by_role("button", name="Send to review: 51 posts").click()
    expect(page.get_by_text("51 posts sent to review.")).to_be_visible()
    assert list(Post.objects.filter(status="draft")) == [other]


def test_an_empty_form_says_what_is_missing(desk: Any) -> None:
    make_post()
    page = begin(desk, "change_places")
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_text("Choose the places.")).to_be_visible()
    assert (faults(desk), Category.objects.count()) == ([], 0)
