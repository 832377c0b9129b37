from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from posts.models import Place, Post
from tests.admin.forms import form_of
from tests.factories import make_category, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
NOW = datetime(2027, 5, 26, 22, 30, tzinfo=UTC)  # 00:30 on 27 May in Paris
IDEA = "/admin/planner/idea/"


@pytest.fixture(autouse=True)
def _in_may(settings: Any) -> Any:
    settings.TIME_ZONE = "Europe/Paris"
    with time_machine.travel(NOW, tick=False):
        yield


def date_of(post: Post) -> str:
    return f"/admin/planner/date/{post.pk}/"


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def member(*permissions: str) -> Client:
    user = User.objects.create_user("writer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def lines(response: Any) -> list[tuple[str, str, Any]]:
    return [
        (line["told"].year_name, line["told"].post.title, line["milestone"])
        for line in response.context["lines"]
    ]


def idea(**fields: Any) -> Post:
    return make_post(
        "Sputnik", **{"status": "draft", "event_input": "", "publish_at": None} | fields
    )


def test_the_planner_opens_today_by_the_sites_clock(desk: Client) -> None:
    make_post("Treaty", event_input="27 May 1997")

    context = desk.get("/admin/planner/").context
    assert (context["month_day"], context["day_words"]) == (527, "27 May")
    assert context["year"].numbers == {"published": 1, "scheduled": 0, "drafted": 0, "empty": 365}
    assert [day.month_day for day in context["empty_days"]][:2] == [528, 529]


def test_a_day_shows_its_posts_with_the_milestones_that_are_coming(desk: Client) -> None:
    make_post("Treaty", event_input="28 May 1997")
    make_post("Athens", event_input="28 May 585 BC", status="draft")

    response = desk.get("/admin/planner/05-28/")
    assert [(year, title, bool(milestone)) for year, title, milestone in lines(response)] == [
        ("585 BC", "Athens", False),
        ("1997", "Treaty", True),
    ]
    assert lines(response)[1][2].number == 30
    assert "30 years on 28 May 2027" in response.text
    assert (response.context["day_before"], response.context["day_after"]) == (527, 529)


def test_an_empty_day_says_so_and_begins_a_post_without_its_year(desk: Client) -> None:
    page = desk.get("/admin/planner/02-29/").text
    assert "Nothing in the archive happened on 29 February yet." in page
    assert 'href="/admin/posts/post/add/?event_input=29%20February%20"' in page

    form = form_of(desk.get("/admin/posts/post/add/?event_input=29%20February%20"))
    assert form["event_input"].value() == "29 February "


@pytest.mark.parametrize("path", ["02-30", "13-01", "00-10", "5-27"])
def test_a_day_that_no_year_has_is_no_address(desk: Client, path: str) -> None:
    assert desk.get(f"/admin/planner/{path}/").status_code == 404


@pytest.mark.parametrize(
    "query", ["state=nonsense", "mix=7", "ahead=x", "ahead=99", "page=-1", "order=", "state=empty"]
)
def test_whatever_is_asked_for_there_is_a_page(desk: Client, query: str) -> None:
    assert desk.get(f"/admin/planner/?{query}").status_code == 200


def test_the_days_of_one_state_can_be_shown_alone(desk: Client) -> None:
    make_post(event_input="27 May 1997")
    page = desk.get("/admin/planner/?state=published").text
    assert (page.count("is-other"), page.count("is-wanted")) == (365, 1)
    assert 'href="/admin/planner/05-27/?state=published#day"' in page
    assert desk.get("/admin/planner/").text.count("is-other") == 0


def test_milestones_stand_by_date_or_with_the_hundreds_first(desk: Client) -> None:
    make_post("Thirty", event_input="28 May 1997")
    make_post("Hundred", event_input="29 May 1927")

    def found(query: str) -> list[str]:
        context = desk.get(f"/admin/planner/{query}").context
        return [post.title for _, post, _ in context["milestones"]]

    assert found("") == ["Thirty", "Hundred"]
    assert found("?order=hundreds") == ["Hundred", "Thirty"]


def test_an_idea_is_kept_as_a_draft(desk: Client, editor: User) -> None:
    response = desk.post(IDEA, {"title": " The potato in Europe "})

    assert (response.status_code, response["Location"]) == (302, "/admin/planner/#idea")
    assert told(response) == ["“The potato in Europe” is kept as an idea."]
    post = Post.objects.get()
    assert (post.title, post.status, post.event_input) == ("The potato in Europe", "draft", "")
    assert [p for p, _ in desk.get("/admin/planner/").context["ideas"]] == [post]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Give the idea a title; a few words will do."),
        ("x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("Left\u202eright", "U+202E"),
    ],
)
def test_an_idea_that_is_refused_comes_back_as_typed(desk: Client, typed: str, reason: str) -> None:
    response = desk.post(IDEA, {"title": typed})

    (error,) = response.context["form"].errors["title"]
    assert reason in error
    assert response.context["form"]["title"].value() == typed
    assert Post.objects.count() == 0


def test_an_idea_moves_onto_its_day_and_is_not_published(desk: Client) -> None:
    post = idea()
    response = desk.post(date_of(post), {"event_input": "4 October 1957", "version": "1"})

    assert (response.status_code, response["Location"]) == (302, "/admin/planner/10-04/#day")
    assert told(response) == ["“Sputnik” is dated 4 October 1957."]
    page = desk.get("/admin/planner/10-04/")
    assert lines(page)[0][:2] == ("1957", "Sputnik")
    assert (page.context["ideas"], Post.objects.get().status) == ([], "draft")


def test_a_draft_moves_from_one_day_to_another(desk: Client) -> None:
    post = idea(event_input="4 October 1957", status="review")
    desk.post(date_of(post), {"event_input": "3 November 1957", "version": "1"})

    assert lines(desk.get("/admin/planner/10-04/")) == []
    assert lines(desk.get("/admin/planner/11-03/"))[0][:2] == ("1957", "Sputnik")
    assert Post.objects.get().status == "review"


def test_the_calendar_that_was_chosen_before_is_kept_or_changed(desk: Client) -> None:
    post = idea(event_input="25 October 1917", calendar_choice="julian")
    desk.post(date_of(post), {"event_input": "26 October 1917", "version": "1"})
    assert Post.objects.get().calendar_choice == "julian"

    form = {"event_input": "26 October 1917", "version": "2", "calendar_choice": "auto"}
    assert desk.post(date_of(post), form)["Location"] == "/admin/planner/10-26/#day"


def test_a_date_without_a_day_is_kept_and_said_to_have_none(desk: Client) -> None:
    response = desk.post(date_of(idea()), {"event_input": "c. 1957", "version": "1"})

    assert response["Location"] == "/admin/planner/#idea"
    assert told(response) == ["“Sputnik” is dated c. 1957. It has no day of the year of its own."]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Type when it happened, as 27 May 1997, c. 1200 or 44 BC."),
        ("some day", "Not a date this field understands"),
        ("31 November 1957", "November has only 30 days."),
        ("1" * 121, "Ensure this value has at most 120 characters (it has 121)."),
    ],
)
def test_a_date_that_is_refused_comes_back_with_its_reason(
    desk: Client, typed: str, reason: str
) -> None:
    post = idea()
    response = desk.post(date_of(post), {"event_input": typed, "version": "1"})

    assert response.status_code == 200
    assert reason in response.context["form"].errors["event_input"][0]
    assert response.context["form"]["event_input"].value() == typed
    assert Post.objects.get().event_input == ""


def test_a_place_that_kept_the_old_calendar_is_asked_about(desk: Client) -> None:
    post = idea(places=[Place.objects.get(name="Russia")])
    response = desk.post(date_of(post), {"event_input": "25 October 1917", "version": "1"})
    assert told(response)[0].startswith("Is this date Old Style? Russia kept the Julian calendar")


def test_a_colleagues_save_is_not_overwritten_unless_sent_again(desk: Client) -> None:
    post = idea()
    other = Post.objects.get()
    other.event_input = "1958"
    other.save(update_fields={"event_input"})

    response = desk.post(date_of(post), {"event_input": "1957", "version": "1"})
    assert response.status_code == 409
    assert "“Sputnik” was saved elsewhere" in response.text
    assert "The date stored now is “1958”." in response.text
    form = response.context["form"]
    assert (form["event_input"].value(), form["version"].value()) == ("1957", "2")
    assert Post.objects.get().event_input == "1958"

    desk.post(date_of(post), {"event_input": "1957", "version": "2"})
    assert Post.objects.get().event_input == "1957"


@pytest.mark.parametrize("version", ["", "x"])
def test_a_form_without_its_version_changes_nothing(desk: Client, version: str) -> None:
    post = idea()
    response = desk.post(date_of(post), {"event_input": "1957", "version": version})
    assert "The form’s version is missing" in response.text
    assert Post.objects.get().event_input == ""


def test_what_readers_see_is_dated_in_its_own_form(desk: Client) -> None:
    post = make_post("Hastings")
    response = desk.post(date_of(post), {"event_input": "1067", "version": "1"})

    assert response["Location"] == f"/admin/posts/post/{post.pk}/change/"
    assert told(response) == [
        "“Hastings” is published: change its date here. “1067” was not stored."
    ]
    assert Post.objects.get().event_input == "14 October 1066"


def test_who_may_only_look_is_offered_nothing_to_write() -> None:
    idea()
    make_post(event_input="27 May 1997", status="draft")
    client = member("view_post")

    page = client.get("/admin/planner/").text
    assert "Sputnik" in page
    found = ("Add an idea", "Give it a date", "Change the date", "Write for this day")
    assert [words for words in found if words in page] == []
    assert client.post(IDEA, {"title": "x"}).status_code == 403
    assert client.post(date_of(Post.objects.first()), {"event_input": "1"}).status_code == 403


def test_who_may_add_may_not_therefore_change() -> None:
    post = idea()
    client = member("add_post")
    assert client.get(IDEA).status_code == 200
    assert client.get(date_of(post)).status_code == 403


def test_the_desk_leads_to_planner_and_schedule_for_those_who_may_see_posts() -> None:
    def links(client: Client) -> list[str]:
        return [link["name"] for link in client.get("/admin/").context["desk_links"]]

    assert links(member("view_post")) == ["Posts", "Planner", "Schedule"]
    User.objects.all().delete()
    assert links(member("view_source")) == ["Sources"]


def test_more_posts_take_as_many_queries(desk: Client) -> None:
    def make(number: int) -> None:
        war = make_category(f"War {number}")
        make_post(event_input="27 May 1997", categories=[war])
        idea()
        make_post(event_input="27 May 1927", status="draft")

    assert queries_at(desk, "/admin/planner/", make) == queries_at(desk, "/admin/planner/", make, 2)


def queries_at(desk: Client, path: str, make: Callable[[int], None], more: int = 1) -> int:
    for number in range(more):
        make(10 * more + number)
    cache.clear()
    desk.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(path).status_code == 200
    return len(captured)
