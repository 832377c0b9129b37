import pytest

from posts.dates import HistoricalDateError
from posts.editorial.ideas import add_idea, give_date
from posts.models import EditConflict, Post, Revision
from tests.factories import make_editor, make_post

pytestmark = pytest.mark.django_db


def test_an_idea_is_a_draft_with_a_title_and_its_maker_in_the_history():
    post = add_idea("The potato in Europe", by=make_editor("clio"))

    stored = Post.objects.get()
    assert (stored.title, stored.slug, stored.status) == (
        "The potato in Europe",
        "the-potato-in-europe",
        "draft",
    )
    assert (stored.event_input, stored.publish_at) == ("", None)
    (version,) = Revision.objects.all()
    assert (version.post, version.by.username, version.kind) == (post, "clio", "save")


def test_ideas_are_drafts_without_a_date():
    idea = make_post("Idea", status="draft", event_input="", publish_at=None)
    make_post("Dated", status="draft", event_input="1066")
    make_post("Read", status="review", event_input="")
    make_post("Out", event_input="")
    newer = make_post("Newer", status="draft", event_input="", publish_at=None)

    assert list(Post.objects.ideas()) == [newer, idea]


def test_an_idea_gets_its_day_and_stays_a_draft():
    editor = make_editor()
    post = add_idea("Sputnik", by=editor)

    give_date(post, event_input="4 October 1957", calendar_choice="auto", version=1, by=editor)

    stored = Post.objects.get()
    assert (stored.event_text, stored.status, stored.version) == ("4 October 1957", "draft", 2)
    assert list(stored.anniversaries.values_list("month_day", flat=True)) == [1004]
    assert list(Post.objects.ideas()) == []
    kept = Revision.objects.order_by("version").values_list("version", "by__username")
    assert list(kept) == [(1, "clio"), (2, "clio")]


def test_a_date_that_cannot_be_read_changes_nothing():
    post = make_post(status="draft")

    with pytest.raises(HistoricalDateError):
        give_date(post, event_input="some day", calendar_choice="auto", version=1, by=make_editor())

    assert Post.objects.get().event_input == "14 October 1066"
    assert Revision.objects.count() == 0


def test_a_date_for_an_older_version_is_refused():
    post = make_post(status="draft")
    Post.objects.get().save(update_fields={"title"})

    with pytest.raises(EditConflict):
        give_date(post, event_input="1067", calendar_choice="auto", version=1, by=make_editor())

    assert Post.objects.get().event_input == "14 October 1066"
