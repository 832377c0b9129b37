from typing import Any

import pytest
from django.test import Client
from taggit.models import Tag

from posts.models import Category, Place
from tests.editorial.newsroom import make_person
from tests.factories import make_category, make_place, make_post

pytestmark = pytest.mark.django_db


def page_of(row: Any) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/merge/"


def test_the_page_first_asks_for_the_other(desk: Client) -> None:
    page = desk.get(page_of(make_category("Wars")))
    assert (page.context["plan"], page.context["form"].errors) == (None, {})
    assert "Merge “Wars” into another category" in page.text


def test_the_page_counts_before_anything_changes(desk: Client) -> None:
    wars, war = make_category("Wars", description="Of armies."), make_category("War")
    make_post("Only", categories=[wars])
    make_post("Both", status="draft", categories=[wars, war])

    page = desk.get(page_of(wars), {"into": war.pk})

    plan = page.context["plan"]
    assert (plan.moved, plan.shared, plan.hidden) == (1, 1, 1)
    assert [*plan.addresses[:2]] == ["/categories/wars/", "/feeds/categories/wars.xml"]
    assert "Of armies." in page.text
    assert Category.objects.count() == 2


@pytest.mark.parametrize("model", ["category", "place", "tag"])
def test_merging_leads_to_the_other(desk: Client, model: str) -> None:
    make = {"category": make_category, "place": make_place, "tag": None}[model]
    rows = [make(name) if make else Tag.objects.create(name=name) for name in ("Wars", "War")]
    response = desk.post(page_of(rows[0]), {"into": rows[1].pk}, follow=True)
    assert response.redirect_chain == [(page_of(rows[1]).replace("merge", "change"), 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "“Wars” is merged into “War”: 0 posts stand here, and old addresses lead here."
    ]
    assert list(type(rows[0])._default_manager.filter(name__in=["Wars", "War"])) == [rows[1]]


def test_a_place_is_not_merged_into_one_within_it(desk: Client) -> None:
    kent = make_place("Kent")
    dover = make_place("Dover", parent=kent)
    page = desk.post(page_of(kent), {"into": dover.pk})
    assert "“Dover” lies within “Kent”" in page.context["form"].errors["into"][0]
    assert Place.objects.filter(name__in=["Kent", "Dover"]).count() == 2


@pytest.mark.parametrize("into", ["", "0", "x", "999999"])
def test_another_that_is_none_is_refused(desk: Client, into: str) -> None:
    wars = make_category("Wars")
    for send in (desk.get, desk.post):
        assert send(page_of(wars), {"into": into}).context["form"].errors["into"]
    assert Category.objects.count() == 1


def test_one_that_is_gone_is_unknown(desk: Client) -> None:
    assert desk.get("/admin/posts/category/999/merge/").status_code == 404


def test_two_chosen_in_the_list_lead_to_the_page(desk: Client) -> None:
    war, wars = make_category("War"), make_category("Wars")
    make_post(categories=[wars])
    response = choose(desk, war, wars)
    assert response.redirect_chain == [(f"{page_of(war)}?into={wars.pk}", 302)]


@pytest.mark.parametrize("number", [1, 3])
def test_other_numbers_than_two_are_refused(desk: Client, number: int) -> None:
    rows = [make_category(f"War {n}") for n in range(number)]
    response = choose(desk, *rows)
    assert [str(message) for message in response.context["messages"]] == [
        f"Choose exactly two, of which one stays: {number} were chosen."
        if number > 1
        else "Choose exactly two, of which one stays: 1 was chosen."
    ]


def choose(desk: Client, *rows: Category) -> Any:
    data = {"action": "merge_two", "_selected_action": [row.pk for row in rows]}
    return desk.post("/admin/posts/category/", data, follow=True)


def test_who_may_not_delete_is_offered_no_merge(client: Client) -> None:
    wars = make_category("Wars")
    client.force_login(make_person("editor"))
    assert client.get(page_of(wars)).status_code == 403
    assert "merge" not in client.get(page_of(wars).replace("merge", "change")).text
    client.force_login(make_person("publisher"))
    assert client.get(page_of(wars)).status_code == 200
    assert page_of(wars) in client.get(page_of(wars).replace("merge", "change")).text


def test_a_plan_takes_as_many_queries_for_any_number_of_posts(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    wars, war = make_category("Wars"), make_category("War")
    for number in range(3):
        make_post(f"Post {number}", categories=[wars])
        with django_assert_max_num_queries(12):
            desk.get(page_of(wars), {"into": war.pk})
