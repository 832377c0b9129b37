"""A test that commits leaves the database as it found it, with what the migrations loaded."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import TransactionTestCase

from posts.models import Place, Post
from tests.at_once import at_once
from tests.factories import make_place, make_post

LOADED = (Place, Place.successors.through, Group, Group.permissions.through, Permission)


def rows() -> list[list[dict[str, Any]]]:
    models = (*LOADED, ContentType, Post)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.django_db(transaction=True)
def test_what_migrations_load_is_there_after_a_test_that_commits() -> None:
    before = rows()
    assert all(before[:-1])
    call_command("flush", verbosity=0, interactive=False)
    assert at_once(lambda number: make_post(places=[make_place(f"City {number}")]) and None) == []
    assert len(rows()[-1]) == 6

    TransactionTestCase("__init__")._fixture_teardown()  # type: ignore[attr-defined]

    assert rows() == before
    assert make_post().pk == 1
