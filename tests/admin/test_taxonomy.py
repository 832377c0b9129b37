from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from taggit.models import Tag

from posts.editorial.taxonomy import store_tag, told_of
from posts.models import Category, Image, Post, Redirect, SpanPage, TagPage
from tests.admin.forms import shown
from tests.factories import make_category, make_image, make_place, make_post


@pytest.mark.parametrize("kind", ["posts/category", "posts/place", "taggit/tag"])
def test_deleting_names_the_posts_that_stay(desk: Client, kind: str) -> None:
    category, place = make_category("War"), make_place("Sussex")
    make_post("Hastings", categories=[category], places=[place], tags=["normans"])
    make_post("Elsewhere")
    rows = {"posts/category": category, "posts/place": place, "taggit/tag": Tag.objects.get()}
    Redirect.objects.create(path="/old/", **{kind.partition("/")[-1]: rows[kind]})
    Redirect.objects.create(path="/other/", post=Post.objects.get(title="Elsewhere"))
    response = desk.get(f"/admin/{kind}/{rows[kind].pk}/delete/")
    assert response.context["deleted_objects"] == [
        str(rows[kind]),
        "/old/ leads nowhere any more",
        "“Hastings” stays, and loses it",
    ]
    assert "relationship" not in response.content.decode()


def test_a_category_is_deleted_and_its_posts_stay(desk: Client) -> None:
    category = make_category()
    post = make_post(categories=[category])
    desk.post(f"/admin/posts/category/{category.pk}/delete/", {"post": "yes"})
    assert (Category.objects.count(), list(Post.objects.all())) == (0, [post])


ROWS = {
    "posts/category": lambda name: make_category(name, slug="old"),
    "posts/place": lambda name: make_place(name, slug="old"),
    "taggit/tag": lambda name: Tag.objects.create(name=name, slug="old"),
}
KINDS = pytest.mark.parametrize("kind", ROWS)


def saved(desk: Client, kind: str, row: Any, **values: str) -> list[str]:
    """Save the form of `row` with these values, and return what the desk says beside "changed"."""
    address = f"/admin/{kind}/{row.pk}/change/"
    response = desk.post(address, shown(desk, address) | values, follow=True)
    assert response.redirect_chain, response.context["adminform"].form.errors
    row.refresh_from_db()
    return [str(message) for message in response.context["messages"]][:-1]


@KINDS
def test_a_new_name_leaves_the_address_and_says_so(desk: Client, kind: str) -> None:
    row = ROWS[kind]("Old")
    said = saved(desk, kind, row, name="New")
    assert (row.name, row.slug, Redirect.objects.count()) == ("New", "old", 0)
    assert [text.partition(" /")[0] for text in said] == ["The address is still"]


@KINDS
def test_a_new_address_is_made_where_it_is_asked_for(desk: Client, kind: str) -> None:
    row = ROWS[kind]("Old")
    said = saved(desk, kind, row, name="New Name", renew_address="on")
    assert row.slug == "new-name"
    assert [each.target for each in Redirect.objects.all()] == [row]
    assert said[0].startswith("The address is /")
    assert "/old/ leads there." in said[0]


@KINDS
def test_what_a_page_says_is_stored(desk: Client, kind: str) -> None:
    row, picture = ROWS[kind]("Old"), make_image()
    saved(desk, kind, row, description="Of armies.", picture=str(picture.pk))
    told = told_of(row)
    assert (told.description, told.picture) == ("Of armies.", picture)
    address = f"/admin/{kind}/{row.pk}/change/"
    form = shown(desk, address)
    assert (form["description"], form["picture"]) == ("Of armies.", picture.pk)


def test_a_tag_is_added_with_its_page(desk: Client) -> None:
    form = {"name": "cold  war", "slug": "cold-war", "description": "Of two powers."}
    desk.post("/admin/taggit/tag/add/", form)
    page = TagPage.objects.get()
    assert (page.tag.name, page.tag.slug, page.description) == (
        "cold war",
        "cold-war",
        "Of two powers.",
    )


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"name": "WAR"}, "name", "“war” is there already. Merge this tag into it instead."),
        ({"name": "a\x0bb"}, "name", "U+000B"),
        ({"description": "a\x0bb"}, "description", "U+000B"),
    ],
)
def test_a_tag_that_cannot_be_stored_is_refused(
    desk: Client, values: dict[str, str], field: str, says: str
) -> None:
    Tag.objects.create(name="war")
    form = {"name": "peace", "slug": "peace"} | values
    response = desk.post("/admin/taggit/tag/add/", form)
    assert says in response.context["adminform"].form.errors[field][0]


@pytest.mark.parametrize("field", ["category", "place", "tag"])
def test_a_picture_of_an_archive_page_is_not_deleted(desk: Client, field: str) -> None:
    picture = make_image()
    if field == "tag":
        store_tag(Tag.objects.create(name="war"), description="", picture=picture)
    else:
        {"category": make_category, "place": make_place}[field]("war", picture=picture)
    response = desk.get(f"/admin/posts/image/{picture.pk}/delete/")
    assert "war" in str(response.context["protected"][0])
    desk.post(f"/admin/posts/image/{picture.pk}/delete/", {"post": "yes"})
    assert Image.objects.count() == 1


@KINDS
def test_the_unused_ones_are_found_and_deleted(desk: Client, kind: str) -> None:
    field = {"posts/category": "categories", "posts/place": "places", "taggit/tag": "tags"}[kind]
    unused = ROWS[kind]("Unused")
    used = type(unused)._default_manager.create(name="Used", slug="used")
    make_post(status="draft", **{field: [used]})

    assert len(desk.get(f"/admin/{kind}/?q=used").context["cl"].result_list) == 2
    found = desk.get(f"/admin/{kind}/?use=none&q=used").context["cl"].result_list
    assert list(found) == [unused]

    data = {"action": "delete_selected", "_selected_action": [unused.pk], "post": "yes"}
    desk.post(f"/admin/{kind}/?use=none", data)
    assert list(type(unused)._default_manager.filter(name__endswith="sed")) == [used]


def test_a_place_with_places_within_is_not_unused(desk: Client) -> None:
    kent = make_place("Kent haven")
    dover = make_place("Dover haven", parent=kent)
    found = desk.get("/admin/posts/place/?use=none&q=haven").context["cl"].result_list
    assert list(found) == [dover]


def test_possible_duplicates_are_offered_on_the_list_of_tags(desk: Client) -> None:
    kept, other = (Tag.objects.create(name=name) for name in ("cold war", "Cold-War"))
    make_post(tags=[kept])
    page = desk.get("/admin/taggit/tag/")
    assert page.context["lookalikes"] == [[kept, other]]
    assert f"/admin/taggit/tag/{other.pk}/merge/?into={kept.pk}" in page.text
    assert "lookalike" not in desk.get("/admin/taggit/tag/?q=war").text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("/years/1969/", "/years/1969/"),
        (" http://testserver/decades/480s-bc/?page=2 ", "/decades/480s-bc/"),
        ("/centuries/1-bc/", "/centuries/1-bc/"),
        ("/years/0/", None),
        ("/years/1969", None),
        ("/on/05-27/", None),
        ("1969", None),
        ("http://[", None),
    ],
)
def test_a_sentence_is_written_on_the_page_of_a_year_or_century(
    desk: Client, typed: str, stored: str | None
) -> None:
    form = {"path": typed, "text": "A sentence."}
    response = desk.post("/admin/posts/spanpage/add/", form, follow=True)

    assert list(SpanPage.objects.values_list("path", "text")) == (
        [(stored, "A sentence.")] if stored else []
    )
    if stored is None:
        errors = response.context["adminform"].form.errors["path"]
        assert [e.partition(" is not the address")[0] for e in errors] == [f"“{typed.strip()}”"]


@pytest.mark.django_db
@pytest.mark.parametrize("right", ["change_category", "view_category", "change_post"])
def test_who_may_change_categories_may_write_sentences(client: Client, right: str) -> None:
    writer = User.objects.create_user(f"clio-{right}", is_staff=True)
    writer.user_permissions.add(Permission.objects.get(codename=right))
    client.force_login(writer)
    row = SpanPage.objects.create(path=f"/years/{len(right)}/", text="A sentence.")

    pages = ("", "add/", f"{row.pk}/change/", f"{row.pk}/delete/")
    answers = {client.get(f"/admin/posts/spanpage/{page}").status_code for page in pages}

    assert answers == ({200} if right == "change_category" else {403})
