import pytest

from posts.models import Redirect
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def test_a_changed_slug_keeps_the_old_address_only_if_readers_knew_it():
    public, draft = make_post("Public"), make_post("Draft", status="draft")
    for post in (public, draft):
        post.slug = f"new-{post.slug}"
        post.save()
    assert [(row.path, row.post) for row in Redirect.objects.all()] == [("/posts/public/", public)]


def test_going_back_to_an_old_slug_leaves_no_loop():
    post = make_post("Public")
    for slug in ("other", "public"):
        post.slug = slug
        post.save()
    assert list(Redirect.objects.values_list("path", flat=True)) == ["/posts/other/"]


def test_a_slug_that_is_not_stored_leaves_no_redirect():
    post, other = make_post("Public"), make_post("Other")
    other.slug = "newer"
    other.save()
    post.slug = "other"
    post.save(update_fields=["title"])
    assert list(Redirect.objects.values_list("path", "post")) == [("/posts/other/", other.pk)]


def test_a_withdrawn_post_keeps_the_address_that_readers_knew():
    post = make_post("Public", status="withdrawn")
    post.slug = "again"
    post.save()
    assert list(Redirect.objects.values_list("path", "post")) == [("/posts/public/", post.pk)]


def test_a_withdrawn_post_takes_no_address_from_another():
    first, second = make_post("First", slug="a"), make_post("Second", slug="b")
    first.slug = "c"
    first.save()
    second.slug, second.status = "a", "withdrawn"
    second.save()
    second.slug = "d"
    second.save()
    assert list(Redirect.objects.values_list("path", "post")) == [
        ("/posts/a/", first.pk),
        ("/posts/b/", second.pk),
    ]
