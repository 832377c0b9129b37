from unicodedata import normalize
from urllib.parse import quote

import pytest

from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.folder import SiteFolder
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
        ("http://[broken/a.png", "remote_picture"),
        ("HTTP://[x]/a.png", "remote_picture"),
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


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("as_written", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["école/Élysée.png", "Müller & Söhne.png", "Ṩ/한국.png"])
def test_accents_that_are_taken_apart_mean_the_same_file(tmp_path, on_disk, as_written, name):
    file = write_picture(tmp_path, normalize(on_disk, f"assets/{name}"))
    folder = SiteFolder(tmp_path, normalize(as_written, "/blög"))
    for address in (f"/assets/{name}", f"/blög/assets/{name}"):
        for written in (normalize(as_written, address), quote(normalize(as_written, address))):
            found = folder.find(written, {})
            assert (found.path, found.addresses) == (file, (f"/blög/assets/{name}",))
