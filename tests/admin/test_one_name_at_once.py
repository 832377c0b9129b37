"""One name, sent by several editors at the same moment."""

from typing import Any

import pytest
from django.test import Client
from taggit.models import Tag

from posts.models import Category
from tests.at_once import at_once
from tests.factories import make_editor


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "model", "names"),
    [
        ("taggit/tag", Tag, ["Été", "Été", "Été"]),
        ("posts/category", Category, ["War", "War", "War"]),
    ],
)
def test_one_name_sent_by_several_at_once_is_stored_once(
    path: str, model: Any, names: list[str]
) -> None:
    editor = make_editor()
    statuses: list[int] = []

    def add(number: int) -> None:
        client = Client(raise_request_exception=False)
        client.force_login(editor)
        data = {"name": names[number % len(names)], "slug": "same"}
        statuses.append(client.post(f"/admin/{path}/add/", data).status_code)

    assert at_once(add) == []
    assert statuses.count(302) == 1
    assert set(statuses) <= {302, 200, 409}
    assert model.objects.filter(name__in=names).count() == 1
