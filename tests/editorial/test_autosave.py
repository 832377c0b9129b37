from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from posts.editorial import autosave
from posts.models import Autosave, Post, Presence, Redirect, Revision
from tests.factories import make_editor, make_post

pytestmark = pytest.mark.django_db


def test_a_hundred_autosaves_of_a_form_are_one_text_and_nothing_else() -> None:
    editor, post = make_editor(), make_post(status="draft")
    for number in range(100):
        pairs = [("title", f"Draft {number}")]
        autosave.keep(post, pairs, by=editor, version=1, token="a-form-of-its-own")
    assert Autosave.objects.get().pairs == [["title", "Draft 99"]]
    assert (Revision.objects.count(), Redirect.objects.count()) == (0, 0)
    stored = type(post).objects.get()
    assert (stored.version, stored.updated_at) == (1, post.updated_at)


def test_each_form_of_each_person_has_a_text_of_its_own() -> None:
    clio, livy, post = make_editor(), make_editor("livy"), make_post()
    tokens = [autosave.new_token() for _ in range(3)]
    for token, row, title in zip(
        tokens, (post, None, None), ("Clio's", "New", "Newer"), strict=True
    ):
        autosave.keep(row or Post(), [("title", title)], by=clio, version=None, token=token)
    autosave.keep(post, [("title", "Livy's")], by=livy, version=1, token=tokens[0])

    assert [kept.title for kept in autosave.autosaves_of(Post(), by=clio)] == ["Newer", "New"]
    assert [kept.title for kept in autosave.autosaves_of(post, by=livy)] == ["Livy's"]
    assert autosave.autosave_of(tokens[1], post, by=clio) is None
    autosave.discard(tokens[0], by=clio)
    assert autosave.autosave_of(tokens[0], post, by=clio) is None
    assert autosave.autosave_of(tokens[0], post, by=livy).title == "Livy's"


def test_texts_that_nobody_saved_go_with_age() -> None:
    clio, now = make_editor(), timezone.now()
    for days in (29, 31):
        kept = autosave.keep(Post(), [], by=clio, version=None, token=f"form-of-days-ago-{days}")
        Autosave.objects.filter(pk=kept.pk).update(saved_at=now - timedelta(days=days))

    assert autosave.clear_before(now - timedelta(days=30)) == 1
    assert [kept.token for kept in Autosave.objects.all()] == ["form-of-days-ago-29"]


def test_more_than_a_form_can_hold_is_refused() -> None:
    with pytest.raises(autosave.TooLong):
        autosave.keep(Post(), [("story", "x" * 4_000_001)], by=make_editor(), version=None)


def test_who_is_here_is_told_with_since_when_and_forgotten_when_silent() -> None:
    clio, livy, post = make_editor(), make_editor("livy"), make_post()
    with time_machine.travel("2027-01-01 08:00Z", tick=False) as clock:
        assert autosave.be_present(post, by=clio) == []
        clock.shift(20)
        assert [p.user for p in autosave.be_present(post, by=livy)] == [clio]
        clock.shift(20)
        assert [p.user for p in autosave.be_present(post, by=clio)] == [livy]
        since = Presence.objects.get(user=clio).since
        assert f"{since:%H:%M:%S}" == "08:00:00"
        clock.shift(46)
        assert autosave.be_present(post, by=livy) == []
        clock.shift(600)
        autosave.be_present(post, by=clio)
        assert f"{Presence.objects.get().since:%H:%M}" == "08:11", "the silent one is not kept"
        autosave.be_present(post, by=livy)
    autosave.leave(Post, post.pk, by=clio)
    assert [p.user for p in Presence.objects.all()] == [livy]
