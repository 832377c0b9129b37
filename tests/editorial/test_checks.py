from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from posts.editorial.checks import Level, check
from posts.editorial.snapshot import (
    BulletText,
    CitationText,
    DossierSnapshot,
    MilestoneText,
    Named,
    SectionText,
    Snapshot,
)
from posts.editorial.snapshot_io import named
from posts.models import Redirect
from tests.factories import make_image, make_post

pytestmark = pytest.mark.django_db
SOUND = Snapshot(
    title="The Battle of Hastings",
    description="An army meets another.",
    story="By dusk it was over.",
    event_input="14 October 1066",
    citations=(CitationText(Named(1, "The Carmen")),),
)
ON_THE_DAY = datetime(2027, 10, 14, 12, tzinfo=UTC)


def found(content: Snapshot, post=None, at=ON_THE_DAY) -> list[tuple[str, str, str]]:
    return [(f.code, str(f.level), f.field) for f in check(post, content, at=at)]


def test_a_sound_post_has_nothing_in_its_way() -> None:
    assert found(SOUND) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": ""}, ("title", "always", "title")),
        ({"description": ""}, ("description", "blocks", "description")),
        ({"event_input": ""}, ("event_date", "blocks", "event_input")),
        ({"event_input": "some day"}, ("event_date", "always", "event_input")),
        ({"story": "A \x0b."}, ("story", "always", "story")),
        ({"story": "[Here]()"}, ("empty_link", "blocks", "story")),
        ({"story": "[](https://example.org/)"}, ("empty_link", "blocks", "story")),
        ({"story": "![A field](/media/no.png)"}, ("missing_picture", "blocks", "story")),
        ({"description": "x" * 161}, ("long_description", "advice", "description")),
        ({"citations": ()}, ("source", "advice", "citations")),
        ({"story": "[Here](/posts/nowhere/)"}, ("broken_link", "advice", "story")),
        ({"story": "[Here](/nowhere/)"}, ("broken_link", "advice", "story")),
        ({"story": "## One\n\n#### Three"}, ("heading_order", "advice", "story")),
        ({"story": "[Here](www.example.org)"}, ("link", "blocks", "story")),
        ({"story": "[Here](“https://example.org/”)"}, ("link", "blocks", "story")),
        ({"story": "[Here](clio@example.org)"}, ("link", "blocks", "story")),
        ({"story": "[Here](http//example.org)"}, ("link", "blocks", "story")),
        ({"story": "[Here](htps://example.org/)"}, ("link", "blocks", "story")),
        ({"story": "[Here](#nowhere)\n\n## Where"}, ("link", "blocks", "story")),
        ({"story": "Dusk.[^1]"}, ("note", "blocks", "story")),
        ({"story": "Dusk.\n\n[^1]: By the sun."}, ("note", "blocks", "story")),
    ],
)
def test_each_fault_is_found_alone(change: dict, expected: tuple[str, str, str]) -> None:
    assert found(replace(SOUND, **change)) == [expected]


def test_an_undated_post_needs_no_date() -> None:
    assert found(replace(SOUND, event_input="", undated=True)) == []


def test_what_is_right_is_not_complained_of() -> None:
    post = make_post("Domesday")
    story = (
        f"# One\n\n## Two\n\n[There]({post.get_absolute_url()}), [a year](/years/1066/#top), "
        "[out](https://example.org/), [down](#section-two)\n\n### Three\n\n## Four"
    )
    assert found(replace(SOUND, story=story)) == []


@pytest.mark.parametrize("alt", ["", "Image", "The battle of Hastings", "red.png"])
def test_weak_words_of_the_hero_block(alt: str) -> None:
    hero = make_image(alt=alt, original_name="red.png")
    assert found(replace(SOUND, hero=named(hero))) == [("hero_alt", "blocks", "hero")]


@pytest.mark.parametrize("alt", ["Image", "The Battle of Hastings"])
def test_weak_words_of_a_picture_in_the_story_block(alt: str) -> None:
    image = make_image()
    story = f"![{alt}]({image.file.url})"
    assert found(replace(SOUND, story=story)) == [("story_alt", "blocks", "story")]


def test_a_picture_of_the_story_may_rest_on_its_own_words_or_be_decorative() -> None:
    described, decorative = make_image(), make_image("blue", alt="", decorative=True)
    story = f"![]({described.file.url})\n\n![]({decorative.file.url})"
    assert found(replace(SOUND, story=story, hero=named(decorative))) == []


@pytest.mark.parametrize("there", ["hero", "story"])
@pytest.mark.parametrize("here", ["hero", "story"])
@pytest.mark.parametrize(("ago", "is_told"), [(59, True), (61, False)])
def test_a_picture_that_another_post_showed_lately_is_told(here, there, ago, is_told) -> None:
    def showing(where, image):
        shown = f"![Two armies on a hill]({image.file.url})"
        return {"hero": named(image)} if where == "hero" else {"story": shown}

    image, now = make_image(), timezone.now()
    fields = {"hero": image} if there == "hero" else showing("story", image)
    make_post("Fulford", publish_at=now - timedelta(days=ago), **fields)
    found = check(None, replace(SOUND, **showing(here, image)), at=now)
    told = [(each.field, each.text) for each in found if each.code == "same_picture"]
    text = "“Fulford” has shown the same picture within 60 days."
    assert told == ([(here, text)] if is_told else [])


@pytest.mark.parametrize(
    ("at", "is_far"),
    [
        (datetime(2027, 10, 28, 12, tzinfo=UTC), False),
        (datetime(2027, 10, 29, 12, tzinfo=UTC), True),
        (datetime(2027, 9, 30, 12, tzinfo=UTC), False),
        (datetime(2027, 3, 1, 12, tzinfo=UTC), True),
    ],
)
def test_publishing_far_from_the_day_is_told(at: datetime, is_far: bool) -> None:
    codes = [code for code, _, _ in found(SOUND, at=at)]
    assert codes == (["far_from_day"] if is_far else [])


def test_new_year_is_near_the_end_of_december() -> None:
    content = replace(SOUND, event_input="1 January 1801")
    assert found(content, at=datetime(2027, 12, 25, 12, tzinfo=UTC)) == []


def test_what_blocks_stands_first() -> None:
    levels = [f.level for f in check(None, Snapshot(title="A", description="x" * 161))]
    assert levels == [Level.BLOCKS, Level.ADVICE, Level.ADVICE]


@pytest.mark.parametrize("links", [1, 3])
def test_any_number_of_links_is_looked_up_in_two_queries(
    links: int, django_assert_num_queries
) -> None:
    make_post("York")
    Redirect.objects.create(path="/old/york.html", to_path="/on/")
    story = " ".join(
        f"[a](/posts/york/#{n}) [b](/old/york/?{n}) [c](/gone/{n}/)" for n in range(links)
    )
    with django_assert_num_queries(2):
        told = [finding.text for finding in check(None, replace(SOUND, story=story), at=ON_THE_DAY)]
    assert told == [f"No page of this site has the address /gone/{n}/." for n in range(links)]


CITED = replace(
    SOUND,
    story="By dusk it was over [@guy].",
    citations=(CitationText(Named(1, "The Carmen"), key="guy"),),
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        (
            {"bullets": (BulletText("", "One."), BulletText("", "Two [@guy, 2]."))},
            [("unsourced", "advice", "bullets", "bullet 1.")],
        ),
        (
            {"story": "So [@guy].\n\nHe said:\n\n> It was over."},
            [("unsourced", "advice", "story", "the quotation “It was over.”.")],
        ),
        ({"story": "He said [@guy]:\n\n> It was over.\n\n> So [@guy]."}, []),
        ({"story": "So [@guy]. So [@nobody]."}, [("citation", "advice", "story", "[@nobody]")]),
        (
            {"bullets": (BulletText("", "So [@nobody]."),)},
            [
                ("unsourced", "advice", "bullets", "bullet 1."),
                ("citation", "advice", "bullets", "[@nobody]"),
            ],
        ),
        ({"story": "So [@guy]. So [@guy][a]."}, [("citation", "advice", "story", "[@guy] is")]),
        (
            {"story": "By dusk."},
            [("uncited", "advice", "citations", "“The Carmen” (@guy) yet. [@")],
        ),
        (
            {"citations": (*CITED.citations, CitationText(Named(2, "Luna"), key="luna"))},
            [("uncited", "advice", "citations", "“Luna” (@luna) yet. For readers it is further")],
        ),
    ],
)
def test_what_names_no_source_and_what_nothing_points_to_is_told(change, expected) -> None:
    told = check(None, replace(CITED, **change), at=ON_THE_DAY)

    assert [(f.code, str(f.level), f.field) for f in told] == [row[:3] for row in expected]
    assert [row[3] for row in expected if row[3] not in told[expected.index(row)].text] == []


def test_a_dossier_is_told_of_the_text_that_cites_what_it_has_not() -> None:
    milestone = MilestoneText("A", "1086", "auto", "", Named(2, "B"), "", "So [@nobody].")
    content = DossierSnapshot(
        title="Conquest",
        description="All of it.",
        sections=(SectionText("A", "So [@guy]."), SectionText("B", "> It was [@x].")),
        milestones=(milestone,),
        citations=(*CITED.citations, CitationText(Named(2, "B"), key="b")),
    )

    assert [(f.code, f.field, f.text.split()[0]) for f in check(None, content)] == [
        ("citation", "sections-1-text", "[@x]"),
        ("citation", "milestones-0-note", "[@nobody]"),
    ]
