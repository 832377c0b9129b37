"""Several sites in one archive: whose post a file is, and whose an old address."""

import io
import json
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from posts.exchange import ExchangeError, Loader, Options
from posts.exchange.jekyll import open_jekyll
from posts.exchange.kinds import KINDS, guess, refuse_other
from posts.exchange.markdown import open_markdown
from posts.exchange.reader import site_name
from posts.exchange.undo import undone
from posts.models import Image, Post, Redirect
from tests.exchange.sites import bring_in, codes, open_site, told_of, write_picture, write_post
from tests.factories import make_dossier

SITES = ("example.org", "example.com/blog")


@pytest.mark.parametrize(
    ("given", "url", "name"),
    [
        ("", "https://www.Example.org", "example.org"),
        ("", "https://user.example/blog", "user.example/blog"),
        ("", "", "a-folder"),
        ("Old site", "https://example.org", "old-site"),
        ("WWW.example.org/", "", "example.org"),
    ],
)
def test_a_site_is_called_by_its_address_or_its_folder(tmp_path, given, url, name):
    assert site_name(given, url, tmp_path / "a folder") == name


def test_two_sites_with_the_same_files_are_two_sets_of_posts(db, tmp_path):
    write_post(tmp_path, "2025-05-27-a.md", "redirect_from: /old/")
    for write in (False, True):
        outcomes = [bring_in(tmp_path, site=site, write=write)[0] for site in SITES]
    first, second = Post.objects.order_by("pk")

    assert [o.result for o in outcomes] == ["created", "created"]
    assert [first.import_ref, second.import_ref] == [
        f"jekyll:{site}:_posts/2025-05-27-a.md" for site in SITES
    ]
    left_out = [m.text for m in outcomes[1].messages if m.code == "address_left_out"]
    assert left_out == [
        f"The old address {path} is left out: it already leads to {first.import_ref}."
        for path in ("/2025/05/27/a.html", "/old/")
    ]
    assert set(Redirect.objects.values_list("post", flat=True)) == {first.pk}
    for site, left in zip(SITES, ([], left_out), strict=True):
        (again,) = bring_in(tmp_path, site=site)
        assert (again.result, codes(again).count("address_left_out")) == ("unchanged", len(left))
        assert len(again.old_urls) == 2 - len(left)


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("order", ["listed first", "own first"])
def test_a_posts_own_address_goes_before_one_that_was_listed(db, tmp_path, order, write):
    listing, owning = ("a", "b") if order == "listed first" else ("b", "a")
    write_post(tmp_path, f"2025-05-2{'ab'.index(listing)}-{listing}.md", "redirect_from: /x/")
    write_post(tmp_path, f"2025-05-2{'ab'.index(owning)}-{owning}.md", "permalink: /x/")
    told = {o.slug: o for o in bring_in(tmp_path, write=write)}

    assert ("address_moved" in codes(told[owning])) is (order == "listed first")
    assert ("address_left_out" in codes(told[listing])) is (order == "own first")
    if write:
        assert Redirect.objects.get(path="/x/").post.slug == owning
        again = bring_in(tmp_path)
        assert {o.result for o in again} == {"unchanged"}


OLD = "jekyll:_posts/2025-05-27-a.md"


@pytest.mark.parametrize(
    ("url", "stored"),
    [("https://www.example.org", "jekyll:example.org:"), ("", "jekyll::")],
)
@pytest.mark.parametrize("base", ["", "/blog"])
def test_refs_of_earlier_imports_get_their_site_and_no_post_comes_twice(
    db, tmp_path, url, stored, base
):
    (tmp_path / "_config.yml").write_text(f"url: '{url}'\nbaseurl: '{base}'\ntimezone: UTC")
    write_post(tmp_path, "2025-05-27-a.md")
    write_post(tmp_path, "2025-05-28-b.md", "guid: https://elsewhere.example/?p=1")
    bring_in(tmp_path)
    Post.objects.filter(slug="a").update(import_ref=OLD)
    Post.objects.filter(slug="b").update(import_ref=OLD.replace("27-a", "28-b"))
    migration = import_module("posts.migrations.0020_refs_with_site")
    migration.add_site(apps, None)

    refs = dict(Post.objects.values_list("slug", "import_ref"))
    assert refs == {
        "a": f"{stored}_posts/2025-05-27-a.md",
        "b": "jekyll::_posts/2025-05-28-b.md",
    }
    write_post(tmp_path, "2025-05-27-a.md", body="Changed since.")
    reader_site = open_site(tmp_path).site
    assert [o.result for o in bring_in(tmp_path, site="")] == ["updated", "updated"]
    assert {ref.split(":")[1] for ref in Post.objects.values_list("import_ref", flat=True)} == {
        reader_site
    }
    assert [o.result for o in bring_in(tmp_path, site="")] == ["unchanged", "unchanged"]
    migration.take_site(apps, None)
    assert Post.objects.get(slug="a").import_ref == OLD


def test_a_post_of_an_unknown_site_with_other_words_is_another_post(db, tmp_path):
    write_post(tmp_path, "2025-05-27-a.md")
    bring_in(tmp_path)
    Post.objects.update(import_ref="jekyll::_posts/2025-05-27-a.md", title="Another")
    write_post(tmp_path, "2025-05-27-a.md", body="Not those words.")
    assert [o.result for o in bring_in(tmp_path)] == ["created"]


def test_undo_takes_back_what_nobody_has_touched(db, tmp_path):
    write_picture(tmp_path, "a.png")
    write_picture(tmp_path, "b.png", colour="blue")
    for name in ("a", "b", "c"):
        write_post(tmp_path, f"2025-05-27-{name}.md", "image: /a.png" if name == "a" else "")
    write_post(tmp_path, "2025-05-27-d.md", "image: /b.png", "![x](/a.png)")
    bring_in(tmp_path)
    bring_in(tmp_path, site="other.example")
    edited = Post.objects.get(slug="b")
    edited.story = "By an editor."
    edited.save()
    make_dossier().posts.add(Post.objects.get(slug="c"))

    for write in (False, True):
        told = [(o.slug, str(o.result)) for o in undone("jekyll", "example.org", write=write)]
        assert told == [
            *(("a", "removed"), ("b", "unchanged"), ("c", "unchanged"), ("d", "removed")),
        ]
    kept = ["a-2", "b", "b-2", "c", "c-2", "d-2"]
    assert sorted(Post.objects.values_list("slug", flat=True)) == kept
    assert Image.objects.count() == 2  # The other site's posts show them.
    list(undone("jekyll", "other.example", write=True))
    assert sorted(Post.objects.values_list("slug", flat=True)) == ["b", "c"]
    assert not Image.objects.exists()


def test_undo_from_the_command_line_counts_what_it_took(db, tmp_path):
    write_post(tmp_path, "2025-05-27-a.md")
    out = io.StringIO()
    for options in (["--write"], ["--undo", "--write"]):
        call_command("import_posts", "jekyll", str(tmp_path), *options, stdout=out)
    last = "1 read, 0 created, 0 updated, 0 unchanged, 0 refused, 1 removed, 0 warned"
    assert out.getvalue().splitlines()[-1] == last
    assert not Post.objects.exists()


def make_exports(root):
    """Write one of each kind, and return each path with its kind."""
    write_post(root / "jekyll")
    write_post(root / "nested", "blog/_posts/2025-05-27-a.md")
    (root / "hugo").mkdir()
    (root / "hugo" / "hugo.toml").touch()
    (root / "hugo" / "a.md").write_text("# A")
    wxr, ghost, post = (root / name for name in ("a.xml", "a.json", "a.md"))
    namespace = "http://wordpress.org/export/1.2/"
    wxr.write_text(f'\ufeff<?xml version="1.0"?><rss xmlns:wp="{namespace}"></rss>', "utf-8")
    ghost.write_text(json.dumps({"db": [{"data": {"posts": []}}]}))
    post.write_text("---\ntitle: A\n---\n")
    kinds = ("jekyll", "jekyll", "markdown", "wordpress", "ghost", "jekyll")
    return list(
        zip([root / "jekyll", root / "nested", root / "hugo", wxr, ghost, post], kinds, strict=True)
    )


def test_a_guess_says_whose_export_a_path_holds(db, tmp_path):
    for path, kind in make_exports(tmp_path):
        assert (path.name, guess(path)[0]) == (path.name, kind)
    out = io.StringIO()
    call_command("import_posts", "guess", str(tmp_path / "a.json"), stdout=out)
    assert out.getvalue() == (
        f"{tmp_path}/a.json: a Ghost export.\nRun: manage.py import_posts ghost {tmp_path}/a.json\n"
    )
    (tmp_path / "empty.bin").write_bytes(b"\0" * 100)
    with pytest.raises(CommandError, match="is none of what can be read: a WordPress export"):
        call_command("import_posts", "guess", str(tmp_path / "empty.bin"))


def test_each_reader_says_whose_a_file_is_that_is_not_its_own(db, tmp_path):
    for path, kind in make_exports(tmp_path):
        refuse_other(kind, path)
        for other in {*KINDS} - {kind}:
            with pytest.raises(CommandError, match=f"run import_posts {kind} "):
                call_command("import_posts", other, str(path))


def test_jekyll_takes_one_path_and_no_folder_of_pictures(tmp_path):
    for options in (Options((tmp_path, tmp_path)), Options((tmp_path,), media=tmp_path)):
        with pytest.raises(ExchangeError):
            open_jekyll(options)


def test_each_old_address_is_told_of_once_when_two_cannot_be_kept(db, tmp_path):
    write_post(tmp_path, front="redirect_from: ['/a%00b', '/c%00d', '/search/']")
    (outcome,) = bring_in(tmp_path)  # which holds the report to its sums
    assert codes(outcome).count("bad_address") == 2
    assert codes(outcome).count("address_served") == 1


def test_a_guessed_address_that_is_a_page_here_gives_way_without_a_word(db, tmp_path):
    (tmp_path / "search.md").write_text("# Search\n\nA story.")
    (tmp_path / "hastings.md").write_text("# Hastings\n\nA story.")
    reader = open_markdown((tmp_path,))
    told = {o.slug: o for o in told_of(reader, Loader(write=True, site="s"))}
    assert "address_served" not in codes(told["search"])
    assert (told["search"].old_urls, told["search"].not_needed) == ((), 1)
    assert (told["hastings"].old_urls, told["hastings"].not_needed) == (("/hastings/",), 0)
