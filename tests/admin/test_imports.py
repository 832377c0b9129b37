"""What the desk tells of imports, and to whom."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from posts.exchange import Message, Outcome, Report, Result, runs
from posts.models import ImportRun
from tests.editorial.newsroom import make_person
from tests.factories import make_page, make_post

pytestmark = pytest.mark.django_db
PAGE = "/admin/imports/"


def keep(*outcomes: Outcome) -> ImportRun:
    report = Report("old/site", site="example.org")
    run = runs.begin("jekyll", report)
    for outcome in outcomes:
        report.add(outcome)
    runs.end(run, report)
    return run


def outcome(ref: str, code: str) -> Outcome:
    return Outcome(ref, Result.CREATED, messages=(Message(3, code, f"<b>{code}</b>"),))


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("group", "status"), [("editor", 200), ("author", 403)])
def test_who_publishes_sees_imports_and_the_link_to_them(group: str, status: int) -> None:
    run = keep()
    client = Client()
    client.force_login(make_person(group, "ann"))
    assert [client.get(a).status_code for a in (PAGE, f"{PAGE}{run.pk}/")] == [status, status]
    assert (PAGE in client.get("/admin/").content.decode()) is (status == 200)


def test_what_readers_would_notice_comes_first_with_links_to_the_posts(desk: Client) -> None:
    post = make_post(import_ref="jekyll:example.org:a.md")
    page = make_page(import_ref="jekyll:example.org:p.md")
    run = keep(
        *(outcome("jekyll:example.org:b.md", "html_size"), outcome("r", "no_alt")),
        *(outcome(f"jekyll:example.org:{name}.md", "draft") for name in "ap"),
    )
    answer = desk.get(f"{PAGE}{run.pk}/")
    assert [(item["ref"], link) for item, _, link in answer.context["items"]] == [
        ("jekyll:example.org:a.md", f"/admin/posts/post/{post.pk}/change/"),
        ("jekyll:example.org:p.md", f"/admin/posts/page/{page.pk}/change/"),
        ("jekyll:example.org:b.md", None),
    ]
    text = answer.content.decode()
    assert f'<a href="/admin/posts/post/{post.pk}/change/">a.md</a>' in text
    places = [text.index(f"&lt;b&gt;{code}&lt;/b&gt;") for code in ("draft", "html_size", "no_alt")]
    assert places == sorted(places)
    assert "old/site" in text
    assert "Addresses: 0 found, 0 taken, 0 left out, 0 refused, 0 not needed" in text


def test_a_long_run_is_told_in_pages_and_by_kind(desk: Client) -> None:
    several = [outcome(f"r{number}", "draft") for number in range(250)]
    run = keep(*several, outcome("r", "html_size"))
    told: list[Any] = [
        desk.get(f"{PAGE}{run.pk}/?{query}").context["items"]
        for query in ("page=1", "page=3", "code=draft&page=3", "code=html_size", "code=none")
    ]
    assert [len(items) for items in told] == [100, 51, 50, 1, 0]
    second = desk.get(f"{PAGE}{run.pk}/?code=draft&page=2").content.decode()
    assert 'href="?code=draft&amp;page=3"' in second
    assert (
        '<a href="?code=draft" aria-current="true">Draft <span class="aside">250</span>' in second
    )


def test_neither_page_asks_more_for_more_runs(desk: Client) -> None:
    first = keep(outcome("a", "draft"))
    desk.get(PAGE)
    one = queries(desk, PAGE), queries(desk, f"{PAGE}{first.pk}/")
    for _ in range(2):
        last = keep(*(outcome(ref, "draft") for ref in "abc"))
    assert (queries(desk, PAGE), queries(desk, f"{PAGE}{last.pk}/")) == one
    assert desk.get(PAGE).context["runs"][0] == last


def test_a_run_that_was_broken_off_says_so(desk: Client) -> None:
    run = runs.begin("jekyll", Report("old"))
    for address in (PAGE, f"{PAGE}{run.pk}/"):
        assert "broken off, or still running" in desk.get(address).content.decode()
