"""What is done at the desk moves the content version on."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from taggit.models import Tag

from posts.editorial import taxonomy, workflow
from posts.editorial.bulk import change_filing, change_tags
from posts.editorial.corrections import store_correction
from posts.images.lifecycle import replace_file
from posts.models import (
    ArchiveEntry,
    Bullet,
    Category,
    Correction,
    Dossier,
    Image,
    Place,
    Post,
    Redirect,
)
from tests.archives.changes import moves
from tests.archives.world import NOW, make_world
from tests.factories import (
    link_posts,
    make_category,
    make_editor,
    make_place,
    make_post,
    picture_bytes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


VERBS: dict[str, Callable[[Post, User], Any]] = {
    "a new correction": lambda post, by: store_correction(
        Correction(post=post, text="Harold."), by=by
    ),
    "another correction": lambda post, by: store_correction(
        _with(post.corrections.get(), text="Dawn."), by=by
    ),
    "the words of a picture": lambda post, by: _with(Image.objects.get(alt="A gate"), alt="A").save(
        update_fields=["alt"]
    ),
    "the file of a picture": lambda post, by: replace_file(
        Image.objects.get(alt="A gate"), picture_bytes(colour="green"), name="green.png"
    ),
    "filing": lambda post, by: change_filing([post], [make_category("Siege")], by=by),
    "tags": lambda post, by: change_tags([post], ["norman"], by=by),
    "a category into another": lambda post, by: taxonomy.merge(
        Category.objects.get(name="War"), into=make_category("Wars"), by=by
    ),
    "a place into another": lambda post, by: taxonomy.merge(
        Place.objects.get(name="France"), into=make_place("Gaul"), by=by
    ),
    "a tag into another": lambda post, by: taxonomy.merge(
        Tag.objects.get(name="siege"), into=Tag.objects.get(name="bow"), by=by
    ),
    "a state that followed": lambda post, by: Place.objects.get(name="France").successors.add(
        Place.objects.get(name="Spain")
    ),
    "another target": lambda post, by: Redirect.objects.filter(path="/old/").update(
        post=None, to_path="/on/"
    ),
    "an old address": lambda post, by: Redirect.objects.create(path="/older/", post=post),
    "withdrawing": lambda post, by: workflow.take(post, workflow.Action.WITHDRAW, by=by),
    "a link": lambda post, by: link_posts(post, Post.objects.get(title="Stamford Bridge")),
    "a section": lambda post, by: Dossier.objects.get(title="Danelaw").sections.create(
        heading="One", text="Text."
    ),
    "rows made in bulk": lambda post, by: Bullet.objects.bulk_create(
        [Bullet(post=post, text="In bulk", position=7)]
    ),
    "rows written in bulk": lambda post, by: Bullet.objects.bulk_update(
        [_with(post.bullets.get(), label="Whom")], ["label"]
    ),
    "an undated, unfiled post that goes": lambda post, by: workflow.take(
        make_post("Essay", undated=True, event_input=""), workflow.Action.WITHDRAW, by=by
    ),
}


def _with(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


@pytest.fixture(scope="module")
def stored(module_db: Path) -> int:
    with time_machine.travel(NOW, tick=False):
        return make_world().pk


@pytest.mark.engine
@pytest.mark.parametrize("verb", VERBS)
def test_what_is_done_at_the_desk_moves_it(stored: int, verb: str) -> None:
    post, by = Post.objects.get(pk=stored), make_editor()
    assert moves(lambda: VERBS[verb](post, by))


def test_an_essay_without_any_archive_moves_it_when_it_goes() -> None:
    essay = make_post("Essay", undated=True, event_input="")
    assert not ArchiveEntry.objects.filter(post=essay).exists()
    assert moves(lambda: workflow.take(essay, workflow.Action.WITHDRAW, by=make_editor()))
