"""New posts are stored some at a time, and as they would be one by one."""

from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.exchange import Loader
from posts.exchange.load import TOGETHER
from posts.models import Bullet, Post, Redirect, Source
from tests.exchange.sites import bring_in, codes, open_site, write_picture, write_post
from tests.factories import make_place

FRONT = "event_date: 27 May 1997\ncategories: war france\ntags: one two\nsources: [A book]"


def write_posts(root: Path, count: int, first: int = 1) -> None:
    for number in range(first, first + count):
        write_post(root, f"2025-05-01-{number:02}.md", FRONT, "TLDR\n- a\n- b\n\nText.")


@pytest.mark.parametrize("posts", [3, TOGETHER])
def test_a_new_post_takes_few_statements(db, tmp_path, posts):
    """What is filed under is looked up and made once a run; `before` nothing is read again."""
    write_posts(tmp_path, TOGETHER + posts)
    outcomes = Loader(write=True).outcomes(open_site(tmp_path))
    before = [next(outcomes).result for _ in range(TOGETHER)]
    with CaptureQueriesContext(connection) as queries:
        created = [next(outcomes).result for _ in range(posts)]

    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert before + created == ["created"] * (TOGETHER + posts)
    assert Counter(sql.split()[0] for sql in asked) == {"SELECT": 2, "INSERT": posts + 7}


def test_what_a_post_is_refused_for_costs_no_other(db, tmp_path):
    write_posts(tmp_path, 2)
    write_post(tmp_path, "2025-05-01-03.md", f"{FRONT}\npermalink: /taken/", "TLDR\n- a\n\nText.")
    write_post(tmp_path, "2025-05-01-04.md", f"{FRONT}\npermalink: /taken/", "TLDR\n- a\n\nText.")
    write_posts(tmp_path, 2, first=5)
    outcomes = bring_in(tmp_path)

    assert [o.result for o in outcomes] == [*["created"] * 3, "refused", *["created"] * 2]
    assert codes(outcomes[3])[-1] == "address_taken"
    assert Counter(Bullet.objects.values_list("post__slug", flat=True)) == {
        "01": 2,
        "02": 2,
        "03": 1,
        "05": 2,
        "06": 2,
    }
    assert Redirect.objects.get(path="/taken/").post == Post.objects.get(slug="03")
    assert Source.objects.count() == 1


def test_names_and_addresses_go_to_who_comes_first(db, tmp_path):
    """The second of a name is told another, and the surer claim to an address has it."""
    picture = write_picture(tmp_path, "a.png")
    write_post(tmp_path, "2025-05-01-a.md", "title: One\nslug: same\nredirect_from: [/b/, /a.png]")
    write_post(tmp_path, "2025-05-02-b.md", "title: Two\nslug: same\npermalink: /b/")
    write_post(tmp_path, "2025-05-03-c.md", f"title: Three\nimage: /{picture.name}")
    one, two, three = bring_in(tmp_path)

    assert (one.slug, two.slug) == ("same", "same-2")
    assert ("address_moved" in codes(two), "address_moved" in codes(three)) == (True, False)
    leads = {row.path: row.target for row in Redirect.objects.for_following()}
    assert (leads["/b/"].title, leads["/a.png"].title) == ("Two", "One")


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_gone_meanwhile_costs_no_post(tmp_path):
    place = make_place("Arcadia")
    write_posts(tmp_path, TOGETHER)
    write_post(tmp_path, "2025-05-02-pan.md", "places: [Arcadia]")
    write_post(tmp_path, "2025-05-03-war.md", "categories: war")

    outcomes = Loader(write=True).outcomes(open_site(tmp_path))
    first = [next(outcomes).result for _ in range(TOGETHER)]
    place.delete()
    pan, war = outcomes

    assert first == ["created"] * TOGETHER
    assert (pan.result, codes(pan)[-1]) == ("created", "unknown_place")
    assert (war.result, codes(war)) == ("created", ["no_event_date"])
    assert Post.objects.count() == TOGETHER + 2
