import pytest

from posts.exchange.errors import ExchangeError
from posts.exchange.media import PictureStore, SiteFolder
from posts.exchange.record import PictureFile
from posts.models import Image
from tests.exchange.sites import write_picture


@pytest.mark.parametrize(
    "written",
    [
        "/assets/Täg 1.png",
        "assets/Täg 1.png",
        "/assets/T%C3%A4g%201.png",
        "/blog/assets/Täg 1.png?v=2#top",
        "{{ site.baseurl }}/assets/Täg 1.png",
        "{{ '/assets/Täg 1.png' | relative_url }}",
        "/Assets/täg 1.PNG",
    ],
)
def test_a_picture_is_found_however_its_address_is_written(tmp_path, written):
    file = write_picture(tmp_path, "assets/Täg 1.png")
    found = SiteFolder(tmp_path, "/blog").find(written, {})

    assert found.path == file
    assert found.addresses[-1] == "/blog/assets/Täg 1.png"


def test_both_spellings_of_an_address_are_kept(tmp_path):
    write_picture(tmp_path, "assets/a.png")
    found = SiteFolder(tmp_path).find("/Assets/A.PNG", {})
    assert found.addresses == ("/Assets/A.PNG", "/assets/a.png")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("../../etc/passwd", "outside"),
        ("/assets/%2e%2e/%2e%2e/secret.png", "outside"),
        ("..\\secret.png", "outside"),
        ("", "outside"),
        ("/link.png", "outside"),
        ("/folder/secret.png", "outside"),
        ("/nothing.png", "missing_picture"),
        ("/assets", "missing_picture"),
        ("https://example.org/a.png", "remote_picture"),
        ("//example.org/a.png", "remote_picture"),
    ],
)
def test_nothing_outside_the_folder_is_ever_taken(tmp_path, written, code):
    secret = write_picture(tmp_path, "secret.png")
    root = tmp_path / "site"
    (root / "assets").mkdir(parents=True)
    (root / "link.png").symlink_to(secret)
    (root / "folder").symlink_to(tmp_path, target_is_directory=True)

    with pytest.raises(ExchangeError) as caught:
        SiteFolder(root).find(written, {})
    assert caught.value.code == code


def test_the_same_bytes_are_stored_once(db, tmp_path):
    store = PictureStore(write=True)
    one = PictureFile(write_picture(tmp_path, "a.png"), ("/a.png",), {"alt": "A field"})
    two = PictureFile(write_picture(tmp_path, "b.png"), ("/b.png",), {"credit": "Clio"})

    assert store.take(one) == store.take(two)
    image = Image.objects.get()
    assert (image.alt, image.credit, image.original_name) == ("A field", "Clio", "a.png")


def test_what_was_said_of_a_picture_here_is_not_overwritten(db, tmp_path):
    path = write_picture(tmp_path, "a.png")
    PictureStore(write=True).take(PictureFile(path, (), {"alt": "By an editor"}))
    PictureStore(write=True).take(PictureFile(path, (), {"alt": "By a file"}))
    assert Image.objects.get().alt == "By an editor"


@pytest.mark.parametrize("write", [True, False])
def test_a_file_that_is_no_picture_is_refused_in_a_dry_run_too(db, tmp_path, write):
    path = tmp_path / "a.png"
    path.write_text("<html><script>alert(1)</script>")

    with pytest.raises(ExchangeError, match=r"“a\.png” is not a picture this site takes"):
        PictureStore(write=write).take(PictureFile(path, ()))
    assert not Image.objects.exists()


def test_a_dry_run_stores_no_picture(db, tmp_path, settings):
    picture = PictureFile(write_picture(tmp_path, "a.png"), ())

    assert PictureStore(write=False).take(picture) is None
    assert not Image.objects.exists()
    assert not settings.MEDIA_ROOT.exists()
