from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from posts.models import Notice, SearchDocument
from tests.factories import make_citation, make_post

pytestmark = pytest.mark.any_engine

NOW = datetime(2027, 11, 6, 23, 30, tzinfo=UTC)  # 00:30 on 7 November in Paris


@time_machine.travel(NOW, tick=False)
def test_the_first_page_lays_out_the_work_and_the_day(
    editor: User, client: Client, settings
) -> None:
    client.force_login(editor)
    settings.TIME_ZONE = "Europe/Paris"
    make_post("Idea", status="draft", event_input="")
    make_post("Read me", status="review", publish_at=None, event_input="1066")
    make_post("Soon", publish_at=datetime(2027, 11, 8, 7, tzinfo=UTC), event_input="1997")
    make_post("Revolution", event_input="25 October 1917", calendar_choice="julian")
    make_post("Elsewhere", event_input="6 November 1900")
    context = client.get("/admin/").context
    queues = {
        queue["title"]: [(e["post"].title, e["when"]) for e in queue["entries"]]
        for queue in context["queues"]
    }
    assert queues == {
        "Drafts": [("Idea", "no event date")],
        "In review": [("Read me", "1066")],
        "Published, with changes to publish": [],
        "Scheduled": [("Soon", "8 November 2027, 08:00 Europe/Paris · 07:00 UTC")],
        "No event date yet": [("Idea", "no event date")],
        "Places proposed": [],
    }
    assert [(e["post"].title, e["years"], e["note"]) for e in context["anniversaries"]] == [
        ("Revolution", "110 years ago", "")
    ]


@time_machine.travel(datetime(2027, 10, 25, 12, tzinfo=UTC), tick=False)
def test_an_old_style_day_is_marked(editor: User, client: Client) -> None:
    client.force_login(editor)
    make_post("Revolution", event_input="25 October 1917", calendar_choice="julian")
    entries = client.get("/admin/").context["anniversaries"]
    assert [(e["post"].title, e["note"]) for e in entries] == [("Revolution", "Old Style")]


@pytest.mark.django_db
def test_someone_who_may_not_see_posts_sees_none(client: Client) -> None:
    make_post("Secret draft", status="draft")
    client.force_login(User.objects.create_user("intern", is_staff=True))
    page = client.get("/admin/").text
    assert "Secret draft" not in page
    assert "Write a post" not in page


@time_machine.travel(datetime(2027, 10, 14, 12, tzinfo=UTC), tick=False)
def test_a_day_written_in_the_gregorian_calendar_is_not_called_old_style(
    editor: User, client: Client
) -> None:
    client.force_login(editor)
    make_post("Hastings", event_input="14 October 1066 (Gregorian)")
    entries = client.get("/admin/").context["anniversaries"]
    assert [(e["post"].title, e["note"]) for e in entries] == [("Hastings", "Gregorian")]


@time_machine.travel(NOW, tick=False)
def test_what_readers_miss_stands_first_with_what_to_do(
    editor: User, client: Client, settings
) -> None:
    client.force_login(editor)
    settings.TIME_ZONE = "Europe/Paris"
    make_post("Forgotten", status="review", publish_at=datetime(2027, 11, 5, 7, tzinfo=UTC))
    make_post("Lost", publish_at=datetime(2027, 11, 6, 7, tzinfo=UTC))
    SearchDocument.objects.all().delete()

    response = client.get("/admin/")
    assert [(one["post"].title, one["why"], one["when"]) for one in response.context["missed"]] == [
        ("Forgotten", "not approved", "5 November 2027, 08:00 Europe/Paris · 07:00 UTC"),
        ("Lost", "not listed", "6 November 2027, 08:00 Europe/Paris · 07:00 UTC"),
    ]
    page = response.text
    assert page.index("Readers miss something") < page.index("Remembered on 7 November")
    assert "but is still in review. Approve it, or change its publish time." in page


@time_machine.travel(NOW, tick=False)
def test_nothing_is_said_where_readers_miss_nothing(editor: User, client: Client) -> None:
    client.force_login(editor)
    make_post(publish_at=datetime(2027, 11, 6, 7, tzinfo=UTC))
    assert "Readers miss something" not in client.get("/admin/").text


@time_machine.travel(datetime(2027, 2, 28, 12, tzinfo=UTC), tick=False)
def test_today_leads_to_its_day_in_the_planner(editor: User, client: Client) -> None:
    client.force_login(editor)
    assert 'href="/admin/planner/02-28/#day"' in client.get("/admin/").text


def test_what_i_was_asked_to_review_stands_first(editor: User, client: Client) -> None:
    client.force_login(editor)
    other = User.objects.create_user("livy", is_staff=True)
    for title, asked in (("Old", other), ("Mine", editor), ("New", None)):
        post = make_post(title, status="review", event_input="1066")
        if asked:
            Notice.objects.create(recipient=asked, post=post, kind=Notice.Kind.ASKED)
    (queue,) = (q for q in client.get("/admin/").context["queues"] if q["title"] == "In review")
    found = [(entry["post"].title, entry["when"]) for entry in queue["entries"]]
    assert found == [("Mine", "asked of you · 1066"), ("Old", "1066"), ("New", "1066")]


def test_posts_without_a_source_are_counted_and_lead_to_their_list(
    editor: User, client: Client
) -> None:
    client.force_login(editor)
    assert "without a source" not in client.get("/admin/").text
    sourced, *bare = (make_post(title) for title in ("Moon", "Mars", "Venus"))
    make_citation(sourced)

    link = '<a href="/admin/posts/post/?missing=sources">2 posts without a source</a>'
    assert link in client.get("/admin/").text
    listed = client.get("/admin/posts/post/?missing=sources").context["cl"].result_list
    assert {post.title for post in listed} == {post.title for post in bare}
    make_citation(bare[0])
    assert "1 post without a source" in client.get("/admin/").text
