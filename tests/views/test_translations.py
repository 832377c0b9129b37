"""The same story in several languages: each page leads to the others, and none to a hidden one."""

import json
import re

import pytest

from posts.models import Post
from tests.archives.stored import store_all
from tests.factories import make_post
from tests.schema_org import faults
from tests.views.queries import queries_of
from tests.views.reading import text_of

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="https?://[^/"]+([^"]+)">')
SEEN = re.compile(r'<a lang="([^"]+)" dir="(\w+)" hreflang="[^"]+" href="([^"]+)">([^<]+)</a>')
EN, DE, AR = "/posts/hastings/", "/posts/schlacht/", "/posts/arabic/"
ALL = [("en", EN), ("x-default", EN), ("ar", AR), ("de", DE)]
NAMES = {"en": ("ltr", EN, "English"), "de": ("ltr", DE, "Deutsch"), "ar": ("rtl", AR, "العربيّة")}


@pytest.fixture
def original() -> Post:
    post = make_post("Hastings")
    make_post("Schlacht", language="de", translation_of=post)
    make_post("Arabic", language="ar", translation_of=post)
    make_post("Fulford", event_input="20 September 1066")
    return post


def seen(text: str) -> dict[str, tuple[str, ...]]:
    return {language: tuple(rest) for language, *rest in SEEN.findall(text)}


@pytest.mark.parametrize(("path", "own"), [(EN, "en"), (DE, "de"), (AR, "ar")])
def test_each_leads_to_all_others_in_its_head_and_by_their_own_names(client, original, path, own):
    text = text_of(client, path)

    assert LINK.findall(text) == ALL
    assert seen(text) == {language: name for language, name in NAMES.items() if language != own}
    assert "Read this in " in text


def test_a_story_in_one_language_says_nothing_of_it(client, original):
    text = text_of(client, "/posts/fulford/")

    assert (LINK.findall(text), seen(text)) == ([], {})
    assert "Read this in" not in text


@pytest.mark.parametrize(
    ("hidden", "path", "links"),
    [
        ("Hastings", DE, [("ar", AR), ("de", DE)]),
        ("Arabic", DE, [("en", EN), ("x-default", EN), ("de", DE)]),
        ("Schlacht", EN, [("en", EN), ("x-default", EN), ("ar", AR)]),
    ],
)
def test_a_hidden_one_is_not_told(client, original, hidden, path, links):
    post = Post.objects.get(title=hidden)
    post.status = "withdrawn"
    post.save()
    text = text_of(client, path)

    assert LINK.findall(text) == links
    assert post.slug not in text
    assert set(seen(text)) == {language for language, there in links if there != path} - {
        "x-default"
    }


def test_translations_part_when_an_original_goes_that_nobody_saw(client, original):
    original.status = "withdrawn"
    original.save()
    store_all()
    assert seen(text_of(client, DE)) == {"ar": NAMES["ar"]}

    original.delete()

    assert seen(text_of(client, DE)) == {}


def test_none_is_told_again_as_its_neighbour_or_as_related(client, original):
    for title in ("Hastings", "Schlacht", "Arabic"):
        Post.objects.get(title=title).tags.add("siege")
    text = text_of(client, EN)

    beyond = text[text.index('class="beyond"') :]
    assert re.findall(r'href="(/posts/[^"]+)"', beyond) == ["/posts/fulford/"]


def graphs(text: str) -> list[dict]:
    found = re.findall(r'<script type="application/ld\+json">(.+?)</script>', text)
    return [json.loads(each) for each in found]


def test_machines_are_told_what_is_a_translation_of_what(client, original):
    told = {path: graphs(text_of(client, path))[-1]["@graph"][0] for path in (EN, DE)}

    story = {path: f"{told[path]['@id'].partition('/posts/')[0]}{path}#story" for path in told}
    assert [told[path]["@id"] for path in told] == [story[path] for path in told]
    assert [each["inLanguage"] for each in told[EN]["workTranslation"]] == ["ar", "de"]
    assert told[DE]["translationOfWork"]["@id"] == story[EN]
    assert [faults({"@graph": [node]}) for node in told.values()] == [[], []]


def test_translations_take_no_statement_more(original):
    assert {queries_of(path) for path in ("/posts/fulford/", EN, DE)} == {3}


def test_lists_and_days_show_each_as_a_post(client, original):
    for path in ("/on/10-14/", "/feed.xml", "/years/1066/"):
        text = text_of(client, path)
        assert [there in text for there in (EN, DE, AR)] == [True, True, True], path
