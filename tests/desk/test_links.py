"""Links between posts, in the form of either."""

from typing import Any

import pytest
from django.test import Client

from posts.models import Post, PostLink
from tests.admin.forms import ADD, change_url, form_of, formsets_of, shown, with_row
from tests.factories import link_posts, make_post

pytestmark = pytest.mark.django_db


def linked(data: dict[str, Any], side: str, post: Post, kind: str = "led_to") -> dict[str, Any]:
    end = "earlier" if side == "links_before" else "later"
    return with_row(data, side, kind=kind, **{end: post.pk})


def stored() -> list[tuple[str, str, str]]:
    rows = PostLink.objects.order_by("id")
    return list(rows.values_list("earlier__title", "kind", "later__title"))


def test_a_post_is_linked_both_ways_from_its_own_form(desk: Client) -> None:
    before, after = make_post("Before"), make_post("After")
    post = make_post("Hastings", status="draft")
    data = linked(shown(desk, change_url(post)), "links_before", before, "follows")
    assert desk.post(change_url(post), linked(data, "links_after", after)).status_code == 302

    assert stored() == [("Before", "follows", "Hastings"), ("Hastings", "led_to", "After")]


def test_a_new_post_is_linked_as_it_is_written(desk: Client) -> None:
    before = make_post("Before")
    data = linked(shown(desk, ADD), "links_before", before) | {"title": "Hastings"}
    assert desk.post(ADD, data).status_code == 302
    assert stored() == [("Before", "led_to", "Hastings")]


def test_a_link_is_shown_and_taken_away_on_either_side(desk: Client) -> None:
    earlier, later = make_post("Hastings"), make_post("Domesday", status="draft")
    link_posts(earlier, later)
    data = shown(desk, change_url(later))
    assert (data["links_before-0-kind"], data["links_before-0-earlier"]) == (
        "led_to",
        str(earlier.pk),
    )
    assert "This post came of" in desk.get(change_url(later)).text

    desk.post(change_url(later), data | {"links_before-0-DELETE": "on"})

    assert stored() == []


def test_a_link_made_on_the_other_side_meanwhile_survives_a_save(desk: Client) -> None:
    """It moves no version: the form knows which links it showed."""
    post, other = make_post("Hastings", status="draft"), make_post("Domesday")
    data = shown(desk, change_url(post))
    link_posts(post, other)

    assert desk.post(change_url(post), data | {"title": "The battle"}).status_code == 302
    assert stored() == [("The battle", "led_to", "Domesday")]


def refusals(response: Any) -> list[str]:
    return [
        message
        for formset in formsets_of(response)
        for messages in (
            *(list(form.errors.values()) for form in formset.forms),
            [formset.non_form_errors()],
        )
        for found in messages
        for message in found
    ]


def test_a_loop_is_refused_beside_its_row_with_all_that_was_typed(desk: Client) -> None:
    a, b, c = (make_post(title) for title in "ABC")
    link_posts(a, b)
    link_posts(b, c)
    data = linked(shown(desk, change_url(c)), "links_after", a, "replaces")
    response = desk.post(change_url(c), data | {"title": "Typed"})

    assert response.status_code == 200
    assert refusals(response) == ["This would lead back to where it began: A → B → C → A."]
    assert form_of(response)["title"].value() == "Typed"
    assert (len(stored()), Post.objects.get(pk=c.pk).title) == (2, "C")


def test_two_links_of_one_form_that_close_a_loop_together_are_refused(desk: Client) -> None:
    a, b = make_post("A", status="draft"), make_post("B")
    data = linked(shown(desk, change_url(a)), "links_before", b)
    response = desk.post(change_url(a), linked(data, "links_after", b))

    assert response.status_code == 200
    assert set(refusals(response)) == {"This would lead back to where it began: B → A → B."}
    assert stored() == []


def test_a_link_to_the_post_itself_or_a_second_one_is_refused(desk: Client) -> None:
    a, b = make_post("A"), make_post("B")
    link_posts(a, b)
    data = linked(shown(desk, change_url(a)), "links_after", b, "replaces")
    again = desk.post(change_url(a), data)
    itself = desk.post(change_url(b), linked(shown(desk, change_url(b)), "links_after", b))

    assert refusals(again) == ["These two posts are linked already."]
    assert refusals(itself) == ["A post cannot be linked to itself."]
    assert len(stored()) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_takes_as_many_queries_for_any_number_of_links(
    desk: Client, rows: int, django_assert_max_num_queries
) -> None:
    post = make_post("Hastings")
    for number in range(rows):
        link_posts(make_post(f"Before {number}"), post)
        link_posts(post, make_post(f"After {number}"))
    with django_assert_max_num_queries(18):
        desk.get(change_url(post))
