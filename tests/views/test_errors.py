import pytest
import time_machine
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory

from historyblog.databases import replica
from posts.views.caching import FOR_READERS
from posts.views.errors import server_error
from tests.archives.world import NOW
from tests.editorial.newsroom import make_person


@pytest.mark.django_db
def test_404_does_not_repeat_the_address(client):
    response = client.get("/a-very-peculiar-address/")

    assert response.status_code == 404
    assert b"peculiar" not in response.content
    assert b"This leaf is not in our almanac." in response.content


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "number"), [("/no/thing/", 1), ("/nothing/", 2)])
def test_404_takes_no_more_queries_than_the_look_up(
    client, django_assert_num_queries, path, number
):
    """At the root a page of the site is looked for too."""
    with django_assert_num_queries(number):
        client.get(path)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/posts/none/", "/nothing/", "/timeline/?category=none"])
def test_404_is_kept_as_the_page_in_whose_place_it_comes(client, path):
    """Of who has a session no proxy keeps anything."""
    with time_machine.travel(NOW, tick=False):
        readers = client.get(path).headers
    client.cookies["sessionid"] = "x"
    editors = client.get(path).headers

    names = ("Cache-Control", "X-Accel-Expires")
    assert [readers[name] for name in names] == [FOR_READERS, f"@{int(NOW.timestamp())}"]
    assert [editors.get(name) for name in names] == ["no-cache", None]


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_what_a_replica_may_be_behind_is_no_time_that_a_proxy_keeps_a_page(client, monkeypatch):
    monkeypatch.setattr(replica, "ALIAS", "default")
    monkeypatch.setattr(replica._watch, "is_near", lambda: False)

    headers = client.get("/").headers

    assert headers["X-Accel-Expires"] == f"@{int(NOW.timestamp()) - 1}"


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_the_sites_dress():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "clio"})

    assert response.status_code == 403
    assert b"This form could not be accepted." in response.content
    assert b"<style" not in response.content


@pytest.mark.django_db
def test_what_somebody_may_not_do_is_refused_in_the_sites_dress(client):
    client.force_login(make_person("author"))
    response = client.get("/admin/auth/user/")

    assert response.status_code == 403
    assert "This page is not yours to open." in response.text
    assert '<a href="/admin/">Back to the desk</a>' in response.text


def test_500_reads_no_database():
    """Without the `db` mark a query would fail the test."""
    response = server_error(RequestFactory().get("/"))

    assert (response.status_code, response.headers["Cache-Control"]) == (500, "no-store")
    assert b"Something broke on our side." in response.content
    assert '<a href="/admin/">Back to the desk</a>' not in response.text
    desk = server_error(RequestFactory().get("/admin/posts/post/"))
    assert '<a href="/admin/">Back to the desk</a>' in desk.text


def test_500_has_words_even_without_its_template(monkeypatch):
    def missing(name):
        raise TemplateDoesNotExist(name)

    monkeypatch.setattr("posts.views.errors.loader.get_template", missing)

    response = server_error(RequestFactory().get("/"))

    assert (response.status_code, b"Something went wrong" in response.content) == (500, True)


@pytest.mark.django_db
def test_a_view_that_fails_shows_the_500_page(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no words for readers")

    monkeypatch.setattr("posts.views.home.render", fail)
    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert b"no words for readers" not in response.content
