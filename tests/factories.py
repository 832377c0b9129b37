"""Plain makers of real rows; each takes only what a test cares about.

What has several rows is one transaction, as the desk stores it: archives and search follow once.
"""

import io
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management.color import no_style
from django.db import connection, transaction
from PIL import Image as Pillow

from posts.models import (
    Category,
    Citation,
    Dossier,
    Image,
    Milestone,
    Page,
    Place,
    Post,
    PostLink,
    Profile,
    Source,
)

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@transaction.atomic
def make_post(title: str = "Hastings", **fields: Any) -> Post:
    """Return a stored post, readable by anyone unless `status` or `publish_at` say otherwise."""
    defaults = {
        "description": f"What happened: {title}.",
        "story": f"The story of {title}.",
        "event_input": "14 October 1066",
        "status": Post.Status.APPROVED,
        "publish_at": datetime(2020, 1, 1, tzinfo=UTC),
    }
    related = {
        name: fields.pop(name) for name in ("categories", "places", "tags") if name in fields
    }
    bullets = fields.pop("bullets", ())
    post = Post.objects.create(title=title, **defaults | fields)
    for name, rows in related.items():
        getattr(post, name).set(rows)
    for position, (label, text) in enumerate(bullets, 1):
        post.bullets.create(label=label, text=text, position=position)
    return post


def make_category(name: str = "War", **fields: Any) -> Category:
    return Category.objects.create(name=name, **fields)


def make_place(name: str = "Sussex", **fields: Any) -> Place:
    return Place.objects.create(name=name, **fields)


def picture_bytes(
    size: tuple[int, int] = (900, 600), kind: str = "PNG", colour: str = "red"
) -> bytes:
    stream = io.BytesIO()
    Pillow.new("RGB", size, colour).save(stream, kind)
    return stream.getvalue()


def moving_gif() -> bytes:
    frames = [Pillow.new("RGB", (90, 60), colour) for colour in ("red", "blue")]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    return stream.getvalue()


def make_image(colour: str = "red", size: tuple[int, int] = (900, 600), **fields: Any) -> Image:
    file = ContentFile(picture_bytes(size, colour=colour), name=f"{colour}.png")
    return Image.objects.create(file=file, **{"alt": f"A {colour} field"} | fields)


def make_editor(username: str = "clio", **fields: Any) -> User:
    return User.objects.create_superuser(username, password="a long passphrase", **fields)


def make_citation(post: Post, title: str = "The Carmen", **fields: Any) -> Citation:
    """Cite a source of its own; fields of the citation are told from those of the source."""
    own = {
        name: fields.pop(name) for name in ("locator", "quotation", "note", "key") if name in fields
    }
    source = Source.objects.create(title=title, **fields)
    return post.citations.create(source=source, position=post.citations.count() + 1, **own)


def make_profile(name: str = "Ada Moreau", **fields: Any) -> Profile:
    """Return the public name of somebody new of the desk, whose user name is nobody's business."""
    person = User.objects.create_user(f"account{User.objects.count()}", is_staff=True)
    return Profile.objects.create(person=person, name=name, **fields)


@transaction.atomic
def make_dossier(title: str = "The Conquest", **fields: Any) -> Dossier:
    """Return a stored dossier, readable by anyone unless its fields say otherwise."""
    defaults = {
        "description": f"All about {title}.",
        "status": Dossier.Status.APPROVED,
        "publish_at": datetime(2020, 1, 1, tzinfo=UTC),
    }
    posts, sections = fields.pop("posts", ()), fields.pop("sections", ())
    dossier = Dossier.objects.create(title=title, **defaults | fields)
    dossier.posts.set(posts)
    for position, (heading, text) in enumerate(sections, 1):
        dossier.sections.create(heading=heading, text=text, position=position)
    return dossier


def make_page(title: str = "About", **fields: Any) -> Page:
    """Return a stored page of the site, readable by anyone unless its fields say otherwise."""
    defaults = {
        "story": f"The text of {title}.",
        "status": Page.Status.APPROVED,
        "publish_at": datetime(2020, 1, 1, tzinfo=UTC),
    }
    return Page.objects.create(title=title, **defaults | fields)


def make_milestone(dossier: Dossier, label: str = "Domesday", **fields: Any) -> Milestone:
    """Return a milestone with a source of its own, unless one is given."""
    source = fields.pop("source", None) or Source.objects.create(title=f"On {label}")
    return dossier.milestones.create(label=label, source=source, **{"event_input": "1086"} | fields)


def link_posts(earlier: Post, later: Post, kind: str = "led_to") -> PostLink:
    return PostLink.objects.create(earlier=earlier, later=later, kind=kind)


def restart_keys(*models: Any) -> None:
    """Let keys go on from the greatest that is stored.

    On PostgreSQL those of rows that were rolled back are used up, those given by hand are not.
    """
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
