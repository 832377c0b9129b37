"""A choice that is no key of any row, in a form that is sent and in an address that fills it."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.admin.addresses import one_of_everything
from tests.admin.forms import shown
from tests.factories import make_editor

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


# One of each kind of column; what is typed into another of its kind asks the engine the same.
ON_EACH_ENGINE = {("correction", "post"), ("post", "categories"), ("post", "anniversary_rule")}
TYPED = ("yes", "-1", "1.5", "9" * 40, "²", "\x00")


@pytest.fixture(scope="module")
def editor(module_db: Path) -> User:
    one_of_everything()
    return make_editor()


@pytest.mark.parametrize(
    ("model", "field"),
    [
        pytest.param(*each, marks=() if each in ON_EACH_ENGINE else pytest.mark.any_engine)
        for each in FIELDS
    ],
)
def test_it_is_refused_beside_its_field(desk: Client, model: str, field: str) -> None:
    url = f"/admin/posts/{model}/1/change/"
    data = {name: value for name, value in shown(desk, url).items() if value is not None}

    statuses = {
        typed: (
            desk.post(url, data | {field: typed}).status_code,
            desk.get(f"/admin/posts/{model}/add/", {field: typed}).status_code,
        )
        for typed in TYPED
    }
    assert statuses == dict.fromkeys(TYPED, (200, 200))
