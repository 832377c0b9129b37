"""Who wrote, checked and read posts that are here already, from a YAML file of this project."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import User
from django.db import transaction

from posts.models import Correction, Letter, Post, Profile


@transaction.atomic
def load_people(path: Path, refs: Iterable[str]) -> None:
    """Give the posts with these import refs that have no author the ones that the file names.

    Nobody can sign in as one of them. A profile that is here stays as it is. Corrections and
    printed letters of the posts come with them.
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
    for model, name in ((Correction, "corrections"), (Letter, "letters")):
        for slug, rows in told.get(name, {}).items():
            for post in read.filter(slug=slug):
                for row in rows:
                    model.objects.get_or_create(post=post, **row)


def _person(row: dict[str, Any]) -> User:
    person, is_new = User.objects.get_or_create(
        username=row["account"], defaults={"is_active": False, "password": "!"}
    )
    if is_new:
        told = {name: row[name] for name in ("name", "filed_as", "about")}
        Profile.objects.create(person=person, **told)
    return person
