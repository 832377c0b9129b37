import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.exchange import Loader
from posts.models import Post
from tests.exchange.sites import OWN_SEED, bring_in, codes, open_site, write_picture, write_post

FIRST_WORDS = {
    "000_7d0bb60fbdbc4ead": "In the grand halls of the Elysée Palace",
    OWN_SEED.stem: "On a Saturday morning in January 1863",
}


def test_a_changed_original_is_taken_over(db, tmp_path):
    write_post(tmp_path, front="tags: one two\ncategories: war", body="TLDR\n- a\n\nOld.")
    bring_in(tmp_path)
    first = Post.objects.get()
    write_post(tmp_path, front="tags: two\ncategories: peace", body="TLDR\n- b\n\nNew.")
    (outcome,) = bring_in(tmp_path)
    post = Post.objects.get()

    assert (outcome.result, post.pk, post.feed_id) == ("updated", first.pk, first.feed_id)
    assert (post.story, [b.text for b in post.bullets.all()]) == ("New.", ["b"])
    assert [tag.name for tag in post.tags.all()] == ["two"]
    assert sorted(r.path for r in post.redirects.all()) == [
        "/peace/2025/05/27/hastings.html",
        "/war/2025/05/27/hastings.html",
    ]
    assert [o.result for o in bring_in(tmp_path)] == ["unchanged"]


def test_a_picture_that_turns_up_later_is_taken_over(db, tmp_path):
    write_post(tmp_path, front="image: /a.png")
    bring_in(tmp_path)
    write_picture(tmp_path, "a.png")

    assert [o.result for o in bring_in(tmp_path)] == ["updated"]
    assert Post.objects.get().hero.original_name == "a.png"


@pytest.mark.parametrize("body", ["A story.\n", "Changed there as well."])
def test_what_was_edited_here_is_never_overwritten(db, tmp_path, body):
    write_post(tmp_path)
    bring_in(tmp_path)
    post = Post.objects.get()
    post.story = "By an editor."
    post.save()
    before = Post.objects.values().get()
    write_post(tmp_path, body=body)
    (outcome,) = bring_in(tmp_path)

    assert (outcome.result, codes(outcome)[-1]) == ("unchanged", "edited_here")
    assert Post.objects.values().get() == before


def test_a_file_that_came_alone_is_the_same_post_in_its_site(db, tmp_path):
    alone = write_post(tmp_path / "desk", "./2025-05-27-a.md")
    write_post(tmp_path / "site", "2025-05-27-a.md")
    bring_in(alone)
    (outcome,) = bring_in(tmp_path / "site")

    assert (outcome.result, Post.objects.get().import_ref) == (
        "updated",
        "jekyll:example.org:_posts/2025-05-27-a.md",
    )
    (again,) = bring_in(alone)
    assert (again.result, again.messages[-1].code) == ("refused", "known_elsewhere")


def test_an_edited_post_that_came_alone_still_gets_its_sites_addresses(db, tmp_path):
    alone = write_post(tmp_path / "desk", "./pasted.md", "date: 2025-05-27")
    bring_in(alone)
    post = Post.objects.get()
    post.story = "By an editor."
    post.save()
    write_post(tmp_path / "site", "x/_posts/pasted.md", "redirect_from: /old/")
    (outcome,) = bring_in(tmp_path / "site")
    stored = Post.objects.get()

    assert (outcome.result, stored.story) == ("updated", "By an editor.")
    assert [r.path for r in stored.redirects.all()] == ["/old/"]
    assert [o.result for o in bring_in(tmp_path / "site")] == ["unchanged"]


def test_a_run_over_posts_that_did_not_change_asks_once_and_then_once_for_some(db, tmp_path):
    for day in range(10, 20):
        write_post(tmp_path, f"2025-05-{day}-a.md", "categories: war\ntags: one")
    bring_in(tmp_path)
    with CaptureQueriesContext(connection) as queries:
        outcomes = list(Loader(write=False, site="example.org").outcomes(open_site(tmp_path)))
    assert [str(o.result) for o in outcomes] == ["unchanged"] * 10
    assert len(queries) == 1 + 1
