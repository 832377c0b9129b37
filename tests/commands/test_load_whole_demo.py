"""The whole demonstration, which is read once for all these tests."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.utils import timezone

from posts.archives.surroundings import surroundings_of
from posts.jsonld import story_graph
from posts.models import (
    Category,
    Dossier,
    DossierCitation,
    Milestone,
    Page,
    PlaceInTime,
    Post,
    PostLink,
    Profile,
    Section,
    Source,
)
from tests.commands.test_load_demo import load_demo, upgraded
from tests.schema_org import faults
from tests.search_console import complaints

__all__ = ["upgraded"]
pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
DEMO = Path(__file__).resolve().parents[2] / "demo" / "_posts"


@pytest.fixture(scope="module")
def loaded(module_db: Path) -> str:
    """What the command said."""
    return load_demo()


def test_every_demonstration_post_comes_in_and_an_upgrade_keeps_them(loaded, upgraded):
    number = len(list(DEMO.glob("*.md")))
    assert loaded == (
        f"{number + 1} read, {number + 1} created, 0 updated, 0 unchanged, 0 refused, 0 warned\n"
    )
    assert Post.objects.published().count() == number
    graphs = [story_graph(post) for post in Post.objects.for_page()]
    assert [fault for graph in graphs for fault in (*faults(graph), *complaints(graph))] == []
    kinds = [node["@type"] for graph in graphs for node in graph["@graph"]]
    assert {"BlogPosting", "Event", "Thing", "BreadcrumbList"} == set(kinds)
    about = Page.objects.published().get()
    assert (about.slug, about.footer) == ("about", "1")
    before = list(Post.objects.order_by("id").values("id", "version", "updated_at"))

    upgraded()
    assert load_demo() == (
        f"{number + 1} read, 0 created, 0 updated, {number + 1} unchanged, 0 refused, 0 warned\n"
    )
    assert list(Post.objects.order_by("id").values("id", "version", "updated_at")) == before
    assert [post.slug for post in Post.objects.for_page() if _repeats_itself(post)] == []


def _repeats_itself(post: Post) -> bool:
    """Return whether the foot of its page names a story twice, or none to go on with."""
    around = surroundings_of(post.pk, PlaceInTime.of(post), timezone.now())
    named = re.findall(r'href="(/posts/[^"]*)"', around.beyond)
    return not named or len(named) > len(set(named))


def test_every_story_has_an_author_with_a_line_that_an_editor_may_change(loaded, upgraded):
    bylines = [post.byline for post in Post.objects.for_page()]
    assert len({(line.name, line.filed_as) for line in bylines if line.about}) == 3
    assert not any(line.person.is_active for line in bylines)
    checked = Post.objects.get(slug="south-africa-votes-1994")
    beyond = surroundings_of(checked.pk, PlaceInTime.of(checked), timezone.now()).beyond
    assert "/posts/salt-march-1930/" in beyond[beyond.index("What links here") :]
    assert checked.checked_on == date(2026, 4, 24)
    Post.objects.filter(slug="hastings-1066").update(author=None)
    Profile.objects.filter(name="Lin Mei").update(about="Another line.")
    upgraded()
    load_demo()
    assert Profile.objects.get(name="Lin Mei").about == "Another line."
    assert Profile.objects.count() == 3


def test_every_category_of_the_demonstration_has_a_sign_that_an_editor_may_change(loaded, upgraded):
    signs = dict(Category.objects.values_list("name", "sign"))
    assert len(signs) >= 6
    assert len(set(signs.values()) - {""}) == len(signs)
    Category.objects.filter(name="war").update(sign="!")
    upgraded()
    load_demo()
    assert Category.objects.get(name="war").sign == "!"


def test_the_dossiers_come_in_whole_and_an_upgrade_keeps_them(loaded, upgraded):
    told = yaml.safe_load((DEMO.parent / "dossiers.yaml").read_text(encoding="utf-8"))
    found = {
        dossier.slug: [
            dossier.posts.count(),
            *(len(rows.all()) for rows in (dossier.sections, dossier.milestones)),
        ]
        for dossier in Dossier.objects.published()
    }
    parts = ("posts", "sections", "milestones")
    assert found == {row["slug"]: [len(row[part]) for part in parts] for row in told["dossiers"]}
    assert PostLink.objects.count() == len(told["links"])
    models = (Dossier, Section, Milestone, DossierCitation, Source, PostLink)
    before = [list(model.objects.order_by("id").values()) for model in models]

    upgraded()
    load_demo()

    assert [list(model.objects.order_by("id").values()) for model in models] == before
