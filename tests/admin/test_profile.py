"""The public name: one's own at the desk, and anybody's for who keeps the people."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from posts.models import Profile
from tests.admin.forms import shown
from tests.factories import make_editor, make_post, make_profile

pytestmark = pytest.mark.django_db
OWN = "/admin/profile/"
ADA = {"name": "Ada Moreau", "filed_as": "Moreau, Ada", "slug": "", "about": "Writes about war."}


def member(name: str, group: str) -> Client:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("group", ["author", "editor"])
def test_somebody_of_the_desk_sets_changes_and_takes_away_their_own_name(group):
    client = member("account", group)
    make_post("Hastings", author=User.objects.get(username="account"))

    assert client.post(OWN, ADA).status_code == 302
    assert "By <a" in client.get("/posts/hastings/").text
    client.post(OWN, ADA | {"name": "Ada King", "slug": "ada-king"})

    stored = Profile.objects.get()
    assert (stored.person.username, stored.name, stored.slug) == ("account", "Ada King", "ada-king")
    assert client.post(OWN, {"_remove": "1"}).status_code == 302
    assert not Profile.objects.exists()
    assert "By <a" not in client.get("/posts/hastings/").text


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("name", "", "This field is required."),
        ("filed_as", "Moreau,", "Write the family name, a comma and the rest: Moreau, Ada."),
        ("slug", "lin-mei", "Profile with this Address already exists."),
        ("about", "x" * 501, "Ensure this value has at most 500 characters (it has 501)."),
    ],
)
def test_what_is_refused_is_told_beside_its_field_and_nothing_typed_is_lost(field, typed, error):
    make_profile("Lin Mei")
    client = member("account", "author")

    page = client.post(OWN, ADA | {field: typed})

    form = page.context["form"]
    assert form.errors == {field: [error]}
    assert {name: form[name].value() for name in ADA} == ADA | {field: typed}
    assert error in page.text
    assert not Profile.objects.filter(person__username="account").exists()


def test_nobody_sets_the_name_of_others_but_who_may_change_them():
    ada = make_profile("Ada Moreau")
    page = f"/admin/auth/user/{ada.person_id}/change/"
    administrator = member("pericles", "administrator")

    for client, status in ((member("clio", "editor"), 403), (administrator, 302)):
        sent = {**shown(administrator, page), "profile-0-name": "Ada King"}
        sent = {name: value for name, value in sent.items() if value is not None}
        assert client.post(page, sent).status_code == status
        ada.refresh_from_db()
        assert ada.name == ("Ada King" if status == 302 else "Ada Moreau")
    root = make_editor("root")
    assert administrator.post(f"/admin/auth/user/{root.pk}/change/", {}).status_code == 403


def test_somebody_without_a_part_in_the_desk_has_no_public_name_to_set():
    user = User.objects.create_user("clerk", is_staff=True)
    client = Client()
    client.force_login(user)
    assert client.post(OWN, ADA).status_code == 403
    assert not Profile.objects.exists()
