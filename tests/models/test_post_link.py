from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from posts.archives.chain import chain_around
from posts.models import EditConflict, LinkLoop, Post, PostLink
from tests.factories import link_posts, make_post
from tests.models.test_constraints import refused
from tests.models.test_races import at_once

pytestmark = pytest.mark.django_db
KINDS = ("led_to", "follows", "replaces")


def make_posts(titles: str) -> list[Post]:
    return [make_post(title) for title in titles]


def chain_of(post: Post) -> set[str]:
    chain = chain_around(post)
    return {step.post.title for step in (*chain.past, *chain.future)} if chain else set()


@pytest.mark.parametrize(
    ("kind", "forth", "back"),
    [
        ("led_to", "led to", "came of"),
        ("follows", "was followed by", "follows"),
        ("replaces", "was replaced by", "replaces"),
    ],
)
def test_each_kind_has_words_for_both_ways(kind, forth, back):
    assert (PostLink.Kind(kind).label, PostLink.Kind(kind).back) == (forth, back)


def test_two_posts_are_linked_once():
    a, b = make_posts("AB")
    link_posts(a, b)
    with pytest.raises(IntegrityError), transaction.atomic():
        link_posts(a, b, "follows")


def test_a_post_is_not_linked_to_itself():
    a, b = make_posts("AB")
    with pytest.raises(LinkLoop, match="A post cannot be linked to itself"):
        link_posts(a, a)
    link = link_posts(a, b)
    assert refused(link, later=a)
    assert refused(link, kind="caused")


def test_a_chain_that_would_come_back_is_refused_by_name_whatever_its_kinds():
    a, b, c, d = make_posts("ABCD")
    for link, kind in zip(((a, b), (b, c), (c, d)), KINDS, strict=True):
        link_posts(*link, kind)
    message = "This would lead back to where it began: A → B → C → D → A."

    with pytest.raises(LinkLoop) as raised:
        link_posts(d, a, "follows")
    with pytest.raises(ValidationError) as told:
        PostLink(earlier=d, later=a, kind="led_to").full_clean()

    assert (str(raised.value), told.value.messages) == (message, [message])
    assert PostLink.objects.count() == 3


def test_two_ways_to_the_same_post_are_no_loop():
    a, b, c = make_posts("ABC")
    for link in ((a, b), (b, c), (a, c)):
        link_posts(*link)
    assert chain_of(a) == {"B", "C"}


def test_a_link_may_be_turned_round():
    a, b = make_posts("AB")
    link = link_posts(a, b)
    link.earlier, link.later = b, a
    link.full_clean()
    link.save()
    assert chain_of(a) == {"B"}


def test_a_loop_that_is_stored_all_the_same_ends_the_walk():
    """Rows can come in by SQL; then no page may hang."""
    a, b, c = make_posts("ABC")
    link_posts(a, b)
    PostLink.objects.bulk_create([PostLink(earlier=b, later=a, kind="led_to")])

    assert chain_of(a) == {"B"}
    link_posts(b, c)
    assert chain_of(c) == {"A", "B"}


def test_the_chain_is_walked_both_ways_a_few_steps_in_one_query(django_assert_num_queries):
    posts = make_posts("ABCDEFGHI")
    for earlier, later in pairwise(posts):
        link_posts(earlier, later)

    with django_assert_num_queries(1):
        assert chain_of(posts[4]) == set("BCDFGH")


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Post.Status.DRAFT},
        {"status": Post.Status.WITHDRAWN},
        {"publish_at": datetime(2999, 1, 1, tzinfo=UTC)},
    ],
)
def test_the_walk_ends_at_a_hidden_post(hidden):
    a, b, d = make_posts("ABD")
    secret = make_post("C", **hidden)
    for link in ((a, b), (b, secret), (secret, d)):
        link_posts(*link)

    assert (chain_of(a), chain_of(d)) == ({"B"}, set())
    assert chain_of(secret) == {"A", "B", "D"}


def test_a_post_with_very_many_links_shows_the_nearest():
    hub = make_post("Hub")
    leaves = [make_post(f"Leaf {number}") for number in range(30)]
    for leaf in leaves:
        link_posts(hub, leaf)
    link_posts(leaves[0], make_post("Twig"))

    assert len(PostLink.objects.around(hub)) == 24
    assert "Twig" not in chain_of(hub)


@pytest.mark.django_db(transaction=True)
def test_of_links_that_only_together_make_a_loop_the_last_is_refused():
    posts = make_posts("ABCDEF")

    raised = at_once(lambda number: link_posts(posts[number], posts[(number + 1) % 6]))

    assert [type(error) for error in raised] == [LinkLoop]
    assert PostLink.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_posts_are_saved_and_linked_at_once_without_waiting_for_ever():
    """As two editors do who each save their post and then link the other's to a third."""
    a, b, *others = make_posts("ABCDEFGH")

    def save_and_link(number: int) -> None:
        mine, linked = ((a, b), (b, a))[number % 2]
        with transaction.atomic():
            Post.objects.get(pk=mine.pk).save(update_fields=["title"])
            link_posts(linked, others[number])

    errors = at_once(save_and_link)

    assert {type(error) for error in errors} <= {EditConflict}
    assert PostLink.objects.count() == 6 - len(errors)
