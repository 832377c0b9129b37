"""An idea on a chosen day, a post on another, a post begun for a day that is empty."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from posts.models import Post, Transition
from tests.admin.forms import ADD, form_of
from tests.editorial.newsroom import make_person
from tests.factories import make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
NOW = datetime(2027, 5, 31, 22, 30, tzinfo=UTC)  # 00:30 on 1 June in Paris
IDEA = "/admin/planner/idea/"


@pytest.fixture(autouse=True)
def _in_june(settings: Any) -> Any:
    settings.TIME_ZONE = "Europe/Paris"
    with time_machine.travel(NOW, tick=False):
        yield


def of(role: str) -> tuple[Any, Client]:
    client = Client()
    client.force_login(person := make_person(role))
    return person, client


def scheduled(**fields: Any) -> Post:
    return make_post("Sputnik", publish_at=datetime(2027, 6, 5, 6, 30, tzinfo=UTC), **fields)


def move(client: Client, post: Post, day: str) -> Any:
    return client.post(f"/admin/schedule/move/{post.pk}/", {"day": day})


@pytest.mark.parametrize(
    ("status", "month", "day", "moment"),
    [
        ("approved", "2027-06", "2027-06-09", datetime(2027, 6, 9, 6, 30, tzinfo=UTC)),
        ("approved", "2027-12", "2027-12-01", datetime(2027, 12, 1, 7, 30, tzinfo=UTC)),
        ("approved", "2027-06", "2027-06-01", datetime(2027, 6, 1, 6, 30, tzinfo=UTC)),
        ("draft", "2027-06", "2027-06-09", datetime(2027, 6, 9, 6, 30, tzinfo=UTC)),
        ("review", "2028-02", "2028-02-29", datetime(2028, 2, 29, 7, 30, tzinfo=UTC)),
    ],
)
def test_a_post_keeps_its_time_of_day_and_its_state(
    desk: Client, status: str, month: str, day: str, moment: datetime
) -> None:
    post = scheduled(status=status)
    response = move(desk, post, day)
    assert response["Location"] == f"/admin/schedule/?month={month}#month"
    again = Post.objects.get()
    assert (again.publish_at, again.status, again.story) == (moment, status, post.story)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2027-05-31", "31 May 2027, 08:30 Europe/Paris · 06:30 UTC is over: choose a later day."),
        ("", "Give both a day and a time, such as 2027-05-27 and 08:00."),
        ("9 June", "Give both a day and a time, such as 2027-05-27 and 08:00."),
        ("2027-02-30", "Give both a day and a time, such as 2027-05-27 and 08:00."),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_it(desk: Client, day: str, reason: str) -> None:
    post = scheduled()
    form = move(desk, post, day).context["form"]
    assert (form.errors, form["day"].value()) == ({"day": [reason]}, day)
    assert Post.objects.get().publish_at == post.publish_at


def test_a_check_that_was_set_aside_for_a_reason_stays_so(desk: Client) -> None:
    post = scheduled(description="")
    assert "Write a description" in str(move(desk, post, "2027-06-09").context["form"].errors)
    Transition.objects.create(post=post, action="schedule", reason="It is short.", overrides=["x"])
    assert move(desk, post, "2027-06-09").status_code == 302


def where(client: Client, posts: list[Post]) -> list[str]:
    """Return to which page of the desk each attempt leads; "" where it is refused."""
    found = [move(client, post, "2027-06-09") for post in posts]
    assert {response.status_code for response in found} <= {302, 403}
    return [response.get("Location", "//").split("/")[2] for response in found]


def test_who_may_move_what(desk: Client) -> None:
    author, authors = of("author")
    posts = [
        scheduled(author=author, slug="mine"),
        scheduled(author=author, status="review"),
        scheduled(author=author, status="draft"),
        scheduled(status="draft"),
        make_post("Out"),
        make_post("Unplanned", status="draft", publish_at=None),
        scheduled(status="withdrawn"),
    ]
    found = [where(authors, posts), where(of("editor")[1], posts), where(desk, posts)]
    moved = ["schedule"] * 4 + ["posts"] * 3
    assert found == [["", "", "schedule", "", "", "", ""], moved, moved]
    page = authors.get("/admin/schedule/").text
    assert page.count('data-move="') == 1


def test_the_page_of_a_move_offers_the_day_it_has(desk: Client) -> None:
    page = desk.get(f"/admin/schedule/move/{scheduled().pk}/")
    assert 'value="2027-06-05"' in page.text
    assert "It is scheduled for 5 June 2027, 08:30 Europe/Paris" in page.text


@pytest.mark.parametrize(
    ("given", "where", "stored"),
    [
        ({}, "/admin/planner/#idea", ("", None)),
        (
            {"event_input": "4 October 1957"},
            "/admin/planner/10-04/#day",
            ("4 October 1957", None),
        ),
        (
            {"day": "2027-06-09"},
            "/admin/schedule/?month=2027-06#month",
            ("", datetime(2027, 6, 9, 6, tzinfo=UTC)),
        ),
        (
            {"event_input": "c. 1957", "day": "2028-02-29"},
            "/admin/schedule/?month=2028-02#month",
            ("c. 1957", datetime(2028, 2, 29, 7, tzinfo=UTC)),
        ),
    ],
)
def test_an_idea_takes_a_day(
    desk: Client, given: dict[str, str], where: str, stored: tuple[str, Any]
) -> None:
    response = desk.post(IDEA, {"title": "Sputnik"} | given)
    assert response["Location"] == where
    post = Post.objects.get()
    assert (post.status, post.event_input, post.publish_at) == ("draft", *stored)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"event_input": "4 October"}, "event_input"),
        ({"event_input": "4 Octember 1957"}, "event_input"),
        ({"day": "2027-05-30"}, "day"),
        ({"day": "soon"}, "day"),
    ],
)
def test_a_day_that_an_idea_cannot_have_is_told(
    desk: Client, given: dict[str, str], field: str
) -> None:
    form = desk.post(IDEA, {"title": "Sputnik"} | given).context["form"]
    assert (list(form.errors), form["title"].value()) == ([field], "Sputnik")
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("asked", "moment"),
    [
        ("2027-06-09", datetime(2027, 6, 9, 6, tzinfo=UTC)),
        ("2027-05-01", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_post_begins_with_the_day_it_was_begun_on(
    desk: Client, asked: str, moment: datetime | None
) -> None:
    page = desk.get(f"{ADD}?publish_at={asked}")
    assert form_of(page)["publish_at"].value() == moment
    label = "Schedule for 9 June 2027, 08:00 Paris (06:00 UTC)" if moment else "Publish"
    assert page.context["main"].label == label


def test_the_days_to_come_begin_posts(desk: Client) -> None:
    page = desk.get("/admin/schedule/").text
    assert [f"publish_at=2027-06-{day:02}" in page for day in (1, 2, 30)] == [True] * 3
    assert "publish_at=" not in desk.get("/admin/schedule/?month=2027-05").text
    assert f'href="{ADD}?event_input=9+June+"' in desk.get("/admin/planner/").text
    make_post(event_input="9 June 1815")
    assert f'href="{ADD}?event_input=9+June+"' not in desk.get("/admin/planner/").text


def test_what_moved_is_said_and_can_be_taken_back(desk: Client) -> None:
    post = scheduled()
    answer = desk.post(f"/admin/schedule/move/{post.pk}/", {"day": "2027-06-09"}, follow=True)
    (told,) = map(str, answer.context["messages"])
    words = (
        "“Sputnik” is scheduled for 9 June 2027, 08:30 Europe/Paris · 06:30 UTC; it was on 5 June"
    )
    assert told.startswith(words)
    (back,) = re.findall(r'action="([^"]+)".*?name="(day)" value="([^"]+)"', told, re.DOTALL)
    assert back == (f"/admin/schedule/move/{post.pk}/", "day", "2027-06-05")
    desk.post(back[0], {back[1]: back[2]})
    assert Post.objects.get().publish_at == post.publish_at


def test_what_stood_on_a_day_that_is_over_is_not_put_back(desk: Client) -> None:
    post = make_post("Late", status="draft", publish_at=datetime(2027, 5, 1, 6, tzinfo=UTC))
    answer = desk.post(f"/admin/schedule/move/{post.pk}/", {"day": "2027-06-09"}, follow=True)
    (told,) = map(str, answer.context["messages"])
    assert told.endswith("it was on 1 May 2027.")
