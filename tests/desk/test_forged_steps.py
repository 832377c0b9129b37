"""What somebody could send by hand who was shown no button for it."""

from typing import Any

import pytest

from posts.models import Bullet, Post, Transition, WorkingCopy
from tests.admin.forms import ADD, change_url, data_of, shown
from tests.editorial.newsroom import make_person, signed_in
from tests.editorial.test_workflow import AFTER, MAY, STATES, person_and_post
from tests.factories import make_citation, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
BUTTONS = {
    "submit": "_submit",
    "send_back": "_send_back",
    "publish": "_publish",
    "unschedule": "_unschedule",
    "withdraw": "_withdraw",
    "reopen": "_reopen",
}


def forged(post: Post, **more: Any) -> dict[str, Any]:
    """Return a form's data as someone could write it by hand, who was shown none."""
    rows = ("bullets", "citations", "links_before", "links_after")
    counts = {f"{r}-{n}_FORMS": 0 for r in rows for n in ("TOTAL", "INITIAL")}
    texts = {"title": "Forged", "event_input": post.event_input, "description": "Forged."}
    fixed = {"version": post.version, "language": "en", "calendar_choice": "auto"}
    return counts | texts | fixed | {"anniversary_rule": "auto", "change": "minor"} | more


@pytest.mark.sample(70)
@pytest.mark.parametrize("action", BUTTONS)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", MAY)
def test_a_forged_request_does_no_more_than_the_buttons(role: str, state: str, action: str) -> None:
    person, post = person_and_post(role, state)
    make_citation(post)
    data = forged(post, **{BUTTONS[action]: "yes"})
    response = signed_in(person).post(change_url(post), data)

    may_edit = MAY[role] >= {"publish"} or role == "self"
    may_edit = may_edit or (role == "author" and state == "draft")
    expected = AFTER.get((state, action))
    allowed = expected is not None and action in MAY[role] and may_edit
    stored = Post.objects.get(pk=post.pk)
    if allowed:
        assert (response.status_code, stored.state) == (302, expected)
        return
    # What a colleague does not know of is answered as what is not there: as a new post.
    is_unknown = role == "stranger" and not post.is_public
    assert response.status_code == (200 if may_edit or is_unknown else 403)
    assert (stored.state, stored.title, stored.version) == (state, "Hastings", 1)
    assert stored.citations.count() == 1
    assert not Transition.objects.exists()
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("status", Post.Status.values)
def test_a_status_that_an_author_sends_by_hand_moves_nothing(status: str) -> None:
    author, post = person_and_post("author", "in review")
    response = signed_in(author).post(change_url(post), forged(post, status=status, _save="Save"))
    assert response.status_code == 403
    assert Post.objects.get().state == "in review"


def test_an_author_writes_submits_and_cannot_touch_it_any_more() -> None:
    author = make_person("author")
    client = signed_in(author)
    data = shown(client, ADD) | {"title": "Hastings", "event_input": "1066", "note": "Ready."}
    assert client.post(ADD, data | {"_submit": "yes"}).status_code == 302
    post = Post.objects.get()
    assert (post.author, post.state) == (author, "in review")
    assert [(t.action, t.by, t.note) for t in Transition.objects.all()] == [
        ("submit", author, "Ready.")
    ]
    page = client.get(change_url(post))
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert "so its text is the editors&#x27; now." in page.text
    assert ("Title", "Hastings") in page.context["parts"]
    assert client.post(change_url(post), forged(post)).status_code == 403


def test_an_author_cannot_publish_by_adding(settings: Any) -> None:
    client = signed_in(make_person("author"))
    data = shown(client, ADD) | {"title": "Hastings", "description": "d", "event_input": "1066"}
    response = client.post(ADD, data | {"_publish": "yes"})
    assert (response.status_code, Post.objects.count()) == (200, 0)
    assert data_of(response)["title"] == "Hastings"
    assert "Only editors may do this. Send the post to review instead." in response.text
    settings.SELF_APPROVAL = True
    assert client.post(ADD, data | {"_publish": "yes"}).status_code == 302
    assert Post.objects.get().is_public


def test_an_author_neither_sees_nor_changes_drafts_of_others() -> None:
    client = signed_in(make_person("author"))
    own = make_post("Mine", status="draft", author=make_person("author", "x"))
    theirs = make_post("Theirs", status="draft")
    public = make_post("Public")
    page = client.get("/admin/posts/post/")
    assert [p.pk for p in page.context["cl"].result_list] == [public.pk]
    assert client.get(change_url(theirs)).status_code in (200, 302, 403)
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.post(change_url(own), forged(own)).status_code in (200, 302, 403)
    assert Post.objects.get(pk=own.pk).title == "Mine"


def test_rows_cannot_be_smuggled_into_a_post_of_another() -> None:
    author = make_person("author")
    client = signed_in(author)
    theirs = make_post("Theirs", status="draft")
    own = make_post("Own", status="draft", author=author)
    bullet = {"bullets-TOTAL_FORMS": 1, "bullets-0-post": theirs.pk, "bullets-0-text": "Smuggled"}
    data = forged(Post.objects.get(pk=own.pk), **bullet, **{"bullets-0-position": 1})
    assert client.post(change_url(own), data).status_code == 302
    assert [b.post for b in Bullet.objects.all()] == [own]
