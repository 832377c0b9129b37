"""The steps of a post as its form takes them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from posts.editorial import workflow
from posts.models import Action, Correction, Post, PostLink, Transition, WorkingCopy
from tests.admin.forms import ADD, change_url, data_of, form_of, shown
from tests.editorial.newsroom import make_person, signed_in
from tests.editorial.test_workflow import STATES, person_and_post
from tests.factories import make_citation, make_editor, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
ROLES = (("author", "author", "editor"), ("tacitus", "pliny", "livy"))
UNPUBLISHED = "Readers go on seeing the published text until you publish the changes."


def test_the_buttons_name_what_they_do(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    client = signed_in(make_editor())
    post = make_post(status="draft", publish_at=datetime(2100, 5, 27, 6, tzinfo=UTC))
    page = client.get(change_url(post)).text
    for words in ("Send to review", "Schedule for 27 May 2100, 08:00 Paris (06:00 UTC)"):
        assert f'value="{words}"' in page
    assert 'value="Withdraw"' not in page


def test_an_author_is_offered_only_what_authors_do() -> None:
    author, post = person_and_post("author", "draft")
    steps = signed_in(author).get(change_url(post)).context["steps"]
    assert [(step.name, step.label) for step in steps] == [("_submit", "Send to review")]


def test_a_post_is_scheduled_by_its_time_and_readers_wait() -> None:
    client, post = signed_in(make_editor()), make_post(status="draft")
    data = shown(client, change_url(post)) | {
        "publish_at_0": "2100-05-27",
        "publish_at_1": "08:00",
        "_publish": "yes",
    }
    assert client.post(change_url(post), data).status_code == 302
    stored = Post.objects.get()
    assert (stored.state, stored.publish_at) == (
        "scheduled",
        datetime(2100, 5, 27, 8, tzinfo=UTC),
    )
    assert Transition.objects.get().action == Action.SCHEDULE
    data = shown(client, change_url(post)) | {"publish_at_1": "09:00", "_save": "Save"}
    assert client.post(change_url(post), data).status_code == 302
    assert Post.objects.get().publish_at == datetime(2100, 5, 27, 9, tzinfo=UTC)
    assert Transition.objects.count() == 2


def test_a_plan_is_kept_with_a_draft_and_is_no_schedule() -> None:
    client, post = signed_in(make_editor()), make_post(status="draft", publish_at=None)
    data = shown(client, change_url(post)) | {"publish_at_0": "2100-05-27", "publish_at_1": "08:00"}
    client.post(change_url(post), data | {"_save": "Save"})
    assert (Post.objects.get().state, Post.objects.get().publish_at.year) == ("draft", 2100)
    assert not Transition.objects.exists()


def test_changes_to_a_live_post_wait_and_ask_which_kind_they_are() -> None:
    client, post = signed_in(make_editor()), make_post(story="Old.")
    data = shown(client, change_url(post)) | {"story": "New."}
    assert client.post(change_url(post), data | {"_save": "Save"}).status_code == 302
    assert Post.objects.get().story == "Old."
    assert "Old." in Client().get(post.get_absolute_url()).text
    again = shown(client, change_url(post))
    assert again["story"] == "New."

    asked = client.post(change_url(post), again | {"_publish": "yes"})
    assert asked.status_code == 200
    assert list(form_of(asked).errors) == ["change"]
    words = {"change": "correction", "correction": "It was dusk, not dawn.", "_publish": "yes"}
    assert client.post(change_url(post), again | words).status_code == 302
    page = Client().get(post.get_absolute_url()).text
    assert "New." in page
    assert "It was dusk, not dawn." in page
    assert Correction.objects.get().date == timezone.localdate()


def test_the_time_of_a_live_post_is_shown_and_stays() -> None:
    client, post = signed_in(make_editor()), make_post()
    data = shown(client, change_url(post)) | {"publish_at_0": "2100-01-01", "title": "Changed"}
    form = form_of(client.get(change_url(post)))
    assert form.fields["publish_at"].disabled
    client.post(change_url(post), data | {"change": "minor", "_publish": "yes"})
    stored = Post.objects.get()
    assert (stored.title, stored.publish_at) == ("Changed", post.publish_at)


def test_a_post_that_checks_refuse_answers_on_its_form_with_all_that_was_typed() -> None:
    client, post = signed_in(make_editor()), make_post(status="draft", event_input="")
    data = shown(client, change_url(post)) | {"description": "", "story": "[Typed]()"}
    response = client.post(change_url(post), data | {"_publish": "yes"})

    assert response.status_code == 200
    form = form_of(response)
    assert set(form.errors) == {"description", "event_input", "story"}
    assert data_of(response)["story"] == "[Typed]()"
    assert (Post.objects.get().state, Post.objects.get().story) == ("draft", post.story)

    reason = data | {"_publish": "yes", "reason": "A test of the desk."}
    assert client.post(change_url(post), reason).status_code == 302
    assert Transition.objects.get().reason == "A test of the desk."
    assert len(Transition.objects.get().overrides) == 3


def test_what_no_reason_can_set_aside_stays_refused() -> None:
    client = signed_in(make_editor())
    data = shown(client, ADD) | {"title": "", "reason": "All the same."}
    response = client.post(ADD, data | {"_publish": "yes"})
    assert (response.status_code, Post.objects.count()) == (200, 0)


def test_a_loop_in_the_changes_of_a_live_post_is_told_when_they_are_published() -> None:
    client = signed_in(make_editor())
    a, b = make_post("A"), make_post("B")
    data = shown(client, change_url(a)) | {
        "links_before-TOTAL_FORMS": 1,
        "links_before-0-kind": "led_to",
        "links_before-0-earlier": b.pk,
    }
    assert client.post(change_url(a), data | {"_save": "Save"}).status_code == 302
    assert not PostLink.objects.exists()
    PostLink.objects.create(earlier=a, later=b)
    data = shown(client, change_url(a)) | {"change": "minor", "_publish": "yes"}
    response = client.post(change_url(a), data)
    assert response.status_code == 200
    assert "This would lead back to where it began" in response.text
    assert WorkingCopy.objects.exists()


def test_due_at_the_very_second_without_any_worker() -> None:
    moment = timezone.now() + timedelta(days=1)
    post = make_post(publish_at=moment)
    assert not Post.objects.published(moment - timedelta(seconds=1)).exists()
    assert list(Post.objects.published(moment)) == [post]


@pytest.mark.parametrize(
    ("state", "more", "told"),
    [
        ("draft", {"_save": "yes"}, "“Battle” is saved."),
        ("draft", {"_submit": "yes"}, "“Battle” is sent to review."),
        ("in review", {"_send_back": "yes"}, "“Battle” is sent back."),
        ("draft", {"_publish": "yes"}, "“Battle” is published."),
        ("published", {"_withdraw": "yes"}, "“Battle” is withdrawn."),
        (
            "published",
            {"_save": "yes", "story": "New."},
            f"“Battle” is saved. {UNPUBLISHED}",
        ),
        (
            "published",
            {"_publish": "yes", "change": "minor", "title": "Battle", "description": "New."},
            "“Battle” is published with the changes.",
        ),
    ],
)
def test_a_save_says_what_became_of_the_post(state: str, more: dict[str, str], told: str) -> None:
    client = signed_in(make_editor())
    post = make_post("Battle", **STATES[state])
    make_citation(post)
    answer = client.post(change_url(post), shown(client, change_url(post)) | more, follow=True)
    query = "?draft=1" if "story" in more else ""
    look = f' <a href="/posts/battle/{query}">Look</a>'
    assert [str(message) for message in answer.context["messages"]] == [told + look]
    assert client.get(f"/posts/battle/{query}").status_code == 200


def test_a_save_says_when_readers_will_see_it() -> None:
    client, post = signed_in(make_editor()), make_post("Battle", status="draft")
    make_citation(post)
    ahead = {"publish_at_0": "2099-12-05", "publish_at_1": "12:00", "_publish": "yes"}
    answer = client.post(change_url(post), shown(client, change_url(post)) | ahead, follow=True)
    (told,) = (strip_tags(str(message)) for message in answer.context["messages"])
    words = "“Battle” is scheduled: readers see it from 5 December 2099, 12:00 UTC. Look"
    assert (told.startswith(words), told.endswith("Take it back")) == (True, True)
    author, back = signed_in(make_person("author")), f"/admin/posts/post/{post.pk}/take-back/"
    assert (author.post(back).status_code, Post.objects.get().state) == (403, "scheduled")
    assert client.post(back).status_code == 302
    assert Post.objects.get().state == "in review"


def test_a_live_post_has_nothing_to_publish_until_it_was_changed() -> None:
    client, post = signed_in(make_editor()), make_post("Battle")
    url = change_url(post)

    def main() -> tuple[Any, bool]:
        context = client.get(url).context
        labels = [step.label for step in context["steps"]]
        return context["main"] and context["main"].label, "Publish the changes" in labels

    assert main() == (None, True)
    client.post(url, shown(client, url) | {"title": "Another", "_save": "yes"})
    assert main() == ("Publish the changes", True)
    refused = client.post(url, shown(client, url) | {"title": "", "_publish": "yes"})
    assert refused.context["main"].label == "Publish the changes"


@pytest.mark.parametrize("later", [1, 40])
def test_a_scheduled_post_is_published_at_once(later: int) -> None:
    due = timezone.now().replace(second=0, microsecond=0) + timedelta(days=later)
    post = make_post(publish_at=due)
    desk = signed_in(make_editor())
    labels = {step.name: step.label for step in desk.get(change_url(post)).context["steps"]}
    assert labels["_publish_now"] == "Publish now"
    before = timezone.now().replace(microsecond=0)
    desk.post(change_url(post), shown(desk, change_url(post)) | {"_publish_now": "yes"})
    stored = Post.objects.get()
    assert (stored.is_public, before <= stored.publish_at <= timezone.now()) == (True, True)
    assert Transition.objects.get().action == Action.PUBLISH
    steps = desk.get(change_url(post)).context["steps"]
    assert "_publish_now" not in [step.name for step in steps]


@pytest.mark.parametrize("note", ["Give two sources.", ""])
def test_what_was_said_on_sending_back_stands_on_top_until_the_next_step(note: str) -> None:
    author, editor = make_person("author"), make_person("editor")
    post = make_post(status="review", author=author)
    workflow.take(post, Action.SEND_BACK, by=editor, note=note)
    desk = signed_in(author)
    page = desk.get(change_url(post)).content.decode()
    assert ("Sent back by editor" in page, note in page) == (True, True)
    desk.post(change_url(post), shown(desk, change_url(post)) | {"_submit": "yes"})
    desk.post(f"/admin/posts/post/{post.pk}/take-back/")
    assert Post.objects.get().status == "draft"
    assert "Sent back by" not in desk.get(change_url(post)).content.decode()


def test_an_author_takes_a_post_back_from_the_page_that_may_only_be_read() -> None:
    author, other, editor = (make_person(r, n) for r, n in zip(*ROLES, strict=True))
    post = make_post(status="review", author=author)
    address = f"/admin/posts/post/{post.pk}/take-back/"
    shows = {
        who.username: address in signed_in(who).get(change_url(post)).content.decode()
        for who in (author, editor)
    }
    assert shows == {"tacitus": True, "livy": False}
    assert [signed_in(who).post(address).status_code for who in (other, editor)] == [403, 403]
    assert Post.objects.get().status == "review"
    for _ in range(2):  # the second finds it taken back
        assert signed_in(author).post(address).status_code == 302
    stored = Post.objects.get()
    assert (stored.status, Transition.objects.get().by) == ("draft", author)
    assert address not in signed_in(author).get(change_url(post)).content.decode()


def test_a_scheduled_post_goes_out_at_once_or_is_saved() -> None:
    client, post = signed_in(make_editor()), make_post(publish_at=datetime(2100, 5, 27, tzinfo=UTC))
    page = client.get(change_url(post))
    steps = page.context["steps"]
    assert [step.name for step in steps if step.is_main] == ["_publish_now"]
    assert "_publish" not in [step.name for step in steps]
    told = ("Goes out on 27 May 2100, 00:00 UTC", 'data-changed="Save the changes"')
    assert [words in page.text for words in told] == [True, True]
    data = shown(client, change_url(post)) | {"title": "Changed", "_save": "Save"}
    client.post(change_url(post), data | {"publish_at_0": "2100-06-01"})
    stored = Post.objects.get()
    found = (stored.title, stored.state, stored.publish_at)
    assert found == ("Changed", "scheduled", datetime(2100, 6, 1, tzinfo=UTC))
    for day, clock in (("", ""), ("2020-01-01", "08:00")):
        time = {"publish_at_0": day, "publish_at_1": clock, "_save": "Save"}
        refused = client.post(change_url(post), shown(client, change_url(post)) | time)
        assert (
            "Readers would see the post at once." in refused.context["form"].errors["publish_at"][0]
        )
        assert (Post.objects.get().state, refused.context["main"]) == ("scheduled", None)


@pytest.mark.parametrize(
    ("fields", "blocking"),
    [
        ({}, []),
        ({"description": ""}, ["Write a description: lists, feeds and search engines show it."]),
        (
            {"description": "", "event_input": ""},
            [
                "Write a description: lists, feeds and search engines show it.",
                "Give the event date, or mark the post as having none.",
            ],
        ),
    ],
)
def test_what_would_block_publishing_is_said_on_sending_to_review(
    fields: dict[str, str], blocking: list[str]
) -> None:
    author = make_person("author")
    post = make_post(status="draft", author=author, **fields)
    client = signed_in(author)
    data = shown(client, change_url(post)) | {"_submit": "yes"}
    page = client.post(change_url(post), data, follow=True)
    told = [str(each) for each in page.context["messages"] if each.level_tag == "warning"]
    words = f"It cannot be published like this, and the editors see so: {' '.join(blocking)}"
    assert told == ([words] if blocking else [])
    assert 'take-back/" class="undo"' in page.text
    seen = signed_in(make_editor()).get(change_url(post))
    assert seen.context["findings_first"] is bool(blocking)
    is_above = seen.text.index("Before publishing") < seen.text.index('name="_publish"')
    assert is_above is bool(blocking)


@pytest.mark.parametrize(
    ("status", "own", "why"),
    [
        ("draft", True, "You wrote this post, so somebody else has to approve it."),
        ("review", True, "You wrote this post, so somebody else has to approve it."),
        ("draft", False, ""),
    ],
)
def test_an_editor_is_told_why_one_s_own_post_cannot_be_published(
    status: str, own: bool, why: str
) -> None:
    editor = make_person("editor")
    post = make_post(status=status, author=editor if own else make_person("author", "ann"))
    page = signed_in(editor).get(change_url(post))
    (publish,) = (step for step in page.context["steps"] if step.name == "_publish")
    assert (publish.why_not, why in page.text) == (why, True)
    assert ('id="why-not"' in page.text) is own
    assert page.context["may_publish"] is not own


def test_a_form_that_is_older_than_a_step_takes_it_back_by_no_save() -> None:
    client = signed_in(make_editor())
    post = make_post(status="review", publish_at=datetime(2100, 5, 27, tzinfo=UTC))
    opened = shown(client, change_url(post))
    workflow.publish(post, by=make_editor("livy"), at=post.publish_at)
    answer = client.post(change_url(post), opened | {"title": "Mine", "_save": "Save"})
    assert answer.status_code == 409
    client.post(change_url(post), data_of(answer) | {"_save": "Save"})
    assert (Post.objects.get().title, Post.objects.get().state) == ("Mine", "scheduled")
