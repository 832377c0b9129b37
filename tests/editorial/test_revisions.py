from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from posts.editorial import revisions, save, workflow
from posts.editorial.errors import NotAllowed
from posts.editorial.restoring import restore
from posts.editorial.save import draft_of
from posts.editorial.snapshot import Snapshot
from posts.editorial.snapshot_io import snapshot_of
from posts.models import Action, EditConflict, Image, Post, PreviewLink, Revision
from tests.editorial.newsroom import make_person
from tests.factories import (
    link_posts,
    make_category,
    make_citation,
    make_editor,
    make_image,
    make_place,
    make_post,
)

pytestmark = pytest.mark.django_db


def whole_post(**fields: object) -> Post:
    image, body = make_image(), make_image("blue")
    post = make_post(
        hero=image,
        story=f"Look:\n\n![]({body.file.url})",
        categories=[make_category("War"), make_category("Art")],
        places=[make_place()],
        tags=["norman conquest", "1066, and all that"],
        bullets=[("Who", "William"), ("When", "In October"), ("Where", "Sussex")],
        **{"status": "draft"} | fields,
    )
    make_citation(post, locator="ii.14", quotation="a hoary apple tree")
    make_citation(post, "The Chronicle")
    link_posts(make_post("Fulford"), post, "follows")
    link_posts(post, make_post("Domesday"))
    return post


def emptied(content: Snapshot) -> Snapshot:
    return replace(
        Snapshot(title="Emptied", slug=content.slug), description="All is gone.", story="Nothing."
    )


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_a_restored_post_is_byte_by_byte_what_it_was(status: str) -> None:
    editor, post = make_editor(), whole_post(status=status)
    before = draft_of(post)
    whole = before.content.to_json()
    save.save(post, emptied(before.content), by=editor, version=before.version)
    Image.objects.filter(alt="A red field").update(alt="Something else", caption="New")

    old = Revision.objects.get(post=post, version=before.version)
    assert old.snapshot == whole
    now = draft_of(Post.objects.get(pk=post.pk))
    restore(Post.objects.get(pk=post.pk), old, by=editor, version=now.version)

    stored = Post.objects.get(pk=post.pk)
    again = draft_of(stored)
    assert again.content.to_json() == whole
    latest = stored.revisions.first()
    assert (latest.kind, latest.snapshot, latest.version) == ("restore", whole, again.version)
    if status == "approved":
        assert snapshot_of(stored).story != "Nothing."
        workflow.publish(stored, by=editor, change=workflow.Change(is_minor=True))
        assert snapshot_of(stored).to_json() == whole


def test_one_field_is_put_back_alone() -> None:
    editor, post = make_editor(), whole_post()
    before = draft_of(post)
    save.save(post, emptied(before.content), by=editor, version=before.version)
    old = Revision.objects.get(post=post, version=before.version)
    now = draft_of(Post.objects.get(pk=post.pk))
    restore(post, old, by=editor, version=now.version, only=["bullets"])
    content = draft_of(Post.objects.get(pk=post.pk)).content
    assert content == replace(emptied(before.content), bullets=before.content.bullets)


def test_what_is_gone_is_left_out_and_named() -> None:
    editor, post = make_editor(), whole_post()
    before = draft_of(post)
    save.save(post, emptied(before.content), by=editor, version=before.version)
    for row in (*post.categories.model.objects.filter(name="War"), *Image.objects.all()):
        row.delete()
    now = draft_of(Post.objects.get(pk=post.pk))
    saved = restore(
        post, Revision.objects.get(post=post, version=1), by=editor, version=now.version
    )
    assert sorted(saved.missing) == [
        "the category “War”",
        "the picture “A blue field”",
        "the picture “A red field”",
    ]
    assert Post.objects.get(pk=post.pk).story == post.story


def test_an_address_taken_meanwhile_is_refused_and_nothing_is_put_back() -> None:
    editor, post = make_editor(), make_post(status="draft", slug="hastings")
    moved = replace(draft_of(post).content, slug="elsewhere", title="Moved")
    save.save(post, moved, by=editor, version=1)
    make_post("Other", slug="hastings")
    with pytest.raises(ValidationError):
        restore(post, Revision.objects.get(version=1), by=editor, version=2)
    assert Post.objects.get(pk=post.pk).title == "Moved"


def test_who_may_not_change_a_picture_puts_its_words_back_nowhere() -> None:
    """An author shows the picture of others; what they say of it then is theirs."""
    author, image = make_person("author"), make_image()
    post = make_post(status="draft", hero=image, author=author)
    save.save(post, replace(draft_of(post).content, title="New"), by=author, version=1)
    Image.objects.update(alt="A field in Sussex")
    old = Revision.objects.get(version=1)

    for only in (None, ["pictures"], ["title", "pictures"]):
        with pytest.raises(NotAllowed, match="“A field in Sussex” is not yours to change"):
            restore(post, old, by=author, version=2, only=only)
    restore(post, old, by=author, version=2, only=["title"])

    assert (Post.objects.get().title, Image.objects.get().alt) == ("Hastings", "A field in Sussex")


def test_a_restore_from_a_stale_page_is_refused() -> None:
    editor, post = make_editor(), make_post(status="draft")
    save.save(post, emptied(draft_of(post).content), by=editor, version=1)
    with pytest.raises(EditConflict):
        restore(post, Revision.objects.get(version=1), by=editor, version=1)


def test_each_save_and_step_keeps_one_version_with_who_and_why() -> None:
    editor, post = make_editor(), make_post(status="draft")
    content = replace(draft_of(post).content, story="Better.")
    save.save(post, content, by=editor, version=1, note="Clearer.")
    workflow.take(Post.objects.get(), Action.SUBMIT, by=editor, note="Please read.")
    workflow.publish(Post.objects.get(), by=editor)
    kept = [(r.version, r.kind, r.note, r.by) for r in Revision.objects.all()]
    assert kept == [
        (4, "publish", "", editor),
        (3, "submit", "Please read.", editor),
        (2, "save", "Clearer.", editor),
        (1, "base", "", None),
    ]


def test_what_is_recorded_of_a_save_is_what_is_stored() -> None:
    editor, post = make_editor(), whole_post()
    content = replace(draft_of(post).content, slug="", tags=("a", "b"))
    save.save(post, content, by=editor, version=1)
    stored = Post.objects.get(pk=post.pk)
    assert stored.revisions.first().snapshot == snapshot_of(stored).to_json()


def test_old_versions_thin_out_but_for_those_that_count() -> None:
    post, now = make_post(status="draft"), datetime(2026, 11, 1, 12, tzinfo=UTC)
    kinds = {400: "save", 401: "save", 402: "publish", 40: "save", 41: "save", 5: "save"}
    rows = []
    for number, (days, kind) in enumerate(kinds.items(), 10):
        for hour in (0, 1):
            at = now - timedelta(days=days, hours=hour)
            version = number * 10 + hour
            rows.append(Revision(post=post, version=version, kind=kind, snapshot="{}", at=at))
    Revision.objects.bulk_create(rows)
    pinned = Revision.objects.get(version=101)
    PreviewLink.objects.create(post=post, revision=pinned)

    revisions.thin(post, now)

    # Of September 2025, 400 days ago, the last save of the month, and the one that is pinned.
    left = set(Revision.objects.values_list("version", flat=True))
    assert left == {100, 101, 120, 121, 130, 140, 150, 151}


def test_old_versions_are_thinned_as_new_ones_come() -> None:
    editor, post = make_editor(), make_post(status="draft", version=7)
    old = timezone.now() - timedelta(days=40)
    for version in (100, 101):
        Revision.objects.create(post=post, version=version, kind="save", snapshot="{}", at=old)
    save.save(post, draft_of(post).content, by=editor, version=7)
    assert Revision.objects.filter(version__in=(100, 101)).count() == 1
