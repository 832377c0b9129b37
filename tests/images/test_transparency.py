import io
from typing import Any

import pytest
from PIL import Image as Pillow

from posts.images.lifecycle import replace_file
from posts.images.renditions import make_all
from posts.images.transparency import look_at, not_looked_at
from posts.images.uploads import store_image
from posts.models import Image
from tests.factories import make_image, picture_bytes
from tests.media import path_of

pytestmark = pytest.mark.django_db


def drawing(kind: str = "PNG", ground: tuple[int, ...] = (0, 0, 0, 0)) -> bytes:
    image = Pillow.new("RGBA", (1000, 700), ground)
    image.paste((0, 0, 0, 255), (400, 300, 600, 400))
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def forget(*images: Image) -> None:
    Image.objects.filter(pk__in=[image.pk for image in images]).update(transparent=None)


def seen() -> dict[str, Any]:
    return dict(Image.objects.values_list("original_name", "transparent"))


def test_it_is_kept_of_each_picture_that_comes_in_and_follows_its_file() -> None:
    arms = store_image(drawing(), name="arms.png")
    store_image(drawing("WEBP", (200, 0, 0, 255)), name="flag.webp")
    store_image(picture_bytes(kind="JPEG"), name="photo.jpg")
    assert seen() == {"arms.png": True, "flag.webp": False, "photo.jpg": False}

    replace_file(arms, picture_bytes(colour="green"), name="painted.png")
    assert seen() == {"painted.png": False, "flag.webp": False, "photo.jpg": False}


def test_every_rendition_lets_the_ground_through() -> None:
    image = store_image(drawing(), name="arms.png")
    make_all(Image.objects.all())
    for rendition in image.renditions:
        with Pillow.open(path_of(rendition.path)) as shown:
            assert shown.convert("RGBA").getpixel((1, 1))[3] == 0, rendition.path


def test_pictures_from_before_are_looked_at_once_but_for_lost_and_damaged_files() -> None:
    arms = store_image(drawing(), name="arms.png")
    flag = store_image(drawing(ground=(200, 0, 0, 255)), name="flag.png")
    photo = store_image(picture_bytes(kind="JPEG"), name="photo.jpg")
    lost, damaged = make_image("blue", original_name="lost"), make_image("green")
    forget(arms, flag, photo)
    path_of(str(photo.file)).unlink()
    path_of(str(lost.file)).unlink()
    path_of(str(damaged.file)).write_bytes(b"\x89PNG\r\n\x1a\n")

    assert not_looked_at() == [arms.pk, flag.pk, lost.pk, damaged.pk]
    assert look_at([arms.pk, flag.pk, lost.pk, damaged.pk]) == [
        f"“{lost.file}” is not in the media folder.",
        f"“{damaged.file}” cannot be read as a picture.",
    ]
    assert seen() == {"arms.png": True, "flag.png": False, "photo.jpg": False} | {
        "lost": None,
        "": None,
    }
    assert not_looked_at() == [lost.pk, damaged.pk]
