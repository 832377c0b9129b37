import gzip
from pathlib import Path

import pytest

from posts.exchange.errors import ExchangeError
from posts.verification import old_entries, read_addresses

SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<url><loc>https://old.example/2019/a.html</loc></url>"
    "<url><loc> http://www.old.example/b/ </loc><lastmod>2019-01-01</lastmod></url></urlset>"
)


def found(path: Path) -> list[tuple[str, str]]:
    return list(read_addresses(path))


@pytest.mark.parametrize("name", ["sitemap.xml", "sitemap.xml.gz"])
def test_a_sitemap_is_read_whatever_its_host(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    data = SITEMAP.encode()
    file.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert found(file) == [("/2019/a.html", ""), ("/b/", "")]


def test_an_index_leads_to_the_sitemaps_beside_it(tmp_path: Path) -> None:
    index = (
        "<sitemapindex><sitemap><loc>https://old.example/posts.xml</loc></sitemap></sitemapindex>"
    )
    (tmp_path / "sitemap.xml").write_text(index)
    (tmp_path / "posts.xml").write_text(SITEMAP)
    assert found(tmp_path / "sitemap.xml") == [("/2019/a.html", ""), ("/b/", "")]
    (tmp_path / "posts.xml").unlink()
    with pytest.raises(ExchangeError, match=r"sitemap\.xml cannot be read: .*posts\.xml"):
        found(tmp_path / "sitemap.xml")


def test_a_list_has_one_address_a_line(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(
        "# old\nhttps://old.example/?p=12\n\n/caf%C3%A9/\n/caf%C3%A9/\nhttps://old.example\n"
    )
    assert found(file) == [("/", "p=12"), ("/caf%C3%A9/", ""), ("/", "")]


def test_a_built_site_has_pages_and_pictures(tmp_path: Path) -> None:
    for name in ("index.html", "2019/a.html", "b/index.html", "404.html", "x.css", "i/Ä 1.JPG"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    assert found(tmp_path) == [("/2019/a.html", ""), ("/b/", ""), ("/i/Ä 1.JPG", ""), ("/", "")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<urlset><url>", "no element found|mismatched"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><urlset><loc>&a;</loc></urlset>', "declares entities"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "sitemap.xml"
    file.write_text(content)
    with pytest.raises(ExchangeError, match=reason):
        found(file)


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"\xff\xfe\x00")
    for name in ("x.txt", "none.txt"):
        with pytest.raises(ExchangeError, match=rf"{name} cannot be read"):
            found(tmp_path / name)


def test_what_holds_no_address_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# none\n")
    for path in (tmp_path, tmp_path / "list.txt"):
        with pytest.raises(ExchangeError, match="holds no address"):
            list(read_addresses(path))


def test_entries_of_feeds_have_address_and_id(tmp_path: Path) -> None:
    (tmp_path / "atom.xml").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><entry><id>tag:1</id>'
        '<link href="https://old.example/a/"/></entry><entry><id>no link</id></entry></feed>'
    )
    (tmp_path / "rss.xml").write_text(
        "<rss><channel><item><guid>g1</guid><link>https://old.example/b</link></item></channel></rss>"
    )
    (tmp_path / "broken.xml").write_text("<rss>")
    assert list(old_entries(tmp_path)) == [
        ("https://old.example/a/", "tag:1"),
        ("https://old.example/b", "g1"),
    ]
