"""Letters at the desk: who sees which, and what becomes of one."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from posts.editorial import trash
from posts.models import Correction, Letter, LetterState, Post
from tests.editorial.newsroom import make_person, signed_in
from tests.factories import make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
LIST = "/admin/posts/letter/"
ADDRESS = "wat@example.org"
MARK = "The moon stood high"


def make_letter(post: Post | None = None, **fields: Any) -> Letter:
    values = {"text": MARK, "name": "Wat Tyler", "email": ADDRESS} | fields
    return Letter.objects.create(post=post or make_post(), **values)


def page_of(letter: Letter) -> str:
    return f"{LIST}{letter.pk}/change/"


@pytest.mark.parametrize(
    ("role", "of_own", "of_other", "address", "button"),
    [
        ("nobody", 403, 403, False, False),
        ("author", 200, 302, False, False),
        ("editor", 200, 200, True, True),
        ("publisher", 200, 200, True, True),
    ],
)
def test_who_sees_a_letter_and_whence_it_came(
    role: str, of_own: int, of_other: int, address: bool, button: bool
) -> None:
    person = make_person(role)
    own, other = make_letter(make_post(author=person)), make_letter(make_post("Fulford"))
    client = signed_in(person)
    answer = client.get(page_of(own))
    assert (answer.status_code, client.get(page_of(other)).status_code) == (of_own, of_other)
    assert (ADDRESS in answer.text, 'name="_print"' in answer.text) == (address, button)
    listed = client.get(LIST)
    assert ADDRESS not in listed.text
    number = {"nobody": 0, "author": 1}.get(role, 2)
    assert listed.text.count(">The moon stood high</a>") == number


@pytest.mark.parametrize("query", ["q={}", "email__startswith={}", "email={}"])
def test_an_author_cannot_guess_an_address(query: str) -> None:
    author = make_person("author")
    make_letter(make_post(author=author))
    client = signed_in(author)
    found = []
    for guess in ("wat%40example.org", "no%40example.org"):
        answer = client.get(f"{LIST}?{query.format(guess)}", follow=True)
        found.append(MARK in answer.text)
    assert found[0] == found[1]


@pytest.mark.parametrize("role", ["author", "nobody"])
@pytest.mark.parametrize("button", ["_print", "_put_by", "_correct", "_save"])
def test_who_may_only_read_decides_nothing(role: str, button: str) -> None:
    person = make_person(role)
    letter = make_letter(make_post(author=person))
    answer = signed_in(person).post(page_of(letter), {"answer": "No", button: "1"})
    letter.refresh_from_db()
    assert (answer.status_code, letter.state, letter.answer) == (403, "waiting", "")
    assert signed_in(person).post(f"{LIST}{letter.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("button", "state"),
    [("_print", "printed"), ("_put_by", "put_by"), ("_save", "waiting"), ("_correct", "put_by")],
)
def test_each_button_does_what_it_says(desk: Client, editor: User, button: str, state: str) -> None:
    letter = make_letter(passage="At dusk")
    answer = desk.post(page_of(letter), {"answer": "Dawn.", "text": "forged", button: "1"})
    letter.refresh_from_db()
    assert (letter.state, letter.answer, letter.text) == (state, "Dawn.", MARK)
    assert (letter.by, letter.email) == (editor, ADDRESS)
    shown = Client().get("/posts/hastings/").text
    assert (MARK in shown, "Dawn." in shown, ADDRESS in shown) == (
        button == "_print",
        button == "_print",
        False,
    )
    if button == "_correct":
        form = desk.get(answer["Location"]).context["adminform"].form
        assert form.initial["text"] == f"“At dusk”: {MARK}"
        desk.post(
            answer["Location"],
            {"post": letter.post_id, "date": "2026-06-01", "text": "It was at dawn."},
        )
        assert Correction.objects.get().post == letter.post
    else:
        assert answer["Location"] == LIST


def test_those_that_wait_come_first_and_are_counted(desk: Client) -> None:
    post = make_post()
    for state in ("printed", "waiting", "put_by", "waiting"):
        make_letter(post, state=state)
    rows = list(desk.get(LIST).context["cl"].result_list)
    assert [row.state for row in rows] == ["waiting", "waiting", "put_by", "printed"]
    narrowed = desk.get(f"{LIST}?state__exact=waiting").context["cl"].result_list
    assert [row.state for row in narrowed] == ["waiting", "waiting"]
    assert "2 letters wait" in desk.get("/admin/").text
    assert "wait to be read" not in signed_in(make_person("author")).get("/admin/").text


def test_spam_is_thrown_away_in_bulk(desk: Client) -> None:
    post = make_post()
    spam = [make_letter(post, text=f"Buy {n}") for n in range(30)]
    kept = make_letter(post)
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in spam]}
    asked = desk.post(LIST, chosen)
    assert (asked.status_code, Letter.objects.count(), len(asked.content) < 60_000) == (
        200,
        31,
        True,
    )
    desk.post(LIST, chosen | {"post": "yes"})
    assert list(Letter.objects.all()) == [kept]


def test_letters_go_to_the_trash_and_back_with_their_story(desk: Client, editor: User) -> None:
    post = make_post()
    letter = make_letter(post, state=LetterState.PRINTED)
    trash.trash(Post, [post.pk], by=editor)
    assert list(desk.get(LIST).context["cl"].result_list) == []
    assert desk.get(page_of(letter)).status_code == 302
    assert "1 letter" in trash.told(Post.objects.get(), by=editor)
    trash.restore(Post, [post.pk], by=editor)
    assert MARK in Client().get("/posts/hastings/").text
    trash.trash(Post, [post.pk], by=editor)
    trash.delete_for_good(Post, [post.pk], by=editor)
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_any_number_of_rows(
    desk: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        make_letter(make_post(f"Post {number}"))
    with django_assert_num_queries(5):
        assert MARK in desk.get(LIST).text
