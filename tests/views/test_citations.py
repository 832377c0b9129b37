import json

import bibtexparser
import pytest
import rispy

from posts.models import Post
from posts.views.caching import FOR_READERS
from tests.factories import make_post

pytestmark = pytest.mark.django_db
TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}


@pytest.mark.parametrize(("ending", "content_type"), TYPES.items(), ids=TYPES)
def test_each_file_has_its_type_its_name_and_an_etag(client, ending, content_type):
    make_post("Hastings")
    first = client.get(f"/posts/hastings/cite.{ending}")
    again = client.get(
        f"/posts/hastings/cite.{ending}", headers={"if-none-match": first.headers["ETag"]}
    )

    assert first.headers["Content-Type"] == content_type
    assert first.headers["Content-Disposition"] == f'attachment; filename="hastings.{ending}"'
    assert first.headers["Cache-Control"] == FOR_READERS
    assert (again.status_code, again.content) == (304, b"")


def test_the_three_files_tell_the_same(client, settings):
    post = make_post("Élysée 🏛 {1} & 2", slug="elysee", tags=["peace"], event_input="27 May 1997")
    texts = {
        ending: client.get(f"/posts/elysee/cite.{ending}").content.decode() for ending in TYPES
    }
    (entry,) = bibtexparser.parse_string(texts["bib"]).entries
    (record,) = rispy.loads(texts["ris"])
    (item,) = json.loads(texts["json"])

    address, key = f"{settings.SITE_URL}/posts/elysee/", f"on-this-day-{post.pk}"
    assert (entry.key, record["id"], item["id"]) == (key, key, key)
    assert (record["title"], item["title"]) == (post.title, post.title)
    assert entry["title"] == r"{Élysée 🏛 \textbraceleft{}1\textbraceright{} \& 2}"
    assert (entry["url"], record["urls"], item["URL"]) == (address, [address], address)
    assert (entry["keywords"], record["keywords"], item["keyword"]) == ("peace", ["peace"], "peace")
    note = "Event date: 27 May 1997"
    assert (entry["note"], record["notes"], item["note"]) == (note, [note], note)


def test_a_key_outlives_a_new_title_and_address(client):
    post = make_post("Hastings")
    before = json.loads(client.get("/posts/hastings/cite.json").content)[0]["id"]
    post.title, post.slug = "Senlac", "senlac"
    post.save()

    assert json.loads(client.get("/posts/senlac/cite.json").content)[0]["id"] == before


@pytest.mark.parametrize("ending", TYPES)
def test_an_old_address_leads_to_the_new_one_until_the_post_is_hidden(client, ending):
    post = make_post("Hastings")
    post.slug = "senlac"
    post.save()

    moved = client.get(f"/posts/hastings/cite.{ending}")
    Post.objects.update(status=Post.Status.WITHDRAWN)
    hidden = client.get(f"/posts/hastings/cite.{ending}")

    assert (moved.status_code, moved["Location"]) == (301, f"/posts/senlac/cite.{ending}")
    assert (hidden.status_code, hidden.content) == (404, client.get("/nothing/").content)


def test_the_day_of_publication_is_the_site_s(client, settings):
    settings.TIME_ZONE = "Europe/Paris"
    make_post("Late", publish_at="2025-12-31T23:30:00Z")

    assert b"DA  - 2026/01/01" in client.get("/posts/late/cite.ris").content


@pytest.mark.parametrize("ending", TYPES)
def test_a_file_takes_two_queries_and_no_story(client, django_assert_num_queries, ending):
    make_post("Hastings", tags=["siege", "war"])
    client.get(f"/posts/hastings/cite.{ending}")

    with django_assert_num_queries(2) as queries:
        client.get(f"/posts/hastings/cite.{ending}")
    assert '"story"' not in queries[0]["sql"]
