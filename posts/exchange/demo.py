"""People and what they looked after, dossiers and chains, from YAML files over posts here."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import User
from django.db import transaction

from posts.models import Correction, Dossier, Letter, LinkLoop, Post, PostLink, Profile, Source


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


@transaction.atomic
def load_dossiers(path: Path) -> int:
    """Add the dossiers and links of the file that are not here yet; return how many dossiers.

    One that is here stays as it is. Posts the file names that are gone are left out.
    """
    told: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    here = set(Dossier.objects.values_list("slug", flat=True))
    new = [row for row in told["dossiers"] if row["slug"] not in here]
    for row in new:
        _add(row, told["sources"])
    for earlier, kind, later in told["links"]:
        _link(earlier, kind, later)
    return len(new)


def _add(row: Mapping[str, Any], sources: Mapping[str, Any]) -> None:
    publish_at = datetime.fromisoformat(row["publish_at"])
    dossier = Dossier.objects.create(
        **{name: row[name] for name in ("slug", "title", "description")},
        publish_at=publish_at,
        status=Dossier.Status.APPROVED,
    )
    dossier.posts.set(Post.objects.filter(slug__in=row["posts"]))
    for position, section in enumerate(row["sections"], 1):
        dossier.sections.create(position=position, **section)
    for milestone in row["milestones"]:
        told = {name: milestone.get(name, "") for name in ("label", "note", "locator")}
        source = _source(sources[milestone["source"]])
        dossier.milestones.create(event_input=milestone["date"], source=source, **told)
    for position, citation in enumerate(row["citations"], 1):
        told = {name: citation.get(name, "") for name in ("locator", "note")}
        source = _source(sources[citation["source"]])
        dossier.citations.create(position=position, source=source, **told)


def _source(told: Mapping[str, str]) -> Source:
    """Return the source of that author and title, which posts may rest on already."""
    known = {"author": told.get("author", ""), "title": told["title"]}
    return Source.objects.filter(**known).first() or Source.objects.create(**told)


def _link(earlier: str, kind: str, later: str) -> None:
    posts = {post.slug: post for post in Post.objects.filter(slug__in=[earlier, later])}
    if len(posts) < 2:
        return
    ends = {"earlier": posts[earlier], "later": posts[later]}
    if not PostLink.objects.filter(**ends).exists():
        try:
            PostLink.objects.create(kind=kind, **ends)
        except LinkLoop:
            return  # Somebody has linked the two the other way round, and may.
