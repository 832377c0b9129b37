from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from posts.models import Correction
from tests.editorial.newsroom import make_person
from tests.factories import make_post

pytestmark = pytest.mark.django_db
LIST = "/admin/posts/correction/"


def test_a_correction_is_added_in_the_name_of_who_writes_it(desk: Client, editor: User) -> None:
    post = make_post()
    desk.post(f"{LIST}add/", {"post": post.pk, "date": "2026-06-01", "text": "It was a Saturday."})
    row = Correction.objects.get()
    assert (row.post, row.by, str(row)) == (post, editor, "2026-06-01: It was a Saturday.")


def test_whoever_changes_it_later_does_not_become_its_author(desk: Client) -> None:
    other = make_person("publisher")
    row = Correction.objects.create(post=make_post(), text="Wrong.", by=other)
    values = {"post": row.post_id, "date": "2026-06-01", "text": "Right."}
    desk.post(f"{LIST}{row.pk}/change/", values)
    row.refresh_from_db()
    assert (row.text, row.by) == ("Right.", other)


def test_they_are_found_by_words_and_title(desk: Client) -> None:
    hastings = Correction.objects.create(post=make_post("Hastings"), text="A Saturday.")
    Correction.objects.create(post=make_post("Adwa"), text="A Sunday.")
    found = [
        list(desk.get(f"{LIST}?q={q}").context["cl"].result_list) for q in ("hast", "saturday")
    ]
    assert found == [[hastings], [hastings]]


@pytest.mark.parametrize(
    ("role", "look", "add"), [("author", 403, 403), ("editor", 200, 403), ("publisher", 200, 200)]
)
def test_who_may_see_and_add_them(client: Client, role: str, look: int, add: int) -> None:
    client.force_login(make_person(role))
    assert (client.get(LIST).status_code, client.get(f"{LIST}add/").status_code) == (look, add)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_any_number_of_rows(
    desk: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        Correction.objects.create(post=make_post(f"Post {number}"), text="Wrong.")
    with django_assert_num_queries(4):
        assert "Corrections" in desk.get(LIST).text
