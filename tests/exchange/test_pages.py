"""Pages of another site come in as pages of this one, stay as they were edited, and leave again."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from posts.exchange.undo import undone
from posts.models import Page, Post, Redirect
from tests.exchange.sites import bring_in, codes, open_site, write_picture, write_post

pytestmark = pytest.mark.django_db


def write_site(root: Path) -> None:
    write_post(root)
    write_picture(root, "assets/us.png")
    body = "**TLDR**\n- not a bullet\n\n![Us](/assets/us.png) [a](/2025/05/27/hastings.html)\n"
    write_post(root, "./about.md", "title: About us\ndescription: Who we are.", body)
    write_post(root, "contact/index.md", "title: Write to us\npermalink: /write/", "Write.\n")
    write_post(root, "legal/privacy.html", "title: Privacy\npublished: false", "<p>None.</p>\n")
    for name in ("index.md", "404.html", "search.md", "tags.html", "categories/index.html"):
        write_post(root, f"./{name}", "title: Of the theme")


def test_pages_of_a_jekyll_site_come_in_with_text_state_pictures_and_addresses(tmp_path, client):
    write_site(tmp_path)
    dry = bring_in(tmp_path, write=False)
    outcomes = bring_in(tmp_path)

    assert outcomes == dry
    assert [(o.ref, o.result, o.slug, codes(o)) for o in outcomes[1:]] == [
        ("jekyll:example.org:about.md", "created", "about", []),
        ("jekyll:example.org:contact/index.md", "created", "contact", []),
        ("jekyll:example.org:legal/privacy.html", "created", "privacy", []),
    ]
    states = Page.objects.order_by("pk").values_list("title", "slug", "status", "description")
    assert list(states) == [
        ("About us", "about", "approved", "Who we are."),
        ("Write to us", "contact", "approved", ""),
        ("Privacy", "privacy", "draft", ""),
    ]
    page = client.get("/about/").text
    assert "not a bullet" in page
    assert 'href="/posts/hastings/"' in page
    assert "<img" in page
    assert client.get("/about.html")["Location"] == "/about/"
    assert client.get("/write/")["Location"] == "/contact/"
    assert Post.objects.count() == 1


def test_a_second_time_changes_nothing_and_what_was_edited_stays(tmp_path):
    write_site(tmp_path)
    bring_in(tmp_path)
    page = Page.objects.get(slug="about")
    page.story = "Edited here."
    page.save()

    write_post(tmp_path, "./about.md", "title: Another title")
    write_post(tmp_path, "contact/index.md", "title: Another title\npermalink: /write/")
    outcomes = {o.slug: (str(o.result), codes(o)) for o in bring_in(tmp_path)}

    assert outcomes == {
        "hastings": ("unchanged", ["no_event_date"]),
        "about": ("unchanged", ["edited_here"]),
        "contact": ("updated", []),
        "privacy": ("unchanged", []),
    }
    assert list(Page.objects.order_by("pk").values_list("title", flat=True)) == [
        "About us",
        "Another title",
        "Privacy",
    ]


def test_what_the_site_has_itself_is_told_and_not_taken(tmp_path):
    write_site(tmp_path)
    write_post(tmp_path, "./people.md", "title: People\nslug: people")
    write_post(tmp_path, "./team.md", "title: Team\nslug: media")
    assert open_site(tmp_path).left_out == [
        f"the page {name}"
        for name in ("404.html", "index.md", "people.md", "search.md", "tags.html")
    ] + ["the page categories/index.html"]
    refused = [o for o in bring_in(tmp_path) if o.result == "refused"]
    assert [(o.ref, o.messages[-1].code) for o in refused] == [
        ("jekyll:example.org:team.md", "address_served")
    ]


def test_two_pages_of_a_name_get_two_addresses_and_a_post_keeps_its_own(tmp_path):
    write_post(tmp_path, "2025-05-27-about.md", "title: About")
    write_post(tmp_path, "./about.md", "title: About")
    write_post(tmp_path, "team/about.md", "title: About the team")

    assert [o.slug for o in bring_in(tmp_path)] == ["about", "about", "about-2"]
    kept = Redirect.objects.filter(page__isnull=False).values_list("path", "page__slug")
    assert sorted(kept) == [
        ("/about.html", "about"),
        ("/team/about.html", "about-2"),
        ("/team/about/", "about-2"),
    ]


def test_undoing_takes_pages_back_but_what_was_edited(tmp_path):
    write_site(tmp_path)
    bring_in(tmp_path)
    Page.objects.get(slug="contact").save()

    results = {o.slug: str(o.result) for o in undone("jekyll", "example.org", write=True)}

    assert results == {
        "hastings": "removed",
        "about": "removed",
        "contact": "unchanged",
        "privacy": "removed",
    }
    assert list(Page.objects.values_list("slug", flat=True)) == ["contact"]


def test_pages_leave_as_files_and_come_back_as_they_were(tmp_path):
    write_site(tmp_path / "old")
    bring_in(tmp_path / "old")
    Page.objects.create(
        title="Imprint: “us”",
        slug="imprint",
        story="As [told](/about/).",
        language="de",
        status="approved",
        publish_at="2026-01-01T00:00Z",
    )
    before = list(Page.objects.order_by("slug").values_list("slug", "title", "story", "status"))

    call_command("export_posts", "jekyll", str(tmp_path / "new"), verbosity=0)
    files = {f"{path.relative_to(tmp_path / 'new')}" for path in (tmp_path / "new").rglob("*.*")}
    Page.objects.all().delete()
    Post.objects.all().delete()
    bring_in(tmp_path / "new")

    assert {"about.md", "contact/index.md", "legal/privacy.html", "imprint.md"} <= files
    old, new = (tmp_path / name / "about.md" for name in ("old", "new"))
    assert old.read_bytes() == new.read_bytes()
    after = Page.objects.order_by("slug").values_list("slug", "title", "story", "status")
    assert list(after) == before
    assert Client().get("/imprint/").status_code == 200
