from datetime import UTC, datetime
from pathlib import Path

import pytest

from posts.editorial import trash
from posts.models import Category, Image, Place, Post, Redirect, Source, StoryLink
from tests.exchange.sites import OWN_SEED, bring_in, codes, write_picture, write_post
from tests.factories import make_category, make_editor, make_post

FIRST_WORDS = {
    "000_7d0bb60fbdbc4ead": "In the grand halls of the Elysée Palace",
    OWN_SEED.stem: "On a Saturday morning in January 1863",
}


@pytest.fixture(params=["own", "old"])
def pasted(request: pytest.FixtureRequest) -> Path:
    return OWN_SEED if request.param == "own" else request.getfixturevalue("seed")


def test_a_pasted_post_becomes_all_its_parts(db, pasted):
    (outcome,) = bring_in(pasted)
    post = Post.objects.get()
    first, *rest = post.story.split("\n\n")

    assert (outcome.result, outcome.slug) == ("created", post.slug)
    assert first.startswith(FIRST_WORDS[pasted.stem])
    assert (len(rest), [line for line in rest if not line[0].isalpha()]) == (4, [])
    assert [bullet.label for bullet in post.bullets.all()] == [
        *("Event", "Purpose", "Challenges", "Legacy")
    ]
    assert all(bullet.text[0].isupper() for bullet in post.bullets.all())
    assert post.closing_question.strip("|*") == post.closing_question
    assert post.closing_question.endswith("?")
    for mark in ("- **", "--", "|", "## Story", "![", "**"):
        assert mark not in post.story
    assert post.raw_original.encode() == pasted.read_bytes()
    assert codes(outcome) == ["file_name", "missing_picture"]
    assert (outcome.old_urls, Redirect.objects.count()) == ((), 0)
    assert (post.status, post.is_public, post.hero) == ("approved", True, None)


def test_the_own_seed_says_what_it_says(db):
    bring_in(OWN_SEED)
    post = Post.objects.get()

    assert post.title == "United Kingdom – Under the Streets: The Metropolitan Railway of 1863"
    assert post.publish_at == datetime(2025, 1, 10, 21, 41, 7, tzinfo=UTC)
    assert (post.event_text, post.event_edtf) == ("10 January 1863", "1863-01-10")
    assert [(a.month_day, a.role) for a in post.anniversaries.all()] == [(110, "on")]
    assert [category.name for category in post.categories.all()] == ["history"]
    assert [place.slug for place in post.places.all()] == ["united-kingdom"]
    assert post.import_fields["categories"] == "history 1863 united-kingdom"
    assert not Category.objects.filter(name="1863").exists()


def test_the_old_blogs_post_says_what_it_says(db, seed):
    bring_in(seed)
    post = Post.objects.get()

    assert post.title == "France – Bridging the Divide: The NATO-Russia Founding Act of 1997"
    assert post.publish_at == datetime(2025, 5, 27, 19, 6, 11, tzinfo=UTC)
    assert post.event_text == "27 May 1997"
    assert [(a.month_day, a.role) for a in post.anniversaries.all()] == [(527, "on")]
    assert len(post.description) == 275
    assert [category.name for category in post.categories.all()] == ["history"]
    assert [place.name for place in post.places.all()] == ["France"]
    assert post.import_fields["categories"] == "history 1997 france"
    assert post.closing_question == (
        "Would a different approach to NATO-Russia relations have changed the course of history?"
    )


def test_a_second_run_changes_nothing(db, pasted):
    bring_in(pasted)
    before = Post.objects.values().get()
    (outcome,) = bring_in(pasted)

    assert outcome.result == "unchanged"
    assert Post.objects.values().get() == before


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("text", ["A story.\n", "Another text.\n"])
def test_what_is_in_the_trash_is_left_there(db, tmp_path, write, text):
    write_post(tmp_path)
    bring_in(tmp_path)
    trash.trash(Post, [Post.objects.get().pk], by=make_editor())
    before = Post.objects.values().get()
    write_post(tmp_path, body=text)

    (outcome,) = bring_in(tmp_path, write=write)

    assert (outcome.result, outcome.slug, codes(outcome)[-1]) == (
        "unchanged",
        "hastings",
        "in_trash",
    )
    assert Post.objects.values().get() == before


def test_a_dry_run_writes_nothing_and_says_the_same(db, tmp_path):
    write_picture(tmp_path, "a.png")
    (tmp_path / "b.png").write_text("no picture")
    write_post(tmp_path, "2025-05-27-a.md", "image: /a.png\ncategories: war france")
    write_post(tmp_path, "2025-05-28-a.md", "image: /b.png\nplaces: [Atlantis]\nguid: x")
    write_post(tmp_path, "2025-05-29-a.md", "permalink: /2025/05/28/a.html")
    write_post(tmp_path, "2025-05-30-b.md", "event_date: soon")
    write_post(tmp_path, "2025-05-31-c.md", "guid: x\ntags: one Two", "![a](/a.png)")

    dry = bring_in(tmp_path, write=False)
    assert [Post.objects.count(), Category.objects.count(), Image.objects.count()] == [0, 0, 0]
    assert dry == bring_in(tmp_path)
    assert [outcome.result for outcome in dry] == [
        *("created", "created", "refused", "refused", "created")
    ]
    assert [outcome.slug for outcome in dry] == ["a", "a-2", "", "", "c"]
    again = bring_in(tmp_path, write=False)
    assert again == bring_in(tmp_path)


def test_what_hangs_on_a_post_comes_with_it(db, tmp_path):
    make_category("War")
    write_post(
        tmp_path,
        front="event_date: 14 October 1066\ncategories: war europe 1066 peace\n"
        "places: [Norman Kingdom, france]\ntags: [Hastings, hastings, bow]\n"
        "sources:\n- {author: A, title: T, year: 1955, locator: p. 1}\n"
        "- {author: A, title: T, year: 1955}",
    )
    (outcome,) = bring_in(tmp_path)
    post = Post.objects.get()

    assert sorted(c.name for c in post.categories.all()) == ["War", "peace"]
    assert sorted(p.slug for p in post.places.all()) == ["europe", "france"]
    assert sorted(tag.name for tag in post.tags.all()) == ["Hastings", "bow"]
    assert [(c.source.title, c.locator) for c in post.citations.all()] == [("T", "p. 1"), ("T", "")]
    assert Source.objects.count() == 1
    assert codes(outcome) == ["unknown_place"]
    assert post.import_fields["unknown_places"] == ["Norman Kingdom"]
    assert [r.path for r in post.redirects.all()] == [
        "/war/europe/1066/peace/2025/05/27/hastings.html"
    ]


def test_a_picture_comes_with_its_old_address(db, tmp_path):
    write_picture(tmp_path, "assets/a.png")
    write_picture(tmp_path, "assets/b.png", colour="blue")
    write_post(
        tmp_path,
        front="image: /assets/a.png\nimage_caption: Red",
        body="![A red field](/assets/a.png)\n\nText.\n\n![Blue](/assets/b.png)\n\n![No](/c.png)\n",
    )
    (outcome,) = bring_in(tmp_path)
    post = Post.objects.get()
    blue = Image.objects.get(original_name="b.png")

    assert (post.hero.alt, post.hero.caption) == ("A red field", "Red")
    assert post.story == f"Text.\n\n![Blue](/media/{blue.file})\n\n![No](/c.png)"
    assert "<picture>" in post.story_html
    assert dict(Redirect.objects.exclude(image=None).values_list("path", "image")) == {
        "/assets/a.png": post.hero.pk,
        "/assets/b.png": blue.pk,
    }
    assert [(m.line, m.code) for m in outcome.messages if m.code == "missing_picture"] == [
        (12, "missing_picture")
    ]


def test_a_due_post_is_public_and_a_future_one_scheduled(db, tmp_path):
    write_post(tmp_path, "2025-05-27-due.md")
    write_post(tmp_path, "2999-05-27-later.md")
    write_post(tmp_path, "_drafts/never.md")
    bring_in(tmp_path)

    assert {post.slug: post.state for post in Post.objects.all()} == {
        "due": "published",
        "later": "scheduled",
        "never": "draft",
    }


def test_slugs_that_repeat_get_a_number_in_the_order_of_their_files(db, tmp_path):
    make_post("Other", slug="a")
    for name in ("2025-05-27-a.md", "2025-05-28-a.md", "2025-05-29-a-2.md"):
        write_post(tmp_path, name)

    assert [o.slug for o in bring_in(tmp_path, write=False)] == ["a-2", "a-3", "a-2-2"]
    assert [o.slug for o in bring_in(tmp_path)] == ["a-2", "a-3", "a-2-2"]


def test_links_between_posts_lead_both_ways_whichever_comes_first(db, tmp_path):
    written = {"hastings": "/posts/york/", "york": "/2025/05/27/hastings.html"}
    for name, address in written.items():
        body = f"[The other]({address})\n"
        write_post(tmp_path, f"2025-05-27-{name}.md", f"title: {name}", body=body)
    bring_in(tmp_path)

    links = StoryLink.objects.order_by("post__title").values_list("post__title", "target__title")
    assert list(links) == [("hastings", "york"), ("york", "hastings")]
    assert 'href="/posts/hastings/"' in Post.objects.get(title="york").story_html


def test_a_slug_named_in_the_file_is_taken_over_and_the_old_one_leads_on(db, tmp_path):
    write_post(tmp_path, "2025-05-27-a.md")
    bring_in(tmp_path)
    write_post(tmp_path, "2025-05-27-a.md", "slug: b")
    bring_in(tmp_path)

    assert Post.objects.get().slug == "b"
    assert Redirect.objects.filter(path="/posts/a/").exists()


@pytest.mark.parametrize("write", [True, False])
def test_the_same_address_twice_is_refused(db, tmp_path, write):
    write_post(tmp_path, "2025-05-27-a.md", "permalink: /same/")
    write_post(tmp_path, "2025-05-28-b.md", "permalink: /same/")
    outcome = bring_in(tmp_path, write=write)[1]

    assert (outcome.result, outcome.messages[-1].text) == (
        "refused",
        "The address /same/ already leads to jekyll:example.org:_posts/2025-05-27-a.md.",
    )


@pytest.mark.parametrize("write", [True, False])
def test_a_day_that_was_only_possible_gives_way_to_a_sure_one(db, tmp_path, write):
    write_post(tmp_path, "2025-05-27-a.md", "date: 2025-05-27 00:30 +02:00")
    write_post(tmp_path, "x/_posts/2025-05-27-a.md", "permalink: /2025/05/27/a.html")
    outcomes = bring_in(tmp_path, write=write)

    assert [o.old_urls for o in outcomes] == [
        ("/2025/05/26/a.html", "/2025/05/27/a.html"),
        ("/2025/05/27/a.html",),
    ]
    if write:
        assert Redirect.objects.get(path="/2025/05/27/a.html").post.import_ref == outcomes[1].ref


def test_an_old_address_that_is_a_page_here_is_told(db, tmp_path):
    write_post(tmp_path, "2025-05-27-a.md", "permalink: /categories/war/")
    write_post(tmp_path, "2025-05-28-b.md", "permalink: /posts/b/")
    told, own = bring_in(tmp_path)

    assert (told.old_urls, codes(told)[-1]) == ((), "address_served")
    assert (own.old_urls, "address_served" in codes(own)) == ((), False)


def test_a_feed_id_twice_is_told_and_the_second_gets_its_own(db, tmp_path):
    write_post(tmp_path, "2025-05-27-a.md", "guid: x")
    write_post(tmp_path, "2025-05-28-b.md", "guid: x")
    _, second = bring_in(tmp_path)

    assert codes(second)[-1] == "feed_id_taken"
    assert Post.objects.get(slug="a").feed_id == "x"
    assert Post.objects.get(slug="b").feed_id.startswith("urn:uuid:")


def test_a_post_that_fails_halfway_leaves_nothing_behind(db, tmp_path, monkeypatch):
    write_post(tmp_path, "2025-05-27-a.md", "categories: war\ntags: one")
    write_post(tmp_path, "2025-05-28-b.md", "categories: war\ntags: one")

    def fail_for_one(row, paths):
        if row.slug == "a":
            raise OSError("The disk went away.")

    monkeypatch.setattr("posts.exchange.load.redirect_to", fail_for_one)
    first, second = bring_in(tmp_path)

    assert (first.result, first.messages[-1].text) == ("refused", "The disk went away.")
    assert second.result == "created"
    post = Post.objects.get()
    assert [c.name for c in post.categories.all()] == ["war"]
    assert [tag.name for tag in post.tags.all()] == ["one"]


def test_a_gazetteers_place_is_known_by_name_or_slug_in_any_letters(db, tmp_path):
    write_post(tmp_path, front="places: [FRANCE, united-kingdom, United Kingdom]")
    bring_in(tmp_path)
    assert list(Place.objects.filter(posts__isnull=False).values_list("slug", flat=True)) == [
        "france",
        "united-kingdom",
    ]
