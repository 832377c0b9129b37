"""At the desk somebody reads what happened to posts, and chooses whether it comes by mail."""

import pytest
from django.test import Client

from posts.editorial import save, workflow
from posts.editorial.snapshot import Snapshot
from posts.models import Action, Notice, NoticePreference
from tests.editorial.newsroom import make_person
from tests.factories import make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
PAGE = "/admin/notices/"


@pytest.fixture
def ann_desk() -> Client:
    ann, ed = make_person("author", "ann", email="ann@example.org"), make_person("editor", "ed")
    for title in ("Hastings", "Stamford Bridge"):
        post = save.create(Snapshot(title=title, slug=title.replace(" ", "-")), by=ann).post
        workflow.take(post, Action.SUBMIT, by=ann)
        workflow.take(post, Action.SEND_BACK, by=ed, note=f"A source for {title}?")
    client = Client()
    client.force_login(ann)
    return client


def seen() -> list[bool]:
    rows = Notice.objects.filter(recipient__username="ann").order_by("pk")
    return [row.seen_at is not None for row in rows]


def test_the_first_page_tells_what_is_new_and_what_was_sent_back_first(ann_desk: Client) -> None:
    context = ann_desk.get("/admin/").context
    assert [(row.kind, words) for row, words, _ in context["notices"]] == [
        ("returned", "ed sent “Stamford Bridge” back to you"),
        ("returned", "ed sent “Hastings” back to you"),
    ]
    first = context["queues"][0]
    assert first["title"] == "Sent back to you"
    assert [each["post"].title for each in first["entries"]] == ["Stamford Bridge", "Hastings"]


def test_a_notice_leads_to_its_post_and_is_seen_then(ann_desk: Client) -> None:
    notice = Notice.objects.get(text="A source for Hastings?")
    links = {row.pk: page for row, _, page in ann_desk.get(PAGE).context["notices"]}
    assert links[notice.pk] == f"/admin/posts/post/{notice.post_id}/change/"
    assert f'href="{links[notice.pk]}"' in ann_desk.get(PAGE).text
    ann_desk.post(links[notice.pk].replace("change", "presence"))
    assert seen() == [True, False]
    assert [row.pk for row, *_ in ann_desk.get("/admin/").context["notices"]] != [notice.pk]


def test_a_post_that_is_opened_otherwise_is_seen_too(ann_desk: Client) -> None:
    post = Notice.objects.get(text="A source for Hastings?").post
    letter = Notice.objects.create(recipient=post.author, post=post, kind=Notice.Kind.LETTER)
    workflow.take(post, Action.SUBMIT, by=post.author)
    Notice.objects.filter(recipient=post.author).exclude(pk=letter.pk).update(seen_at=None)
    assert ann_desk.get(f"/admin/posts/post/{post.pk}/change/").template_name == "desk/read.html"
    assert seen() == [True, False, False]


def test_all_are_marked_at_once_and_stay_in_the_list(ann_desk: Client) -> None:
    ann_desk.post(PAGE, {"_seen": "1"})
    assert seen() == [True, True]
    assert len(ann_desk.get(PAGE).context["notices"]) == 2
    assert ann_desk.get("/admin/").context["notices"] == []


def test_mail_is_chosen(ann_desk: Client) -> None:
    for data, wanted in (({}, False), ({"by_mail": "on"}, True)):
        ann_desk.post(PAGE, data)
        assert NoticePreference.objects.get(person__username="ann").by_mail is wanted
        assert ann_desk.get(PAGE).context["by_mail"] is wanted
    assert seen() == [False, False]


def test_nobody_follows_the_notice_of_another(ann_desk: Client) -> None:
    other = Client()
    other.force_login(make_person("editor", "eve"))
    notice = Notice.objects.get(text="A source for Hastings?")
    assert other.get(f"{PAGE}{notice.pk}/").status_code == 404
    assert "Hastings" not in other.get(PAGE).text
    assert seen() == [False, False]


def test_a_post_that_was_taken_up_again_is_sent_back_no_more(ann_desk: Client) -> None:
    make_post("Elsewhere", status="draft")
    notice = Notice.objects.get(text="A source for Hastings?")
    workflow.take(notice.post, Action.SUBMIT, by=notice.recipient)
    entries = ann_desk.get("/admin/").context["queues"][0]["entries"]
    assert [each["post"].title for each in entries] == ["Stamford Bridge"]


def test_what_an_author_took_back_was_not_sent_back(ann_desk: Client) -> None:
    post = Notice.objects.get(text="A source for Hastings?").post
    for action in (Action.SUBMIT, Action.SEND_BACK):
        workflow.take(post, action, by=post.author)
    context = ann_desk.get("/admin/").context
    lists = {
        each["title"]: [e["post"].title for e in each["entries"]] for each in context["queues"]
    }
    assert (lists["Sent back to you"], lists["Drafts"]) == (["Stamford Bridge"], ["Hastings"])
    assert [row.post.title for row, *_ in context["notices"]] == ["Stamford Bridge"]
