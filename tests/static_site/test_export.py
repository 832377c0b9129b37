"""What a run does to its folder, and that nothing hidden gets there."""

import json
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.archives import missing_parts
from posts.models import Category, Image, Place, Post, Redirect, StoredParts
from posts.pagecache.key import Key
from posts.static_site import addresses, pages
from posts.static_site.folder import OWN, Folder
from tests.factories import link_posts, make_category, make_dossier, make_post
from tests.static_site.copies import SETTINGS, export, tree
from tests.views import hidden
from tests.views.hidden import NOW, STATES, WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SITE = SETTINGS["SITE_URL"]
CITED = ("bib", "ris", "json")


@pytest.fixture(autouse=True)
def _settings(settings, monkeypatch) -> Iterator[None]:
    """A site under its own address, of whose days there is but one: 366 take a while each time."""
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    all_days = addresses._parameters
    one_day = re.compile(r"/on/(?!10-14)\d")
    read = lambda path: None if one_day.match(path) else all_days(path)  # noqa: E731
    monkeypatch.setattr(addresses, "_parameters", read)
    addresses.key_of.cache_clear()
    yield
    addresses.key_of.cache_clear()


@pytest.fixture
def site() -> Post:
    post = hidden.make_filed(story=f"See [its whole address]({SITE}/on/10-14/).")
    other = make_post("Stamford Bridge", event_input="25 September 1066")
    Redirect.objects.create(path="/old/ärger & co/", post=other)
    Redirect.objects.create(path="/2019/05/hastings.html", post=post)
    return post


@pytest.mark.parametrize(
    ("options", "canonical", "feed", "shown"),
    [
        ([], f"{SITE}/categories/war/", f"{SITE}/posts/hastings/", "/on/10-14/"),
        (
            ["--address", "https://copy.example/history"],
            "https://copy.example/history/categories/war/",
            "https://copy.example/history/posts/hastings/",
            "/history/on/10-14/",
        ),
    ],
)
def test_others_are_told_of_the_live_site_or_of_the_address_given(
    site, tmp_path, options, canonical, feed, shown
):
    make_post("Long", slug="a" * 60, tags=["siege"])
    export(tmp_path / "copy", *options)
    files = {
        name: body.decode("utf-8", "replace") for name, body in tree(tmp_path / "copy").items()
    }

    page = files["categories/war/index.html"]
    assert f'<link rel="canonical" href="{canonical}">' in page
    assert f'href="{feed}"' in files["feeds/tags/siege.xml"]
    story = files["posts/hastings/index.html"]
    assert re.search(rf'href="{shown}"[^>]*>its whole address', story)
    # Long lines of a calendar are broken in the midst of an address.
    calendar = files["feeds/tags/siege.ics"]
    assert max(len(line.encode()) for line in calendar.split("\r\n")) == 75
    assert f"URL:{feed.replace('hastings', 'a' * 60)}\r\n" in calendar.replace("\r\n ", "")
    assert f"<loc>{feed}</loc>" in "".join(t for n, t in files.items() if "sitemaps/" in n)


def test_a_copy_has_the_signs_of_the_site_and_its_covers_where_they_are_wanted(
    site, tmp_path, monkeypatch
):
    monkeypatch.setattr("posts.views.covers.draw_cover", lambda cover: b"PNG")
    kinds = ("on/10-14", "years/1066", "decades/1060s", "centuries/11", "places/france")
    covers = {f"{kind}/cover.png" for kind in (*kinds, "posts/hastings")}
    signs = {"favicon.ico", "apple-touch-icon.png"}

    export(tmp_path / "copy", "--covers")
    export(tmp_path / "plain")

    assert covers | signs <= tree(tmp_path / "copy").keys()
    assert signs <= tree(tmp_path / "plain").keys()
    assert not covers & tree(tmp_path / "plain").keys()


def test_an_entry_keeps_its_id_under_another_address(site, tmp_path):
    Post.objects.filter(pk=site.pk).update(feed_id=f"{SITE}/2019/05/hastings")
    site.refresh_from_db()
    site.save()
    export(tmp_path / "copy", "--address", "https://copy.example")
    files = tree(tmp_path / "copy")

    assert f"<id>{SITE}/2019/05/hastings</id>".encode() in files["feeds/tags/siege.xml"]


@time_machine.travel(NOW, tick=False)
def test_nothing_hidden_is_in_the_copy(tmp_path):
    public = hidden.make_filed()
    make_dossier("Conquest").posts.add(public)
    export(tmp_path / "before")
    before = tree(tmp_path / "before")

    for state in STATES:
        post = hidden.make_hidden(state, public)
        row = Redirect.objects.create(path="/old/quagga.html", post=post)
        link_posts(public, post)
        cache.clear()
        export(tmp_path / state)
        after = tree(tmp_path / state)
        row.delete()
        post.delete()
        forget_filing()

        assert (state, after) == (state, before)
        told = repr(sorted(after)).encode() + b"".join(after.values())
        told += (tmp_path / state / OWN / "redirects.map").read_bytes()
        assert [word for word in WORDS if word.encode() in told] == []


def forget_filing() -> None:
    """Take away what the hidden post was filed under, so that the next one may have it."""
    Category.objects.filter(name__startswith="quagga").delete()
    Place.objects.filter(name__startswith="quagga").delete()
    Image.objects.filter(alt="quaggaalt").delete()


@time_machine.travel(NOW, tick=False)
def test_the_same_post_is_in_the_copy_once_it_is_public(tmp_path):
    """Holds the test above to words that could leak."""
    public = hidden.make_filed()
    post = hidden.make_hidden("draft", public)
    post.status = Post.Status.APPROVED
    post.save()
    export(tmp_path)

    shown = b"".join(tree(tmp_path).values())

    assert [word for word in WORDS if word.encode() not in shown] == []


@time_machine.travel(NOW, tick=False)
def test_a_second_run_writes_what_changed_and_takes_away_what_went(site, tmp_path):
    folder = tmp_path / "copy"
    first = export(folder)
    (folder / "CNAME").write_text("history.example")
    (folder / "posts" / "mine.txt").write_text("mine")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}

    again = export(folder)

    number = len(tree(folder)) - 2
    assert first.splitlines()[-1] == f"{number} written, 0 unchanged, 6 redirects, 0 removed"
    assert again.splitlines()[-1] == f"0 written, {number} unchanged, 6 redirects, 0 removed"
    same = {p: p.stat().st_mtime_ns for p in before if OWN not in p.parts}
    assert same == {p: before[p] for p in same}

    Post.objects.get(slug="stamford-bridge").delete()
    said = export(folder)

    assert not (folder / "posts" / "stamford-bridge").exists()
    assert not (folder / "old" / "ärger & co").exists()
    assert (folder / "CNAME").exists()
    assert (folder / "posts" / "mine.txt").exists()
    assert re.search(r"redirects, (\d+) removed", said)[1] != "0"
    assert not (folder / OWN / "journal").exists()
    manifest = json.loads((folder / OWN / "manifest.json").read_text())
    assert manifest.keys() == tree(folder).keys() - {"CNAME", "posts/mine.txt"}


def test_a_file_that_was_spoilt_is_written_again(site, tmp_path):
    export(tmp_path)
    page = tmp_path / "posts" / "hastings" / "index.html"
    whole = page.read_bytes()
    page.write_bytes(whole.replace(b"Hastings", b"Hustings"))

    export(tmp_path)

    assert page.read_bytes() == whole


@pytest.mark.parametrize("name", ["index.html", ".hidden", "folder/x"])
def test_a_folder_with_other_things_in_it_is_refused(site, tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")

    with pytest.raises(CommandError, match=r"holds files that this command did not make\. Name a"):
        export(tmp_path)

    assert tree(tmp_path) == {name: b"mine"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--below", "/a b"], "“/a b” is no path of an address: write it as /sub/path."),
        (["--live", "history.example"], "is no address of a site: write it as https://…."),
        (["--address", "ftp://history.example"], "is no address of a site"),
        (["--below", "/a", "--address", "https://x.example/b"], "--below /a is not the path of"),
    ],
)
def test_what_is_no_address_is_named(tmp_path, options, said):
    with pytest.raises(CommandError, match=re.escape(said)):
        export(tmp_path, *options)

    assert tree(tmp_path) == {}


def test_old_addresses_that_are_odd(tmp_path):
    """Two that some disks take for one are named; one that no file can have is left out."""
    category = make_category("War")
    post = make_post(categories=[category])
    for path in ("/Old/x.html", "/old/X.html"):
        Redirect.objects.create(path=path, post=post)
    for path in ("/../y.html", f"/{'y' * 300}.html", "/a//y.html", "/tab\t/y.html", "/a\\y.html"):
        Redirect.objects.create(path=path, post=post)
    Redirect.objects.create(path="/categories/wars/", category=category)

    with pytest.raises(CommandError, match=r"^/Old/x\.html and /old/X\.html are one file where"):
        export(tmp_path / "copy")

    files = tree(tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
    assert {name for name in files if name.lower().endswith(("x.html", "y.html"))} - {
        name for name in files if name.endswith("/index.html") or name == "index.html"
    } == {"Old/x.html", "old/X.html", "a\\y.html"}
    assert b"url=/categories/war/" in files["categories/wars/index.html"]
    assert files["feeds/categories/wars.xml"] == files["feeds/categories/war.xml"]
    lines = (tmp_path / "copy" / OWN / "redirects.map").read_text().splitlines()
    assert '"/a\\\\y.html" "/posts/hastings/";' in lines


def test_what_the_files_of_many_stories_share_is_asked_for_once(tmp_path):
    def asked(*posts: Post) -> int:
        keys = [Key(f"/posts/{post.slug}/cite.{kind}", "") for post in posts for kind in CITED]
        with CaptureQueriesContext(connection) as captured:
            pages.make("a run", folder.root, addresses.Addresses("", SITE, ""), keys)
        return sum("taggit_tag" in query["sql"] for query in captured)

    posts = [make_post(title, tags=["siege"]) for title in ("Alesia", "Masada", "Tyre")]
    StoredParts.objects.all().delete()
    folder = Folder.open(tmp_path)
    pages.make("a run", folder.root, addresses.Addresses("", SITE, ""), [])

    assert not StoredParts.objects.exists()
    asked(posts[0])
    assert not missing_parts().exclude(pk__in=[post.pk for post in posts[1:]]).exists()
    asked(*posts)
    assert not missing_parts().exists()
    assert (asked(posts[0]), asked(*posts)) == (1, 1)


def test_a_database_that_is_only_read_gives_the_same_files(tmp_path):
    post, folder = make_post(), Folder.open(tmp_path)

    def made():
        keys = [Key(post.get_absolute_url(), "")]
        return pages.make("a run", folder.root, addresses.Addresses("", SITE, ""), keys)[0]

    before = made()
    StoredParts.objects.all().delete()
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1" if is_sqlite else "SET TRANSACTION READ ONLY")
    try:
        again = made()
    finally:
        if is_sqlite:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = 0")
    assert (before.is_new, again.is_new) == (True, False)
    assert not StoredParts.objects.exists()


def test_a_page_that_is_named_without_its_last_slash_first_is_there(tmp_path):
    """Both names are one file, which whoever comes first writes."""
    make_post()
    folder = Folder.open(tmp_path)

    asked = Key("/posts/hastings", "")
    (made,) = pages.make("a run", folder.root, addresses.Addresses("", SITE, ""), [asked])

    assert b"The story of Hastings." in (tmp_path / "posts/hastings/index.html").read_bytes()
    assert (made.status, made.key) == (200, asked)
