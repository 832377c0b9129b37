"""The queue of posts without an event date: accepted, corrected, skipped, one after the other."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from posts.models import Post, Revision
from tests.editorial.newsroom import make_person
from tests.factories import make_post

pytestmark = pytest.mark.django_db
QUEUE = "/admin/event-dates/"


def undated(title: str = "Hastings", **fields: Any) -> Post:
    return make_post(title, **{"event_input": "", "status": "approved"} | fields)


def form_of(page: Any) -> dict[str, str]:
    """Return what the form on a page would send."""
    return {field.name: str(field.value() or "") for field in page.context["form"]}


def one(post: Post) -> str:
    return f"{QUEUE}{post.pk}/"


@pytest.mark.parametrize(
    ("texts", "typed", "named"),
    [
        ({"title": "The 14th of October 1066"}, "14 October 1066", "14th of October 1066"),
        ({"story": "It was won. By May 27, 1997 all\nhad signed."}, "27 May 1997", "May 27, 1997"),
        ({"description": "In 44 BC he died."}, "44 BC", "44 BC"),
        (
            {"story": "**Since 1850** they wait.\n\nOn 1969-07-20 they left."},
            "1969-07-20",
            "1969-07-20",
        ),
        ({"story": "On 31 February 1850 nothing happened."}, "1850", "1850"),
        ({"import_fields": {"proposed_event": "7 November 1917"}}, "7 November 1917", ""),
        ({"story": "Nobody knows when."}, None, None),
    ],
)
def test_the_first_day_that_it_names_is_proposed(
    desk: Client, texts: dict[str, Any], typed: str | None, named: str | None
) -> None:
    undated(**{"description": "Told.", "story": "Told."} | texts)

    page = desk.get(QUEUE)

    guess = page.context["guess"]
    assert (guess and guess.typed, guess and guess.named) == (typed, named)
    assert form_of(page)["event_input"] == (typed or "")


def test_readers_see_an_accepted_date_at_once_and_the_next_post_follows(desk: Client) -> None:
    first, second = undated("On 14 October 1066"), undated("Stamford")

    answer = desk.post(one(first), form_of(desk.get(QUEUE)), follow=True)

    assert [str(each) for each in get_messages(answer.wsgi_request)] == [
        "“On 14 October 1066”: 14 October 1066."
    ]
    assert answer.context["post"] == second
    first.refresh_from_db()
    assert (first.event_edtf, first.is_public, first.version) == ("1066-10-14", True, 2)
    assert list(Post.objects.on_this_day([1014])) == [first]
    kinds = Revision.objects.filter(post=first).order_by("pk").values_list("kind", "version")
    assert list(kinds) == [("base", 1), ("publish", 2)]


def test_skipped_posts_come_again_and_some_have_no_date(desk: Client) -> None:
    first, second = undated("One"), undated("Two")
    assert desk.get(f"{QUEUE}?after={first.pk}").context["post"] == second
    end = desk.get(f"{QUEUE}?after={second.pk}")
    assert (end.context["post"], end.context["skipped"]) == (None, 2)

    desk.post(one(first), form_of(desk.get(QUEUE)) | {"none": "1"})

    first.refresh_from_db()
    assert (first.undated, first.event_input) == (True, "")
    assert desk.get(QUEUE).context["post"] == second


@pytest.mark.parametrize("typed", ["", "31 February 1850", "nonsense"])
def test_what_cannot_be_read_comes_back_as_typed(desk: Client, typed: str) -> None:
    post = undated()

    answer = desk.post(one(post), form_of(desk.get(QUEUE)) | {"event_input": typed})

    assert (answer.status_code, form_of(answer)["event_input"]) == (200, typed)
    assert "Nothing is saved yet" in answer.text
    assert Post.objects.get().event_input == ""


def test_what_was_saved_meanwhile_is_not_overwritten(desk: Client) -> None:
    post = undated()
    shown = form_of(desk.get(QUEUE)) | {"event_input": "1066"}
    Post.objects.update(version=2, event_input="")

    answer = desk.post(one(post), shown)

    assert (answer.status_code, form_of(answer)["event_input"]) == (409, "1066")
    assert Post.objects.get().event_input == ""
    assert desk.post(one(post), form_of(answer)).status_code == 302
    assert Post.objects.get().event_input == "1066"


def test_an_author_dates_own_drafts_alone(client: Client) -> None:
    author = make_person("author", "tacitus")
    client.force_login(author)
    undated("Public", author=author)
    hidden = undated("Hidden", status="draft")
    own = undated("Own", status="draft", author=author)

    page = client.get(QUEUE)

    assert page.context["post"] == own
    assert "Hidden" not in page.text
    assert client.post(one(hidden), {"event_input": "1066", "version": "1"}).status_code == 403
    client.post(one(own), form_of(page) | {"event_input": "1066"})
    own.refresh_from_db()
    assert (own.event_edtf, own.status) == ("1066", "draft")


def test_the_queue_asks_as_much_for_many_as_for_one(
    desk: Client, django_assert_num_queries: Any
) -> None:
    undated()
    desk.get(QUEUE)
    with django_assert_num_queries(4):
        desk.get(QUEUE)
    for number in range(3):
        undated(f"Post {number}")
    with django_assert_num_queries(4):
        desk.get(QUEUE)
