"""One change for many posts: first what it would do to each, then the same done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F

from posts import archives
from posts.editorial import workflow
from posts.editorial.errors import EditorialError
from posts.editorial.roles import Person, may_approve, may_edit
from posts.editorial.snapshot_io import DATABASE
from posts.models import Action, Category, EditConflict, Place, Post


@dataclass(frozen=True)
class Plan:
    """Posts that a change would reach, and those left as they are with the reason, by title."""

    reached: list[Post] = field(default_factory=list)
    left: list[tuple[Post, str]] = field(default_factory=list)


def plan(posts: Iterable[Post], already: set[int], *, by: Person) -> Plan:
    """Sort `posts` for a filing that those in `already` have."""
    found = Plan()
    for post in posts:
        if post.pk in already:
            found.left.append((post, "has it already"))
        elif post.is_public and not may_approve(by, post):
            found.left.append((post, "is published: readers would see it at once"))
        elif not may_edit(by, post):
            found.left.append((post, "may not be changed by you"))
        else:
            found.reached.append(post)
    return found


def plan_filing(posts: Iterable[Post], rows: list[Category] | list[Place], *, by: Person) -> Plan:
    """Return what filing under all `rows` would do, in one query beside the posts."""
    posts = list(posts)
    field_, through = _through(rows)
    held = through.filter(**{f"{field_}__in": rows, "post__in": posts})
    numbers: dict[int, int] = {}
    for pk in held.values_list("post_id", flat=True):
        numbers[pk] = numbers.get(pk, 0) + 1
    return plan(posts, {pk for pk, n in numbers.items() if n == len(rows)}, by=by)


def plan_tags(posts: Iterable[Post], names: list[str], *, by: Person) -> Plan:
    """Return what adding all the tags `names` would do, in one query beside the posts."""
    posts = list(posts)
    wanted = {name.casefold() for name in names}
    held: dict[int, set[str]] = {}
    items = _tagged(posts).values_list("object_id", "tag__name")
    for pk, name in items:
        held.setdefault(pk, set()).add(name.casefold())
    return plan(posts, {pk for pk, has in held.items() if wanted <= has}, by=by)


def plan_review(posts: Iterable[Post], *, by: Person) -> Plan:
    """Return which posts would be sent to review."""
    found = Plan()
    for post in posts:
        if post.status != Post.Status.DRAFT:
            found.left.append((post, f"is {post.state}, not a draft"))
        elif not may_edit(by, post):
            found.left.append((post, "may not be changed by you"))
        else:
            found.reached.append(post)
    return found


@transaction.atomic
def file_under(posts: Iterable[Post], rows: list[Category] | list[Place], *, by: Person) -> Plan:
    """File `posts` under all `rows`; return what was done. A few statements for any number."""
    locked = _locked(posts)
    done = plan_filing(locked, rows, by=by)
    field_, through = _through(rows)
    through.bulk_create(
        [
            through.model(**{"post_id": post.pk, f"{field_}_id": row.pk})
            for post in done.reached
            for row in rows
        ],
        ignore_conflicts=True,
    )
    _move_on(done.reached)
    return done


@transaction.atomic
def add_tags(posts: Iterable[Post], names: list[str], *, by: Person) -> Plan:
    """Add all the tags `names` to `posts`, making new ones first; return what was done."""
    locked = _locked(posts)
    done = plan_tags(locked, names, by=by)
    tags = DATABASE.tags(names)
    items = _tagged(done.reached)
    kind = ContentType.objects.get_for_model(Post)
    items.model._default_manager.bulk_create(
        [
            items.model(object_id=post.pk, content_type=kind, tag_id=tag)
            for post in done.reached
            for tag in tags
        ],
        ignore_conflicts=True,
    )
    _move_on(done.reached)
    return done


def send_to_review(posts: Iterable[Post], *, by: Person) -> Plan:
    """Submit each draft by itself, so that one that is refused holds up none of the others."""
    wanted = plan_review(posts, by=by)
    done = Plan(left=wanted.left)
    for post in wanted.reached:
        try:
            workflow.take(post, Action.SUBMIT, by=by)
        except (EditorialError, EditConflict) as error:
            done.left.append((post, f"was refused: {str(error).rstrip('.')}"))
        else:
            done.reached.append(post)
    return done


def _locked(posts: Iterable[Post]) -> list[Post]:
    """Return the posts as they are stored, held until the transaction ends, in one order."""
    keys = [post.pk for post in posts]
    rows = Post.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return list(rows.for_links())


def _move_on(posts: list[Post]) -> None:
    """Let forms that are open notice, and the archives follow."""
    keys = [post.pk for post in posts]
    Post.objects.filter(pk__in=keys).update(version=F("version") + 1)
    archives.refresh_on_commit(posts=keys)


def _through(rows: list[Category] | list[Place]) -> tuple[str, Any]:
    is_place = isinstance(rows[0], Place)
    model = Post.places.through if is_place else Post.categories.through
    return ("place" if is_place else "category"), model._default_manager


def _tagged(posts: Iterable[Post]) -> Any:
    keys = [post.pk for post in posts]
    kind = ContentType.objects.get_for_model(Post)
    return Post.tags.through._default_manager.filter(content_type=kind, object_id__in=keys)
