"""Words stand apart without any style: in browsers of text, read aloud, copied."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

from posts.models import Place
from tests.factories import (
    link_posts,
    make_category,
    make_citation,
    make_dossier,
    make_image,
    make_milestone,
    make_post,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
IN_LINE = {"a", "abbr", "b", "bdi", "button", "cite", "em", "i", "label", "mark", "select"}
IN_LINE |= {"small", "span", "strong", "summary", "time"}


class Joints(HTMLParser):
    """Finds where one element in a line ends and the next begins, or a word is cut by a tag."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.ended, self.began, self.found = "", False, False, list[str]()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._passed(tag, begins=True)

    def handle_endtag(self, tag: str) -> None:
        self._passed(tag, begins=False)

    def _passed(self, tag: str, *, begins: bool) -> None:
        if tag not in IN_LINE:
            self.before, self.ended, self.began = "", False, False
        self.ended |= not begins
        self.began |= begins

    def handle_data(self, data: str) -> None:
        last, first = self.before[-1:], data[:1]
        cut = last.isalnum() and first.isalnum() and (self.ended or self.began)
        meet = self.ended and self.began and last.strip() and first.strip(" \n.,:;")
        if cut or meet:
            self.found.append(f"{self.before[-20:]}|{data[:20]}")
        self.before, self.ended, self.began = data, False, False


def joints(page: str) -> list[str]:
    parser = Joints()
    parser.feed(page.partition("<body")[2])
    return parser.found


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<a>Japan</a><a>Russia</a>", ["Japan|Russia"]),
        ("<a>Culture</a><a><span>÷</span> Science</a>", ["Culture|÷"]),
        ("<span>5 stories</span><span>4 milestones</span>", ["5 stories|4 milestones"]),
        ("<a>Hastings<span>post</span></a>", ["Hastings|post"]),
        ("<a>Japan</a> <a>Russia</a>, <p>here<p>there: <b>so</b>.", []),
    ],
)
def test_a_joint_is_found(page, expected):
    assert joints(f"<body>{page}") == expected


@pytest.fixture(scope="module")
def archive(module_db: Path) -> None:
    war, law = make_category("War", sign="¶"), make_category("Law", sign="÷", description="Rights")
    places = list(Place.objects.filter(slug__in=("france", "soviet-union", "russia")))
    filed = {"categories": [war, law], "places": places, "tags": ["siege", "1066"]}
    hastings = make_post("Hastings", hero=make_image(credit="Anon", caption="A field"), **filed)
    others = [
        make_post(f"War {year}", event_input=when, closing_question="Why?", **filed)
        for year, when in enumerate(("14 October 1067", "1060–1070", "44 BC", "13 October 1066"))
    ]
    make_post("Tale [^1]\n\n[^1]: Told", event_input="1066", bullets=[("Who", "William")], **filed)
    make_citation(hastings, author="Guy", quotation="Here", note="Doubtful")
    dossier = make_dossier("Conquest", description="Whole")
    dossier.posts.add(hastings, *others)
    for year in (1068, 1069):
        make_milestone(dossier, f"Domesday {year}", event_input=str(year))
    link_posts(hastings, others[0])
    link_posts(others[3], hastings)


@pytest.mark.usefixtures("archive", "db")
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/posts/hastings/", "/posts/war-0/", "/on/", "/on/10-14/", "/on/10-15/"),
        *("/years/1066/", "/decades/1060s/", "/centuries/11/", "/timeline/", "/map/"),
        *("/timeline/?century=11", "/timeline/?decade=1060s&category=war", "/categories/"),
        *("/categories/war/", "/places/", "/places/soviet-union/", "/places/europe/", "/tags/"),
        *("/tags/siege/", "/dossiers/", "/dossiers/conquest/", "/archive/", "/archive/2020/01/"),
        *("/search/", "/search/?q=war", "/search/?q=hastings&category=war", "/search/?q=hastigns"),
        *("/search/?q=44+BC", "/nothing/", "/years/1999/"),
    ],
)
def test_no_two_words_of_a_page_run_together(path, client: Client):
    assert joints(client.get(path).content.decode()) == []
