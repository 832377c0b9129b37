"""What is deleted vanishes as what is withdrawn does, and comes back as it was."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from posts.editorial import autosave, bulk, previewing, save, trash, workflow
from posts.editorial.roles import linkable_by, of_desk, seen_by
from posts.editorial.snapshot import Snapshot
from posts.editorial.snapshot_io import snapshot_of
from posts.images.uploads import store_image
from posts.models import (
    Action,
    Category,
    Dossier,
    EditConflict,
    Image,
    Note,
    Place,
    Post,
    PreviewLink,
    Redirect,
    SearchDocument,
)
from tests.editorial.newsroom import make_person
from tests.factories import (
    NOON,
    link_posts,
    make_category,
    make_citation,
    make_dossier,
    make_editor,
    make_image,
    make_milestone,
    make_post,
    picture_bytes,
)
from tests.media import path_of

pytestmark = pytest.mark.django_db
STATES = {
    "draft": {"status": "draft"},
    "in review": {"status": "review"},
    "scheduled": {"publish_at": NOON + timedelta(days=400)},
    "published": {},
    "withdrawn": {"status": "withdrawn"},
}


@pytest.fixture
def by() -> User:
    return make_editor()


def make_full(title: str = "Hastings", **fields: Any) -> Post:
    """Return a post with something of every kind that hangs on one."""
    post = make_post(
        title,
        categories=[make_category(f"War of {title}")],
        places=[Place.objects.get(slug="france")],
        tags=["siege", "bow"],
        bullets=[("Who", "Harold"), ("", "Archers")],
        **fields,
    )
    other = make_post(f"Before {title}")
    link_posts(other, post)
    make_citation(post, f"Annals of {title}")
    Redirect.objects.create(path=f"/old/{post.slug}/", post=post)
    Note.objects.create(post=post, text="Which bow?")
    make_dossier(f"Conquest and {title}", posts=[post, other])
    return post


def columns(row: Any) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


@pytest.mark.engine
@pytest.mark.parametrize("model", [Post, Dossier])
@pytest.mark.parametrize("state", STATES)
@time_machine.travel(NOON, tick=False)
def test_what_is_put_back_is_what_it_was(by: User, model: Any, state: str) -> None:
    row = (make_post if model is Post else make_dossier)(**STATES[state])
    before = columns(model.objects.get())

    trash.trash(model, [row.pk], by=by)
    aside = model.objects.get()
    trash.restore(model, [row.pk], by=by)

    assert (aside.state, aside.is_public, aside.trashed_by) == ("in the trash", False, by)
    assert aside.trashed_until == NOON + timedelta(days=30)
    assert columns(model.objects.get()) == before
    assert model.objects.get().state == state


@pytest.mark.parametrize("model", [Post, Dossier])
def test_the_database_itself_lets_no_reader_see_the_trash(model: Any) -> None:
    row = (make_post if model is Post else make_dossier)()

    name = f"{model._meta.model_name}_in_trash_is_withdrawn"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.filter(pk=row.pk).update(trashed_at=NOON)
    assert list(model.objects.published()) == [row]


def test_links_and_all_else_come_back_with_a_post(by: User) -> None:
    post = make_full()
    hangs = {
        name: list(getattr(post, name).order_by("pk").values())
        for name in ("links_before", "citations", "bullets", "redirects", "notes", "dossiers")
    }
    trash.trash(Post, [post.pk], by=by)
    trash.restore(Post, [post.pk], by=by)

    post = Post.objects.get(pk=post.pk)
    assert {name: list(getattr(post, name).order_by("pk").values()) for name in hangs} == hangs
    assert (post.is_public, sorted(post.tags.names())) == (True, ["bow", "siege"])


def test_nobody_meets_at_the_desk_what_is_in_the_trash(by: User) -> None:
    post, other = make_post(author=by), make_post("Fulford", author=by)
    trash.trash(Post, [post.pk], by=by)
    author = make_person("author", "gildas")
    Post.objects.update(author=author)

    for user in (by, author):
        found = [
            list(rows) for rows in (seen_by(user), of_desk(user), linkable_by(user, Snapshot()))
        ]
        assert found == [[other], [other], [other]]


def test_its_address_stays_taken(by: User) -> None:
    post = make_post(slug="hastings")
    trash.trash(Post, [post.pk], by=by)

    assert make_post(slug="").slug != "hastings"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_post(slug="hastings")


@pytest.mark.parametrize("action", Action)
def test_no_step_is_taken_in_the_trash(by: User, action: Action) -> None:
    post = make_post(status="draft" if action is Action.SUBMIT else "approved")
    trash.trash(Post, [post.pk], by=by)
    post.refresh_from_db()
    change, at = workflow.Change(is_minor=True), NOON
    steps = {
        Action.PUBLISH: lambda: workflow.publish(post, by=by, at=at, change=change),
        Action.SCHEDULE: lambda: workflow.publish(post, by=by, at=at + timedelta(days=999)),
    }
    step = steps.get(action, lambda: workflow.take(post, action, by=by))

    with pytest.raises(EditConflict, match="was deleted by someone else"):
        step()
    assert Post.objects.get().state == "in the trash"
    assert workflow.possible(post, by) == []


def test_nothing_is_written_in_the_trash(by: User) -> None:
    post = make_post()
    content, war = snapshot_of(post), make_category()
    trash.trash(Post, [post.pk], by=by)

    with pytest.raises(EditConflict):
        save.save(post, content, by=by, version=post.version)
    assert bulk.change_filing([post], [war], by=by).reached == []
    assert not Category.objects.get(pk=war.pk).posts.exists()


@pytest.mark.parametrize("fields", [None, {"status"}, {"title"}])
def test_an_instance_from_before_takes_nothing_out(by: User, fields: set[str] | None) -> None:
    stale = make_post()
    trash.trash(Post, [stale.pk], by=by)
    with pytest.raises(EditConflict, match="“Hastings” was deleted by someone else"):
        stale.save(update_fields=fields)
    assert Post.objects.get().state == "in the trash"


def test_its_preview_links_open_nothing_until_it_is_back(by: User) -> None:
    post = make_post(status="draft")
    link = previewing.open_link(post, by=by)
    trash.trash(Post, [post.pk], by=by)
    assert PreviewLink.objects.by_token(link.token) is None
    trash.restore(Post, [post.pk], by=by)
    assert PreviewLink.objects.by_token(link.token) == link


def test_unsaved_text_of_a_post_in_the_trash_is_not_offered(by: User) -> None:
    post = make_post()
    autosave.keep(post, [("title", "Senlac")], by=by, version=post.version)
    trash.trash(Post, [post.pk], by=by)
    assert list(autosave.all_of(by)) == []
    trash.restore(Post, [post.pk], by=by)
    assert len(autosave.all_of(by)) == 1


def test_what_is_elsewhere_is_passed_over(by: User) -> None:
    post = make_post()
    assert trash.restore(Post, [post.pk, 999], by=by) == []
    assert trash.delete_for_good(Post, [post.pk], by=by) == []
    assert trash.trash(Post, [post.pk, 999], by=by) == [post]
    assert trash.trash(Post, [post.pk], by=by) == []
    assert Post.objects.get().trashed_status == "approved"


@pytest.mark.django_db(transaction=True)
def test_what_is_old_goes_for_good_with_its_files(
    by: User, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In batches of two here, and one who is killed in between leaves the rest for the next."""
    monkeypatch.setattr(trash, "_BATCH", 2)
    old = [make_post(f"Old {number}").pk for number in range(5)]
    image = store_image(picture_bytes(), name="x.png", alt="A field")
    dossier, young, kept = make_dossier(), make_post("Young"), make_post("Kept")
    make_milestone(dossier)
    file: Path = path_of(str(image.file))
    with time_machine.travel(NOON, tick=False):
        for model, keys in ((Post, old), (Image, [image.pk]), (Dossier, [dossier.pk])):
            trash.trash(model, keys, by=by)
    with time_machine.travel(NOON + timedelta(seconds=1), tick=False):
        trash.trash(Post, [young.pk], by=by)
    with time_machine.travel(NOON + timedelta(days=30, milliseconds=500), tick=False):
        killed = trash.delete_for_good
        calls: list[Any] = []

        def dies(model: Any, keys: Any, *, by: Any) -> Any:
            calls.append(keys)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return killed(model, keys, by=by)

        monkeypatch.setattr(trash, "delete_for_good", dies)
        with pytest.raises(KeyboardInterrupt):
            trash.empty()
        assert (Post.objects.in_trash().count(), file.exists()) == (4, True)
        monkeypatch.setattr(trash, "delete_for_good", killed)
        call_command("due")
        assert "deleted for good from the trash: 5\n" in capsys.readouterr().out
        assert trash.empty() == 0
    assert list(Post.objects.order_by("pk")) == [young, kept]
    assert (Dossier.objects.count(), Image.objects.count(), file.exists()) == (0, 0, False)


def test_what_goes_for_good_is_told_in_words(by: User) -> None:
    post = make_full()
    save.save(post, snapshot_of(post), by=by, version=post.version)
    previewing.open_link(post, by=by)
    Note.objects.create(post=post, text="A long bow.")
    link_posts(post, make_post("After"))
    bare, dossier, image = make_post("Bare"), make_dossier("Danelaw"), make_image("green")
    make_milestone(dossier)
    dossier.sections.create(heading="Before", text="x")
    dossier.sections.create(heading="After", text="x")

    assert [trash.told(row, by=by) for row in (bare, dossier, image)] == [
        ["the story"],
        ["the dossier; its stories stay", "2 sections", "1 milestone"],
        ["the picture’s file, in every size"],
    ]
    revisions = post.revisions.count()
    assert trash.told(Post.objects.get(pk=post.pk), by=by) == [
        "the story",
        *([f"{revisions} version{'s' * (revisions > 1)}"] if revisions else []),
        *("2 notes", "1 preview link", "1 redirect of old addresses"),
        *(["changes that were not published"] if hasattr(post, "working_copy") else []),
        *("the link with “Before Hastings”", "the link with “After”"),
        "its place in the dossier “Conquest and Hastings”",
    ]


@pytest.mark.django_db(transaction=True)
def test_setting_aside_takes_far_fewer_statements_than_deleting(by: User) -> None:
    aside, gone = make_full("Hastings"), make_full("Senlac", slug="senlac")
    with CaptureQueriesContext(connection) as of_trash:
        trash.trash(Post, [aside.pk], by=by)
    with CaptureQueriesContext(connection) as of_deletion:
        gone.delete()

    assert len(of_trash) <= 20
    assert len(of_trash) * 2 <= len(of_deletion)
    found = SearchDocument.objects.filter(kind=SearchDocument.Kind.POST, object_id=aside.pk)
    assert list(found) == []
