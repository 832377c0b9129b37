import doctest

import pytest

from posts.rendering import link_problem, links, outline

ANCHORS = {"section-why", "section-how"}


def test_the_examples_hold() -> None:
    assert doctest.testmod(links).failed == 0


@pytest.mark.parametrize(
    "address",
    [
        *("https://example.org", "http://example.org:8080/a?b#c", "HTTPS://EXAMPLE.ORG/"),
        *("mailto:clio@example.org", "/posts/hastings/", "//example.org/a", "?page=2"),
        *("#section-why", "https://fr.wikipedia.org/wiki/%C3%89t%C3%A9", "http://localhost/"),
        *("http://[::1]:8000/a", "https://example.org/a[1]"),
    ],
)
def test_a_sound_address_is_not_complained_of(address: str) -> None:
    assert link_problem(address, ANCHORS) == ""


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        ("www.example.org", "write https://www.example.org"),
        ("example.org/a/b.html", "write https://example.org/a/b.html"),
        ("example.org:8080/a", "write https://example.org:8080/a"),
        ("%E2%80%9Chttps://example.org/%E2%80%9D", "write https://example.org/"),
        ("«https://example.org/»", "write https://example.org/"),
        ("clio@example.org", "write mailto:clio@example.org"),
        ("http//example.org/a", "write http://example.org/a"),
        ("https/example.org", "write https://example.org"),
        ("http:example.org", "write http://example.org"),
        ("https:/example.org/a", "write https://example.org/a"),
        ("https://", "write https://"),
        ("https://[example.org]/a[1]", "write https://example.org/a[1]"),
        ("https://example.org]/", "write https://example.org/"),
        ("https://[]", "has no site in it"),
        ("htps://example.org/", "write https://example.org/"),
        ("ftp://example.org/a", "write https://example.org/a"),
        ("javascript:alert(1)", "which is not followed here"),
        ("mailto:clio", "write mailto:name@example.org"),
        ("hastings/", "write /hastings/ for a page"),
        ("../hastings/", "write /hastings/ for a page"),
        ("#nowhere", "#section-how, #section-why"),
    ],
)
def test_an_address_that_leads_nowhere_is_named_with_the_remedy(address: str, remedy: str) -> None:
    assert remedy in link_problem(address, ANCHORS)


def test_notes_are_told_that_lack_their_other_half() -> None:
    told = outline("A[^1] b[^two] c.[^1]\n\n`[^code]`\n\n[^1]: Written.\n[^3]: Nowhere called.")
    assert (told.unwritten, told.uncalled) == (("two",), ("3",))


def test_headings_are_places_to_link_to() -> None:
    assert outline("# Why\n\n## Why\n\nHow\n---").anchors == {
        *("section-why", "section-why-1", "section-how"),
    }
