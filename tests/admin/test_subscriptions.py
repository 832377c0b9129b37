"""Subscriptions at the desk: numbers for editors, an address for who keeps people."""

import pytest
from django.contrib.auth.models import Group, User
from django.core import management
from django.test import Client

from posts.editorial.taxonomy import merge
from posts.models import Place, Subscription
from tests.correspondence.subscribers import make_subscription
from tests.factories import make_category, make_editor, make_post

pytestmark = pytest.mark.django_db
PAGE = "/admin/subscriptions/"


def sign_in(client: Client, role: str) -> None:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)


def cells(page: str) -> list[list[str]]:
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")[:-1]
    return [[cell.split(">")[-1] for cell in row.split("</t")[:-1]] for row in rows]


def test_editors_see_numbers_and_no_address(client: Client) -> None:
    war, france = make_category("War"), Place.objects.get(slug="france")
    for weekday in (None, None, 0):
        make_subscription(weekday=weekday, soft_bounces=weekday is None)
    make_subscription(category=war)
    make_subscription(place=france, weekday=6)
    make_subscription(confirmed_at=None)
    sign_in(client, "editor")
    page = client.get(PAGE).text
    assert sorted(cells(page)) == [
        *(["All", "2", "1", "2"], ["France", "0", "1", "0"], ["War", "1", "0", "0"])
    ]
    assert ("ann@" in page, "Find an address" in page) == (False, False)
    for sent in ({"address": "ann@example.org"}, {"address": "ann@example.org", "_end": "1"}):
        assert client.post(PAGE, sent).status_code == 403
    assert Subscription.objects.count() == 6


def test_an_administrator_finds_an_address_and_deletes_what_it_gets(client: Client) -> None:
    make_subscription()
    make_subscription(weekday=2, confirmed_at=None)
    make_subscription("bob@example.org")
    sign_in(client, "administrator")
    assert "ann@" not in client.get(PAGE).text
    found = client.post(PAGE, {"address": " Ann@Example.org "}).text
    assert ("all stories, every day, since" in found, "Wednesday, not confirmed" in found) == (
        *(True, True),
    )
    assert "is sent nothing" in client.post(PAGE, {"address": "eve@example.org"}).text
    answer = client.post(PAGE, {"address": "Ann@Example.org", "_end": "1"}, follow=True)
    assert "2 subscriptions of Ann@Example.org are deleted." in answer.text
    assert [row.address for row in Subscription.objects.all()] == ["bob@example.org"]


def test_a_merge_takes_subscribers_along_and_none_gets_it_twice() -> None:
    wars, war = make_category("Wars"), make_category("War")
    for address, weekday, of in (
        *(("ann@a.org", None, wars), ("ann@a.org", None, war), ("ann@a.org", 3, wars)),
        *(("bob@a.org", None, wars), ("eve@a.org", None, war)),
    ):
        make_subscription(address, weekday=weekday, category=of)
    merge(wars, into=war, by=make_editor())
    rows = Subscription.objects.order_by("address", "pk")
    assert list(rows.values_list("address", "weekday", "category")) == [
        *(("ann@a.org", None, war.pk), ("ann@a.org", 3, war.pk)),
        *(("bob@a.org", None, war.pk), ("eve@a.org", None, war.pk)),
    ]


def test_before_a_category_goes_the_desk_says_what_ends_with_it(admin_client: Client) -> None:
    war = make_category("War")
    make_post("Hastings", categories=[war])
    make_subscription(category=war)
    make_subscription()
    address = f"/admin/posts/category/{war.pk}/delete/"
    page = admin_client.get(address).text
    assert "subscriptions by mail that end: 1" in " ".join(page.lower().split())
    assert "ann@" not in page
    admin_client.post(address, {"post": "yes"})
    assert [row.category for row in Subscription.objects.all()] == [None]


def test_what_is_in_doubt_is_told_by_the_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    row = make_subscription()
    row.messages.create(key="stories 1 2026-10-14", to=row.address, state="doubt")
    with pytest.raises((SystemExit, management.CommandError)):
        management.call_command("doctor")
    told = " ".join(capsys.readouterr().out.split())
    assert "nobody knows whether it went out: stories 1 2026-10-14" in told
    assert "ann@" not in told
