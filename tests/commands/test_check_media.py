import io
import os
import time

import pytest
from django.core.management import CommandError, call_command

from posts.images.files import write
from posts.images.renditions import make_all
from posts.images.uploads import store_image
from posts.models import Image
from tests.factories import picture_bytes
from tests.media import path_of

pytestmark = pytest.mark.django_db


def run(*options: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("check_media", *options, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def picture(colour: str) -> Image:
    return store_image(picture_bytes(colour=colour), name=f"{colour}.png", alt=f"A {colour} field")


def age(seconds: int) -> None:
    """Let every file in the media folder have come so long ago."""
    then = time.time() - seconds
    for path in path_of("").rglob("*"):
        os.utime(path, (then, then))


def test_pictures_with_their_files_are_in_order() -> None:
    picture("red")
    make_all(Image.objects.all())
    assert run("--decode") == (0, "Every picture has its file, and every file its picture.\n")


def test_lost_and_damaged_files_are_named_with_a_remedy() -> None:
    lost, damaged = picture("red"), picture("blue")
    path_of(str(lost.file)).unlink()
    path_of(str(damaged.file)).write_bytes(b"no picture")
    status, text = run()
    assert status == 1
    needs = f"lost, though picture {lost.pk} needs it"
    assert text == f"{lost.file}: {needs}. Restore it from a backup, or upload it again.\n"
    assert f"{damaged.file}: damaged" in run("--decode")[1]


def test_files_that_belong_to_no_picture_are_found_and_go_only_when_asked() -> None:
    kept, gone = picture("red"), picture("blue")
    make_all(Image.objects.all())
    name = str(gone.file)
    Image.objects.filter(pk=gone.pk).delete()
    write("images/aa/stray.txt", b"x")
    age(3_601)
    status, text = run()
    orphans = text.splitlines()
    assert status == 1
    assert f"{name}: belongs to no picture. It can go." in orphans
    assert "images/aa/stray.txt: belongs to no picture. It can go." in orphans
    assert path_of(name).exists()
    status, text = run("--delete-orphans")
    assert (status, path_of(name).exists()) == (0, False)
    assert f"Deleted {len(orphans)} files" in text
    assert path_of(str(kept.file)).exists()
    assert run()[0] == 0


def test_a_file_that_just_came_is_left_to_its_row() -> None:
    """An upload writes its file before its row is committed, and no one else sees the row yet."""
    names = ("images/aa/stray.png", "images/aa/.half.part")
    for name in names:
        write(name, b"x")
    in_order = (0, "Every picture has its file, and every file its picture.\n")

    assert run("--delete-orphans")[1].endswith(in_order[1])
    age(3_500)
    assert run() == in_order
    assert [path_of(name).exists() for name in names] == [True, True]
    age(3_601)
    assert run()[0] == 1
