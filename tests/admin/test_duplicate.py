"""A post begins as another one."""

import pytest
from django.test import Client

from posts.editorial import save
from posts.editorial.duplicate import duplicate
from posts.editorial.errors import NotAllowed
from posts.editorial.snapshot_io import snapshot_of
from posts.models import Post, PostLink
from tests.editorial.newsroom import make_person
from tests.factories import make_category, make_citation, make_post

pytestmark = pytest.mark.django_db
LIST = "/admin/posts/post/"


def make_full() -> Post:
    post = make_post(
        "Hastings",
        event_input="14 October 1066",
        categories=[make_category("War")],
        tags=["norman"],
    )
    post.bullets.create(text="Harold fell")
    make_citation(post)
    PostLink.objects.create(earlier=make_post("Stamford Bridge"), later=post, kind="led_to")
    return post


def test_all_comes_along_but_address_and_links() -> None:
    post, ann = make_full(), make_person("author", "ann")
    copy = duplicate(post, by=ann)
    old, new = snapshot_of(post), snapshot_of(copy)
    assert (copy.status, copy.author, copy.publish_at) == ("draft", ann, None)
    assert (new.title, new.slug, new.links_before) == ("Hastings (copy)", "hastings-copy", ())
    for name in ("story", "event_input", "categories", "tags", "bullets", "citations"):
        assert getattr(new, name) == getattr(old, name)
    assert duplicate(post, by=ann).slug == "hastings-copy-2"


def test_changes_that_readers_do_not_see_come_along_for_who_sees_them() -> None:
    post, ed, ann = make_full(), make_person("editor", "ed"), make_person("author", "ann")
    content = snapshot_of(post)
    changed = type(content)(**{**vars(content), "story": "Secret"})
    save.save(post, changed, by=ed, version=post.version)
    assert (duplicate(post, by=ed).story, duplicate(post, by=ann).story) == ("Secret", post.story)


def test_a_title_of_the_greatest_length_is_cut() -> None:
    post, ann = make_post("x" * 200), make_person("author", "ann")
    assert duplicate(post, by=ann).title == f"{'x' * 193} (copy)"


def test_nobody_duplicates_what_is_hidden() -> None:
    post = make_post("Hidden", status="draft")
    with pytest.raises(NotAllowed):
        duplicate(post, by=make_person("author", "ann"))
    assert Post.objects.count() == 1


def test_the_list_makes_drafts_and_opens_a_single_one(desk: Client) -> None:
    posts = [make_full(), make_post("Fulford")]
    one = desk.post(LIST, {"action": "duplicate_posts", "_selected_action": [posts[1].pk]})
    made = Post.objects.get(title="Fulford (copy)")
    assert one["Location"] == f"{LIST}{made.pk}/change/"
    both = {"action": "duplicate_posts", "_selected_action": [post.pk for post in posts]}
    assert "2 drafts made." in desk.post(LIST, both, follow=True).text
    assert Post.objects.filter(title__endswith="(copy)").count() == 3
