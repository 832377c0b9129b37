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
