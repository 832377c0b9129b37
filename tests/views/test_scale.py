"""The number of queries of a page does not grow with the archive, nor does its size."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from benchmarks.generator import Generator
from posts.models import Category, Place, Post
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db


def paths() -> list[str]:
    """Return an address of every kind of page that has something to show."""
    post = Post.objects.filter(day__isnull=False, tags__isnull=False).earliest("pk")
    day, year = f"{post.month:02d}-{post.day:02d}", post.year_start
    category, tag = post.categories.earliest("pk"), post.tags.earliest("pk")
    place = Place.objects.get(pk=post.places.earliest("pk").pk)
    assert isinstance(category, Category)
    assert isinstance(year, int)
    assert year > 0
    century = year // 100 + 1
    return [
        *(post.get_absolute_url(), category.get_absolute_url(), place.get_absolute_url()),
        *(f"/tags/{tag.slug}/", f"/on/{day}/", f"/on/{day}.json", "/on/", "/map/"),
        *(f"/years/{year}/", f"/decades/{year // 10}0s/", f"/centuries/{century}/"),
        *("/timeline/", f"/timeline/?century={century}", f"/timeline/?category={category.slug}"),
        *(f"/timeline/?decade={year // 10}0s", f"/timeline/?place={place.slug}"),
        *("/categories/", "/places/", "/tags/", "/archive/", "/dossiers/"),
        *("/feed.xml", "/feed.rss", f"/feeds/categories/{category.slug}.xml", "/calendar.ics"),
        *(f"/feeds/tags/{tag.slug}.xml", f"/feeds/places/{place.slug}.ics", "/sitemap.xml"),
    ]


def searches() -> list[str]:
    """Return searches for words that most posts have, so that no story has to be explained."""
    place = Place.objects.filter(posts__isnull=False).earliest("pk")
    asked = ("treaty", "treaty&sort=event", f"the&place={place.slug}")
    return [f"/search/?q={words}" for words in asked]


@pytest.mark.any_engine
def test_queries_at_ten_posts_at_400_and_at_more() -> None:
    _compare(10, 400, 440)


@pytest.mark.long
def test_queries_at_ten_posts_at_a_thousand_and_at_100_000() -> None:
    if connection.vendor == "sqlite":  # It is the journal of one transaction that grows.
        connection.cursor().execute("PRAGMA cache_size = -200000")
    _compare(10, 1000, 100_000)


def _compare(fewest: int, few: int, many: int) -> None:
    """From a few on it is the same; with ten some parts of a page are empty.

    A timeline takes two queries more while its stories are few enough to be read, for a dot each.
    """
    generator = Generator(seed=4)
    for _ in generator.write(fewest):
        pass
    asked = paths()
    at_fewest = {path: queries_of(path) for path in asked}
    for _ in generator.more(fewest, few):
        pass
    _take_statistics()
    at_few = {path: queries_of(path) for path in asked}
    searches_at_few = {path: queries_of(path) for path in searches()}
    for done in generator.more(few, many):
        print(f"\r{done} posts", end="")
    _take_statistics()

    at_many = {path: queries_of(path) for path in asked}
    searches_at_many = {path: queries_of(path) for path in searches_at_few}

    assert _but_timelines(at_many) == _but_timelines(at_few)
    assert [path for path in asked if at_many[path] not in (at_few[path], at_few[path] - 2)] == []
    assert [path for path in asked if at_fewest[path] > at_many[path] + 2] == []
    assert searches_at_many == searches_at_few
    _no_page_is_long([*asked, *searches_at_few])


def _take_statistics() -> None:
    """As a site's server does by itself in time; those of empty tables make for slow plans."""
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")


def _but_timelines(numbers: dict[str, int]) -> dict[str, int]:
    return {path: number for path, number in numbers.items() if "timeline" not in path}


def _no_page_is_long(asked: list[str]) -> None:
    cache.clear()
    client = Client()
    long = {
        path: len(client.get(path).content) for path in asked if path.endswith("/") or "?" in path
    }
    assert {path: size for path, size in long.items() if size > 400_000} == {}
