"""What is stored of pages equals what would be made anew: after every change, byte for byte."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from posts import archives
from posts.archives import stored as storing
from posts.archives import wanted
from posts.archives.edition import edition
from posts.archives.parts import RENDERERS
from posts.archives.worker import Worker
from posts.correspondence.letters import settle
from posts.editorial import workflow
from posts.models import (
    ArchiveEntry,
    Bullet,
    Category,
    ContentVersion,
    Dossier,
    Image,
    LetterState,
    Place,
    Post,
    Source,
    StoredParts,
    StoredSurroundings,
)
from tests.archives.stored import PAGES, pages, stale_pages, stale_parts, store_all
from tests.archives.test_verbs import VERBS
from tests.archives.world import NOW, make_world
from tests.factories import (
    link_posts,
    make_category,
    make_citation,
    make_dossier,
    make_editor,
    make_post,
)
from tests.views.test_leaks import PUBLIC_PAGES

pytestmark = pytest.mark.django_db
DUE = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    wanted.take(1000)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(stored: int) -> Post:
    """The first story of an archive with one of every kind; all that can be stored of it is."""
    return Post.objects.get(pk=stored)


@pytest.fixture(scope="module")
def stored(module_db: Path) -> int:
    with time_machine.travel(NOW, tick=False):
        return whole_archive().pk


def whole_archive() -> Post:
    post = make_world()
    make_post("Essay", event_input="", undated=True, story="See [York](/posts/fulford/).")
    make_post("Siège", language="fr", event_input="14 October 1914 – 2 May 1918", tags=["siege"])
    make_post("October", event_input="25 October 1917 (O.S.)", categories=[make_category("Red")])
    make_post("Ides", event_input="15 March 44 BC", language="ar", closing_question="Why?")
    make_post("Ahead", event_input="14 October 1492", publish_at=DUE, tags=["bow"])
    make_post("Hidden", status="draft")
    make_post("Schlacht", language="de", translation_of=post)
    make_dossier("Of tomorrow", publish_at=DUE, posts=[post])
    store_all()
    return post


CHANGES: dict[str, Callable[[Post, Any], Any]] = VERBS | {
    "a post": lambda post, by: _save(post, title="Senlac", slug="senlac"),
    "a date": lambda post, by: _save(post, event_input="13 October 1066"),
    "a publish time": lambda post, by: _save(post, publish_at=DUE),
    "a bullet": lambda post, by: _save(post.bullets.get(), text="*William*"),
    "bullets in bulk": lambda post, by: Bullet.objects.all().delete(),
    "a letter": lambda post, by: post.letters.create(text="x", name="Y", state="printed"),
    "an answer to a letter": lambda post, by: _settle(post, "printed", by, answer="No"),
    "a letter put by": lambda post, by: _settle(post, "put_by", by),
    "a citation": lambda post, by: make_citation(post, "The Carmen", quotation="A comet"),
    "a source": lambda post, by: _save(Source.objects.get(title="Annals"), publisher="Brill"),
    "a category": lambda post, by: _save(Category.objects.get(name="War"), name="Wars"),
    "a category's address": lambda post, by: Category.objects.filter(name="War").update(
        slug="wars"
    ),
    "a category's sign": lambda post, by: _save(Category.objects.get(name="War"), sign="⚔"),
    "a category that goes": lambda post, by: Category.objects.all().delete(),
    "a place": lambda post, by: _save(Place.objects.get(name="France"), name="Francia"),
    "places in bulk": lambda post, by: Place.objects.filter(name="France").update(slug="gaul"),
    "a tag": lambda post, by: _save(post.tags.get(name="bow"), name="longbow", slug="longbow"),
    "the focus of a picture": lambda post, by: Image.objects.update(focal_x=20),
    "no hero": lambda post, by: Post.objects.update(hero=None),
    "a dossier": lambda post, by: _save(Dossier.objects.get(title="Conquest"), title="1066"),
    "a dossier's posts": lambda post, by: Dossier.objects.get(title="Danelaw").posts.add(post),
    "another post": lambda post, by: make_post("Bosham", event_input="14 October 1065"),
    "another of the tag": lambda post, by: make_post("Acre", event_input="1104", tags=["siege"]),
    "a chain": lambda post, by: link_posts(post, Post.objects.get(title="October")),
    "the address of a linked post": lambda post, by: _save(
        Post.objects.get(title="Fulford"), slug="gate-fulford"
    ),
    "another translation": lambda post, by: make_post(
        "Bataille", language="fr", translation_of=post
    ),
    "the address of a translation": lambda post, by: _save(
        Post.objects.get(title="Schlacht"), slug="senlac"
    ),
    "the language of a translation": lambda post, by: _save(
        Post.objects.get(title="Schlacht"), language="nl"
    ),
    "a translation that is withdrawn": lambda post, by: _save(
        Post.objects.get(title="Schlacht"), status="withdrawn"
    ),
    "a translation of nothing": lambda post, by: Post.objects.update(translation_of=None),
    "a post that goes": lambda post, by: Post.objects.get(title="Fulford").delete(),
    "many posts": lambda post, by: Post.objects.filter(status="approved").update(language="la"),
}


def _settle(post: Post, state: str, by: Any, **values: Any) -> None:
    letter = post.letters.get()
    for name, value in values.items():
        setattr(letter, name, value)
    settle(letter, LetterState(state), by=by)


def _save(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.any_engine
@pytest.mark.sample(10)
@pytest.mark.parametrize("change", CHANGES)
def test_after_each_change_all_is_as_made_anew(story: Post, change: str) -> None:
    CHANGES[change](Post.objects.get(pk=story.pk), make_editor())

    assert (stale_parts(), stale_pages()) == ([], [])


@pytest.mark.parametrize("hours", [1, 12])
def test_what_the_clock_changes_is_on_every_page(story: Post, hours: int) -> None:
    """A scheduled story and dossier come due in an hour, and midnight in twelve."""
    before = pages()
    with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
        assert pages() != before
        assert (stale_parts(), stale_pages()) == ([], [])


def test_a_post_scheduled_meanwhile_comes_due_around_others(story: Post) -> None:
    make_post("Sooner", event_input="14 October 1067", publish_at=NOW + timedelta(minutes=1))
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        assert b"Sooner" in Client().get("/posts/hastings/").content
        assert stale_pages() == []


@pytest.mark.any_engine
@pytest.mark.sample(4)
@pytest.mark.parametrize("part", sorted(RENDERERS.keys() - {"era", "place_in_time", "modified"}))
def test_a_stale_part_is_noticed(story: Post, part: str) -> None:
    """What the tests above look for, they find; and nothing is stored that no page shows."""
    for row in StoredParts.objects.all():
        value = getattr(row, part)
        is_json = part in ("days", "found")
        seeded = (
            value.replace("1066<", "1666<").replace("Hast", "Seed") if is_json else f"! {value}"
        )
        StoredParts.objects.filter(pk=row.pk).update(**{part: seeded})

    assert {name for _, name in stale_parts()} == {part}
    assert stale_pages() != []


def test_stale_surroundings_are_noticed(story: Post) -> None:
    StoredSurroundings.objects.filter(post=story).update(beyond="Seeded")

    assert stale_pages() == ["/posts/hastings/"]


def test_another_name_of_the_site_is_another_edition(story: Post, settings: Any) -> None:
    one = edition()
    settings.SITE_NAME = "Clio"
    assert edition() != one
    assert stale_pages() == []
    store_all()
    assert (stale_parts(), stale_pages()) == ([], [])
    assert set(StoredParts.objects.values_list("edition", flat=True)) == {one, edition()}

    archives.clear_other_editions()
    assert set(StoredParts.objects.values_list("edition", flat=True)) == {edition()}


def test_another_template_is_another_edition(story: Post, settings: Any, tmp_path: Path) -> None:
    one, before = edition(), pages()
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "_filed.html").write_text("<p>Filed otherwise</p>")
    folders = [tmp_path, *settings.TEMPLATES[0]["DIRS"]]
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": folders}]

    assert edition() != one
    assert b"Filed otherwise" in pages()["/categories/war/"][1]
    assert stale_pages() == []
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": folders[1:]}]
    assert pages() == before


def test_a_withdrawn_story_loses_its_parts_within_the_transaction(story: Post) -> None:
    with transaction.atomic():
        workflow.take(story, workflow.Action.WITHDRAW, by=make_editor())
        assert not StoredParts.objects.filter(post=story).exists()
    assert not StoredParts.objects.filter(post=story).exists()


def test_a_story_takes_one_query_and_a_reader_writes_nothing(story: Post) -> None:
    assert [_statements("/posts/hastings/") for _ in range(2)] == [["SELECT"], ["SELECT"]]
    StoredParts.objects.all().delete()
    for path in PUBLIC_PAGES:
        assert set(_statements(path)) <= {"SELECT", "WITH"}
    assert StoredParts.objects.count() == 0


def _statements(path: str) -> list[str]:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        Client().get(path)
    return [query["sql"].lstrip("(").split()[0] for query in captured]


def test_the_worker_makes_what_is_missing_and_what_was_asked_for(story: Post) -> None:
    StoredParts.objects.all().delete()
    StoredSurroundings.objects.all().delete()
    Client().get("/posts/hastings/")
    worker = Worker()

    while worker.step():
        pass

    assert not archives.missing_parts().exists()
    assert [row.post_id for row in StoredSurroundings.objects.all()] == [story.pk]
    assert _statements("/posts/hastings/") == ["SELECT"]
    assert (stale_parts(), stale_pages()) == ([], [])


@pytest.mark.parametrize("hours", [0, 2], ids=["public", "scheduled"])
def test_parts_that_a_change_overtakes_are_made_anew(
    story: Post, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    Post.objects.filter(pk=story.pk).update(publish_at=NOW - timedelta(hours=1 - hours))
    StoredParts.objects.all().delete()
    made, begun = storing.parts_of, list[Post]()

    def overtaken(post: Post) -> StoredParts:
        parts = made(post)
        if not begun:
            begun.append(post)
            changed = Post.objects.get(pk=story.pk)
            changed.title = "Senlac"
            changed.save()
            StoredParts.objects.all().delete()
        return parts

    monkeypatch.setattr(storing, "parts_of", overtaken)
    archives.make_missing([story.pk])

    assert (stale_parts(), StoredParts.objects.filter(post=story).count()) == ([], 1)


def test_an_entry_that_lies_shows_nothing_hidden(story: Post) -> None:
    """As after a process that died between its commit and what follows; its parts are there."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE posts_post SET status = 'withdrawn' WHERE id = %s", [story.pk])

    assert [path for path in PAGES if b"/posts/hastings/" in Client().get(path).content] == []


def test_the_worker_brings_up_what_a_process_that_died_left(story: Post) -> None:
    with connection.cursor() as cursor:  # as if committed, and then nothing
        cursor.execute(
            "UPDATE posts_post SET version = version + 1, publish_at = %s WHERE id = %s",
            (connection.ops.adapt_datetimefield_value(DUE), story.pk),
        )
    StoredParts.objects.filter(post=story).delete()
    worker = Worker()

    while worker.step():
        pass

    assert b"Hastings" not in Client().get("/categories/war/").content


def test_the_worker_begins_with_what_a_process_that_died_has_hidden(story: Post) -> None:
    """Its parts are all there; once the worker has looked, nobody waits for that again."""
    worker, statements = Worker(), []
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE posts_post SET status = 'withdrawn' WHERE id = %s", [story.pk])
        ContentVersion.bump()
        with CaptureQueriesContext(connection) as captured:
            while worker.step():
                pass
        statements.append(sum("posts_searchdocument" in query["sql"] for query in captured))

    assert not ArchiveEntry.objects.filter(post=story).exists()
    assert [bool(number) for number in statements] == [True, False]


def test_a_story_without_parts_is_asked_once_whether_it_has_chain_and_dossiers(story: Post) -> None:
    alone = make_post("Alone", event_input="1 May 1500")
    StoredParts.objects.all().delete()
    asked = []
    for post in (alone, story):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            Client().get(post.get_absolute_url())
        after = [query["sql"] for query in captured[1:]]
        tables = ("posts_postlink", '"posts_dossier_posts"')
        asked.append([any(table in sql for sql in after) for table in tables])

    assert asked == [[False, False], [True, True]]
