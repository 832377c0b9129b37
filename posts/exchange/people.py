"""Authors from a YAML file that this project wrote itself, for posts that are here already."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import User
from django.db import transaction

from posts.models import Post, Profile


@transaction.atomic
def load_people(path: Path, refs: Iterable[str]) -> None:
    """Give the posts with these import refs that have no author the ones that the file names.

    Nobody can sign in as one of them. A profile that is here stays as it is.
    """
    told: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    read = Post.objects.filter(import_ref__in=list(refs))
    posts = read.filter(author=None)
    for row in told["people"]:
        own = posts.filter(categories__name__in=row["categories"])
        keys = list(own.order_by().values_list("pk", flat=True).distinct())
        if keys:
            Post.objects.filter(pk__in=keys).update(author=_person(row))
    for slug, day in told.get("checked", {}).items():
        read.filter(slug=slug, checked_on=None).update(checked_on=day)


def _person(row: dict[str, Any]) -> User:
    person, is_new = User.objects.get_or_create(
        username=row["account"], defaults={"is_active": False, "password": "!"}
    )
    if is_new:
        told = {name: row[name] for name in ("name", "filed_as", "about")}
        Profile.objects.create(person=person, **told)
    return person
