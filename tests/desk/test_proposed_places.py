"""Places that are not here yet: proposed by who writes, added by who may."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.db import connection
from django.test import Client

from posts.editorial import save
from posts.editorial.snapshot_io import snapshot_of
from posts.models import ContentVersion, Place, Post
from tests.admin.forms import ADD, change_url, form_of, shown
from tests.factories import make_editor, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
PLACE_ADD = "/admin/posts/place/add/"


def client_of(name: str, role: str) -> Client:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def author(db: None) -> Client:
    return client_of("herodotus", "author")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Petrograd", "Petrograd"),
        (" Petrograd \r\n\r\nTsaritsyn\nPetrograd", "Petrograd\nTsaritsyn"),
        ("", ""),
    ],
)
def test_an_author_proposes_places_in_a_plain_field(
    author: Client, typed: str, stored: str
) -> None:
    author.post(ADD, shown(author, ADD) | {"title": "October", "proposed_places": typed})
    post = Post.objects.get()
    assert (post.proposed_places, list(post.places.all())) == (stored, [])
    assert shown(author, change_url(post))["proposed_places"] == stored
    assert f"{PLACE_ADD}?name" not in author.get(change_url(post)).text


def test_a_name_that_no_place_could_have_is_refused_by_name(author: Client) -> None:
    data = shown(author, ADD) | {"title": "October", "proposed_places": f"Petrograd\n{'x' * 121}"}
    errors = form_of(author.post(ADD, data)).errors["proposed_places"]
    assert errors == [f"“{'x' * 40}…” has 121 characters; a place has 120 at most."]


def test_who_may_add_places_finds_what_is_proposed(author: Client, desk: Client) -> None:
    herodotus = User.objects.get(username="herodotus")
    proposed = {"proposed_places": "Petrograd\nSão Paulo", "author": herodotus}
    post = make_post("October", status="draft", **proposed)
    make_post("Hastings", status="draft", event_input="")
    first_page = desk.get("/admin/").text
    assert "Places proposed" in first_page
    assert "Petrograd, São Paulo" in first_page
    assert "Places proposed" not in author.get("/admin/").text
    titles = [
        row.title for row in desk.get("/admin/posts/post/?missing=place").context["cl"].result_list
    ]
    assert titles == ["October"]
    assert f"{PLACE_ADD}?name=S%C3%A3o%20Paulo&amp;for={post.pk}" in desk.get(change_url(post)).text


def add_place(desk: Client, proposed: str, name: str, key: object) -> None:
    address = f"{PLACE_ADD}?name={proposed}&for={key}"
    assert f'value="{proposed}"' in desk.get(address).text
    answer = desk.post(address, {"name": name, "slug": "", "kind": "city", "successors": []})
    assert answer.status_code == 302


@pytest.mark.parametrize("name", ["Petrograd", "Saint Petersburg"])
def test_an_added_place_takes_the_place_of_the_proposal(desk: Client, name: str) -> None:
    post = make_post("October", status="draft", proposed_places="Petrograd\nTsaritsyn")
    add_place(desk, "Petrograd", name, post.pk)

    stored = Post.objects.get(pk=post.pk)
    assert [place.name for place in stored.places.all()] == [name]
    assert (stored.proposed_places, stored.publish_at) == ("Tsaritsyn", post.publish_at)
    assert stored.revisions.latest("version").by_id == User.objects.get(username="clio").pk


def test_a_live_post_tells_no_reader_what_it_proposes(desk: Client, client: Client) -> None:
    post, by = make_post("October"), make_editor("polymnia")
    number, before = ContentVersion.current().number, client.get("/posts/october/").content
    content = snapshot_of(post)
    with_one = type(content)(**vars(content) | {"proposed_places": "Petrograd"})
    save.save(post, with_one, by=by, version=post.version)
    cache.clear()
    assert "Petrograd" in desk.get("/admin/").text
    assert ContentVersion.current().number == number
    assert client.get("/posts/october/").content == before

    add_place(desk, "Petrograd", "Petrograd", post.pk)
    assert not Post.objects.get(pk=post.pk).places.exists()
    draft = save.draft_of(Post.objects.get(pk=post.pk)).content
    assert ([place.name for place in draft.places], draft.proposed_places) == (["Petrograd"], "")
    assert "Places proposed" not in desk.get("/admin/").text


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_a_place_for_a_post_that_is_not_there_is_added_alone(desk: Client, key: str) -> None:
    add_place(desk, "Petrograd", "Petrograd", key)
    assert Place.objects.filter(name="Petrograd").exists()


def test_who_may_not_write_on_the_post_adds_the_place_alone(desk: Client) -> None:
    post = make_post("October", proposed_places="Petrograd", status="draft")
    keeper = User.objects.create_user("keeper", is_staff=True)
    may = ("add_place", "view_place", "view_post")
    keeper.user_permissions.set(Permission.objects.filter(codename__in=may))
    client = Client()
    client.force_login(keeper)
    add_place(client, "Petrograd", "Petrograd", post.pk)
    stored = Post.objects.get(pk=post.pk)
    assert (stored.proposed_places, stored.places.count()) == ("Petrograd", 0)


def test_the_first_page_finds_them_by_an_index() -> None:
    rows = Post.objects.exclude(proposed_places="").order_by("-id")[:9]
    plan = rows.explain() if connection.vendor == "sqlite" else "proposing"
    assert "proposing" in plan


@pytest.mark.parametrize(("proposed", "is_open"), [("", False), ("Petrograd", True)])
def test_places_are_proposed_behind_a_line(desk: Client, proposed: str, is_open: bool) -> None:
    post = make_post(status="draft", proposed_places=proposed)
    page = desk.get(change_url(post)).text
    assert ('<details class="proposing" open>' in page) is is_open
    assert "Propose a place that is not here yet" in page
