"""Who is let in where: every address of the desk, for everyone who should not be there."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from tests.admin.addresses import POSTED, TABLE, one_of_everything
from tests.factories import make_editor

# The pages of signing in and out are for people who are not signed in yet, and the index and
# password pages are for anyone of the staff.
FOR_ANYONE = {"login", "logout"}
FOR_STAFF = {"index", "password_change", "password_change_done", "jsi18n", "app_list", "token"}

# A field to complete, a version that was stored; and nobody may add an attempt to sign in.
ASK_FOR_MORE = {"autocomplete": 403, "axes_accessattempt_add": 403, "posts_letter_add": 403}
ASK_FOR_MORE |= {f"posts_{noun}_version": 404 for noun in ("post", "dossier", "page")}


@pytest.mark.django_db
def test_signing_in_with_a_foreign_destination_leads_to_the_desk(client):
    make_editor("clio")
    form = {"username": "clio", "password": "a long passphrase", "next": "//evil.example/"}

    response = client.post("/admin/login/", form)

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_the_table_holds_the_whole_desk() -> None:
    names = {name for name, _ in TABLE}
    models = ("posts_post", "posts_image", "posts_category", "posts_place", "posts_source")
    models += (
        "posts_dossier",
        "posts_page",
        "posts_redirect",
        "posts_correction",
        "posts_spanpage",
        "posts_letter",
        "taggit_tag",
        "auth_user",
        "auth_group",
    )
    pages = ("changelist", "add", "change", "delete", "history")
    assert {f"{model}_{page}" for model in models for page in pages} <= names
    own = {"read_date", "read_time", "tags", "picture", "autocomplete", "paste"}
    own |= {
        "planner",
        "planner_day",
        "planner_idea",
        "planner_date",
        "schedule",
        "trash",
        "imports",
        "import",
        "notices",
        "profile",
    }
    own |= {"posts_category_merge", "posts_place_merge", "taggit_tag_merge"}
    assert own | set(POSTED) <= names
    assert "taggit_tag_merge_tags" not in names


@pytest.fixture(scope="module")
def everything(module_db: Path) -> User:
    editor = make_editor("somebody", pk=1)  # whom the notice is for
    one_of_everything()
    return editor


@pytest.mark.django_db
def test_every_page_of_the_desk_opens_for_who_may_do_everything(
    client: Client, everything: User
) -> None:
    client.force_login(everything)
    answers = {name: client.get(address).status_code for name, address in TABLE}
    odd = {name: code for name, code in answers.items() if code not in (200, 302, 405)}
    assert odd == ASK_FOR_MORE


@pytest.mark.any_engine
@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in() -> None:
    odd = {}
    for name, address in TABLE:
        client = Client(raise_request_exception=False)
        send = client.post if name in POSTED or name == "logout" else client.get
        status, to = (answer := send(address)).status_code, answer.get("Location", "")
        is_sent = name in FOR_ANYONE or to.startswith("/admin/login/?next=")
        if (status, is_sent) != (200 if name == "login" else 302, True):
            odd[name] = (status, to)
    assert odd == {}


@pytest.mark.any_engine
@pytest.mark.usefixtures("everything")
@pytest.mark.django_db
def test_staff_without_the_permission_are_refused() -> None:
    intern, odd = User.objects.create_user("intern", is_staff=True), {}
    others = {"app_list": {404}, "view_on_site": {302, 404}, "login": {302}, "logout": {405}}
    for name, address in TABLE:
        client = Client(raise_request_exception=False)
        client.force_login(intern)
        status = (client.post if name in POSTED else client.get)(address).status_code
        if status not in others.get(name, {200} if name in FOR_STAFF else {403}):
            odd[name] = status
    assert odd == {}


@pytest.mark.parametrize("name", POSTED)
@pytest.mark.any_engine
@pytest.mark.django_db
def test_the_editors_views_take_posts_only(name: str, desk: Client) -> None:
    assert desk.get(reverse(name)).status_code == 405


@pytest.mark.parametrize(
    "address",
    [reverse(name) for name in POSTED]
    + ["/admin/posts/post/add/", "/admin/posts/image/add/", "/admin/logout/", "/admin/login/"]
    + ["/admin/planner/idea/", "/admin/planner/date/1/", "/admin/paste/"]
    + ["/admin/trash/"]
    + ["/admin/posts/category/1/merge/"],
)
@pytest.mark.any_engine
@pytest.mark.django_db
def test_a_post_without_the_token_is_refused(address: str, editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(address, {"content": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("permissions", "preview", "upload"),
    [((), 403, 403), (("change_post",), 200, 403), (("add_post", "add_image"), 200, 400)],
)
@pytest.mark.django_db
def test_who_may_preview_and_upload(
    permissions: tuple[str, ...], preview: int, upload: int, client: Client
) -> None:
    user = User.objects.create_user("writer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    assert client.post(reverse("markdownx_markdownify"), {"content": "x"}).status_code == preview
    assert client.post(reverse("markdownx_upload")).status_code == upload
