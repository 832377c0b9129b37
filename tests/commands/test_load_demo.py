import io
import shutil
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from posts.models import (
    Category,
    Dossier,
    DossierCitation,
    Milestone,
    Post,
    PostLink,
    Section,
    Source,
)
from tests.exchange.sites import write_post

DEMO = Path(__file__).resolve().parents[2] / "demo" / "_posts"


def load_demo() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_every_demonstration_post_comes_in_and_a_second_run_keeps_them(db):
    number = len(list(DEMO.glob("*.md")))
    assert load_demo() == (
        f"{number} read, {number} created, 0 updated, 0 unchanged, 0 refused, 0 warned\n"
    )
    assert Post.objects.published().count() == number
    before = list(Post.objects.order_by("id").values("id", "version", "updated_at"))

    assert load_demo() == (
        f"{number} read, 0 created, 0 updated, {number} unchanged, 0 refused, 0 warned\n"
    )
    assert list(Post.objects.order_by("id").values("id", "version", "updated_at")) == before


def test_every_category_of_the_demonstration_has_a_sign_that_an_editor_may_change(db):
    load_demo()
    signs = dict(Category.objects.values_list("name", "sign"))
    assert len(signs) >= 6
    assert len(set(signs.values()) - {""}) == len(signs)
    Category.objects.filter(name="war").update(sign="!")
    load_demo()
    assert Category.objects.get(name="war").sign == "!"


def test_the_dossiers_come_in_whole_and_a_second_run_keeps_them(db):
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

    load_demo()

    assert [list(model.objects.order_by("id").values()) for model in models] == before


@pytest.fixture
def small_demo(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    write_post(tmp_path / "demo", front="event_date: 1066")
    return tmp_path / "demo"


def test_a_demonstration_post_edited_since_is_kept(db, small_demo):
    load_demo()
    post = Post.objects.get()
    post.title = "By a visitor"
    post.save()
    load_demo()
    assert Post.objects.get().title == "By a visitor"


def test_a_refused_post_fails_the_command_and_is_shown(db, small_demo):
    write_post(small_demo, "2025-05-28-b.md", "date: soon")
    with pytest.raises(CommandError, match="1 of the demonstration posts were refused"):
        load_demo()


def test_without_the_folder_it_says_so(db, small_demo):
    shutil.rmtree(small_demo)
    with pytest.raises(CommandError, match="There is nothing at"):
        load_demo()
