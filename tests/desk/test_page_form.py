"""A page is written at the desk as a post is, with fewer parts."""

import pytest
from django.test import Client

from posts.models import Page, Revision
from tests.admin.forms import shown
from tests.editorial.newsroom import make_person
from tests.factories import make_page, make_post

pytestmark = pytest.mark.django_db
ADD = "/admin/posts/page/add/"
TYPED = {"title": "About us", "slug": "", "language": "en", "description": "Who we are."}
TYPED |= {"footer": "2", "story": "We *write*.", "_save": "Save"}


@pytest.fixture
def desk(db: None) -> Client:
    client = Client()
    client.force_login(make_person("editor"))
    return client


def sent(client: Client, url: str, **changes: str) -> dict[str, str]:
    return {n: value for n, value in shown(client, url).items() if value is not None} | changes


def test_a_page_is_written_published_changed_and_put_back(desk, client):
    desk.post(ADD, sent(desk, ADD, **TYPED))
    page = Page.objects.get()
    assert (page.slug, page.footer, page.state) == ("about-us", "2", "draft")
    url = f"/admin/posts/page/{page.pk}/change/"

    desk.post(url, sent(desk, url, _publish="Publish"))
    assert "We <em>write</em>." in client.get("/about-us/").text
    desk.post(url, sent(desk, url, story="Others write.", _save="Save"))
    assert "We <em>write</em>." in client.get("/about-us/").text
    assert "Others write." in desk.get("/about-us/?draft=1").text
    desk.post(url, sent(desk, url, _publish="Publish"))

    assert "Others write." in client.get("/about-us/").text
    assert Revision.objects.filter(page=page).count() >= 3
    assert desk.get(f"/admin/posts/page/{page.pk}/history/").status_code == 200


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("slug", "tags", "/tags/ is an address of the site itself, which no page can have."),
        ("title", "Search", "/search/ is an address of the site itself, which no page can have."),
        ("slug", "about", "“About” already has this address."),
        ("story", "[^1\x07]", "The character U+0007"),
        ("footer", "12", "Select a valid choice. 12 is not one of the available choices."),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(desk, field, typed, error):
    make_page("About")

    page = desk.post(ADD, sent(desk, ADD, **TYPED | {field: typed}))

    assert page.status_code == 200
    assert error in str(page.context["form"].errors.get_json_data())
    assert page.context["form"]["description"].value() == "Who we are."
    assert Page.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "may"), [("nobody", False), ("author", False), ("editor", True), ("publisher", True)]
)
def test_editors_write_pages_and_authors_do_not(role, may):
    page = make_page("About")
    client = Client()
    client.force_login(make_person(role))
    url = f"/admin/posts/page/{page.pk}/change/"

    assert client.get(url).status_code == (200 if may else 403)
    assert client.get(ADD).status_code == (200 if may else 403)
    client.post(url, {**TYPED, "version": "1"})
    assert Page.objects.get().title == "About"
    assert client.get(url.replace("change", "delete")).status_code == (
        200 if role == "publisher" else 403
    )


def test_a_link_in_a_page_follows_its_post(client):
    post = make_post()
    make_page("About", story="See [it](/posts/hastings/).")

    post.slug = "senlac"
    post.save()

    assert 'href="/posts/senlac/"' in client.get("/about/").text
