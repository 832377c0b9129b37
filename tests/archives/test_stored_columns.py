"""What is stored of a post follows each column of what it prints."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from taggit.models import Tag

from posts.models import Bullet, Category, Citation, Correction, Image, Place, Post, Source
from tests.archives.stored import make_missing, stale_parts
from tests.archives.test_content_version import another, columns, shown_row, write
from tests.archives.world import NOW, make_world

IN_PARTS = (Post, Bullet, Citation, Source, Correction, Image, Category, Place, Tag)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def world(module_db: Path) -> None:
    with time_machine.travel(NOW, tick=False):
        make_world()


@pytest.mark.django_db
@pytest.mark.any_engine
@pytest.mark.parametrize("model", IN_PARTS, ids=lambda model: model.__name__)
def test_each_column_leaves_no_part_behind(world: None, model: Any) -> None:
    """Also those that no page shows: then nothing has to be made anew."""
    row = shown_row(model)
    left = {}
    for field in columns(model):
        if field.name in ("decorative", "version", "status", "trashed_at"):
            continue  # What no constraint lets be written alone, and no page tells.
        value = getattr(row, field.attname)
        write(model, row.pk, **{field.attname: another(field, value)})
        left[field.name] = stale_parts()
        write(model, row.pk, **{field.attname: value})
        make_missing()
    assert {name: found for name, found in left.items() if found} == {}
