"""The number that caches trust: it moves with every change readers see, and with no other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db import models, transaction
from taggit.models import Tag, TaggedItem

from posts.archives.receivers import UNSEEN
from posts.editorial import autosave, save, workflow
from posts.editorial.redirect_hits import count_hit
from posts.editorial.snapshot_io import snapshot_of
from posts.images.lifecycle import remove_images
from posts.models import (
    Anniversary,
    ArchiveEntry,
    Autosave,
    Category,
    Citation,
    ContentVersion,
    Dossier,
    DossierCitation,
    FormCount,
    Image,
    ImportRun,
    Milestone,
    Note,
    Notice,
    NoticePreference,
    OutboxMessage,
    Page,
    PictureUse,
    Place,
    Post,
    Presence,
    PreviewLink,
    Redirect,
    Revision,
    SearchDocument,
    SearchTerm,
    Source,
    StoredParts,
    StoredSurroundings,
    StoryLink,
    Subscription,
    TagPage,
    Transition,
    WorkingCopy,
)
from posts.models.bulk import BulkQuerySet
from tests.archives.changes import moves, pages
from tests.archives.world import NOW, PRINTED, make_world
from tests.factories import (
    make_category,
    make_dossier,
    make_editor,
    make_image,
    make_page,
    make_post,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
FILED = (Post.categories.through, Post.places.through, TaggedItem)
M2M = (*FILED, Dossier.posts.through, Place.successors.through)
DERIVED = (
    *(Anniversary, ArchiveEntry, PictureUse, SearchDocument, SearchTerm, ContentVersion),
    *(StoredParts, StoredSurroundings, StoryLink),
)
HIDDEN = (
    *(Autosave, Presence, PreviewLink, Revision, Transition, WorkingCopy),
    *(FormCount, ImportRun, Note, Notice, NoticePreference, OutboxMessage, Subscription),
)
# Worked out from `event_input`, which is tried through a save: no two of them fit any value.
EVENT = {f.name for f in Post._meta.concrete_fields if f.name.startswith("event_")} | {
    *("year_start", "year_end", "month", "day")
}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def stored(module_db: Path) -> int:
    with time_machine.travel(NOW, tick=False):
        return make_world().pk


@pytest.fixture
def world(db: None, stored: int) -> Post:
    """The first story of a small site, which shows one row of every kind."""
    return Post.objects.get(pk=stored)


def another(field: Any, value: Any) -> Any:
    """Return a value that the column takes and that is not `value`."""
    if field.choices:
        return next(choice for choice, _ in field.flatchoices if choice not in (value, "draft"))
    match field:
        case models.ForeignKey():
            rows = field.related_model._default_manager.exclude(pk=value)
            return rows.order_by("-pk").values_list("pk", flat=True).first()
        case models.BooleanField():
            return not value
        case models.JSONField():
            return {"another": 1}
        case models.DateTimeField():
            return (value or NOW) - timedelta(days=400)
        case models.DateField():
            return (value or NOW.date()) - timedelta(days=400)
        case models.IntegerField():
            return (value or 0) + 1
    if field.name == "content_hash":
        return "a" * 64
    if field.name in ("url", "source_url"):
        return f"{value or 'https://example.org/'}x"
    return f"{value}x"[-field.max_length :] if field.max_length else f"{value}x"


def columns(model: Any) -> list[Any]:
    event = EVENT if issubclass(model, Post | Milestone) else set()
    own = (field for field in model._meta.concrete_fields if not field.primary_key)
    return [field for field in own if field.name not in event]


PEOPLE = ("author", "by", "uploaded_by", "trashed_by")
# A picture that decorates has no description, and an old address leads to one thing only: a
# constraint refuses each of these alone, and what is in the trash is withdrawn. No page tells a
# version.
NOT_ALONE = {
    Image: {"decorative"},
    Redirect: {"image", "dossier", "page", "category", "place", "tag", "to_path"},
    Post: {"version", "trashed_at"},
    Dossier: {"trashed_at"},
    Page: {"trashed_at"},
}


def seen_columns(model: Any) -> list[Any]:
    left_out = UNSEEN.get(model, frozenset()) | NOT_ALONE.get(model, set())
    return [field for field in columns(model) if field.name not in left_out]


def write(model: Any, pk: int, **values: Any) -> None:
    """Write past `save`, in bulk; taggit's own rows tell of single saves only."""
    with transaction.atomic():
        if model is not Tag:
            model.objects.filter(pk=pk).update(**values)
            return
        row = model.objects.get(pk=pk)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def shown_row(model: Any) -> Any:
    rows = model.objects.filter(name="France") if model is Place else model.objects.all()
    return rows.order_by("pk").first()


@pytest.mark.parametrize("model", PRINTED, ids=lambda model: model.__name__)
def test_each_column_that_readers_see_moves_it(world: Post, model: Any) -> None:
    row = shown_row(model)
    still = []
    for field in seen_columns(model):
        value = getattr(row, field.attname)
        new = {field.attname: another(field, value)}
        if not moves(lambda new=new: write(model, row.pk, **new)):
            still.append(field.name)
        write(model, row.pk, **{field.attname: value})
    assert still == []


@pytest.mark.parametrize("model", PRINTED, ids=lambda model: model.__name__)
def test_each_single_save_and_each_deletion_moves_it(world: Post, model: Any) -> None:
    row = world if model is Post else shown_row(model)
    assert moves(row.save)
    for protecting in (Citation, DossierCitation, Milestone):
        if model is Source:
            protecting.objects.all().delete()
    if model is Image:
        for holder in (Post, Dossier):
            holder.objects.filter(hero=row).update(hero=None)
        for term in (Category, Place, TagPage):
            term.objects.filter(picture=row).update(picture=None)
    if model is Source:
        return  # What rests on it protects it, and goes first.
    assert moves(row.delete)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event_input", "1067"),
        ("calendar_choice", "gregorian"),
        ("event_display", "In the year 1066"),
        ("anniversary_rule", "none"),
    ],
)
def test_another_date_moves_it(world: Post, column: str, value: str) -> None:
    setattr(world, column, value)
    assert moves(lambda: world.save(update_fields=[column]))
    milestone = Milestone.objects.get()
    setattr(milestone, column, value)
    assert moves(milestone.save)


def _with(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def test_every_model_is_known_to_be_seen_or_not() -> None:
    own = {*apps.get_app_config("posts").get_models(include_auto_created=True), Tag, TaggedItem}
    assert own == {*PRINTED, *M2M, *DERIVED, *HIDDEN}


def test_every_model_that_is_seen_tells_of_bulk_writes() -> None:
    """Taggit's own rows do not: see docs/maintaining.md."""
    silent = [m for m in PRINTED if not isinstance(m._default_manager.all(), BulkQuerySet)]
    assert silent == [Tag]


def test_the_rest_moves_nothing_and_no_page_tells_of_it(world: Post) -> None:
    post, by = world, make_editor()
    writer = User.objects.create_user("thucydides")
    number, before = ContentVersion.current().number, pages()

    for model in PRINTED:
        row = shown_row(model)
        for name in UNSEEN.get(model, frozenset()) - NOT_ALONE.get(model, set()):
            field = model._meta.get_field(name)
            value = getattr(row, field.attname)
            new = writer.pk if name in PEOPLE else another(field, value)
            write(model, row.pk, **{field.attname: new})
    draft = save.create(replace_text(snapshot_of(post), "Secret"), by=by).post
    save.save(draft, replace_text(snapshot_of(draft), "Secret too"), by=by, version=draft.version)
    workflow.take(draft, workflow.Action.SUBMIT, by=by)
    make_post("Scheduled", publish_at=NOW + timedelta(days=9), hero=make_image("white", alt="x"))
    make_dossier("Ahead", publish_at=NOW + timedelta(days=9)).posts.add(post)
    _with(make_page("Drafted", status="draft", footer="2"), title="Still drafted").save()
    live = Post.objects.get(pk=post.pk)
    copy = save.save(live, replace_text(snapshot_of(live), "Copy"), by=by, version=live.version)
    autosave.keep(live, [("story", "typed")], by=by, version=copy.version)
    autosave.be_present(live, by=by)
    save.discard_copy(Post.objects.get(pk=post.pk), by=by)
    count_hit(Redirect.objects.get(path="/old/").pk)
    unused = make_image("black", alt="Unused")
    _with(unused, alt="Still unused").save()
    remove_images(Image.objects.filter(pk=unused.pk))
    Source.objects.create(title="Unused")
    make_category("Empty")
    Redirect.objects.create(path="/of-a-draft/", post=draft)
    make_post("Linked", status="draft", story="[one](/posts/hastings/) [two](/posts/secret-too/)")
    _with(Post.objects.get(pk=draft.pk), slug="secret-three").save()
    writer.first_name = "Thucydides"
    writer.save()
    Group.objects.create(name="Guests")
    LogEntry.objects.create(user=by, action_flag=1)

    assert ContentVersion.current().number == number
    assert [path for path, page in pages().items() if page != before[path]] == []


def replace_text(content: Any, text: str) -> Any:
    return replace(content, title=text, slug=text.lower().replace(" ", "-"), story=text)
