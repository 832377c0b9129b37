import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from posts.citing.cited import one_line
from posts.dates import parse
from posts.jsonld import event_days, story_graph
from posts.models import Correction, Place, Post
from tests.citing.stories import HOSTILE_TITLES
from tests.factories import (
    make_category,
    make_citation,
    make_image,
    make_place,
    make_post,
)
from tests.jsonld.graphs import SITE, nodes
from tests.schema_org import faults
from tests.search_console import complaints

pytestmark = pytest.mark.any_engine


def graph_of(post: Post) -> dict[str, Any]:
    return story_graph(Post.objects.for_page().get(pk=post.pk))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("27 May 1997", ("1997-05-27", "")),
        ("14 October 1066", ("1066-10-20", "")),
        ("25 October 1917 (O.S.)", ("1917-11-07", "")),
        ("May 1997", ("1997-05", "")),
        ("October 1066", ("1066-10", "")),
        ("AD 79", ("0079", "")),
        ("1914–1918", ("1914", "1918")),
        ("28 July 1914 – 11 November 1918", ("1914-07-28", "1918-11-11")),
        ("since 1991", ("1991", "")),
        ("until 1806", ("", "1806")),
        ("c. 1200", ("", "")),
        ("1200?", ("", "")),
        ("between 1200 and 1250", ("", "")),
        ("before 1200", ("", "")),
        ("spring 1968", ("", "")),
        ("1980s", ("", "")),
        ("19th century", ("", "")),
        ("1914 – c. 1918", ("", "")),
        ("15 March 44 BC", ("", "")),
        ("27 BC – AD 14", ("", "")),
        ("1 January AD 1", ("", "")),  # 30 December 1 BC in Gregorian digits
        ("3 January AD 1", ("0001-01-01", "")),
        ("October 1917 (O.S.)", ("", "")),
    ],
)
def test_an_event_has_days_only_where_they_are_known_and_gregorian(typed, days):
    assert event_days(parse(typed)) == days


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("12 June 2013", "2013-06-12"),
        ("Dernière modification : 12/06/2013", "2013-06-12"),
        ("Published 20 October 2021", "2021-10-20"),
        ("2013", "2013"),
        ("c. 1200", None),
        ("n. d.", None),
        ("", None),
    ],
)
def test_a_source_is_dated_only_by_what_can_be_read(printed, day):
    post = make_post()
    make_citation(post, issued=printed, modified=printed)

    (source,) = nodes(graph_of(post))["BlogPosting"]["citation"]

    assert (source.get("datePublished"), source.get("dateModified")) == (day, day)


@pytest.mark.django_db
class TestStories:
    def test_a_whole_story_says_all_that_is_known_of_it(self, settings):
        post = make_post(
            "Hastings",
            description="A battle.",
            publish_at=datetime(2020, 1, 1, tzinfo=UTC),
            categories=[make_category("War")],
            places=[make_place("Sussex")],
            tags=["siege"],
        )
        make_citation(
            post, "The Carmen", author="Guy", publisher="Bec", issued="1067",
            modified="c. 1100", url="https://example.org/carmen", language="la",
        )  # fmt: skip
        Correction.objects.create(
            post=post, date=date(2026, 2, 1), text='At <b>"dusk" & no "dawn".'
        )

        graph = graph_of(post)
        story = dict(nodes(graph)["BlogPosting"])
        modified = story.pop("dateModified")

        address = f"{SITE}/posts/hastings/"
        place = {
            "@type": "Place",
            "@id": f"{SITE}/places/sussex/#place",
            "name": "Sussex",
            "url": f"{SITE}/places/sussex/",
            "address": {"@type": "PostalAddress", "addressLocality": "Sussex"},
        }
        publisher = {
            "@type": "Organization",
            "@id": f"{SITE}/#publisher",
            "name": "On This Day",
            "url": f"{SITE}/",
        }
        assert datetime.fromisoformat(modified) == post.modified_at.replace(microsecond=0)
        assert story == {
            "@type": "BlogPosting",
            "@id": f"{address}#story",
            "headline": "Hastings",
            "description": "A battle.",
            "url": address,
            "mainEntityOfPage": address,
            "datePublished": "2020-01-01T00:00:00+00:00",
            "inLanguage": "en",
            "image": {
                "@type": "ImageObject",
                "url": f"{address}cover.png",
                "contentUrl": f"{address}cover.png",
                "width": 1200,
                "height": 630,
                "creditText": "On This Day",
            },
            "articleSection": ["War"],
            "keywords": ["siege"],
            "author": {"@id": f"{SITE}/#publisher"},
            "publisher": publisher,
            "isPartOf": {
                "@type": "Blog",
                "@id": f"{SITE}/#blog",
                "name": "On This Day",
                "url": f"{SITE}/",
                "inLanguage": "en-gb",
            },
            "temporalCoverage": "1066-10-20",
            "contentLocation": [place],
            "about": {"@id": f"{address}#event"},
            "citation": [
                {
                    "@type": "CreativeWork",
                    "name": "The Carmen",
                    "author": "Guy",
                    "publisher": {"@type": "Organization", "name": "Bec"},
                    "datePublished": "1067",
                    "url": "https://example.org/carmen",
                    "inLanguage": "la",
                }
            ],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": "At <b>“dusk” & no “dawn”.",
                    "datePublished": "2026-02-01",
                }
            ],
        }
        assert nodes(graph)["Thing"] == {
            "@type": "Thing",
            "@id": f"{address}#event",
            "name": "Hastings",
            "subjectOf": {"@id": f"{address}#story"},
        }
        assert [
            (step["position"], step["name"], step["item"])
            for step in nodes(graph)["BreadcrumbList"]["itemListElement"]
        ] == [
            (1, "On This Day", f"{SITE}/"),
            (2, "War", f"{SITE}/categories/war/"),
            (3, "Hastings", address),
        ]
        assert (faults(graph), complaints(graph)) == ([], [])

    @pytest.mark.parametrize(
        ("typed", "kind", "days"),
        [
            ("27 May 1997", "city", ("1997-05-27", None)),
            ("28 July 1914 – 11 November 1918", "region", ("1914-07-28", "1918-11-11")),
            ("28 July 1914 – 1918", "city", ("1914-07-28", None)),
            ("since 27 May 1997", "city", ("1997-05-27", None)),
            ("10 January 1583", "city", ("1583-01-10", None)),
            ("27 May 1997", "historical", None),
            ("27 May 1997", "continent", None),
            ("27 May 1997", "country", None),  # without its code
            ("10 December 1582", "city", None),
            ("15 March 44 BC", "city", None),
            ("May 1997", "city", None),
            ("27 May 1997?", "city", None),
        ],
    )
    def test_an_event_is_told_only_whole(self, typed, kind, days):
        graph = graph_of(make_post(event_input=typed, places=[make_place("Sussex", kind=kind)]))

        event = nodes(graph).get("Event")
        assert (event and (event["startDate"], event.get("endDate"))) == days
        assert nodes(graph)["BlogPosting"]["about"] == {"@id": f"{SITE}/posts/hastings/#event"}
        assert (faults(graph), complaints(graph)) == ([], [])

    def test_an_event_in_a_country_has_its_code(self):
        france = Place.objects.get(slug="france")
        graph = graph_of(make_post(event_input="27 May 1997", places=[france]))

        (place,) = nodes(graph)["Event"]["location"]
        assert place["address"] == {"@type": "PostalAddress", "addressCountry": "FR"}

    def test_a_picture_that_nobody_is_named_for_is_an_address(self):
        hero = make_image()
        graph = graph_of(make_post(hero=hero))

        assert nodes(graph)["BlogPosting"]["image"] == f"{SITE}{hero.as_picture().src}"
        assert (faults(graph), complaints(graph)) == ([], [])

    @pytest.mark.parametrize(
        ("typed", "coverage"),
        [
            ("27 May 1997", "1997-05-27"),
            ("c. 1200", "1200~"),
            ("15 March 44 BC", "-0043-03-13"),
            ("480s BC", "-0488/-0479"),
            ("28 July 1914 – 11 November 1918", "1914-07-28/1918-11-11"),
            ("25 October 1917 (O.S.)", "1917-11-07"),
            ("since 1991", "1991/.."),
            ("before 1200", "[..1199]"),
        ],
    )
    def test_every_kind_of_date_is_covered(self, typed, coverage):
        graph = graph_of(make_post(event_input=typed))

        assert nodes(graph)["BlogPosting"]["temporalCoverage"] == coverage
        assert faults(graph) == []

    def test_an_undated_story_tells_of_no_event(self):
        graph = graph_of(make_post(event_input=""))

        assert set(nodes(graph)) == {"BlogPosting", "BreadcrumbList"}
        assert {"about", "temporalCoverage"} & set(nodes(graph)["BlogPosting"]) == set()
        assert faults(graph) == []

    def test_a_picture_names_its_credit_and_its_licence(self):
        hero = make_image(
            size=(1200, 800), caption="The field", credit="Clio", licence="CC-BY-4.0",
            source_url="https://example.org/field",
        )  # fmt: skip
        graph = graph_of(make_post(hero=hero))
        address = f"{SITE}{hero.as_picture().src}"

        assert nodes(graph)["BlogPosting"]["image"] == {
            "@type": "ImageObject",
            "url": address,
            "contentUrl": address,
            "width": 1200,
            "height": 800,
            "caption": "The field",
            "description": "A red field",
            "creditText": "Clio",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "isBasedOn": "https://example.org/field",
        }
        assert faults(graph) == []

    @pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=HOSTILE_TITLES)
    def test_every_title_stands_as_it_is(self, title):
        post = make_post(title[:200], slug="hostile", language="he")
        graph = graph_of(post)

        assert nodes(graph)["BlogPosting"]["headline"] == one_line(title[:200])
        assert nodes(graph)["BlogPosting"]["inLanguage"] == "he"
        assert faults(json.loads(json.dumps(graph))) == []

    def test_it_takes_no_query(self, django_assert_num_queries):
        post = make_post(categories=[make_category()], places=[make_place()], tags=["siege"])
        make_citation(post)
        loaded = Post.objects.for_page().get(pk=post.pk)

        with django_assert_num_queries(0):
            story_graph(loaded)
