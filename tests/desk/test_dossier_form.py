"""Dossiers on the writing page: what is lost nowhere, told to nobody, and put back."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from posts.editorial import save
from posts.editorial.roles import HIDDEN
from posts.editorial.snapshot import DossierSnapshot, SectionText
from posts.models import Action, Autosave, Dossier, Post, Presence, Revision, Source, WorkingCopy
from tests.admin.forms import data_of, form_of, shown, with_row
from tests.factories import make_dossier, make_editor, make_milestone, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
ADD = "/admin/posts/dossier/add/"
TAKEN = (
    "“Conquest” already has this address. Change it, "
    "or leave it empty to have one made from the title."
)


@pytest.fixture
def colleague(db: None) -> Client:
    client = Client()
    client.force_login(make_editor("livy"))
    return client


def at(dossier: Dossier, page: str = "change") -> str:
    return f"/admin/posts/dossier/{dossier.pk}/{page}/"


def content(dossier: Dossier) -> DossierSnapshot:
    found: DossierSnapshot = save.draft_of(Dossier.objects.get(pk=dossier.pk)).content
    return found


def texts(dossier: Dossier) -> list[tuple[str, str]]:
    return list(dossier.sections.values_list("heading", "text"))


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_what_both_changed_is_shown_three_ways_and_the_rest_is_taken_over(
    desk: Client, colleague: Client, status: str
) -> None:
    dossier = make_dossier(status=status, sections=[("A", "base"), ("B", "two")])
    make_milestone(dossier, "Domesday")
    mine = shown(desk, at(dossier)) | {"sections-0-text": "mine"}
    theirs = shown(colleague, at(dossier)) | {"sections-0-text": "theirs", "description": "New."}
    theirs |= {"milestones-0-label": "The survey"}
    assert colleague.post(at(dossier), theirs).status_code == 302

    answer = desk.post(at(dossier), mine)
    conflict = answer.context["conflict"]
    assert answer.status_code == 409
    assert [each.field for each in conflict.clashes] == ["sections"]
    assert conflict.taken == ["Description", "Milestones"]
    assert "livy saved this dossier after you opened it" in answer.text
    assert content(dossier).sections[0] == SectionText("A", "theirs")

    taken = desk.post(at(dossier), data_of(answer) | {"_take": "sections:theirs"})
    assert data_of(taken)["sections-0-text"] == "theirs"
    assert desk.post(at(dossier), data_of(answer)).status_code == 302
    found = content(dossier)
    assert (found.sections[0].text, found.milestones[0].label) == ("mine", "The survey")
    assert found.description == "New."


def test_a_milestone_without_its_source_yet_is_no_less_typed(
    desk: Client, colleague: Client
) -> None:
    dossier = make_dossier(status="draft")
    make_milestone(dossier, "Domesday")
    half = {"label": "Half", "event_input": "1087", "calendar_choice": "auto"}
    mine = with_row(shown(desk, at(dossier)), "milestones", **half)
    theirs = shown(colleague, at(dossier)) | {"milestones-0-label": "The survey"}
    assert colleague.post(at(dossier), theirs).status_code == 302

    answer = desk.post(at(dossier), mine)
    assert [each.field for each in answer.context["conflict"].clashes] == ["milestones"]
    assert data_of(answer)["milestones-1-label"] == "Half"
    taken = desk.post(at(dossier), data_of(answer) | {"_take": "milestones:mine"})
    assert data_of(taken)["milestones-1-event_input"] == "1087"


def test_stories_that_two_add_and_take_away_are_united(desk: Client, colleague: Client) -> None:
    one, two, three = (make_post(title) for title in ("One", "Two", "Three"))
    dossier = make_dossier(status="draft", posts=[one])
    mine = shown(desk, at(dossier)) | {"posts": [one.pk, two.pk]}
    colleague.post(at(dossier), shown(colleague, at(dossier)) | {"posts": [three.pk]})

    answer = desk.post(at(dossier), mine)
    assert answer.context["conflict"].clashes == []
    assert desk.post(at(dossier), data_of(answer)).status_code == 302
    assert set(dossier.posts.all()) == {two, three}


def test_a_dossier_that_is_sent_twice_is_saved_once(desk: Client) -> None:
    dossier = make_dossier(status="draft", sections=[("A", "one")])
    data = with_row(shown(desk, at(dossier)), "sections", heading="B", text="two", position=2)
    codes = [desk.post(at(dossier), data).status_code for _ in range(2)]
    assert (codes, texts(dossier)) == ([302, 409], [("A", "one"), ("B", "two")])
    assert [row.version for row in dossier.revisions.all()] == [2, 1]


def test_unsaved_text_is_offered_and_put_back(desk: Client, editor: User) -> None:
    """A new dossier and a new post side by side keep each its own."""
    data = shown(desk, ADD) | {"title": "Typed"}
    data = with_row(data, "sections", heading="Half", text="a sen", position=1)
    data = with_row(data, "milestones", label="Nowhen", event_input="32/13", calendar_choice="auto")
    assert desk.post("/admin/posts/dossier/autosave/", data).status_code == 200
    kept = Autosave.objects.get()
    assert (kept.noun, kept.stored, kept.title) == ("dossier", None, "Typed")
    assert "You have unsaved text" not in desk.get("/admin/posts/post/add/").text
    assert "a new dossier" in desk.get("/admin/").text
    assert "You have unsaved text" in desk.get(ADD).text

    back = data_of(desk.post(ADD, {"_recover": kept.token}))
    assert (back["title"], back["sections-1-text"]) == ("Typed", "a sen")
    assert back["milestones-0-event_input"] == "32/13"
    good = {"milestones-0-event_input": "1086", "milestones-0-source": make_source().pk}
    assert desk.post(ADD, back | good).status_code == 302
    assert (Autosave.objects.count(), Dossier.objects.get().milestones.count()) == (0, 1)


def make_source() -> Source:
    return Source.objects.create(title="Annals")


def test_a_version_is_put_back_whole_or_in_part(desk: Client) -> None:
    dossier = make_dossier(status="draft", sections=[("A", "one")], posts=[make_post()])
    make_milestone(dossier, "Domesday")
    source = make_source()
    dossier.citations.create(source=source, locator="f. 2", position=1)
    first = content(dossier)
    data = shown(desk, at(dossier)) | {"title": "Other", "posts": [], "sections-0-text": "two"}
    data |= {"milestones-0-DELETE": "on", "citations-0-locator": "f. 9"}
    assert desk.post(at(dossier), data).status_code == 302
    changed = content(dossier)
    assert (changed.milestones, changed.posts) == ((), ())
    assert desk.get(at(dossier, "history") + "?from=1&to=2").status_code == 200

    part = {"version": 2, "field": ["sections", "posts"]}
    assert desk.post(at(dossier, "versions/1/restore"), part).status_code == 302
    mixed = content(dossier)
    assert (mixed.title, mixed.sections, mixed.posts) == ("Other", first.sections, first.posts)
    desk.post(at(dossier, "versions/1/restore"), {"version": 3})
    assert content(dossier) == first
    assert [row.kind for row in dossier.revisions.all()] == ["restore", "restore", "save", "base"]


def test_changes_to_a_public_dossier_wait_until_they_are_published(
    desk: Client, client: Client
) -> None:
    dossier = make_dossier(sections=[("A", "one")], description="Seen.", posts=[make_post("Old")])
    page, new = dossier.get_absolute_url(), make_post("New")
    make_milestone(dossier, "Domesday")
    data = shown(desk, at(dossier)) | {"sections-0-text": "*two*", "posts": [new.pk]}
    assert desk.post(at(dossier), data).status_code == 302

    assert texts(dossier) == [("A", "one")]
    assert [title in client.get(page).text for title in ("Old", "New")] == [True, False]
    drafted = desk.get(f"{page}?draft=1").text
    assert [words in drafted for words in ("<em>two</em>", "New<", "Old<")] == [True, True, False]
    assert "Domesday" in drafted
    assert "two" not in client.get(f"{page}?draft=1").text

    publish = shown(desk, at(dossier)) | {"_publish": "Publish the changes"}
    assert desk.post(at(dossier), publish).status_code == 302
    assert (WorkingCopy.objects.count(), texts(dossier)) == (0, [("A", "*two*")])
    assert list(dossier.posts.all()) == [new]
    step = dossier.transitions.get()
    assert (step.action, step.post) == (Action.PUBLISH, None)
    assert "<em>two</em>" in client.get(page).text


def test_dropped_changes_leave_what_readers_see(desk: Client) -> None:
    dossier = make_dossier(sections=[("A", "one")])
    desk.post(at(dossier), shown(desk, at(dossier)) | {"sections-0-text": "two"})
    assert desk.post(at(dossier, "discard")).status_code == 302
    assert (WorkingCopy.objects.count(), content(dossier).sections[0].text) == (0, "one")


def test_what_stands_in_the_way_is_told_beside_it(desk: Client) -> None:
    dossier = make_dossier(status="draft", sections=[("A", "one"), ("B", "[here]() and[^1]")])
    data = shown(desk, at(dossier)) | {"_publish": "Publish"}
    answer = desk.post(at(dossier), data)
    assert answer.status_code == 200
    assert [str(e) for e in form_of(answer).non_field_errors()] == [
        "The link “here” leads nowhere. Give it an address.",
        "The note [^1] is called and not written: add a line “[^1]: …”.",
    ]
    found = desk.post(at(dossier, "check"), data).text
    assert found.count('href="#id_sections-1-text"') == 2
    assert desk.post(at(dossier), data | {"reason": "Both come."}).status_code == 302
    assert len(dossier.transitions.get().overrides) == 2


def reader_of_dossiers(*verbs: str) -> Client:
    user = User.objects.create_user("herodotus", is_staff=True)
    names = [*(f"{verb}_dossier" for verb in verbs), "add_post"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def secret_dossier() -> Dossier:
    """Return one whose hidden post stands in it, in a version and in unsaved changes."""
    hidden = make_post("zebra", status="draft")
    dossier = make_dossier(posts=[hidden, make_post("Fulford")], sections=[("A", "one")])
    first, by = content(dossier), make_editor("livy")
    save.save(dossier, first, by=by, version=1)
    return dossier


@pytest.mark.parametrize("page", ["change", "history", "versions/1", "history/?from=1&to=now"])
def test_who_may_only_read_is_shown_no_form_and_no_hidden_title(page: str) -> None:
    dossier, client = secret_dossier(), reader_of_dossiers("view")
    answer = client.get(at(dossier, page).replace("=now/", "=now"))
    assert answer.status_code == 200
    assert ("zebra" in answer.text, 'id="post_form"' in answer.text) == (False, False)
    if page == "change":
        assert (HIDDEN in answer.text, "Fulford" in answer.text) == (True, True)


def test_nor_does_the_form_tell_one_who_may_change_dossiers_alone() -> None:
    dossier, client = secret_dossier(), reader_of_dossiers("view", "change")
    other = make_post("zebra two", status="draft")
    page = client.get(at(dossier))
    assert ("zebra" in page.text, HIDDEN in page.text) == (False, True)
    data = data_of(page)
    kept = set(map(int, data["posts"]))
    assert client.post(at(dossier), data).status_code == 302
    assert {each.key for each in content(dossier).posts} == kept
    forged = client.post(at(dossier), shown(client, at(dossier)) | {"posts": [other.pk]})
    assert (forged.status_code, "zebra" in forged.text) == (200, False)


@pytest.mark.parametrize("page", ["change", "autosave", "check", "presence", "discard"])
def test_who_may_only_read_stores_nothing(page: str) -> None:
    dossier, client = secret_dossier(), reader_of_dossiers("view")
    before = list(Revision.objects.values_list("pk", flat=True))
    assert client.post(at(dossier, page), {"title": "Forged"}).status_code == 403
    assert list(Revision.objects.values_list("pk", flat=True)) == before
    assert (Autosave.objects.count(), Presence.objects.count()) == (0, 0)
    assert Dossier.objects.get().title == "The Conquest"


def test_who_else_has_it_open_is_told(desk: Client, colleague: Client) -> None:
    dossier = make_dossier()
    assert colleague.post(at(dossier, "presence")).json() == {"others": []}
    (told,) = desk.post(at(dossier, "presence")).json()["others"]
    assert told.startswith("livy is editing this too, since ")
    assert "livy is editing this too" in desk.get(at(dossier)).text
    colleague.post(at(dossier, "presence"), {"gone": "1"})
    assert desk.post(at(dossier, "presence")).json() == {"others": []}


def test_a_dossier_deleted_meanwhile_becomes_a_new_one(desk: Client) -> None:
    dossier = make_dossier(status="draft", sections=[("A", "one")])
    mine, address = shown(desk, at(dossier)) | {"description": "Typed."}, at(dossier)
    dossier.delete()
    answer = desk.post(address, mine)
    assert "This dossier was deleted meanwhile" in answer.text
    assert f'action="{ADD}"' in answer.text
    assert desk.post(ADD, data_of(answer)).status_code == 302
    assert texts(Dossier.objects.get()) == [("A", "one")]


def test_an_address_in_use_names_the_other_dossier(desk: Client) -> None:
    make_dossier("Conquest", slug="taken")
    make_post("Hastings", slug="of-a-post")
    data = shown(desk, ADD) | {"title": "Mine"}
    told = form_of(desk.post(ADD, data | {"slug": "taken"})).errors["slug"]
    assert told == [TAKEN]
    assert desk.post(ADD, data | {"slug": "of-a-post"}).status_code == 302


def test_rows_keep_their_keys_and_so_the_anchors_that_lead_to_them(desk: Client) -> None:
    dossier = make_dossier(status="draft", sections=[("A", "one"), ("B", "two")])
    make_milestone(dossier, "Later", event_input="1087")
    keys = dict(dossier.sections.values_list("heading", "pk"))
    data: dict[str, Any] = shown(desk, at(dossier))
    data |= {"sections-0-position": 2, "sections-1-position": 1, "sections-1-text": "three"}
    row = {"event_input": "1066", "calendar_choice": "auto", "source": make_source().pk}
    data = with_row(data, "milestones", label="Sooner", **row)
    assert desk.post(at(dossier), data).status_code == 302
    assert dict(dossier.sections.values_list("heading", "pk")) == keys
    assert texts(dossier) == [("B", "three"), ("A", "one")]
    assert [row.label for row in content(dossier).milestones] == ["Sooner", "Later"]
    latest = dossier.revisions.first()
    assert latest is not None
    assert DossierSnapshot.from_json(latest.snapshot) == content(dossier)
    assert desk.post(at(dossier), shown(desk, at(dossier))).status_code == 302
    assert dossier.revisions.count() == 2
    assert Post.objects.count() == 0


def test_what_a_milestone_needs_is_marked(desk: Client) -> None:
    dossier = make_dossier()
    make_milestone(dossier, "Domesday")
    page = " ".join(desk.get(at(dossier)).text.split())
    marked = re.findall(r'for="id_milestones-0-(\w+)">[^<]+<span class="quiet">needed', page)
    assert marked == ["label", "event_input", "source"]
