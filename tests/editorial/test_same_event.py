"""A post that tells of an event which another tells of already is advised of, by name."""

from typing import Any

import pytest
from django.test import Client

from posts.editorial.roles import seen_by
from posts.editorial.same_event import same_event
from posts.editorial.snapshot import Snapshot
from posts.models import Post
from tests.editorial.newsroom import make_person
from tests.factories import make_post

pytestmark = pytest.mark.django_db
NIGHT = "The night the Winter Palace changed hands"


@pytest.mark.parametrize(
    ("title", "date", "is_told"),
    [
        (NIGHT, "7 November 1917", True),
        ("Winter Palace: how it changed hands", "25 October 1917 O.S.", True),
        ("A palace falls by night", "7 November 1917", True),
        ("Lenin speaks to the soviets", "7 November 1917", False),
        ("The and of how", "7 November 1917", False),
        (NIGHT, "8 November 1917", False),
        (NIGHT, "November 1917", False),
        (NIGHT, "1917", False),
        (NIGHT, "c. 7 November 1917", True),
        (NIGHT, "some day", False),
        (NIGHT, "", False),
        ("", "7 November 1917", False),
    ],
)
def test_the_same_day_and_like_words_are_the_same_event(
    title: str, date: str, is_told: bool, django_assert_max_num_queries: Any
) -> None:
    other = make_post(NIGHT, event_input="25 October 1917 O.S.", status="draft", publish_at=None)
    content = Snapshot(title=title, event_input=date)
    with django_assert_max_num_queries(1):
        found = same_event(None, content, Post.objects.all())
    told = [f"“{NIGHT}” (draft) tells of the same day: is it the same event?"]
    assert [finding.text for finding in found] == (told if is_told else [])
    assert [finding.post for finding in found] == ([other.pk] if is_told else [])
    assert same_event(other, content, Post.objects.all()) == []


@pytest.mark.parametrize(
    ("other", "date"),
    [
        ("November 1917", "November 1917"),
        ("1917", "1917"),
        ("since 7 November 1917", "since 7 November 1917"),
        ("6–7 November 1917", "6–7 November 1917"),
        ("7–9 November 1917", "7 November 1917"),
        ("7 November 1917", "7–9 November 1917"),
    ],
)
def test_much_happens_in_what_is_no_single_day(other: str, date: str) -> None:
    make_post(NIGHT, event_input=other)
    assert same_event(None, Snapshot(title=NIGHT, event_input=date), Post.objects.all()) == []


def test_titles_in_a_script_without_spaces() -> None:
    make_post("冬宮の夜に起きたこと", event_input="7 November 1917")
    near = Snapshot(title="冬宮の夜", event_input="7 November 1917")
    far = Snapshot(title="東京の朝", event_input="7 November 1917")
    assert [len(same_event(None, each, Post.objects.all())) for each in (near, far)] == [1, 0]


def test_withdrawn_posts_tell_nothing() -> None:
    make_post(NIGHT, event_input="7 November 1917", status="withdrawn")
    content = Snapshot(title=NIGHT, event_input="7 November 1917")
    assert same_event(None, content, Post.objects.all()) == []


def test_the_desk_names_it_only_to_who_may_know_of_it() -> None:
    author = make_person("author")
    hidden = make_post("A hidden palace", event_input="7 November 1917", status="draft")
    form = {"title": "The palace", "event_input": "7 November 1917", "calendar_choice": "auto"}

    def told(person: Any) -> list[str]:
        client = Client()
        client.force_login(person)
        response = client.post("/admin/posts/post/check/", form)
        assert response.status_code == 200
        links = (hidden, *Post.objects.exclude(pk=hidden.pk))
        return [p.title for p in links if f"/admin/posts/post/{p.pk}/change/" in response.text]

    assert seen_by(author).count() == 0
    assert (told(author), told(make_person("editor"))) == ([], ["A hidden palace"])
    make_post("A palace of one's own", event_input="7 November 1917", status="draft", author=author)
    assert told(author) == ["A palace of one's own"]
    Post.objects.filter(author=author).delete()
    make_post("The palace that readers know", event_input="7 November 1917")
    assert told(author) == ["The palace that readers know"]
