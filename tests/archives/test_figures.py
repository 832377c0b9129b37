"""Figures of the whole archive are made by the server after a change, and are never old."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from posts.archives import figures
from posts.archives.figures import figure, numbers_of
from posts.archives.refresher import Refresher
from posts.models import Archive, Post
from tests.factories import make_category, make_post

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)
PAGES = ("/", "/on/", "/map/", "/timeline/", "/categories/", "/places/", "/tags/", "/archive/")
FILES = ("/calendar.ics", "/sitemap.xml", "/sitemaps/posts-1.xml", "/sitemaps/archives-1.xml")


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@time_machine.travel(NOW, tick=False)
def test_the_first_reader_after_a_change_takes_no_more_queries_than_the_next(client: Client):
    refresher = Refresher(share=1)
    for title in ("Hastings", "Fulford"):
        make_post(title, categories=[make_category(title)], tags=[title])
        refresher.step()
        first = {path: queries_of(client, path) for path in (*PAGES, *FILES)}

        assert first == {path: queries_of(client, path) for path in first}


@time_machine.travel(NOW, tick=False)
def test_what_is_withdrawn_counts_for_nobody_before_the_figures_are_made_again():
    post = make_post("Hastings")
    Refresher(share=1).step()
    assert numbers_of(Archive.DAY) == {1014: 1}

    Post.objects.filter(pk=post.pk).update(status=Post.Status.WITHDRAWN)

    assert numbers_of(Archive.DAY) == {}


def test_figures_are_made_once_for_each_change_by_save_or_by_clock(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(figures, "_figures", {})
    made = []
    figure("titles")(lambda: made.append([*Post.objects.published().values_list("title")]))
    refresher, found = Refresher(share=1), []
    with time_machine.travel(NOW, tick=False) as clock:
        make_post("Hastings")
        make_post("Ahead", publish_at=NOW + timedelta(seconds=90))
        for seconds in (0, 89, 1, 1):
            clock.shift(seconds)
            refresher.step()
            found.append(len(made))
        make_post("Fulford")
        refresher.step()

    assert (found, len(made)) == ([1, 1, 2, 2], 3)
    assert made[1] == [("Hastings",), ("Ahead",)][::-1]
