"""Whatever is typed into the search is looked for, and nothing is an error."""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from posts.models import Category, Post
from tests.search.corpus import make_corpus

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus() -> dict[str, Post]:
    posts = make_corpus()
    for name in ("ems", "cuba", "founding"):
        posts[name].categories.add(Category.objects.get_or_create(name="War")[0])
    return posts


def page(client: Client, typed: str = "", **more: str) -> str:
    response = client.get("/search/?" + urlencode({"q": typed} | more))
    assert response.status_code == 200
    return response.content.decode()


HOSTILE = (
    *('"', "''", "*", "(", ")", "a*", '"a', "a AND", "NOT a", "-", "--", "a -", "^a", "{title}: a"),
    *(
        "a\0b",
        "\x01",
        "\ud800",
        "😀",
        "🏳️‍🌈",
        " " * 200,
        "x" * 5000,
        "'" * 200,
        '"' * 200,
        "(" * 200,
    ),
    *(
        "-" * 200,
        "a " * 2000,
        "%",
        "_",
        "\\",
        "\\'",
        "$$",
        ";",
        "1/0",
        "\u202e",
        "ﷺ" * 200,
        "é" * 200,
    ),
    *(
        "NEAR(a b, 2)",
        "a:*",
        "a:A",
        "!a",
        "a <-> b",
        "a | b",
        "a & b",
        "-27 May",
        "0",
        "-44",
        "99999",
    ),
)


@pytest.mark.parametrize("path", ["/search/", "/search/suggestions/"])
def test_nothing_that_is_typed_is_an_error(client, corpus, path):
    """Sent as bytes, as a browser or a robot might."""
    asked = {typed: quote(typed.encode("utf-8", "surrogatepass")) for typed in HOSTILE}
    answers = {typed: client.get(f"{path}?q={q}").status_code for typed, q in asked.items()}

    assert {typed: code for typed, code in answers.items() if code not in (200, 302)} == {}


def test_a_long_line_is_cut_and_says_so(client, corpus):
    html = page(client, "treaty " * 50)

    assert "Only the first 200 characters were looked for." in html
    assert "looked for." not in page(client, "treaty")
