"""A choice that is no key of any row, in a form that is sent and in an address that fills it."""

import pytest
from django.test import Client

from tests.admin.addresses import one_of_everything
from tests.admin.forms import shown

FIELDS = [
    ("correction", "post"),
    ("redirect", "post"),
    ("redirect", "category"),
    ("post", "hero"),
    ("post", "categories"),
    ("post", "places"),
    ("post", "anniversary_rule"),
    ("category", "picture"),
    ("place", "parent"),
    ("dossier", "hero"),
    ("dossier", "posts"),
]


@pytest.mark.parametrize("typed", ["yes", "-1", "1.5", "9" * 40, "²", "\x00"])
@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_it_is_refused_beside_its_field(desk: Client, model: str, field: str, typed: str) -> None:
    one_of_everything()
    url = f"/admin/posts/{model}/1/change/"
    data = {name: value for name, value in shown(desk, url).items() if value is not None}

    assert desk.post(url, data | {field: typed}).status_code == 200
    assert desk.get(f"/admin/posts/{model}/add/", {field: typed}).status_code == 200
