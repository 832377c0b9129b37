import pytest
from django.db import transaction
from django.db.models import ProtectedError

from posts.images.lifecycle import remove_images
from posts.images.renditions import make_all
from posts.images.uploads import store_image
from posts.models import Image
from tests.factories import make_post, picture_bytes
from tests.media import path_of


def stored(colour: str) -> Image:
    return store_image(picture_bytes(colour=colour), name=f"{colour}.png", alt=f"{colour} field")


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_is_removed_leaves_no_file_of_any_size():
    gone, kept = stored("red"), stored("blue")
    files = {image.pk: [path_of(str(image.file))] for image in (gone, kept)}
    for image in (gone, kept):
        files[image.pk] += [path_of(r.path) for r in image.renditions]
    make_all(Image.objects.all())
    remove_images(Image.objects.filter(pk=gone.pk))
    assert [path.exists() for path in files[gone.pk]] == [False] * len(files[gone.pk])
    assert [path.exists() for path in files[kept.pk]] == [True] * len(files[kept.pk])
    assert list(Image.objects.all()) == [kept]


@pytest.mark.django_db(transaction=True)
def test_a_removal_that_is_rolled_back_keeps_the_files():
    image = stored("red")
    with transaction.atomic():
        remove_images(Image.objects.all())
        transaction.set_rollback(True)
    assert (Image.objects.count(), path_of(str(image.file)).exists()) == (1, True)


@pytest.mark.django_db
def test_a_hero_picture_is_not_removed():
    image = stored("red")
    make_post(hero=image)
    with pytest.raises(ProtectedError):
        remove_images(Image.objects.all())
    assert path_of(str(image.file)).exists()
