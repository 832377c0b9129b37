"""A kept page is what Django would answer now, byte for byte, after each kind of change."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from posts.models import ContentVersion, Post, StoredParts
from tests.archives.test_due import ahead
from tests.archives.test_verbs import VERBS
from tests.archives.world import NOW, make_world
from tests.factories import make_editor, restart_keys
from tests.pagecache.site import Site
from tests.views.test_leaks import PUBLIC_PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
KEPT = tuple(path for path in PUBLIC_PAGES if not path.startswith("/nothing"))
# One of each kind; what each of the others shows changes by the same number.
OF_EACH_KIND = (
    *("/", "/posts/hastings/", "/categories/war/", "/places/france/", "/on/10-14/"),
    *("/timeline/?category=war", "/search/?q=hastings", "/dossiers/", "/feed.xml"),
    "/follow/",
)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def stored(module_db: Path) -> int:
    with time_machine.travel(NOW, tick=False):
        restart_keys(Post)
        return make_world().pk


@pytest.fixture
def post(db: None, stored: int) -> Post:
    return Post.objects.get(pk=stored)


def fresh(path: str) -> bytes:
    return Client().get(path, headers={"host": "localhost"}).content


def differing(site: Site, paths: tuple[str, ...]) -> list[str]:
    """Return the paths at which the cache sends something else than Django makes anew."""
    sent = {
        path: (site.get(path).text, site.get(path, ("accept-encoding", "br"))) for path in paths
    }
    cache.clear()
    return [
        path
        for path, (plain, packed) in sent.items()
        if not plain == packed.text == fresh(path) or "content-encoding" not in packed.headers
    ]


def test_every_page_is_kept_and_sent_as_it_was_made(site: Site, post: Post) -> None:
    paths = (*KEPT, "/posts/hastings/cover.png", "/posts/hastings/?unknown=1")
    large = [path for path in paths if len(fresh(path)) >= 500 and not path.endswith(".png")]
    assert differing(site, tuple(large)) == []
    for path in paths:
        site.get(path)
    asked = len(site.asked)
    for path in paths:
        got = site.get(path, ("accept-encoding", "gzip"))
        assert got.text == fresh(path)
        assert "set-cookie" not in got.headers
        assert not re.search(rb"csrfmiddlewaretoken|nonce[-=]|sessionid", got.text)
    # Three of them are the story's.
    assert len(site.asked) == asked == len(paths) - 2


def test_a_hit_asks_no_database(
    site: Site, post: Post, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    for path in OF_EACH_KIND:
        site.get(path)
    with django_assert_num_queries(0):
        for path, method in product(OF_EACH_KIND, ("GET", "HEAD")):
            assert site.get(path, method=method).status == 200
    site.freshness.expire()
    with django_assert_num_queries(2):
        for path in OF_EACH_KIND:
            site.get(path)


@pytest.mark.sample(8)
@pytest.mark.parametrize("verb", VERBS)
def test_after_a_change_each_page_is_the_new_one(site: Site, post: Post, verb: str) -> None:
    for path in OF_EACH_KIND:
        site.get(path)
    VERBS[verb](Post.objects.get(pk=post.pk), make_editor())
    stored = [path for path in OF_EACH_KIND if site.get(path).status == 200]
    assert [path for path in stored if site.get(path).text != fresh(path)] == []


@pytest.mark.parametrize("what", ["post", "dossier", "midnight"])
def test_what_the_clock_changes_is_the_new_one(site: Site, post: Post, what: str) -> None:
    due: datetime = ahead(what)
    before = {path: site.get(path).text for path in OF_EACH_KIND}
    asked = len(site.asked)
    with time_machine.travel(due - timedelta(seconds=1), tick=False):
        site.freshness.expire()
        assert {path: site.get(path).text for path in OF_EACH_KIND} == before
        assert len(site.asked) == asked
    with time_machine.travel(due, tick=False):
        site.freshness.expire()
        after = {path: site.get(path).text for path in OF_EACH_KIND}
        cache.clear()
        assert after == {path: fresh(path) for path in OF_EACH_KIND} != before


def test_a_stale_page_would_be_found(site: Site, post: Post) -> None:
    """A change that moves no number is the fault that these tests look for."""
    for path in OF_EACH_KIND:
        site.get(path)
    Post._base_manager.filter(pk=post.pk).update(title="Senlac")
    StoredParts.objects.all().delete()
    assert "/posts/hastings/" in differing(site, OF_EACH_KIND)
    ContentVersion.bump()
    assert differing(site, OF_EACH_KIND) == []
