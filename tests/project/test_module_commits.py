"""Rows that all tests of a module begin with, though each of them commits."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from posts.models import Image, Post
from tests.factories import make_image, make_post


@pytest.fixture(scope="module")
def stored(module_commits: Callable[[], AbstractContextManager[None]]) -> None:
    with module_commits():
        make_post("Shared", hero=make_image())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_each_begins_with_the_rows_and_pictures_of_its_module(stored: None, turn: int) -> None:
    assert list(Post.objects.values_list("title", flat=True)) == ["Shared"]
    assert Image.objects.get().file.read()[:4] == b"\x89PNG"
    Post.objects.update(title="Changed")
    make_post("Own")
    Path(Image.objects.get().file.path).unlink()


@pytest.mark.django_db(transaction=True)
def test_more_is_stored_upon_it(stored: None, more: None) -> None:
    assert set(Post.objects.values_list("title", flat=True)) == {"Shared", "More"}


@pytest.fixture(scope="module")
def more(stored: None, module_commits: Callable[[], AbstractContextManager[None]]) -> None:
    with module_commits():
        make_post("More")
