"""The old addresses of categories, places and tags, of their feeds and of their calendars."""

import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from taggit.models import Tag

from posts.editorial.taxonomy import merge, store_tag
from posts.models import Redirect
from tests.factories import make_category, make_editor, make_place, make_post

pytestmark = pytest.mark.django_db
OLD = ("/{}/war/", "/feeds/{}/war.xml", "/feeds/{}/war.ics")
KINDS = {"category": "categories", "place": "places", "tag": "tags"}


def make_row(kind, name="War", **filed):
    makers = {"category": make_category, "place": make_place, "tag": Tag.objects.create}
    return makers[kind](name=name)


def rename(row):
    row.slug = "warfare"
    if isinstance(row, Tag):
        store_tag(row, description="", picture=None)
    else:
        row.save()


def answers(client, paths):
    responses = [client.get(path) for path in paths]
    return [(response.status_code, response.get("Location")) for response in responses]


@pytest.mark.parametrize("kind", KINDS)
def test_a_renamed_archive_leads_on_with_its_feed_and_calendar(client, kind):
    row = make_row(kind)
    make_post(**{KINDS[kind]: [row]})
    rename(row)
    paths = [path.format(KINDS[kind]) for path in OLD]
    new = [path.replace("/war", "/warfare") for path in paths]

    assert answers(client, paths) == [(301, path) for path in new]
    assert [client.get(path).status_code for path in new] == [200, 200, 200]


@pytest.mark.parametrize("kind", KINDS)
def test_a_merged_archive_leads_to_the_other_in_one_step(client, kind):
    row = make_row(kind)
    rename(row)
    into = make_row(kind, "Peace")
    make_post(**{KINDS[kind]: [into]})
    merge(row, into=into, by=make_editor())
    slugs = ("war", "warfare")
    paths = [path.format(KINDS[kind]).replace("/war", f"/{s}") for s in slugs for path in OLD]

    assert answers(client, paths) == [
        (301, path.format(KINDS[kind]).replace("war", "peace")) for _ in slugs for path in OLD
    ]


def test_the_query_is_kept(client):
    rename(make_category("War"))
    assert answers(client, ["/categories/war/?page=2&a=%C3%A4"]) == [
        (301, "/categories/warfare/?page=2&a=%C3%A4")
    ]


def test_a_tag_with_letters_of_its_own_leads_on(client):
    tag = Tag.objects.create(name="école", slug="école")
    make_post(tags=[tag])
    rename(tag)
    assert answers(client, ["/tags/%C3%A9cole/", "/feeds/tags/%C3%A9cole.ics"]) == [
        (301, "/tags/warfare/"),
        (301, "/feeds/tags/warfare.ics"),
    ]


def test_a_slug_taken_again_belongs_to_the_new_row(client):
    rename(make_category("War"))
    make_category("War again", slug="war")
    assert answers(client, ["/categories/war/"]) == [(200, None)]


def test_a_new_tag_takes_the_address_once_readers_see_it(client):
    tag = Tag.objects.create(name="war")
    make_post(tags=[tag])
    rename(tag)
    again = Tag.objects.create(name="War again", slug="war")
    before = answers(client, ["/tags/war/"])
    make_post("Newer", tags=[again])
    assert (before, answers(client, ["/tags/war/"])) == ([(301, "/tags/warfare/")], [(200, None)])


def test_an_archive_may_lead_to_one_of_another_kind(client):
    Redirect.objects.create(path="/tags/peace/", category=make_category("Peace"))
    assert answers(client, ["/tags/peace/", "/feeds/tags/peace.xml"]) == [
        (301, "/categories/peace/"),
        (301, "/feeds/categories/peace.xml"),
    ]


def test_where_an_archive_leads_to_a_story_its_feed_is_gone(client):
    Redirect.objects.create(path="/tags/peace/", post=make_post())
    assert answers(client, ["/tags/peace/", "/feeds/tags/peace.xml"]) == [
        (301, "/posts/hastings/"),
        (404, None),
    ]


@pytest.mark.parametrize("kind", ["place", "tag"])
def test_the_old_address_of_an_empty_archive_is_unknown(client, kind):
    row = make_row(kind)
    make_post(status="draft", **{KINDS[kind]: [row]})
    rename(row)
    Redirect.objects.create(path="/old/", **{kind: row})
    paths = ["/old/", *(path.format(KINDS[kind]) for path in OLD)]
    hidden = [client.get(path) for path in paths]
    unknown = client.get("/nothing/")
    assert [(each.status_code, each.content) for each in hidden] == [(404, unknown.content)] * 4


def test_a_path_leads_to_a_page_that_no_row_has(client):
    Redirect.objects.create(path="/today.php", to_path="/on/05-27/?page=2")
    assert answers(client, ["/today.php"]) == [(301, "/on/05-27/?page=2")]


@pytest.mark.parametrize("path", ["/\\evil.example/", "/a\r\nSet-Cookie: a=b"])
def test_no_path_leads_off_the_site(client, path):
    Redirect.objects.create(path="/old/", to_path=path)
    response = client.get("/old/")
    assert response["Location"].startswith(("/%5Cevil", "/a%0D%0A"))
    assert response.cookies == {}


def test_each_way_on_is_counted_and_sets_no_cookie(client):
    rename(make_category("War"))
    Redirect.objects.create(path="/old/", post=make_post())
    make_post("Draft", slug="draft", status="draft")
    Redirect.objects.create(path="/hidden/", post=make_post("Hidden", status="draft"))
    paths = ("/categories/war/", "/feeds/categories/war.xml", "/old/", "/hidden/", "/nothing/")

    cookies = [client.get(path).cookies for path in paths]

    assert cookies == [{}] * 5
    hits = Redirect.objects.order_by("path").values_list("path", "hits")
    assert list(hits) == [("/categories/war/", 2), ("/hidden/", 0), ("/old/", 1)]


def test_who_asks_by_head_follows_nothing(client):
    Redirect.objects.create(path="/old/", post=make_post())
    response = client.head("/old/")
    assert (response["Location"], Redirect.objects.get().hits) == ("/posts/hastings/", 0)


@pytest.mark.parametrize("page", ["/timeline/", "/search/"])
def test_what_is_narrowed_by_a_former_slug_leads_on(client, page):
    category, place = make_category("War"), make_place("War")
    make_post(categories=[category], places=[place])
    for row in (category, place):
        rename(row)
    queries = (
        *("?q=hastings&category=war", "?century=11&place=war", "?category=war&place=war"),
        "?category=warfare&place=war",
    )

    found = answers(client, [page + query for query in queries])

    assert found == [
        (301, f"{page}?q=hastings&category=warfare"),
        (301, f"{page}?century=11&place=warfare"),
        (301, f"{page}?category=warfare&place=warfare"),
        (301, f"{page}?category=warfare&place=warfare"),
    ]
    assert {client.get(path).status_code for _, path in found} == {200}


@pytest.mark.parametrize("page", ["/timeline/", "/search/"])
def test_a_narrowing_by_what_readers_do_not_see_is_unknown(client, page):
    place = make_place("War")
    make_post(status="draft", places=[place])
    rename(place)
    Redirect.objects.create(path="/categories/peace/", place=place)
    make_category("Peace kept", slug="kept")
    queries = (
        "place=war",
        "category=peace",
        "category=a%20b",
        "place=%00",
        "category=kept&place=x",
    )
    assert answers(client, [f"{page}?{query}" for query in queries]) == [(404, None)] * 5


def test_a_narrowing_by_a_slug_taken_again_stays(client):
    rename(make_category("War"))
    place = make_place("Hill")
    make_post(categories=[make_category("War again", slug="war")], places=[place])
    rename(place)
    assert answers(client, ["/timeline/?category=war&place=hill"]) == [
        (301, "/timeline/?category=war&place=warfare")
    ]


def test_readers_are_led_on_where_nothing_can_be_counted(client, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    Redirect.objects.create(path="/old/", post=make_post())
    monkeypatch.setattr(QuerySet, "update", locked)
    assert answers(client, ["/old/"]) == [(301, "/posts/hastings/")]
