"""What is set in another language than its page says so, and which way it runs."""

import re
from html.parser import HTMLParser

import pytest

from tests.factories import make_citation, make_dossier, make_image, make_post
from tests.views.reading import text_of

pytestmark = pytest.mark.django_db
EMPTY = {"img", "meta", "link", "br", "hr", "input", "source"}
ENGLISH = ("en", "ltr")
# The site's own words on a page of a story.
OWN = (
    *("TLDR", "1 more", "Illustration", "Where it comes from", "At full size", "Sources", "Tags"),
    *("Part of the dossier", "Cite this story", "Copy its link", "A question to end with"),
    *("Next in time", "Before this", "Related stories", "What links here"),
)


class Spoken(HTMLParser):
    """Language and direction of each text, by its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open = [ENGLISH]
        self.found: dict[str, set[tuple[str, str]]] = {}
        body = html.partition("<body>")[2].partition("</body>")[0]
        self.feed(re.sub("<svg.*?</svg>", "", body, flags=re.DOTALL))

    def handle_starttag(self, tag, attrs):
        own, (language, way) = dict(attrs), self.open[-1]
        if tag not in EMPTY:
            turned = own.get("dir", way)
            way = way if turned == "auto" else turned  # of a caption, in whatever language it is
            self.open.append((own.get("lang", language).partition("-")[0], way))

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        self.found.setdefault(data.strip(), set()).add(self.open[-1])


@pytest.mark.parametrize(
    ("language", "way"), [("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("de", "ltr")]
)
def test_each_text_runs_as_its_language_does(client, language, way):
    told = {"language": language, "description": "Foreign deck", "closing_question": "Foreign why"}
    picture = make_image(illustration=True, source_url="https://example.org/")
    story = make_post(
        *("Foreign story",),
        **told,
        slug="story",
        story="Foreign text. [a](/posts/related/)",
        hero=picture,
        bullets=[("", f"Foreign bullet {n}") for n in range(3)],
        tags=["Tag"],
    )
    source = make_citation(story, "Foreign source", language=language).source
    make_citation(story, "English source", language="en", author="Author")
    link = {"story": "[s](/posts/story/)"}
    make_dossier("Foreign dossier", posts=[story], language=language, description="Foreign deck")
    make_dossier("Linking dossier", sections=[("One", link["story"])])
    make_post("Foreign next", event_input="1067", **told)
    make_post("Foreign before", event_input="1065", **told)
    make_post("Foreign linking", event_input="1300", **told | link)
    make_post("Foreign related", event_input="1900", tags=["Tag"], **told)
    make_post("Related", event_input="1901", tags=["Tag"])

    foreign = {(language.partition("-")[0], way)}
    for path in ("/posts/story/", "/dossiers/", "/dossiers/foreign-dossier/", "/", "/tags/tag/"):
        found = Spoken(text_of(client, path)).found
        theirs = {words: of for words, of in found.items() if words.startswith("Foreign")}
        assert theirs, path
        assert [words for words, of in theirs.items() if of != foreign] == [], path
    found = Spoken(text_of(client, "/posts/story/")).found
    own = (*OWN, "English source", "Related", "Linking dossier")
    assert [words for words in own if found.get(words) != {ENGLISH}] == []
    assert source.title in found
