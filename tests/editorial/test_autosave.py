import pytest
import time_machine

from posts.editorial import autosave
from posts.models import Autosave, Presence, Redirect, Revision
from tests.factories import make_editor, make_post

pytestmark = pytest.mark.django_db


def test_a_hundred_autosaves_are_one_slot_and_nothing_else() -> None:
    editor, post = make_editor(), make_post(status="draft")
    for number in range(100):
        autosave.keep(post, [("title", f"Draft {number}")], by=editor, version=1)
    assert Autosave.objects.get().pairs == [["title", "Draft 99"]]
    assert (Revision.objects.count(), Redirect.objects.count()) == (0, 0)
    stored = type(post).objects.get()
    assert (stored.version, stored.updated_at) == (1, post.updated_at)


def test_each_person_has_a_slot_of_their_own() -> None:
    clio, livy, post = make_editor(), make_editor("livy"), make_post()
    autosave.keep(post, [("title", "Clio's")], by=clio, version=1)
    autosave.keep(None, [("title", "New")], by=clio, version=None)
    assert autosave.slot_of(post, by=livy) is None
    assert autosave.slot_of(None, by=clio).pairs == [["title", "New"]]
    autosave.discard(post, by=clio)
    assert autosave.slot_of(post, by=clio) is None


def test_more_than_a_form_can_hold_is_refused() -> None:
    with pytest.raises(autosave.TooLong):
        autosave.keep(None, [("story", "x" * 4_000_001)], by=make_editor(), version=None)


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
    autosave.leave(post.pk, by=clio)
    assert [p.user for p in Presence.objects.all()] == [livy]
