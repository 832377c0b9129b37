"""Nothing of a hidden post shows anywhere, and its address says no more than an unknown one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import resolve
from taggit.models import Tag

from posts.archives import footer
from posts.editorial import autosave, save
from posts.editorial.snapshot_io import snapshot_of
from posts.models import Correction, Dossier, Place, Post, PostLink, Redirect
from posts.urls import urlpatterns
from tests.factories import (
    make_category,
    make_dossier,
    make_editor,
    make_page,
    make_post,
    make_profile,
    restart_keys,
)
from tests.views import hidden
from tests.views.hidden import NOW, STATES, WORDS

pytestmark = pytest.mark.django_db
PUBLIC_PAGES = (
    *("/", "/posts/hastings/", "/categories/", "/categories/war/", "/tags/", "/tags/siege/"),
    *("/places/", "/places/france/", "/places/europe/", "/archive/", "/archive/2020/01/"),
    *("/nothing/", "/nothing.html", "/posts/hastings/?page=2", "/categories/war/?page=2"),
    *("/on/", "/on/10-14/", "/on/10-13/", "/on/10-14.json", "/years/1066/", "/years/1067/"),
    *("/decades/1060s/", "/centuries/11/", "/timeline/", "/timeline/?century=11", "/map/"),
    *("/timeline/?decade=1060s", "/timeline/?category=war", "/timeline/?place=france"),
    *("/search/", "/search/?q=hastings", "/search/?q=1067", "/search/?q=hastings&sort=event"),
    *("/search/?q=hastings&category=war", "/search/suggestions/?q=has"),
    *("/dossiers/", "/dossiers/conquest/"),
    *("/feed.xml", "/feed.rss", "/feed.json", "/feeds/today.xml", "/feeds/dossiers.xml"),
    *("/calendar.ics", "/api/", "/api/openapi.json", "/api/posts/", "/api/posts/hastings/"),
    *("/api/days/", "/api/days/10-14/", "/api/places/", "/api/places/europe/"),
    *("/api/dossiers/", "/api/dossiers/conquest/", "/api/search/?q=hastings"),
    *("/feeds/categories/war.xml", "/feeds/tags/siege.xml", "/feeds/places/france.xml"),
    *("/feeds/categories/war.ics", "/feeds/tags/siege.ics", "/feeds/places/france.ics"),
    *("/sitemap.xml", "/sitemaps/posts-1.xml", "/sitemaps/archives-1.xml", "/robots.txt"),
    *("/follow/", "/opensearch.xml", "/posts/hastings/cite.bib", "/posts/hastings/cite.ris"),
    "/posts/hastings/cite.json",
    *("/people/ada-moreau/", "/corrections/"),
    *("/feeds/corrections.xml", "/about/", "/sitemaps/pages-1.xml"),
)
# Forms that readers send are kept by nobody.
FORMS = (
    *("/posts/hastings/letter/", "/posts/hastings/letter/?kind=error&passage=Harold"),
    *("/posts/hastings/letter/thanks/", "/follow/sign-up/", "/follow/sign-up/?of=place:france"),
)
# These repeat what was asked for; they must not change by a hidden post that holds it.
SEARCHES = tuple(
    address
    for word in WORDS
    for address in (
        *(f"/search/?q={word}", f"/search/suggestions/?q={word[:-2]}"),
        f"/api/search/?q={word}",
        f"/follow/sign-up/?of=place:{word}",
    )
)
ASKED = (*PUBLIC_PAGES, *FORMS, *SEARCHES)

# Its status, Last-Modified and content.
type Answer = tuple[int, str | None, bytes]


@pytest.fixture(scope="module")
def stored(module_db: Path) -> Iterator[Post]:
    """A story of the first file of the list for search engines, whatever ran before it."""
    restart_keys(Post)
    with override_settings(SENDS_MAIL=True), time_machine.travel(NOW, tick=False):
        yield make_public()


@pytest.fixture
def public(stored: Post) -> Post:
    return Post.objects.get(pk=stored.pk)


@pytest.fixture(scope="module")
def before(stored: Post) -> dict[str, Answer]:
    """What every page says while nothing is hidden."""
    return answers()


def make_public() -> Post:
    post = make_post(
        "Hastings",
        categories=[make_category("War")],
        places=[Place.objects.get(slug="france")],
        tags=["siege"],
        author=make_profile("Ada Moreau").person,
    )
    Correction.objects.create(post=post, text="The battle began at dawn.")
    make_page("About", footer="1", story="As [told](/posts/hastings/).")
    dossier = make_dossier("Conquest")
    dossier.posts.add(post)
    return post


# A story has one translation in a language.
LANGUAGES = ("fr", "de", "nl", "it", "es")


def make_hidden(state: str, public: Post, number: int = 0) -> Post:
    """A hidden post that stands in the dossier of the public one, and of the year after it.

    Each of several has another `number`.
    """
    own = {"slug": f"quaggaslug{number or ''}", "event_input": "14 October 1067"}
    post = hidden.make_hidden(state, public, **own)
    Post.objects.filter(pk=post.pk).update(author=public.author)
    Correction.objects.create(post=post, text="quaggacorrection")
    Dossier.objects.get(slug="conquest").posts.add(post)
    PostLink.objects.create(earlier=public, later=post)
    translated = {"slug": f"quaggatranslated{number or ''}", "language": LANGUAGES[number]}
    make_post("quaggatitle", translation_of=public, **translated | hidden.STATES[state])
    # What links here is told of public stories alone.
    post.story = f"{post.story} [words](/posts/hastings/)"
    post.save()
    return post


def answers() -> dict[str, Answer]:
    """Return what every page says, whatever this process knows from before."""
    cache.clear()
    footer.forget()
    return {path: answer(Client(), path) for path in ASKED}


def answer(client: Client, path: str) -> Answer:
    """Return all that could tell of a change: a draft's save must not move even a time."""
    response = client.get(path)
    return response.status_code, response.get("Last-Modified"), response.content


def test_the_pages_are_there(client, public):
    """But for two, which hold the answer to an unknown address."""
    missing = [path for path in (*PUBLIC_PAGES, *FORMS) if client.get(path).status_code != 200]

    assert missing == ["/nothing/", "/nothing.html"]


def test_pages_count_years_and_feeds_and_data_do_not(client, public):
    """What is stored has a slot for them, which no answer shows."""
    texts = {path: client.get(path).content.decode() for path in PUBLIC_PAGES}

    assert [path for path, text in texts.items() if "<!--ago" in text] == []
    counted = {path.partition("?")[0] for path, text in texts.items() if 'class="ago' in text}
    of_one_story = {"/", "/posts/hastings/", "/on/10-14/", "/on/10-13/", "/dossiers/conquest/"}
    lists = {"/categories/war/", "/tags/siege/", "/places/france/", "/places/europe/", "/search/"}
    spans = {"/years/1066/", "/years/1067/", "/decades/1060s/", "/centuries/11/", "/timeline/"}
    assert counted == of_one_story | lists | spans | {"/archive/2020/01/", "/people/ada-moreau/"}


def test_no_kind_of_address_is_left_out():
    """What is not asked below shows nothing of posts, or is asked for a hidden one by itself."""
    asked = {resolve(path.partition("?")[0]).url_name for path in (*PUBLIC_PAGES, *FORMS)}
    named = {pattern.name for pattern in urlpatterns if getattr(pattern, "name", None)}

    assert named - asked == {
        *("cover", "media", "preview", "security", "healthz", "readyz", "random"),
        *("feed_folder", "feed_rss_xml", "feed_index_xml", "feed_atom_xml"),
        *("site_cover", "day_cover", "year_cover", "decade_cover", "century_cover"),
        *("place_cover", "dossier_cover", "favicon", "touch_icon"),
        *("confirm", "unsubscribe"),
        *("markdownx_upload", "markdownx_markdownify"),
        *("admin_password_reset", "password_reset_done"),
        *("password_reset_confirm", "password_reset_complete"),
    }


@time_machine.travel(NOW, tick=False)
def test_no_page_holds_a_word_of_a_hidden_post_or_changes_by_it(public, before):
    """There is one of every state at once; where that shows, each alone tells which it is."""
    found = telling_pages(before, public, *STATES)

    assert found == [], {state: telling_pages(before, public, state) for state in STATES}


def telling_pages(before: dict[str, Answer], public: Post, *states: str) -> list[str]:
    """Return the pages that tell of hidden posts in these states, which are gone again then."""
    undo = transaction.savepoint_create()
    for number, state in enumerate(states):
        make_hidden(state, public, number)
    after = answers()
    transaction.savepoint_rollback(undo)
    changed = [path for path in ASKED if after[path] != before[path]]
    words = [word.encode() for word in (*WORDS, "quaggacorrection")]
    told = [path for path in PUBLIC_PAGES if any(word in after[path][-1] for word in words)]
    return list(dict.fromkeys(changed + told))


@time_machine.travel(NOW, tick=False)
def test_changes_to_a_live_post_show_nowhere_until_they_are_published(public, before):
    """Nor does unsaved text, or a version of the past."""
    post = make_hidden("draft", public)
    editor = make_editor()
    content = replace(
        snapshot_of(post), slug="quaggaslug", links_before=(), links_after=(), tags=("quaggatag",)
    )
    post.delete()
    save.save(public, content, by=editor, version=public.version)
    autosave.keep(public, [("title", "quaggatitle")], by=editor, version=public.version)

    after = answers()

    assert [path for path in ASKED if after[path] != before[path]] == []
    shown = b"".join(after[path][-1] for path in PUBLIC_PAGES)
    assert [word for word in WORDS if word.encode() in shown] == []


@time_machine.travel(NOW, tick=False)
def test_the_same_post_shows_all_of_that_once_it_is_public(client, public):
    """Holds the test above to words that could leak."""
    post = make_hidden("draft", public)
    post.status = Post.Status.APPROVED
    post.save()
    pages = (*PUBLIC_PAGES, "/posts/quaggaslug/")

    shown = b"".join(client.get(path).content for path in pages)

    assert [word for word in (*WORDS, "quaggacorrection") if word.encode() not in shown] == []


HIDDEN_PATHS = (
    *("/posts/quaggaslug/", "/posts/quaggaslug/cover.png", "/tags/quaggatag/"),
    *("/posts/quaggaslug/cite.bib", "/posts/quaggaslug/cite.ris", "/posts/quaggaslug/cite.json"),
    *("/posts/quaggaslug/letter/", "/posts/quaggaslug/letter/thanks/"),
    *("/feeds/tags/quaggatag.xml", "/feeds/tags/quaggatag.ics"),
    *("/feeds/places/quaggaplace.xml", "/feeds/places/quaggaplace.ics"),
    *("/timeline/?place=quaggaplace", "/search/?q=hastings&place=quaggaplace"),
    *("/places/quaggaplace/", "/old/quagga.html", "/old/quaggatag/", "/old/quaggaplace/"),
    *("/tags/quaggaformer/", "/feeds/tags/quaggaformer.xml", "/feeds/tags/quaggaformer.ics"),
    *("/api/posts/quaggaslug/", "/api/places/quaggaplace/", "/api/places/quaggaformer/"),
    *("/places/quaggaformer/", "/feeds/places/quaggaformer.xml", "/feeds/places/quaggaformer.ics"),
)


# An engine compares the words of a status alike, but not times, nor what is null.
ON_EACH_ENGINE = {"draft", "scheduled", "in the trash"}
HIDDEN = [
    state if state in ON_EACH_ENGINE else pytest.param(state, marks=pytest.mark.any_engine)
    for state in STATES
]


@pytest.mark.parametrize("state", HIDDEN)
@time_machine.travel(NOW, tick=False)
def test_a_hidden_address_answers_byte_for_byte_as_an_unknown_one(client, public, state):
    post = make_hidden(state, public)
    Redirect.objects.create(path="/old/quagga.html", post=post)
    tag, place = (Tag.objects.get(name="quaggatag"), Place.objects.get(name="quaggaplace"))
    for folder, target in (("tags", {"tag": tag}), ("places", {"place": place})):
        Redirect.objects.create(path=f"/old/quagga{folder[:-1]}/", **target)
        Redirect.objects.create(path=f"/{folder}/quaggaformer/", **target)

    answers = {path: whole_answer(client, path) for path in HIDDEN_PATHS}
    unknown = {path: whole_answer(client, path.replace("quagga", "nobody")) for path in answers}

    assert [path for path, (status, *_) in unknown.items() if status != 404] == []
    assert [path for path in answers if answers[path] != unknown[path]] == []


def whole_answer(client: Client, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    response = client.get(path)
    return response.status_code, sorted(response.items()), response.content


@time_machine.travel(NOW, tick=False)
def test_a_scheduled_post_appears_with_its_second(client, public):
    make_hidden("scheduled", public)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        assert client.get("/posts/quaggaslug/").status_code == 200


@time_machine.travel(NOW, tick=False)
def test_a_cover_does_not_outlive_its_post(client, public):
    kept = client.get("/posts/hastings/cover.png")
    Post.objects.filter(pk=public.pk).update(status=Post.Status.WITHDRAWN)

    response = client.get("/posts/hastings/cover.png", headers={"if-none-match": kept["ETag"]})

    assert (kept.status_code, response.status_code) == (200, 404)
