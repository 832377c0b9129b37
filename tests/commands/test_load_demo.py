import io
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from posts.archives.surroundings import surroundings_of
from posts.jsonld import story_graph
from posts.management.commands import load_demo as command
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
from tests.exchange.sites import write_post
from tests.schema_org import faults
from tests.search_console import complaints

DEMO = Path(__file__).resolve().parents[2] / "demo" / "_posts"


def load_demo() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def upgraded(monkeypatch):
    """After this the demonstration or its reader is another version than the one loaded."""
    return lambda: monkeypatch.setattr(command, "_digest", lambda folder: "another version")


def test_every_demonstration_post_comes_in_and_an_upgrade_keeps_them(db, upgraded):
    number = len(list(DEMO.glob("*.md")))
    assert load_demo() == (
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


def test_every_story_has_an_author_with_a_line_about_them_whom_an_editor_may_change(db, upgraded):
    load_demo()
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


def test_every_category_of_the_demonstration_has_a_sign_that_an_editor_may_change(db, upgraded):
    load_demo()
    signs = dict(Category.objects.values_list("name", "sign"))
    assert len(signs) >= 6
    assert len(set(signs.values()) - {""}) == len(signs)
    Category.objects.filter(name="war").update(sign="!")
    upgraded()
    load_demo()
    assert Category.objects.get(name="war").sign == "!"


def test_the_dossiers_come_in_whole_and_an_upgrade_keeps_them(db, upgraded):
    told = yaml.safe_load((DEMO.parent / "dossiers.yaml").read_text(encoding="utf-8"))
    load_demo()
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


@pytest.fixture
def small_demo(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    write_post(tmp_path / "demo", front="event_date: 1066")
    return tmp_path / "demo"


def test_a_second_run_reads_nothing_and_brings_back_nothing(
    db, small_demo, monkeypatch, django_assert_num_queries
):
    write_post(small_demo, "2025-05-28-b.md", "event_date: 1067")
    load_demo()
    Post.objects.order_by("id")[0].delete()
    monkeypatch.setattr(command, "open_jekyll", None)
    with django_assert_num_queries(1):
        assert load_demo() == "The demonstration posts are there already.\n"
    assert Post.objects.count() == 1


def test_what_is_new_in_the_demonstration_comes_in(db, small_demo):
    load_demo()
    write_post(small_demo, "2025-05-28-b.md", "event_date: 1067")
    assert load_demo().startswith("2 read, 1 created, 0 updated, 1 unchanged")
    assert load_demo() == "The demonstration posts are there already.\n"


def test_a_database_that_was_emptied_is_filled_again(db, small_demo):
    load_demo()
    Post.objects.all().delete()
    assert load_demo().startswith("1 read, 1 created")


def test_a_demonstration_post_edited_since_is_kept(db, small_demo, upgraded):
    load_demo()
    post = Post.objects.get()
    post.title = "By a visitor"
    post.save()
    upgraded()
    load_demo()
    assert Post.objects.get().title == "By a visitor"


def test_a_refused_post_fails_the_command_and_is_shown(db, small_demo):
    write_post(small_demo, "2025-05-28-b.md", "event_date: soon")
    for _ in range(2):
        with pytest.raises(CommandError, match="1 of the demonstration posts were refused"):
            load_demo()


def test_without_the_folder_it_says_so(db, small_demo):
    shutil.rmtree(small_demo)
    with pytest.raises(CommandError, match="There is nothing at"):
        load_demo()
