"""Archives follow every change of a post, of what it is filed under, and of its deletion."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from taggit.models import Tag

from posts import archives
from posts.models import (
    Archive,
    ArchiveEntry,
    Category,
    ContentVersion,
    Place,
    Post,
    SearchDocument,
)
from tests.factories import make_category, make_place, make_post

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)


def keys(archive: Archive) -> list[int]:
    return list(ArchiveEntry.objects.published().of(archive).numbers())


def test_what_readers_may_see_is_one_thing_for_posts_and_entries():
    with time_machine.travel(NOW, tick=False):
        for number, status in enumerate(Post.Status):
            for minutes in (-1, 0, 1):
                when = NOW + timedelta(minutes=minutes)
                make_post(f"{number} {minutes}", status=status, publish_at=when)
        shown = set(Post.objects.published().values_list("pk", flat=True))

        entered = ArchiveEntry.objects.published().of(Archive.YEAR, 1066)

        assert len(shown) == 2
        assert set(entered.values_list("post_id", flat=True)) == shown


def test_a_withdrawn_post_leaves_the_archives_and_comes_back():
    war = make_category()
    post = make_post(categories=[war])
    assert keys(Archive.CATEGORY) == [war.pk]

    post.status = Post.Status.WITHDRAWN
    post.save()
    assert ArchiveEntry.objects.count() == SearchDocument.objects.count() == 0

    post.status = Post.Status.APPROVED
    post.save()
    assert keys(Archive.CATEGORY) == [war.pk]


def test_a_deletion_in_bulk_leaves_nothing_behind():
    make_post("One", categories=[make_category()])
    make_post("Two")

    Post.objects.all().delete()

    assert ArchiveEntry.objects.count() == SearchDocument.objects.count() == 0


def test_filing_is_followed_from_either_side():
    war, post = make_category(), make_post()

    post.categories.add(war)
    assert keys(Archive.CATEGORY) == [war.pk]
    war.posts.remove(post)
    assert keys(Archive.CATEGORY) == []
    war.posts.add(post)
    assert keys(Archive.CATEGORY) == [war.pk]
    war.posts.clear()
    assert keys(Archive.CATEGORY) == []


def test_tags_are_followed():
    post = make_post(tags=["siege", "bow"])

    post.tags.remove("bow")

    assert keys(Archive.TAG) == [Tag.objects.get(name="siege").pk]


@pytest.mark.parametrize("archive", [Archive.CATEGORY, Archive.TAG, Archive.PLACE])
def test_an_archive_that_is_deleted_takes_its_entries_along(archive):
    place = make_place("Nowhere")
    make_post(categories=[make_category()], tags=["siege"], places=[place])
    model = {Archive.CATEGORY: Category, Archive.TAG: Tag, Archive.PLACE: Place}[archive]

    model.objects.filter(pk__in=keys(archive)).delete()

    assert keys(archive) == []


def test_a_place_that_moves_takes_its_posts_along():
    france, spain = Place.objects.get(slug="france"), Place.objects.get(slug="spain")
    town = make_place("Perpignan", parent=spain)
    make_post(places=[town])
    europe = spain.parent_id
    assert keys(Archive.PLACE) == sorted([town.pk, spain.pk, europe])

    town.parent = france
    town.save()

    assert keys(Archive.PLACE) == sorted([town.pk, france.pk, europe])


def test_a_new_date_moves_the_post_to_another_year():
    post = make_post(event_input="1066")

    post.event_input = "44 BC"
    post.save()

    assert keys(Archive.YEAR) == [-43]


def test_nothing_is_listed_of_what_is_rolled_back():
    with transaction.atomic():
        make_post()
        transaction.set_rollback(True)

    make_post("Another", event_input="1789")

    assert keys(Archive.YEAR) == [1789]


def test_a_post_left_behind_is_told_and_refreshed():
    """As after a server that died between a save and what follows it."""
    ahead, hidden, missed = make_post("Ahead"), make_post("Hidden"), make_post("Missed")
    make_post("Whole")
    unheard = Post._base_manager  # sends no signal
    unheard.filter(pk=ahead.pk).update(version=7)
    unheard.filter(pk=hidden.pk).update(status=Post.Status.WITHDRAWN)
    SearchDocument.objects.filter(object_id=missed.pk).delete()
    gone = SearchDocument.objects.get(object_id=ahead.pk)
    gone.pk, gone.object_id = None, 10**6
    gone.save()

    assert archives.stale() == [ahead.pk, hidden.pk, missed.pk, 10**6]
    archives.refresh_posts(archives.stale())
    assert archives.stale() == []


def test_saves_held_together_are_refreshed_at_the_end(monkeypatch):
    calls = []

    def refresh(posts: set[int]) -> bool:
        calls.append(sorted(posts))
        return True

    monkeypatch.setattr("posts.archives.pending.refresh_posts", refresh)

    with archives.in_batches():
        posts = [make_post(str(number)).pk for number in range(3)]
        assert calls == []

    assert calls == [posts]


@time_machine.travel(NOW, tick=False)
def test_only_what_readers_can_see_moves_the_content_version_on():
    """A draft's saves must not show, not even as a new time of change."""
    before = ContentVersion.current().number
    draft = make_post(status=Post.Status.DRAFT, categories=[make_category()])
    ahead = make_post(publish_at=NOW + timedelta(hours=1))
    moved_by_category = ContentVersion.current().number
    draft.save()
    ahead.save()
    assert ContentVersion.current().number == moved_by_category >= before

    post = make_post("Shown")
    shown = ContentVersion.current().number
    assert shown > moved_by_category

    post.status = Post.Status.WITHDRAWN
    post.save()
    assert ContentVersion.current().number > shown


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_the_archives_tell_of_the_last():
    """Each enters the post after its own commit, in whatever order those end."""
    post = make_post(event_input="1001")
    years = [1066 + number for number in range(8)]
    start = threading.Barrier(len(years))

    def change(year: int) -> None:
        start.wait()
        for _ in range(20):
            fresh = Post.objects.get(pk=post.pk)
            fresh.event_input = str(year)
            try:
                fresh.save()
            except Exception:
                connection.close()
                continue
            break
        connection.close()

    threads = [threading.Thread(target=change, args=(year,)) for year in years]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert keys(Archive.YEAR) == [Post.objects.get(pk=post.pk).year_start]
    assert archives.stale() == []
