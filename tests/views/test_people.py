"""Who answers for a story: its byline, the page of its author, and what was corrected."""

import json
import re
from datetime import date

import pytest
from django.contrib.auth.models import User

from posts.models import Correction, Post, Profile, Redirect
from posts.rendering import minutes_to_read
from tests.factories import make_category, make_post, make_profile
from tests.views.feed_reading import parsed
from tests.views.queries import queries_of

pytestmark = pytest.mark.django_db
SITE = "https://days.example"


@pytest.fixture
def ada(settings) -> Profile:
    settings.SITE_URL = SITE
    return make_profile("Ada Moreau", filed_as="Moreau, Ada", about="Writes about war.")


def byline(client, slug: str = "hastings") -> str:
    line = client.get(f"/posts/{slug}/").text.split('class="byline">')[1].split("</p>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", line).split())


def test_a_story_tells_its_author_how_long_it_is_and_when_it_was_checked(client, ada):
    make_post("Hastings", author=ada.person, story="word " * 900, checked_on=date(2026, 3, 4))
    make_post("Fulford", author=User.objects.create_user("nameless"))
    make_post("Senlac")

    assert byline(client) == "By Ada Moreau 4 minutes to read Checked on 4 March 2026"
    assert byline(client, "fulford") == byline(client, "senlac") == "Under a minute to read"
    assert 'rel="author" href="/people/ada-moreau/"' in client.get("/posts/hastings/").text


@pytest.mark.parametrize(
    ("html", "minutes"),
    [
        ("", 0),
        ("<p>" + "word " * 219 + "</p>", 0),
        ("<p>" + "word " * 220 + "</p>", 1),
        ("<p>" + "word " * 329 + "</p>", 1),
        ("<p>" + "word " * 331 + "</p>", 2),
        ("<p>" + "word – " * 300 + "</p>", 1),
        ("<p>" + "हिन्दी " * 440 + "</p>", 2),
        ("<p>" + "戦。" * 329 + "</p>", 0),
        ("<p>" + "戦、" * 330 + "</p>", 1),
        ("<p>" + "戦いの" * 330 + "</p>", 3),
        ("<p>" + "人々" * 330 + "</p>", 2),
        ("<p>" + "สวัสดี " * 360 + "</p>", 2),
        ('<a href="' + "x " * 900 + '">one</a>', 0),
    ],
)
def test_the_time_to_read_counts_words_and_signs_and_no_tags(html, minutes):
    assert minutes_to_read(html) == minutes


def test_no_page_feed_or_file_tells_a_user_name(client, ada):
    make_post("Hastings", author=ada.person)
    paths = ("/", "/posts/hastings/", "/people/ada-moreau/", "/feed.xml", "/feed.rss")
    paths += tuple(f"/posts/hastings/cite.{ending}" for ending in ("bib", "ris", "json"))

    shown = {path: client.get(path).content.decode() for path in paths}

    assert [path for path, text in shown.items() if ada.person.username in text] == []
    named = [path for path, text in shown.items() if "Moreau" in text]
    assert named == [path for path in paths if path != "/"]


def test_machines_are_told_of_the_author_or_else_of_the_site(client, ada, settings):
    make_post("Hastings", author=ada.person)
    make_post("Fulford")
    url = f"{SITE}/people/ada-moreau/"

    def told(slug: str):
        page = client.get(f"/posts/{slug}/").text
        graph = json.loads(page.split('type="application/ld+json">')[1].split("</script>")[0])
        return graph["@graph"][0]["author"]

    assert told("hastings") == {
        "@type": "Person",
        "@id": f"{url}#person",
        "name": "Ada Moreau",
        "url": url,
    }
    assert told("fulford") == {"@id": f"{SITE}/#publisher"}
    head = client.get("/posts/hastings/").text
    assert '<meta name="citation_author" content="Moreau, Ada">' in head
    assert f'<meta property="article:author" content="{url}">' in head
    assert "citation_author" not in client.get("/posts/fulford/").text


def test_feeds_name_the_author_of_each_entry(client, ada):
    make_post("Hastings", author=ada.person, event_input="14 October 1066")
    make_post("Fulford")

    atom = {entry.title: entry for entry in parsed(client, "/feed.xml").entries}
    rss = {entry.title: entry.get("author") for entry in parsed(client, "/feed.rss").entries}
    items = {item["title"]: item for item in client.get("/feed.json").json()["items"]}

    assert atom["Hastings"].author_detail == {
        "name": "Ada Moreau",
        "href": f"{SITE}/people/ada-moreau/",
    }
    assert "author" not in dict.keys(atom["Fulford"])
    assert rss == {"Hastings": "Ada Moreau", "Fulford": None}
    person = {"name": "Ada Moreau", "url": f"{SITE}/people/ada-moreau/"}
    assert (items["Hastings"]["authors"], "authors" in items["Fulford"]) == ([person], False)
    api = [client.get(f"/api/posts/{slug}/").json()["author"] for slug in ("hastings", "fulford")]
    assert api == [person, None]


def test_references_file_the_author_by_the_family_name(client, ada):
    make_post("Hastings", author=ada.person)

    item = json.loads(client.get("/posts/hastings/cite.json").content)[0]
    ris = client.get("/posts/hastings/cite.ris").content.decode()

    assert item["author"] == [{"family": "Moreau", "given": "Ada"}]
    assert "AU  - Moreau, Ada\r\n" in ris
    assert "author = {Moreau, Ada}," in client.get("/posts/hastings/cite.bib").content.decode()
    Profile.objects.update(filed_as="")
    assert "author = {{Ada Moreau}}," in client.get("/posts/hastings/cite.bib").content.decode()


def test_a_page_lists_what_somebody_wrote_as_it_happened(client, ada):
    make_post("Hastings", author=ada.person)
    make_post("Fulford", author=ada.person, event_input="20 September 1066")
    make_post("Senlac", author=make_profile("Lin Mei").person)
    make_post("Secret", author=ada.person, status="draft")

    page = client.get("/people/ada-moreau/").text

    assert "Writes about war." in page
    assert "2 stories, in the order in which they happened" in page
    assert re.findall(r'href="/posts/([a-z]+)/"', page) == ["fulford", "hastings"]
    assert f"{SITE}/people/ada-moreau/" in client.get("/sitemaps/archives-1.xml").text


@pytest.mark.parametrize("change", ["withdraw", "other author", "no profile"])
def test_a_page_goes_with_its_last_story_and_with_the_name(client, ada, change):
    post = make_post("Hastings", author=ada.person)
    assert client.get("/people/ada-moreau/").status_code == 200

    if change == "withdraw":
        Post.objects.filter(pk=post.pk).update(status="withdrawn")
    elif change == "other author":
        Post.objects.filter(pk=post.pk).update(author=None)
    else:
        ada.delete()

    assert client.get("/people/ada-moreau/").status_code == 404
    assert client.get("/people/nobody/").status_code == 404


def test_another_name_shows_at_once_and_the_old_address_leads_on(client, ada):
    make_post("Hastings", author=ada.person)
    assert byline(client).startswith("By Ada Moreau")

    ada.name, ada.slug = "Ada King", ""
    ada.save()

    assert byline(client).startswith("By Ada King")
    assert "Ada King" in client.get("/feed.xml").text
    moved = client.get("/people/ada-moreau/")
    assert (moved.status_code, moved["Location"]) == (301, "/people/ada-king/")
    ada.slug = "ada-moreau"
    ada.save()
    assert client.get("/people/ada-moreau/").status_code == 200
    assert list(Redirect.objects.values_list("path", "to_path")) == [
        ("/people/ada-king/", "/people/ada-moreau/")
    ]


def test_pages_of_people_and_corrections_take_few_queries_however_long(
    client, ada, django_assert_num_queries
):
    def add(title: str) -> None:
        war = make_category(f"War {title}")
        post = make_post(title, author=ada.person, categories=[war])
        Correction.objects.create(post=post, text="Dusk, not dawn.")

    add("One")
    paths = ("/people/ada-moreau/", "/corrections/", "/feeds/corrections.xml")
    at_one = {path: queries_of(path) for path in paths}
    add("Two")
    add("Three")

    assert {path: queries_of(path) for path in paths} == at_one
    for path, number in zip(paths, (3, 3, 3), strict=True):
        client.get(path)  # Their number is known from then on.
        with django_assert_num_queries(number):
            client.get(path)


def test_corrections_stand_newest_first_and_lead_to_their_stories(client, settings):
    settings.SITE_URL = SITE
    days = {"Hastings": date(2026, 2, 1), "Fulford": date(2026, 3, 1), "Secret": date(2026, 4, 1)}
    for title, day in days.items():
        post = make_post(title, status="draft" if title == "Secret" else "approved")
        Correction.objects.create(post=post, date=day, text=f'{title} <b>was</b> "wrong".')

    page = client.get("/corrections/").text
    entries = parsed(client, "/feeds/corrections.xml").entries

    assert re.findall(r'href="(/posts/[^"]*)"', page) == [
        "/posts/fulford/#corrections",
        "/posts/hastings/#corrections",
    ]
    assert "Fulford &lt;b&gt;was&lt;/b&gt; “wrong”." in page
    assert [(entry.title, entry.link, entry.content[0].value) for entry in entries] == [
        (
            f"Correction: {title}",
            f"{SITE}/posts/{title.lower()}/#corrections",
            f"<p>{title} &lt;b&gt;was&lt;/b&gt; “wrong”.</p>",
        )
        for title in ("Fulford", "Hastings")
    ]
    assert client.get("/posts/fulford/").text.count('href="/corrections/"') == 2  # foot, and footer
    assert client.get("/").text.count('href="/corrections/"') == 1


def test_a_site_without_corrections_says_so(client):
    assert "Nothing had to be corrected so far." in client.get("/corrections/").text
