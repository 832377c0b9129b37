"""Thousands of posts that stand beside those of a test, stored in a few statements."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from taggit.models import Tag, TaggedItem

from posts.archives.entries import spans_of
from posts.models import Anniversary, Archive, ArchiveEntry, Place, Post, SearchDocument
from posts.search.documents import Columns
from posts.search.engine import engine
from tests.factories import make_category

NUMBER = 2000
FIRST = 100_000  # No file of the sitemap that holds another post holds any of these.
MONTHS = ("May", "June", "July")
CAME_OUT = datetime(2021, 1, 1, tzinfo=UTC)


def make_crowd() -> None:
    """Store NUMBER public posts that share no day, year, category, tag or place with others.

    Their rows are written as they are: to follow so many saves takes a minute.
    """
    category, tag = make_category("Crowd"), Tag.objects.create(name="crowd", slug="crowd")
    place, kind = Place.objects.get(slug="japan"), ContentType.objects.get_for_model(Post)
    filed = {Archive.CATEGORY: category.pk, Archive.TAG: tag.pk, Archive.PLACE: place.pk}
    posts = [_post(number) for number in range(NUMBER)]
    _write(Post, posts)
    _write(Post.categories.through, [_through("categories", p, category=category) for p in posts])
    _write(Post.places.through, [_through("places", p, place=place) for p in posts])
    _write(TaggedItem, [TaggedItem(object_id=p.pk, content_type=kind, tag=tag) for p in posts])
    _write(Anniversary, [_anniversary(post) for post in posts])
    _write(ArchiveEntry, [entry for post in posts for entry in _entries(post, filed)])
    documents = _write(SearchDocument, [_document(post) for post in posts])
    words = Columns(["crowd"], ["face"], ["word"] * 50, [])
    engine().write([(row.pk, words) for row in documents])
    engine().tidy()


def _write(model: Any, rows: list[Any]) -> list[Any]:
    return QuerySet(model).bulk_create(rows, batch_size=500)


def _post(number: int) -> Post:
    post = Post(
        pk=FIRST + number,
        title=f"One of a crowd {number}",
        slug=f"crowd-{number}",
        feed_id=f"urn:crowd:{number}",
        description="A face in the crowd.",
        story="Many words of a story. " * 40,
        status=Post.Status.APPROVED,
        publish_at=CAME_OUT + timedelta(minutes=number),
        event_input=f"{1 + number % 28} {MONTHS[number % 3]} {1503 + number % 250}",
    )
    post.set_event_columns()
    return post


def _through(name: str, post: Post, **other: Any) -> Any:
    return getattr(Post, name).through(post=post, **other)


def _anniversary(post: Post) -> Anniversary:
    return Anniversary(post=post, month_day=_day(post), role="on")


def _day(post: Post) -> int:
    return post.days_of_the_year()[0].month_day


def _entries(post: Post, filed: dict[Archive, int]) -> Iterator[ArchiveEntry]:
    at: Any = {"post": post, "sort": post.event_sort, "publish_at": post.publish_at}
    for archive, key in (*filed.items(), *spans_of(post), (Archive.DAY, _day(post))):
        yield ArchiveEntry(archive=archive, key=key, **at)


def _document(post: Post) -> SearchDocument:
    at: Any = {"event_sort": post.event_sort, "publish_at": post.publish_at}
    return SearchDocument(kind="post", object_id=post.pk, version=1, **at)
