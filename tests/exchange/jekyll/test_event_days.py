"""A file dated before 1990 was not published then: its day is that of what it tells."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from posts.models import Post
from tests.exchange.sites import bring_in, codes, record_of, write_post

IMPORTED = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "front", "proposed", "address"),
    [
        ("1945-05-08-ve-day.md", "", "8 May 1945", "/1945/05/08/ve-day.html"),
        ("1969-07-20-moon.md", "", "20 July 1969", "/1969/07/20/moon.html"),
        ("1989-12-31-eve.md", "", "31 December 1989", "/1989/12/31/eve.html"),
        ("69-07-20-moon.md", "", "20 July 1969", "/1969/07/20/moon.html"),
        ("1066-10-14-senlac.md", "", "14 October 1066", "/1066/10/14/senlac.html"),
        ("0079-08-24-pompeii.md", "", "24 August AD 79", "/0079/08/24/pompeii.html"),
        ("2019-03-02-ve-day.md", "date: 1945-05-08", "8 May 1945", "/1945/05/08/ve-day.html"),
        (
            *("1945-05-08-ve-day.md", "date: 1945-05-09 23:30 +02:00"),
            *("9 May 1945", "/1945/05/09/ve-day.html"),
        ),
        # Elsewhere is said when it happened: nothing is proposed.
        ("1945-05-08-ve-day.md", "event_date: 7 May 1945", "", "/1945/05/08/ve-day.html"),
        (
            *("1945-05-08-x.md", 'title: "9 May 1945: Prague"\ncategories: "1945"'),
            *("", "/1945/1945/05/08/x.html"),
        ),
    ],
)
def test_a_day_before_the_web_is_proposed_and_no_publish_time(
    tmp_path: Path, name: str, front: str, proposed: str, address: str
) -> None:
    (tmp_path / "_config.yml").write_text("timezone: UTC")
    write_post(tmp_path, name, front)
    record = record_of(tmp_path)
    assert (record.is_draft, record.publish_at, record.proposed_event, record.old_paths[0]) == (
        *(False, None),
        *(proposed, address),
    )
    (text,) = (m.text for m in record.messages if m.code == "event_as_date")
    assert ": published at the moment of its first import" in text
    assert (f", and {proposed} is proposed as the event date." in text) is bool(proposed)


@pytest.mark.parametrize(
    ("name", "front", "publish_at"),
    [
        ("1990-01-01-web.md", "", datetime(1990, 1, 1, tzinfo=UTC)),
        ("90-01-01-web.md", "", datetime(1990, 1, 1, tzinfo=UTC)),
        ("1945-05-08-ve-day.md", "date: 2020-05-08", datetime(2020, 5, 8, tzinfo=UTC)),
        ("68-05-27-ahead.md", "", datetime(2068, 5, 27, tzinfo=UTC)),
    ],
)
def test_a_day_of_the_web_is_the_publish_time(
    tmp_path: Path, name: str, front: str, publish_at: datetime
) -> None:
    (tmp_path / "_config.yml").write_text("timezone: UTC")
    write_post(tmp_path, name, front)
    record = record_of(tmp_path)
    assert (record.publish_at, record.proposed_event) == (publish_at, "")
    assert "event_as_date" not in codes(record)


def test_a_year_that_no_file_name_can_have_is_a_draft(tmp_path: Path) -> None:
    write_post(tmp_path / "a", "-0043-03-15-ides.md")
    record = record_of(tmp_path / "a")
    assert (record.is_draft, record.publish_at, record.proposed_event) == (True, None, "")
    write_post(tmp_path / "b", "0000-03-15-ides.md")
    record = record_of(tmp_path / "b")
    assert (record.is_draft, codes(record)) == (True, ["date", "no_event_date", "no_date"])


@pytest.mark.django_db
def test_it_comes_in_public_at_the_moment_of_its_first_import(
    client: Client, tmp_path: Path
) -> None:
    (tmp_path / "_config.yml").write_text("timezone: UTC")
    write_post(tmp_path, "1945-05-08-ve-day.md")
    # A form of the desk shows whole seconds, and would take a part of one for another time.
    with time_machine.travel(IMPORTED.replace(microsecond=250_000), tick=False):
        (outcome,) = bring_in(tmp_path)
        assert client.get("/1945/05/08/ve-day.html")["Location"] == "/posts/ve-day/"
    post = Post.objects.get()
    assert (outcome.result, post.publish_at, post.is_public) == ("created", IMPORTED, True)
    assert (post.event_input, post.import_fields["proposed_event"]) == ("", "8 May 1945")

    with time_machine.travel(LATER, tick=False):
        assert [o.result for o in bring_in(tmp_path)] == ["unchanged"]
        write_post(tmp_path, "1945-05-08-ve-day.md", body="Told anew.")
        assert [o.result for o in bring_in(tmp_path)] == ["updated"]
        assert [o.result for o in bring_in(tmp_path)] == ["unchanged"]
    post.refresh_from_db()
    assert (post.story, post.publish_at) == ("Told anew.", IMPORTED)


@pytest.mark.django_db
def test_what_an_older_import_took_for_the_publish_time_is_mended(tmp_path: Path) -> None:
    write_post(tmp_path, "1945-05-08-ve-day.md")
    with time_machine.travel(IMPORTED, tick=False):
        bring_in(tmp_path)
    fields = Post.objects.get().import_fields | {"digest": "of an older import"}
    Post._base_manager.update(publish_at=datetime(1945, 5, 8, tzinfo=UTC), import_fields=fields)
    with time_machine.travel(LATER, tick=False):
        assert [o.result for o in bring_in(tmp_path)] == ["updated"]
    assert Post.objects.get().publish_at == IMPORTED


@pytest.mark.django_db
def test_a_draft_stays_one_and_gets_no_time(tmp_path: Path) -> None:
    write_post(tmp_path, "1945-05-08-ve-day.md", "published: false")
    (outcome,) = bring_in(tmp_path)
    post = Post.objects.get()
    (text,) = (m.text for m in outcome.messages if m.code == "event_as_date")
    assert text == (
        "The file is dated 1945-05-08, before there were sites: no publish time, and 8 May 1945 is "
        "proposed as the event date."
    )
    assert (post.status, post.publish_at) == ("draft", None)
    assert post.import_fields["proposed_event"] == "8 May 1945"


@pytest.mark.django_db
def test_the_desk_proposes_the_day_until_there_is_one(admin_client: Client, tmp_path: Path) -> None:
    write_post(tmp_path, "1945-05-08-ve-day.md")
    bring_in(tmp_path)
    form = f"/admin/posts/post/{Post.objects.get().pk}/change/"
    proposal = "The file it came from is dated 8 May 1945: write that if it happened then."

    def waiting() -> list[str]:
        queues = admin_client.get("/admin/").context["queues"]
        (queue,) = (q for q in queues if q["title"] == "No event date yet")
        return [entry["when"] for entry in queue["entries"]]

    assert (waiting(), proposal in admin_client.get(form).text) == (
        ["no event date; 8 May 1945?"],
        True,
    )
    post = Post.objects.get()
    post.event_input = "8 May 1945"
    post.save()
    assert (waiting(), proposal in admin_client.get(form).text) == ([], False)
