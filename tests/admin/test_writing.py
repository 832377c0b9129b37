"""What the writing box asks of the server: pasted text, stories to link to, pictures to show."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from posts.exchange.html import MAX_HTML
from tests.factories import make_image, make_place, make_post

PASTE = reverse("admin:paste")
NOTE = (
    '<p>Told<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup> at '
    '<a href="http://testserver/posts/hastings/">Hastings</a>.</p>'
    '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> Wace.</p></div>'
)
CHOICES = "/admin/autocomplete/?app_label=posts&model_name={}&field_name={}&term={}"


def results(desk: Client, model: str, field: str, term: str = "") -> list[dict[str, str]]:
    found: list[dict[str, str]] = desk.get(CHOICES.format(model, field, term)).json()["results"]
    return found


@pytest.mark.parametrize(
    ("first", "number"), [("", 1), ("3", 3), ("0", 1), ("x", 1), ("9" * 30, 1)]
)
def test_a_paste_is_answered_as_markdown(desk: Client, first: str, number: int) -> None:
    answer = desk.post(PASTE, {"html": NOTE, "first_note": first})

    markdown = f"Told[^{number}] at [Hastings](/posts/hastings/).\n\n[^{number}]: Wace."
    assert answer.json() == {"markdown": markdown, "told": []}


def test_it_says_what_was_lost(desk: Client) -> None:
    answer = desk.post(PASTE, {"html": "<p>A\x0bB<img><img></p>"})

    assert answer.json() == {
        "markdown": "A\\\nB",
        "told": [
            "Breaks that were control characters are plain ones now.",
            "2 pictures left out: add them by the picture button.",
        ],
    }


def test_a_paste_beyond_reading_is_refused_with_the_reason(desk: Client) -> None:
    answer = desk.post(PASTE, {"html": "x" * (MAX_HTML + 1)})

    message = (
        "It has 1,000,001 characters and some 0 elements of formatting; the most is 1,000,000 "
        "and 10,000. Paste it in parts."
    )
    assert (answer.status_code, answer.json()) == (400, {"message": message})


@pytest.mark.parametrize(
    ("path", "words", "linked"),
    [
        ("/posts/fulford/", "{}", r"Fulford \[1066\]"),
        ("/posts/fulford/#ford", "{}", r"Fulford \[1066\]"),
        ("/posts/a_ford/", "/posts/a_ford/", "A ford"),
        ("/posts/fulford/", "The ford", "The ford"),
        ("/posts/nobody/", "{}", "http://testserver/posts/nobody/"),
        ("/on/", "{}", "http://testserver/on/"),
    ],
)
def test_an_address_of_this_site_becomes_a_link_with_the_title(
    desk: Client, path: str, words: str, linked: str
) -> None:
    make_post("Fulford [1066]", slug="fulford")
    make_post("A ford", slug="a_ford")
    address = f"http://testserver{path}"
    pasted = f'<a href="{address}">{words.format(address)}</a>'

    assert desk.post(PASTE, {"html": pasted}).json()["markdown"] == f"[{linked}]({path})"


def test_the_title_is_told_to_who_may_know_of_the_post(db: None) -> None:
    make_post("Quagga", slug="fulford", status="draft")
    author = User.objects.create_user("herodotus", is_staff=True)
    author.groups.add(Group.objects.get(name="author"))
    client = Client()
    client.force_login(author)
    address = "http://testserver/posts/fulford/"
    answer = client.post(PASTE, {"html": f'<a href="{address}">{address}</a>'})

    assert answer.json()["markdown"] == f"[{address}](/posts/fulford/)"


def test_who_may_write_may_paste(db: None) -> None:
    author = User.objects.create_user("herodotus", is_staff=True)
    client = Client()
    client.force_login(author)
    refused = client.post(PASTE, {"html": "<b>x</b>"}).status_code
    author.groups.add(Group.objects.get(name="author"))

    assert refused == 403
    assert client.post(PASTE, {"html": "<b>x</b>"}).json()["markdown"] == "**x**"
    assert client.get(PASTE).status_code == 405


@pytest.mark.parametrize("status", ["approved", "draft"])
@pytest.mark.parametrize("term", ["hast", "1066", "october 1066", "14 October 1066", "Sussex"])
def test_a_story_is_found_by_title_date_or_place_with_its_address(
    desk: Client, term: str, status: str
) -> None:
    sussex = [make_place("Sussex")]
    make_post("Hastings", event_input="14 October 1066", places=sussex, status=status)
    make_post("Stamford Bridge", event_input="25 September 1067")

    found = results(desk, "postlink", "later", term)

    assert [(each["text"], each["date"], each["address"]) for each in found] == [
        ("Hastings", "14 October 1066", "/posts/hastings/")
    ]


def test_a_picture_of_the_library_comes_with_its_words_and_its_markdown(desk: Client) -> None:
    field = make_image("green", alt="A [green] field")
    bare = make_image("red", alt="")
    drawn = make_image("blue", alt="", decorative=True)

    told = {each["id"]: (each["alt"], each["code"]) for each in results(desk, "post", "hero")}

    assert told == {
        str(field.pk): ("A [green] field", rf"![A \[green\] field]({field.file.url})"),
        str(bare.pk): ("It has no description yet.", f"![]({bare.file.url})"),
        str(drawn.pk): ("", f"![]({drawn.file.url})"),
    }
