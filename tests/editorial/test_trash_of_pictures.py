"""A picture is set aside only while nothing shows it, and comes out when something does."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User

from posts.editorial import save, trash
from posts.editorial.snapshot_io import snapshot_of, words_of
from posts.images.addresses import pictures_in
from posts.images.uploads import store_image
from posts.models import Image
from tests.factories import (
    make_category,
    make_dossier,
    make_editor,
    make_image,
    make_post,
    picture_bytes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make_editor()


def in_use(use: str, image: Image, by: User) -> None:
    story = f"![x]({image.file.url})"
    if use == "hero":
        make_post(hero=image)
    elif use == "story":
        make_post(story=story)
    elif use == "section":
        make_dossier(sections=[("Before", story)])
    elif use == "category":
        make_category(picture=image)
    else:
        post = make_post()
        pictures = words_of(pictures_in(story))
        content = replace(snapshot_of(post), story=story, pictures=pictures)
        save.save(post, content, by=by, version=1)


USES = ("hero", "story", "section", "category", "changes")


@pytest.mark.parametrize("use", USES)
def test_a_picture_in_use_stays(by: User, use: str) -> None:
    image, free = make_image(), make_image("green")
    in_use(use, image, by)

    with pytest.raises(trash.InUse, match="In use, so nothing was deleted: “A red field”"):
        trash.trash(Image, [image.pk, free.pk], by=by)
    assert Image.objects.in_trash().count() == 0
    assert trash.trash(Image, [free.pk], by=by) == [free]


@pytest.mark.parametrize("use", USES)
def test_a_picture_that_came_into_use_is_put_back_when_its_time_is_up(by: User, use: str) -> None:
    image = make_image()
    trash.trash(Image, [image.pk], by=by)
    in_use(use, image, by)
    with pytest.raises(trash.InUse):
        trash.delete_for_good(Image, [image.pk], by=by)

    with time_machine.travel(trash.timezone.now() + timedelta(days=31)):
        assert trash.empty() == 0
    assert Image.objects.get().trashed_at is None


def test_the_same_file_uploaded_again_takes_its_picture_out(by: User) -> None:
    data = picture_bytes()
    image = store_image(data, name="x.png", alt="A field")
    trash.trash(Image, [image.pk], by=by)

    assert store_image(data, name="y.png") == image
    assert (Image.objects.get().trashed_at, Image.objects.get().trashed_by) == (None, None)
