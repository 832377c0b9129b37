"""Letters of readers: from the form to the desk, and to the page where they are printed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from posts import archives
from posts.correspondence.letters import clear_put_by, settle
from posts.models import ContentVersion, FormCount, Letter, LetterState, Post, Redirect
from posts.views.letters import LIMIT
from tests.archives.stored import store_all
from tests.factories import make_editor, make_post
from tests.views.hidden import STATES
from tests.views.test_leaks import PUBLIC_PAGES

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
FORM, THANKS = "/posts/hastings/letter/", "/posts/hastings/letter/thanks/"
SENT = {"kind": "letter", "text": "I doubt it.", "name": "Wat", "email": "wat@example.org"}
ADDRESS = "wat@example.org"


@pytest.fixture
def post() -> Iterator[Post]:
    with time_machine.travel(NOW, tick=False):
        yield make_post("Hastings", closing_question="Who won?", tags=["siege"])


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def test_what_is_sent_waits_and_shows_nowhere(client: Client, post: Post) -> None:
    before = {path: client.get(path).content for path in PUBLIC_PAGES}
    version = ContentVersion.current().number
    for kind, passage in (("letter", ""), ("error", "Harold fell\nat dusk.")):
        answer = client.post(FORM, SENT | {"kind": kind, "passage": passage}, follow=True)

        assert (kind, answer.redirect_chain) == (kind, [(THANKS, 302)])
        assert "Thank you." in answer.text
        letter = Letter.objects.latest("pk")
        assert (letter.post, letter.kind, letter.passage) == (post, kind, passage)
        assert (letter.text, letter.name, letter.email) == ("I doubt it.", "Wat", ADDRESS)
        assert (letter.state, ContentVersion.current().number) == (LetterState.WAITING, version)
    assert Letter.objects.count() == 2
    cache.clear()
    assert {path: client.get(path).content for path in PUBLIC_PAGES} == before


def test_no_answer_of_it_has_a_cookie_or_may_be_kept(client: Client, post: Post) -> None:
    answers = [
        *(client.get(FORM), client.get(THANKS), client.post(FORM, {}), client.post(FORM, SENT)),
        *(client.get("/posts/nothing/letter/"), client.post("/posts/nothing/letter/", SENT)),
        client.post(FORM, SENT, headers={"origin": "https://elsewhere.example"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 302, 404, 404, 403]
    assert {answer["Cache-Control"].split()[-1] for answer in answers} == {"no-store"}
    told = [(answer.cookies, "Cookie" in answer.get("Vary", "")) for answer in answers]
    assert told == len(answers) * [({}, False)]


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("text", "", "This field is required."),
        ("text", "x" * 4_001, "Ensure this value has at most 4000 characters (it has 4001)."),
        ("text", "a\x1b[0m", "The character U+001B (escape) at line 1, column 2"),
        ("text", "e" + 31 * "\u0301", "begins a run of more than 30 combining marks"),
        ("name", " ", "This field is required."),
        ("name", "W" * 101, "Ensure this value has at most 100 characters (it has 101)."),
        ("name", "Wat\u202e", "is not allowed in a name or title"),
        ("email", "wat at example", "Enter a valid email address."),
        ("email", "wat@example.org\nBcc: x@example.org", "Enter a valid email address."),
        ("passage", "x" * 501, "Ensure this value has at most 500 characters (it has 501)."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_all_is_kept(
    client: Client, post: Post, field: str, typed: str, told: str
) -> None:
    sent = SENT | {"kind": "error", "passage": "Dusk", field: typed}
    answer = client.post(FORM, sent)
    assert list(errors(answer)) == [field]
    assert told in errors(answer)[field][0]
    assert f'aria-describedby="id_{field}' in answer.text
    assert {name: answer.context["form"][name].value() for name in sent} == sent
    assert Letter.objects.count() == 0


def test_the_passage_comes_along_in_the_address(client: Client, post: Post) -> None:
    answer = client.get(f"{FORM}?kind=error&passage=Harold%20%3Cb%3E&text=no&name=no")
    assert "Harold &lt;b&gt;</textarea>" in answer.text
    assert answer.context["form"]["text"].value() in (None, "")
    assert "passage" not in client.get(f"{FORM}?passage=Harold").context["form"].fields
    assert "passage" not in client.get(f"{FORM}?kind=nonsense").context["form"].fields
    assert errors(client.post(FORM, SENT | {"kind": "nonsense"})).keys() == {"kind"}


@pytest.mark.parametrize("state", STATES)
def test_nobody_writes_to_what_is_hidden(client: Client, state: str) -> None:
    with time_machine.travel(NOW, tick=False):
        make_post("Secret", **STATES[state])
        answers = [
            (answer.status_code, sorted(answer.items()), answer.content)
            for slug in ("secret", "nothing")
            for answer in (
                client.post(f"/posts/{slug}/letter/", SENT),
                client.get(f"/posts/{slug}/letter/"),
            )
        ]
    assert len({repr(answer) for answer in answers}) == 1
    assert (answers[0][0], Letter.objects.count()) == (404, 0)


def test_an_old_address_of_the_story_leads_to_its_form(client: Client, post: Post) -> None:
    Redirect.objects.create(path="/posts/senlac/", post=post)
    answer = client.get("/posts/senlac/letter/?kind=error&passage=Dusk")
    assert (answer.status_code, answer["Location"]) == (301, f"{FORM}?kind=error&passage=Dusk")


def test_a_program_that_fills_in_all_gets_thanks_and_nothing_is_stored(
    client: Client, post: Post
) -> None:
    answer = client.post(FORM, SENT | {"website": "https://buy.example"})
    assert (answer.status_code, answer["Location"]) == (302, THANKS)
    assert (Letter.objects.count(), FormCount.objects.count()) == (0, 0)


def spam(number: int, addresses: int) -> list[int]:
    """Post so many letters from so many networks; return the statuses."""
    client = Client()
    return [
        client.post(
            FORM,
            SENT | {"text": f"Buy {n}", "name": f"Seller {n}"},
            REMOTE_ADDR=f"10.{n % addresses // 250}.{n % addresses % 250}.1",
        ).status_code
        for n in range(number)
    ]


@pytest.mark.parametrize(
    ("number", "addresses", "taken"),
    [
        (25, 1, LIMIT.from_one),
        pytest.param(10_000, 1, LIMIT.from_one, marks=pytest.mark.long),
        pytest.param(10_000, 5_000, LIMIT.from_all, marks=pytest.mark.long),
    ],
)
def test_a_flood_is_bounded_and_shows_nowhere(
    client: Client, post: Post, number: int, addresses: int, taken: int
) -> None:
    with time_machine.travel(NOW, tick=False):
        before = client.get("/posts/hastings/").content
        statuses = spam(number, addresses)
        assert (statuses.count(302), statuses.count(429)) == (taken, number - taken)
        assert Letter.objects.count() == taken
        assert FormCount.objects.count() <= min(addresses, taken) + 1
        cache.clear()
        assert client.get("/posts/hastings/").content == before

        answer = client.post(FORM, SENT, REMOTE_ADDR="10.0.0.1")
        assert (answer.status_code, answer["Cache-Control"]) == (429, "no-store")
        assert int(answer["Retry-After"]) in (3_601, 86_401)
        assert "Please send it again in" in answer.text
        assert "I doubt it." in answer.text


def print_letter(letter: Letter, by: User, answer: str = "") -> None:
    letter.answer = answer
    settle(letter, LetterState.PRINTED, by=by)


def test_a_chosen_one_is_printed_as_plain_text_and_its_address_never(
    client: Client, post: Post
) -> None:
    by = make_editor()
    sent = SENT | {"text": "I *doubt* it.\n\n<b>No</b> http://buy.example"}
    client.post(FORM, sent)
    client.post(FORM, SENT | {"text": "Unread", "name": "Nobody"})
    print_letter(Letter.objects.order_by("pk")[0], by, "So do *we*.")

    page = client.get("/posts/hastings/").text

    section = page[page.index('<section class="letters"') : page.index("Write to us")]
    assert "<p>I *doubt* it.</p>\n\n<p>&lt;b&gt;No&lt;/b&gt; http://buy.example</p>" in section
    assert "<bdi>Wat</bdi>" in section
    assert '<time datetime="2026-10-14">14 October 2026</time>' in section
    assert "<p>So do *we*.</p>" in section
    shown = b"".join(client.get(path).content for path in (*PUBLIC_PAGES, FORM, THANKS)).decode()
    assert [word for word in (ADDRESS, "Unread", "Nobody") if word in shown] == []
    told = [path for path in PUBLIC_PAGES if "doubt" in client.get(path).text]
    assert {path.partition("?")[0] for path in told} == {"/posts/hastings/"}


def test_it_goes_from_the_page_with_the_decision(client: Client, post: Post) -> None:
    by, letter = make_editor(), Letter.objects.create(post=post, text="I doubt it.", name="Wat")
    shown = []
    for state in (LetterState.PRINTED, LetterState.PUT_BY, LetterState.PRINTED):
        settle(letter, state, by=by)
        archives.refresh_posts([post.pk])
        shown.append("I doubt it." in client.get("/posts/hastings/").text)
    Letter.objects.all().delete()
    shown.append("I doubt it." in client.get("/posts/hastings/").text)
    assert shown == [True, False, True, False]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_page_takes_no_statement_more_for_letters(
    client: Client, post: Post, number: int, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        post.letters.create(text=f"Letter {each}", name="Wat", state="printed")
    store_all()
    client.get("/posts/hastings/")
    with django_assert_num_queries(1):
        page = client.get("/posts/hastings/").text
    assert page.count('class="letter"') == number


def test_what_is_put_by_goes_after_thirty_days(post: Post) -> None:
    states = (LetterState.WAITING, LetterState.PRINTED, LetterState.PUT_BY)
    for state in states:
        for days in (29, 31):
            at = NOW - timedelta(days=days)
            Letter.objects.create(post=post, text="x", name="x", state=state, settled_at=at)
    with time_machine.travel(NOW, tick=False):
        assert clear_put_by() == 1
    left = Letter.objects.filter(state=LetterState.PUT_BY).values_list("settled_at", flat=True)
    assert (Letter.objects.count(), list(left)) == (5, [NOW - timedelta(days=29)])
