import hashlib
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from PIL import Image as Pillow

from posts.images import disk, uploads
from posts.images.uploads import clean_name, store_image
from posts.imaging.decoding import ImageError
from posts.models import Image
from tests.factories import make_editor, picture_bytes
from tests.media import path_of


def in_media() -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def test_a_picture_is_stored_under_the_hash_of_what_came_in(db):
    data = picture_bytes((90, 60), "GIF")
    digest = hashlib.sha256(data).hexdigest()
    editor = make_editor()

    image = store_image(data, name="Hastings.gif", by=editor, alt="A red field", focal_x=20)

    image.refresh_from_db()
    assert in_media() == [f"images/{digest[:2]}/{digest}.png"]
    assert (image.file.name, image.content_hash) == (in_media()[0], digest)
    assert (image.width, image.height, image.focus) == (90, 60, (20, 50))
    assert (image.alt, image.original_name) == ("A red field", "Hastings.gif")
    assert image.uploaded_by == editor
    with Pillow.open(path_of(image.file.name)) as picture:
        assert (picture.format, picture.size) == ("PNG", (90, 60))


def test_the_same_bytes_are_stored_once(db):
    first = store_image(picture_bytes(), name="a.png", alt="First")

    second = store_image(picture_bytes(), name="b.png", alt="Second")

    assert (second.pk, second.alt, second.original_name) == (first.pk, "First", "a.png")
    assert len(in_media()) == Image.objects.count() == 1


def test_a_lost_file_comes_back_with_the_same_upload(db):
    image = store_image(picture_bytes(), name="a.png")
    kept = path_of(image.file.name).read_bytes()
    path_of(image.file.name).unlink()

    store_image(picture_bytes(), name="a.png")

    assert path_of(image.file.name).read_bytes() == kept
    assert Image.objects.count() == 1


def test_a_refused_picture_leaves_nothing(db):
    with pytest.raises(ImageError, match=r"^“map.svg” is not a picture this site takes"):
        store_image(b"<svg/>", name="maps/map.svg")

    assert (in_media(), Image.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "fields",
    [{"alt": "x" * 501}, {"focal_x": 101}, {"source_url": "javascript:1"}, {"alt": "bell \x07"}],
)
def test_refused_fields_leave_nothing(db, fields):
    with pytest.raises(ValidationError):
        store_image(picture_bytes(), name="a.png", **fields)

    assert (in_media(), Image.objects.count()) == ([], 0)


def test_a_full_disk_leaves_neither_row_nor_file(db, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)

    with pytest.raises(OSError, match="No space left"):
        store_image(picture_bytes(), name="a.png")

    assert (in_media(), Image.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_takes_the_file_away_again():
    gone = User(pk=987_654)

    with pytest.raises(IntegrityError):
        store_image(picture_bytes(), name="a.png", by=gone)

    assert (in_media(), Image.objects.count()) == ([], 0)


def test_who_comes_second_meanwhile_gets_the_first_ones_row(db, monkeypatch):
    """Both find no row; the other is through while this one still encodes."""
    encode = uploads.encode

    def overtaken(data, name):
        monkeypatch.setattr(uploads, "encode", encode)
        store_image(data, name="other.png", alt="The other's")
        return encode(data, name)

    monkeypatch.setattr(uploads, "encode", overtaken)

    image = store_image(picture_bytes(), name="mine.png", alt="Mine")

    assert (image.alt, image.original_name) == ("The other's", "other.png")
    assert len(in_media()) == Image.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_store_one():
    barrier, keys = threading.Barrier(8), []

    def upload():
        barrier.wait()
        keys.append(store_image(picture_bytes(), name="a.png").pk)
        connection.close()

    threads = [threading.Thread(target=upload) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(keys), len(set(keys)), Image.objects.count()) == (8, 1, 1)
    assert len(in_media()) == 1


@pytest.mark.django_db(transaction=True)
def test_after_a_rollback_outside_the_same_upload_is_whole():
    with transaction.atomic():
        store_image(picture_bytes(), name="a.png")
        transaction.set_rollback(True)
    assert Image.objects.count() == 0

    image = store_image(picture_bytes(), name="a.png")

    assert in_media() == [image.file.name]


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("a.png", "a.png"),
        ("../../etc/a.png", "a.png"),
        ("C:\\Users\\clio\\a.png", "a.png"),
        ("a\x00.png", "a.png"),
        ("a\r\nb\t.png", "ab.png"),
        ("\u202egnp.a", "gnp.a"),
        ("\ud800a.png", "a.png"),
        ("Cafe\u0301  noir.png", "Café noir.png"),
        ("", "picture"),
        ("///", "picture"),
        ("\x00", "picture"),
        ("é" * 300, "é" * 255),
    ],
)
def test_a_clients_file_name_is_a_name_and_nothing_else(name, cleaned):
    assert clean_name(name) == cleaned


def test_a_name_with_nul_is_stored_without_it(db):
    assert store_image(picture_bytes(), name="a\x00b.png").original_name == "ab.png"
