"""A form that is too much: what and by how much is said, and what was typed comes back."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.factories import make_editor

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
ADD = "/admin/posts/post/add/"
TYPED = {"story": "Typed <b>with</b> care,\nin two lines", "title": "Troy & Ilion"}
BACK = "Title\nTroy &amp; Ilion"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make_editor())
    return client


def form(fields: int) -> dict[str, str]:
    return TYPED | {f"bullets-{n}-text": "" for n in range(fields - len(TYPED))}


@pytest.mark.parametrize("is_multipart", [True, False])
@pytest.mark.parametrize("fields", [5_001, 6_312])
def test_too_many_fields_give_the_text_back(
    desk: Client, settings: Any, *, fields: int, is_multipart: bool
) -> None:
    data = form(fields)
    if is_multipart:
        answer = desk.post(ADD, data)
    else:
        answer = desk.post(ADD, urlencode(data), "application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert f"{fields:,} fields came, and a form has 5,000." in answer.text
    assert BACK in answer.text
    assert "Story\nTyped &lt;b&gt;with&lt;/b&gt; care,\nin two lines" in answer.text


def test_as_many_fields_as_may_be_are_read(desk: Client) -> None:
    assert desk.post(ADD, form(5_000)).status_code == 200


@pytest.mark.parametrize("fields", [50_001, 60_000])
def test_far_too_many_fields_are_not_read_and_told_in_words(desk: Client, fields: int) -> None:
    body = urlencode({f"a{n}": "" for n in range(fields)})
    answer = desk.post(ADD, body, "application/x-www-form-urlencoded")
    assert (answer.status_code, "A form has 5,000 fields" in answer.text) == (413, True)


def test_a_body_that_is_too_large_is_told_its_size_and_the_limit(
    desk: Client, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
    body = urlencode({"story": "a" * 2**20})
    answer = desk.post(ADD, body, "application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert f"{len(body):,} bytes came, and a form may have 1 MB." in answer.text


def test_a_stranger_is_told_too(client: Client) -> None:
    answer = client.post("/admin/login/", form(5_001))
    assert (answer.status_code, "5,001 fields came" in answer.text) == (413, True)
