import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from taggit.models import Tag

from posts.models import Redirect, target_columns
from tests.factories import (
    make_category,
    make_dossier,
    make_image,
    make_page,
    make_place,
    make_post,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/posts/redirect/"


def add(desk: Client, **values: Any) -> list[str]:
    """Add an old address, and return what the desk says of it beside "added", or refuses."""
    response = desk.post(f"{LIST}add/", values, follow=True)
    if not response.redirect_chain:
        errors = response.context["adminform"].form.errors
        return [text for texts in errors.values() for text in texts]
    return [str(message) for message in response.context["messages"]][:-1]


def test_an_address_is_read_as_it_was_pasted(desk: Client, settings: Any) -> None:
    settings.SITE_URL = "https://history.example"
    pasted = f"{settings.SITE_URL}/histoire/%C3%A9cole.html"
    assert add(desk, path=pasted, post=make_post().pk) == []
    assert Redirect.objects.get().path == "/histoire/école.html"


def test_the_page_of_a_row_is_bound_to_the_row(desk: Client) -> None:
    post = make_post()
    said = add(desk, path="/old/", to_path="/posts/hastings/")
    assert said == ["It leads to “Hastings”, whatever the address of that becomes."]
    row = Redirect.objects.get()
    assert (row.post, row.to_path) == (post, "")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (
            {"path": "old"},
            "Begin the old address with one slash: old is no whole address.",
        ),
        (
            {"path": "https://elsewhere.example/old"},
            "Begin the old address with one slash: https://elsewhere.example/old is another site.",
        ),
        (
            {"path": "//old"},
            "Begin the old address with one slash only: //old would be another site.",
        ),
        (
            {"path": "/old.php?p=1"},
            (
                "Leave out what follows “?” or “#”: addresses are told apart without it. "
                "Of /old.php?p=1 that leaves /old.php"
            ),
        ),
        (
            {"path": "/taken/"},
            (
                "/taken/ leads to “Taken” already. Search for it in the list of old addresses and "
                "change it there."
            ),
        ),
        (
            {"path": "/categories/war/"},
            (
                "“War” has this address now, so that readers would never be led on from it: "
                "/categories/war/"
            ),
        ),
        (
            {"to_path": "https://elsewhere.example/"},
            (
                "Begin the other page’s address with one slash: https://elsewhere.example/ is "
                "another site."
            ),
        ),
        ({"to_path": "/old/"}, "This would lead in a circle: /old/ → /old/."),
        ({"to_path": ""}, "Choose one thing that it leads to."),
    ],
)
def test_an_address_that_could_not_lead_on_is_refused(
    desk: Client, values: dict[str, str], says: str
) -> None:
    make_category("War")
    Redirect.objects.create(path="/taken/", post=make_post("Taken"))
    assert add(desk, **({"path": "/old/", "to_path": "/on/05-27/"} | values)) == [says]
    assert Redirect.objects.count() == 1


def test_two_targets_are_refused(desk: Client) -> None:
    said = add(desk, path="/old/", post=make_post().pk, category=make_category("War").pk)
    assert said == [
        "An old address leads to one thing only, not to Hastings and War. Keep one of them."
    ]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"to_path": "/nothing/"}, "no page of this site is there"),
        ({"post": 1}, "draft"),
        ({"tag": 1}, "no public post"),
    ],
)
def test_an_address_that_readers_get_nothing_from_is_told_of(
    desk: Client, values: dict[str, Any], says: str
) -> None:
    make_post(pk=1, status="draft")
    Tag.objects.create(pk=1, name="war")
    assert add(desk, path="/old/", **values) == [f"Readers get “not found” there for now: {says}."]


def make_one_of_each(number: int = 0) -> None:
    place, post = make_place(f"Kent {number}"), make_post(f"Seen {number}")
    colour = ("red", "green", "blue")[number]
    rows: list[Any] = [post, place, make_category(f"War {number}"), make_image(colour)]
    rows += [make_dossier(f"Dossier {number}"), make_post(f"Draft {number}", status="draft")]
    rows += [Tag.objects.create(name=f"siege {number}")]
    for row in rows:
        path = f"/old/{row._meta.model_name}/{row}/"
        Redirect.objects.create(path=path, **target_columns(row))
    Redirect.objects.create(path=f"/old/day/{number}/", to_path="/on/05-27/", hits=1)
    Redirect.objects.create(path=f"/old/dead/{number}/", to_path="/nothing/")


def paths(desk: Client, query: str) -> list[str]:
    return [row.path for row in desk.get(f"{LIST}?{query}").context["cl"].result_list]


def test_the_filters(desk: Client) -> None:
    make_one_of_each()
    nothing = ["/old/dead/0/", "/old/place/Kent 0/", "/old/post/Draft 0/", "/old/tag/siege 0/"]
    found = {query: paths(desk, query) for query in ("reach=nothing", "followed=yes", "q=siege")}
    assert found == {
        "reach=nothing": nothing,
        "followed=yes": ["/old/day/0/"],
        "q=siege": ["/old/tag/siege 0/"],
    }
    assert len(paths(desk, "reach=page")) == 5
    assert len(paths(desk, "followed=never")) == 8


def test_a_row_tells_where_it_leads_and_how_often(desk: Client) -> None:
    draft = make_post("Draft", status="draft")
    Redirect.objects.create(path="/old/é/", post=draft, hits=7, last_hit_at=timezone.now())
    page = re.sub(r"\s+", " ", desk.get(LIST).text)
    assert f'<a href="/admin/posts/post/{draft.pk}/change/">Draft</a>' in page
    assert "hidden: draft</span>" in page
    assert '<td class="field-hits">7</td>' in page
    assert '<a href="/old/%C3%A9/">Try' in page


def test_an_address_that_would_leave_the_site_is_no_link(desk: Client) -> None:
    Redirect.objects.create(path="//evil.example/", post=make_post())
    assert 'href="//evil' not in desk.get(LIST).text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_any_number_of_rows(
    desk: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        make_one_of_each(number)
    with django_assert_num_queries(4):
        desk.get(LIST)


def test_what_leads_nowhere_takes_as_many_queries_for_any_number_of_rows(
    desk: Client, django_assert_num_queries: Any
) -> None:
    desk.get(f"{LIST}?reach=nothing")  # and it is kept how the list was narrowed
    for number in range(3):
        make_one_of_each(number)
        with django_assert_num_queries(5):
            desk.get(f"{LIST}?reach=nothing")


def test_an_address_that_leads_to_a_page_of_the_site_leads_somewhere(desk: Client) -> None:
    rows = {"/a/": "/about/", "/b/": "/about/?x", "/c/": "/imprint/"}
    for path, to in rows.items():
        Redirect.objects.create(path=path, to_path=to)
    make_page("About")

    assert paths(desk, "reach=nothing") == ["/c/"]
    page = desk.get(f"{LIST}?reach=nothing").text
    assert page.count("no page of this site is there") == 1
