"""Rows that all tests of a module begin with; each takes back what it has changed of them."""

from pathlib import Path

import pytest

from posts.models import Image, Post
from tests.factories import make_image, make_post


@pytest.fixture(scope="module")
def stored(module_db: Path) -> None:
    make_post("Shared", hero=make_image())


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_each_begins_with_the_rows_and_pictures_of_its_module(stored: None, turn: int) -> None:
    assert list(Post.objects.values_list("title", flat=True)) == ["Shared"]
    assert Image.objects.get().file.read()[:4] == b"\x89PNG"
    Post.objects.update(title="Changed")
    make_post("Own")
    Path(Image.objects.get().file.path).unlink()
