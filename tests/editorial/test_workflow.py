from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from posts.editorial import save, workflow
from posts.editorial.checks import ChecksFailed
from posts.editorial.errors import EditorialError, NotAllowed
from posts.editorial.save import draft_of
from posts.editorial.snapshot import BulletText
from posts.editorial.snapshot_io import named
from posts.models import Action, Correction, EditConflict, Post, Transition
from tests.editorial.newsroom import make_person
from tests.factories import make_category, make_editor, make_post

pytestmark = pytest.mark.django_db
STATES = {
    "draft": {"status": "draft", "publish_at": None},
    "in review": {"status": "review", "publish_at": None},
    "scheduled": {"status": "approved", "publish_at": datetime(2100, 1, 1, tzinfo=UTC)},
    "published": {"status": "approved", "publish_at": datetime(2020, 1, 1, tzinfo=UTC)},
    "withdrawn": {"status": "withdrawn", "publish_at": datetime(2020, 1, 1, tzinfo=UTC)},
}
AFTER = {
    ("draft", "submit"): "in review",
    ("draft", "publish"): "published",
    ("draft", "schedule"): "scheduled",
    ("in review", "send_back"): "draft",
    ("in review", "publish"): "published",
    ("in review", "schedule"): "scheduled",
    ("scheduled", "publish"): "published",
    ("scheduled", "schedule"): "scheduled",
    ("scheduled", "unschedule"): "in review",
    ("scheduled", "withdraw"): "withdrawn",
    ("published", "publish"): "published",
    ("published", "withdraw"): "withdrawn",
    ("withdrawn", "publish"): "published",
    ("withdrawn", "schedule"): "scheduled",
    ("withdrawn", "reopen"): "draft",
}
# What each may do of what a state allows, an author with one's own; "self" is the author who is
# an editor as well.
MAY = {
    "nobody": set(),
    "author": {"submit", "send_back"},
    "stranger": set(),
    "self": {"submit", "send_back"},
    "editor": set(Action),
    "publisher": set(Action),
    "administrator": set(Action),
    "superuser": set(Action),
}


def person_and_post(role: str, state: str):
    if role == "superuser":
        person = make_editor()
        return person, make_post(author=person, **STATES[state])
    group = {"self": "editor", "stranger": "author"}.get(role, role)
    person = make_person(group)
    owner = person if role in ("author", "self") else make_person("author", "herodotus")
    return person, make_post(author=owner, **STATES[state])


def take(action: str, post: Post, person) -> Transition:
    if action == "publish":
        change = workflow.Change(is_minor=True)
        return workflow.publish(post, by=person, change=change)
    if action == "schedule":
        return workflow.publish(post, by=person, at=timezone.now() + timedelta(days=3))
    return workflow.take(post, Action(action), by=person)


@pytest.mark.any_engine
@pytest.mark.parametrize("action", Action.values)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", MAY)
def test_who_may_take_which_step_from_which_state(role: str, state: str, action: str) -> None:
    person, post = person_and_post(role, state)
    expected = AFTER.get((state, action))
    allowed = expected is not None and action in MAY[role]
    listed = action in {str(a) for a in workflow.possible(post, person)}
    if not allowed:
        with pytest.raises(EditorialError):
            take(action, post, person)
        stored = Post.objects.get(pk=post.pk)
        assert (stored.state, stored.version, listed) == (state, post.version, False)
        assert not Transition.objects.exists()
        return
    transition = take(action, post, person)
    stored = Post.objects.get(pk=post.pk)
    assert (stored.state, listed) == (expected, True)
    assert (transition.action, transition.by) == (action, person)


def test_an_author_may_publish_own_work_where_the_site_allows_it(settings) -> None:
    author, post = person_and_post("author", "draft")
    settings.SELF_APPROVAL = True
    take("publish", post, author)
    assert Post.objects.get().is_public


@time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("state", "role", "checked_on"),
    [
        ("in review", "editor", date(2026, 3, 4)),
        ("in review", "self", None),
        ("draft", "editor", None),
        ("withdrawn", "editor", None),
        ("published", "editor", None),
    ],
)
def test_a_story_is_checked_when_somebody_else_approves_it_in_review(
    settings, state, role, checked_on
):
    settings.SELF_APPROVAL = True
    person, post = person_and_post(role, state)
    workflow.publish(post, by=person, change=workflow.Change(is_minor=True))
    assert Post.objects.get().checked_on == checked_on


def test_a_refusal_says_who_has_to_do_it() -> None:
    editor, post = person_and_post("self", "in review")
    with pytest.raises(NotAllowed) as told:
        take("publish", post, editor)
    assert str(told.value) == "You wrote this post, so somebody else has to approve it."


def test_readers_see_the_old_text_until_the_changes_are_published() -> None:
    editor = make_editor()
    post = make_post(story="Old.", bullets=[("Who", "Harold")], slug="hastings")
    war = make_category("War")
    desk = draft_of(post)
    new = replace(
        desk.content,
        story="New.",
        slug="battle-of-hastings",
        bullets=(BulletText("Who", "William"),),
        categories=(named(war),),
        tags=("normans",),
    )
    saved = save.save(post, new, by=editor, version=desk.version)
    assert saved.is_working_copy
    seen = Post.objects.get()
    assert (seen.story, seen.version, seen.slug) == ("Old.", post.version, "hastings")
    assert [b.text for b in seen.bullets.all()] == ["Harold"]
    assert seen.updated_at == post.updated_at

    with pytest.raises(EditorialError):
        workflow.publish(post, by=editor)
    correction = workflow.Change(correction="It was William, not Harold.")
    workflow.publish(post, by=editor, change=correction)
    before, seen = seen, Post.objects.get()
    assert (seen.story, seen.slug) == ("New.", "battle-of-hastings")
    assert [b.text for b in seen.bullets.all()] == ["William"]
    assert (list(seen.categories.all()), list(seen.tags.names())) == ([war], ["normans"])
    assert seen.modified_at > before.modified_at
    assert seen.publish_at == before.publish_at
    assert [(c.text, c.by) for c in Correction.objects.all()] == [
        ("It was William, not Harold.", editor)
    ]
    assert [r.path for r in seen.redirects.all()] == ["/posts/hastings/"]
    assert draft_of(seen).copy is None


def test_a_minor_change_calls_no_follower_back() -> None:
    editor, post = make_editor(), make_post()
    before = post.modified_at
    save.save(post, replace(draft_of(post).content, story="New."), by=editor, version=post.version)
    workflow.publish(post, by=editor, change=workflow.Change(is_minor=True))
    assert Post.objects.get().modified_at == before
    assert not Correction.objects.exists()


def test_what_blocks_can_be_set_aside_for_a_reason_that_is_kept() -> None:
    editor, post = make_editor(), make_post(description="", **STATES["draft"])
    with pytest.raises(ChecksFailed) as told:
        workflow.publish(post, by=editor)
    assert [finding.code for finding in told.value.findings] == ["description"]
    transition = workflow.publish(post, by=editor, reason="A one-line note.")
    assert (transition.overrides, transition.reason) == (
        ["Write a description: lists, feeds and search engines show it."],
        "A one-line note.",
    )


def test_a_save_from_an_older_version_of_a_working_copy_is_refused() -> None:
    editor, post = make_editor(), make_post()
    content = draft_of(post).content
    save.save(post, content, by=editor, version=post.version)
    with pytest.raises(EditConflict):
        save.save(post, content, by=editor, version=post.version)


def test_what_changed_beneath_a_working_copy_is_kept() -> None:
    """An import, a bulk edit or a line in the shell reaches the post itself."""
    editor, post = make_editor(), make_post(tags=["old"])
    content = replace(draft_of(post).content, story="Mine.")
    save.save(post, content, by=editor, version=post.version)
    post.tags.add("added in bulk")
    post.description = "Changed in the shell."
    post.save()
    desk = draft_of(Post.objects.get())
    assert (desk.content.story, desk.content.description) == ("Mine.", "Changed in the shell.")
    assert sorted(desk.content.tags) == ["added in bulk", "old"]
    workflow.publish(post, by=editor, change=workflow.Change(is_minor=True))
    stored = Post.objects.get()
    assert (stored.story, stored.description) == ("Mine.", "Changed in the shell.")
    assert sorted(stored.tags.names()) == ["added in bulk", "old"]


def test_nothing_reaches_readers_past_the_checks() -> None:
    editor = make_editor()
    post = make_post(status="draft")
    for action in (Action.PUBLISH, Action.SCHEDULE):
        with pytest.raises(ValueError, match=action):
            workflow.take(post, action, by=editor)
    assert Post.objects.get().status == "draft"
