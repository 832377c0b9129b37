"""Forms of readers: who sends them is known by what the browser tells, and by no cookie."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from posts.correspondence.limits import TooMany
from posts.pagecache.allowed import KnownPaths
from posts.views.readers_forms import is_trapped, readers_form

HERE, THERE = "http://testserver", "https://elsewhere.example"


@readers_form
def form(request, answer="taken"):
    if answer == "nothing":
        raise Http404
    if answer == "too much":
        raise TooMany(7_201)
    return HttpResponse("trapped" if is_trapped(request) else answer)


def post(headers=None, answer="taken", **data):
    return form(RequestFactory().post("/letter/", data, headers=headers or {}), answer)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site", "Origin": HERE}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "anything"}, 403),
        ({"Origin": HERE}, 200),
        ({"Origin": "http://testserver.elsewhere.example"}, 403),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": THERE}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "https://almanac.example"}, 200),
        ({"Origin": "https://desk.almanac.example"}, 200),
        ({"Origin": THERE, "Referer": HERE}, 403),
        ({}, 200),
        ({"Referer": THERE}, 200),
    ],
)
def test_another_site_may_not_send_it(settings, headers, status):
    settings.SITE_URL = "https://almanac.example"
    settings.CSRF_TRUSTED_ORIGINS = ["https://desk.almanac.example"]
    answer = post(headers, text="Dear editors")
    assert (answer.status_code, answer["Cache-Control"][-8:]) == (status, "no-store")
    assert "Dear editors" not in answer.text
    assert not answer.cookies


@pytest.mark.parametrize(("filled", "said"), [("", "taken"), ("http://buy.example", "trapped")])
def test_who_fills_what_nobody_sees_is_known(filled, said):
    assert post(website=filled).text == said


def test_too_much_is_said_on_a_page_that_gives_back_what_was_typed():
    answer = post(answer="too much", text="Dear <editors>")
    assert (answer.status_code, answer["Retry-After"]) == (429, "7201")
    assert "send it again in 3 hours" in answer.text
    assert "Dear &lt;editors&gt;" in answer.text
    assert (answer["Cache-Control"], answer.cookies) == ("no-store", {})


def test_what_is_not_there_is_kept_no_more_than_the_form():
    missing = post(answer="nothing")
    assert (missing.status_code, missing["Cache-Control"]) == (404, "private, no-store")
    assert form(RequestFactory().put("/letter/")).status_code == 405
    assert KnownPaths().parameters("/posts/hastings/letter/") is None
