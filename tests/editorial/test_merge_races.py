"""Merging while others file posts under what is merged away."""

import threading
import time
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from taggit.models import Tag

from posts.editorial import save
from posts.editorial.snapshot import Snapshot
from posts.editorial.snapshot_io import named, snapshot_of
from posts.editorial.taxonomy import merge
from posts.models import Archive, ArchiveEntry, Post
from tests.at_once import WRITERS, at_once
from tests.factories import make_category, make_editor, make_place, make_post

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = {"category": "categories", "place": "places", "tag": "tags"}


def make_row(kind, name):
    makers = {"category": make_category, "place": make_place, "tag": Tag.objects.create}
    return makers[kind](name=name)


@pytest.mark.engine
@pytest.mark.parametrize("kind", FIELDS)
def test_no_post_is_left_behind(kind):
    """A save meanwhile is filed under the other, or told that the row is gone."""
    row, into, editor = make_row(kind, "Wars"), make_row(kind, "Peace"), make_editor()
    field = FIELDS[kind]
    make_post("Before", **{field: [row]})
    told: dict[str, list[str]] = {}

    def work(number: int) -> None:
        if number == WRITERS // 2:
            merge(row, into=into, by=editor)
            return
        wanted = ("Wars",) if kind == "tag" else (named(row),)
        saved = save.create(Snapshot(title=f"Post {number}", **{field: wanted}), by=editor)
        told[saved.post.title] = saved.missing

    raised = at_once(work)

    assert {type(error) for error in raised} <= {IntegrityError}
    assert len(told) == Post.objects.count() - 1 == WRITERS - 1 - len(raised)
    under = Post.objects.filter(**{field: into}).values_list("title", flat=True)
    # A tag is named by its word, so a save that comes after makes it anew.
    again = Post.objects.filter(tags__name="Wars").values_list("title", flat=True)
    unfiled = set(told) - set(under) - (set(again) if kind == "tag" else set())
    assert unfiled == {title for title, missing in told.items() if missing}
    assert "Before" in under
    entries = ArchiveEntry.objects.of(Archive[kind.upper()], into.pk)
    assert list(entries.values_list("post__title", flat=True)) == ["Before"]


@pytest.mark.engine
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("kind", FIELDS)
def test_a_save_under_both_and_the_merge_do_not_wait_for_each_other(kind):
    row, into, editor = make_row(kind, "Wars"), make_row(kind, "Peace"), make_editor()
    field = FIELDS[kind]
    post = make_post(status="draft", **{field: [row]})
    both = ("Peace", "Wars") if kind == "tag" else (named(into), named(row))
    content = replace(snapshot_of(post), **{field: both})
    raised: list[BaseException] = []

    def merging() -> None:
        try:
            merge(row, into=into, by=editor)
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=merging)
    with transaction.atomic():
        save.lock(post)
        thread.start()
        wait_until_somebody_waits()
        save.save(post, content, by=editor, version=post.version)
    thread.join()

    assert raised == []
    assert list(getattr(Post.objects.get(), field).all()) == [into]


def wait_until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(1000):
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
            time.sleep(0.01)
    raise TimeoutError
