import io
import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from posts.management.commands import load_demo as command
from posts.models import Post
from tests.exchange.sites import write_post


def load_demo() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def upgraded(monkeypatch):
    """After this the demonstration or its reader is another version than the one loaded."""
    return lambda: monkeypatch.setattr(command, "_digest", lambda folder: "another version")


@pytest.fixture
def small_demo(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    write_post(tmp_path / "demo", front="event_date: 1066")
    return tmp_path / "demo"


def test_a_second_run_reads_nothing_and_brings_back_nothing(
    db, small_demo, monkeypatch, django_assert_num_queries
):
    write_post(small_demo, "2025-05-28-b.md", "event_date: 1067")
    load_demo()
    Post.objects.order_by("id")[0].delete()
    monkeypatch.setattr(command, "open_jekyll", None)
    with django_assert_num_queries(1):
        assert load_demo() == "The demonstration posts are there already.\n"
    assert Post.objects.count() == 1


def test_what_is_new_in_the_demonstration_comes_in(db, small_demo):
    load_demo()
    write_post(small_demo, "2025-05-28-b.md", "event_date: 1067")
    assert load_demo().startswith("2 read, 1 created, 0 updated, 1 unchanged")
    assert load_demo() == "The demonstration posts are there already.\n"


def test_a_database_that_was_emptied_is_filled_again(db, small_demo):
    load_demo()
    Post.objects.all().delete()
    assert load_demo().startswith("1 read, 1 created")


def test_a_demonstration_post_edited_since_is_kept(db, small_demo, upgraded):
    load_demo()
    post = Post.objects.get()
    post.title = "By a visitor"
    post.save()
    upgraded()
    load_demo()
    assert Post.objects.get().title == "By a visitor"


def test_a_refused_post_fails_the_command_and_is_shown(db, small_demo):
    write_post(small_demo, "2025-05-28-b.md", "event_date: soon")
    for _ in range(2):
        with pytest.raises(CommandError, match="1 of the demonstration posts were refused"):
            load_demo()


def test_without_the_folder_it_says_so(db, small_demo):
    shutil.rmtree(small_demo)
    with pytest.raises(CommandError, match="There is nothing at"):
        load_demo()
