"""How rows come into the trash at the desk, and what becomes of them on its page."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from posts.admin.taxonomy import TagForm
from posts.editorial import autosave, trash
from posts.models import Action, Dossier, Image, Notice, Page, Post, Transition
from tests.admin.forms import change_url, shown
from tests.factories import make_dossier, make_editor, make_image, make_page, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
TRASH = "/admin/trash/"
MODELS = {"post": Post, "dossier": Dossier, "page": Page, "image": Image}


def make_row(kind: str, name: str = "red") -> Post | Dossier | Page | Image:
    make = {"post": make_post, "dossier": make_dossier, "page": make_page, "image": make_image}
    return make[kind](name)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("kind", MODELS)
def test_deleting_can_be_undone_from_the_message_without_a_script(kind: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    row = make_row(kind)
    before = MODELS[kind].objects.values().get()
    asks = client.get(f"/admin/posts/{kind}/{row.pk}/delete/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', asks)
    assert token

    data = {"post": "yes", "csrfmiddlewaretoken": token[1]}
    page = client.post(f"/admin/posts/{kind}/{row.pk}/delete/", data, follow=True).text

    assert f"“{row}” is in the trash until" in text_of(page)
    form = re.search(r'<form method="post" action="([^"]+)" class="undo">(.*?)</form>', page, re.S)
    assert form
    assert (form[1], MODELS[kind].objects.in_trash().count()) == (TRASH, 1)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]+)"', form[2]))
    back = client.post(form[1], fields)
    assert (back.status_code, back["Location"]) == (302, f"/admin/posts/{kind}/{row.pk}/change/")
    assert MODELS[kind].objects.values().get() == before


@pytest.mark.parametrize("kind", MODELS)
def test_chosen_rows_go_to_the_trash_together_and_come_back_together(
    desk: Client, kind: str
) -> None:
    rows = [make_row(kind, name) for name in ("red", "green", "blue")]
    chosen = [row.pk for row in rows[:2]]
    page = f"/admin/posts/{kind}/"
    data = {"action": "delete_selected", "_selected_action": chosen}

    html = desk.post(page, data, follow=True).text

    plural = MODELS[kind]._meta.verbose_name_plural
    assert f"2 {plural} are in the trash until" in text_of(html)
    assert list(desk.get(page).context["cl"].result_list) == [rows[2]]
    assert LogEntry.objects.filter(object_id__in=chosen).count() == 2
    value = re.search(r'name="_restore" value="([^"]+)"', html)
    assert value
    told = text_of(desk.post(TRASH, {"_restore": value[1]}, follow=True).text)
    assert f"2 {plural} are back." in told
    assert desk.get(page).context["cl"].result_count == 3


def test_too_many_at_once_are_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posts.admin.trash.MOST", 2)
    data = {"action": "delete_selected", "_selected_action": [make_post(str(n)).pk for n in "123"]}
    told = desk.post("/admin/posts/post/", data, follow=True).text
    assert "2 at once is the most. Nothing was moved to the trash." in told
    assert Post.objects.in_trash().count() == 0


def test_chosen_pictures_of_which_one_is_used_all_stay(desk: Client) -> None:
    used, free = make_image(), make_image("green")
    make_post(hero=used)
    data = {"action": "delete_selected", "_selected_action": [used.pk, free.pk]}
    told = text_of(desk.post("/admin/posts/image/", data, follow=True).text)
    assert "In use, so nothing was deleted: “A red field”." in told
    assert Image.objects.in_trash().count() == 0


def test_the_page_says_what_is_there_since_when_and_by_whom(desk: Client, editor: User) -> None:
    rows = {kind: make_row(kind) for kind in MODELS}
    assert "Nothing is in the trash." in text_of(desk.get(TRASH).text)
    for kind, row in rows.items():
        desk.post(f"/admin/posts/{kind}/{row.pk}/delete/", {"post": "yes"})

    page = desk.get(TRASH)

    until = timezone.localtime(Post.objects.get().trashed_until)
    told = text_of(page.text.partition('id="content-main"')[2])
    for row in rows.values():
        assert re.search(rf"{row} +{editor}, [^;]+; here until {until:%-d %B %Y}", told)
    values = re.findall(r'name="_restore" value="([^"]+)"', page.text.partition("content-main")[2])
    assert values == [f"{kind}:{row.pk}" for kind, row in rows.items()]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_for_any_number(
    desk: Client, number: int, django_assert_max_num_queries
) -> None:
    for kind in MODELS:
        for name in ("red", "green", "blue")[:number]:
            desk.post(f"/admin/posts/{kind}/{make_row(kind, name).pk}/delete/", {"post": "yes"})
    with django_assert_max_num_queries(7):
        assert desk.get(TRASH).text.count("Put back</button>") == len(MODELS) * number


@pytest.mark.parametrize("kind", MODELS)
def test_nothing_goes_for_good_before_one_was_told_what(desk: Client, kind: str) -> None:
    row, model = make_row(kind), MODELS[kind]
    value = f"{kind}:{row.pk}"
    desk.post(f"/admin/posts/{kind}/{row.pk}/delete/", {"post": "yes"})

    asked = desk.post(TRASH, {"_delete": value})

    assert (asked.status_code, model.objects.count()) == (200, 1)
    first = {"dossier": "the dossier;", "image": "the picture’s file", "page": "the page"}
    assert f"<li>{first.get(kind, 'the story')}" in asked.text
    assert f"With “{row}” these go" in text_of(asked.text)
    told = desk.post(TRASH, {"_delete": value, "_confirm": "1"}, follow=True).text
    assert f"“{row}” is gone for good." in told
    assert model.objects.count() == 0
    assert (
        "Nothing is gone for good."
        in desk.post(TRASH, {"_delete": value, "_confirm": "1"}, follow=True).text
    )


@pytest.mark.parametrize("value", ["", "user:1", "post", "post:", "post:x", "post:" + "9" * 400])
@pytest.mark.parametrize("verb", ["_restore", "_delete"])
def test_what_no_button_sends_changes_nothing(desk: Client, verb: str, value: str) -> None:
    post = make_post()
    answer = desk.post(TRASH, {verb: value, "_confirm": "1"})
    assert answer.status_code == (302 if value.startswith("post") else 404)
    assert Post.objects.get() == post


@pytest.mark.parametrize("kind", MODELS)
def test_one_sees_and_moves_only_what_one_may_delete(desk: Client, kind: str) -> None:
    rows = {each: make_row(each) for each in MODELS}
    for each, row in rows.items():
        desk.post(f"/admin/posts/{each}/{row.pk}/delete/", {"post": "yes"})
    clerk = User.objects.create_user("clerk", is_staff=True)
    wanted = (f"delete_{kind}", f"view_{kind}")
    clerk.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client = Client()
    client.force_login(clerk)

    shown_values = re.findall(r'name="_restore" value="([^"]+)"', client.get(TRASH).text)
    for each, row in rows.items():
        client.post(TRASH, {"_restore": f"{each}:{row.pk}"})

    assert shown_values == [f"{kind}:{rows[kind].pk}"]
    left = [each for each, model in MODELS.items() if model.objects.in_trash().exists()]
    assert left == [each for each in MODELS if each != kind]


@pytest.mark.parametrize("kind", MODELS)
def test_no_page_of_the_desk_opens_on_what_is_in_the_trash(desk: Client, kind: str) -> None:
    row = make_row(kind)
    desk.post(f"/admin/posts/{kind}/{row.pk}/delete/", {"post": "yes"})
    for page in ("change", "delete"):
        answer = desk.get(f"/admin/posts/{kind}/{row.pk}/{page}/")
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    found = desk.get(
        "/admin/autocomplete/",
        {"app_label": "posts", "model_name": "dossier", "field_name": "posts", "term": "red"},
    )
    assert found.json()["results"] == []
    if kind == "post":
        assert desk.get(f"/admin/posts/post/{row.pk}/history/").status_code == 404
    if kind != "image":
        assert desk.get(row.get_absolute_url()).status_code == 404


def test_no_tag_is_given_a_picture_from_the_trash(desk: Client) -> None:
    kept, gone = make_image(), make_image("green")
    desk.post(f"/admin/posts/image/{gone.pk}/delete/", {"post": "yes"})
    assert list(TagForm.base_fields["picture"].queryset) == [kept]


def test_the_first_page_tells_of_no_post_in_the_trash(desk: Client, editor: User) -> None:
    title = "A post of whom nobody hears"
    post = make_post(title, author=editor, event_input=f"{timezone.localdate():%d %B} 1887")
    Transition.objects.create(post=post, action=Action.PUBLISH, by=editor, reason="It is known.")
    autosave.keep(post, [("title", "Typed")], by=editor, version=post.version)
    Notice.objects.create(recipient=editor, post=post, kind=Notice.Kind.NOTED, text="Why?")
    assert desk.get("/admin/").text.count(title) == 3
    Post.objects.filter(pk=post.pk).update(status="draft")
    page = desk.get("/admin/").text
    assert (page.count(title), "Typed" in page) == (5, True)

    trash.trash(Post, [post.pk], by=editor)

    page = desk.get("/admin/").text
    assert (page.count(title), "Typed" in page) == (0, False)


def test_a_form_that_is_open_meanwhile_loses_nothing(desk: Client) -> None:
    post = make_post()
    data = shown(desk, change_url(post)) | {"story": "A long text.", "slug": "another"}
    desk.post(f"/admin/posts/post/{post.pk}/delete/", {"post": "yes"})

    answer = desk.post(change_url(post), data | {"_save": "1"})

    assert "This post was deleted meanwhile." in answer.text
    assert "A long text." in answer.text
    assert Post.objects.get().story == "The story of Hastings."


@pytest.mark.parametrize("kind", MODELS)
def test_each_list_leads_to_the_trash_for_who_may_delete(desk: Client, kind: str) -> None:
    page, way = f"/admin/posts/{kind}/", '<a href="/admin/trash/">Trash</a>'
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename=f"view_{kind}"))
    client = Client()
    client.force_login(clerk)
    assert [each.get(page).text.count(way) for each in (desk, client)] == [1, 0]
    assert desk.get(f"{page}?_popup=1").text.count(way) == 0


def test_the_way_to_the_trash_is_on_the_first_page_for_who_may_delete(desk: Client) -> None:
    assert '<a href="/admin/trash/">Trash</a>' in desk.get("/admin/").text
    client = Client()
    client.force_login(User.objects.create_user("intern", is_staff=True))
    assert "/admin/trash/" not in client.get("/admin/").text
