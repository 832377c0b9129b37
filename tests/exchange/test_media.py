from threading import current_thread, main_thread

import pytest

from posts.exchange import media
from posts.exchange.media import PictureStore
from posts.exchange.record import Message, PictureFile
from posts.imaging.decoding import encode
from posts.models import Image
from tests.exchange.sites import bring_in, write_picture, write_post
from tests.factories import moving_gif


def test_the_same_bytes_are_stored_once(db, tmp_path):
    store = PictureStore(write=True)
    one = PictureFile(write_picture(tmp_path, "a.png"), ("/a.png",), {"alt": "A field"})
    two = PictureFile(write_picture(tmp_path, "b.png"), ("/b.png",), {"credit": "Clio"})

    assert store.take(one, []) == store.take(two, [])
    image = Image.objects.get()
    assert (image.alt, image.credit, image.original_name) == ("A field", "Clio", "a.png")


def test_what_was_said_of_a_picture_here_is_not_overwritten(db, tmp_path):
    path = write_picture(tmp_path, "a.png")
    PictureStore(write=True).take(PictureFile(path, (), {"alt": "By an editor"}), [])
    PictureStore(write=True).take(PictureFile(path, (), {"alt": "By a file"}), [])
    assert Image.objects.get().alt == "By an editor"


@pytest.mark.parametrize("write", [True, False])
def test_a_file_that_is_no_picture_is_refused_in_a_dry_run_too(db, tmp_path, write):
    path = tmp_path / "a.png"
    path.write_text("<html><script>alert(1)</script>")

    messages: list[Message] = []
    store = PictureStore(write=write)
    assert store.take(PictureFile(path, ()), messages) is None
    assert (messages[0].code, store.bad) == ("picture", {path})
    assert "“a.png” is not a picture this site takes" in messages[0].text
    assert not Image.objects.exists()


def test_a_dry_run_stores_no_picture(db, tmp_path, settings):
    picture = PictureFile(write_picture(tmp_path, "a.png"), ())

    assert PictureStore(write=False).take(picture, []) is None
    assert not Image.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.parametrize("write", [True, False])
def test_the_report_says_that_a_picture_moves(db, tmp_path, write):
    (tmp_path / "war.gif").write_bytes(moving_gif())
    write_post(tmp_path, front="image: war.gif\nimage_alt: War\ncategories: War")
    (outcome,) = bring_in(tmp_path, write=write)
    assert [message.text for message in outcome.messages if message.code == "picture_cut"] == [
        "“war.gif” moves; only its first picture was kept."
    ]


@pytest.mark.parametrize("write", [True, False])
def test_pictures_of_new_posts_are_encoded_once_and_beside_the_writing(
    db, tmp_path, monkeypatch, write
):
    encoded = []

    def noting(data, name):
        encoded.append((name, current_thread() is main_thread()))
        return encode(data, name)

    monkeypatch.setattr(media, "encode", noting)
    for number, colour in enumerate(("red", "blue", "red")):
        write_picture(tmp_path, f"{number}.png", colour=colour)
        write_post(tmp_path, f"2025-05-1{number}-a.md", f"image: /{number}.png", "![x](/0.png)")
    for times in (1, 2):
        bring_in(tmp_path, write=write)
        each = [(f"{number}.png", False) for number in range(3)]
        assert sorted(encoded) == sorted(each * (1 if write else times))
