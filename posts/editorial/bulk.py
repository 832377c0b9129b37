"""One change for many posts: first what it would do to each, then the same done."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, TextChoices

from posts import archives
from posts.editorial import workflow
from posts.editorial.checks import blocking_words
from posts.editorial.errors import EditorialError
from posts.editorial.roles import Person, may_approve, may_edit
from posts.editorial.save import draft_of
from posts.editorial.snapshot_io import DATABASE
from posts.models import Action, Category, EditConflict, Place, Post, tags_named


@dataclass(frozen=True)
class Plan:
    """Posts that a change would reach, and those left as they are with the reason, by title."""

    reached: list[Post] = field(default_factory=list)
    left: list[tuple[Post, str]] = field(default_factory=list)

    def blocked(self, most: int) -> list[tuple[Post, str]]:
        """Return those of the first `most` that it reaches which could not be published as they
        are, each with what blocks it, in a dozen queries a post."""
        first = self.reached[:most]
        whole = Post.objects.in_bulk([post.pk for post in first])
        rows = (whole[post.pk] for post in first if post.pk in whole)
        found = ((post, blocking_words(post, draft_of(post).content)) for post in rows)
        return [(post, words) for post, words in found if words]


class How(TextChoices):
    """What becomes of what posts are filed under; each with why a post is left as it is."""

    ADD = "add", "Add"
    REMOVE = "remove", "Take away"
    REPLACE = "replace", "Leave these alone, and take away all others"

    def leaves(self, held: set[Any], chosen: set[Any]) -> str:
        """Return why nothing would change, "" if something would."""
        match self:
            case How.ADD:
                return "has it already" if chosen <= held else ""
            case How.REMOVE:
                return "has none of it" if chosen.isdisjoint(held) else ""
            case _:
                return "has this alone already" if chosen == held else ""


def _plan(posts: Iterable[Post], why_left: Callable[[Post], str]) -> Plan:
    reasons = [(post, why_left(post)) for post in posts]
    return Plan([post for post, why in reasons if not why], [each for each in reasons if each[1]])


def _why_not(post: Post, by: Person) -> str:
    if post.is_public and not may_approve(by, post):
        return "is published: readers would see it at once"
    return "" if may_edit(by, post) else "may not be changed by you"


def plan_filing(
    posts: Iterable[Post], rows: list[Category] | list[Place], *, by: Person, how: How = How.ADD
) -> Plan:
    """Return what a change of categories or places would do, in one query beside the posts."""
    posts = list(posts)
    field_, through = _through(rows)
    filed = through.filter(post__in=posts).values_list("post_id", f"{field_}_id")
    held = _sets(filed)
    chosen = {row.pk for row in rows}
    return _plan(posts, lambda post: how.leaves(held[post.pk], chosen) or _why_not(post, by))


def plan_tags(posts: Iterable[Post], names: list[str], *, by: Person, how: How = How.ADD) -> Plan:
    """Return what a change of tags would do, in one query beside the posts."""
    posts = list(posts)
    tagged = _tagged(posts).values_list("object_id", "tag__name")
    held = _sets((pk, name.casefold()) for pk, name in tagged)
    chosen = {name.casefold() for name in names}
    return _plan(posts, lambda post: how.leaves(held[post.pk], chosen) or _why_not(post, by))


def _sets(pairs: Iterable[tuple[int, Any]]) -> dict[int, set[Any]]:
    found: dict[int, set[Any]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found


def plan_step(posts: Iterable[Post], action: Action, *, by: Person) -> Plan:
    """Return with which posts a step would be taken that asks for nothing more."""
    states = workflow.STEPS[action].leaves

    def why_left(post: Post) -> str:
        if post.state not in states:
            return f"is {post.state}, not {' or '.join(sorted(states))}"
        return "" if action in workflow.possible(post, by) else "may not be changed by you"

    return _plan(posts, why_left)


@transaction.atomic
def change_filing(
    posts: Iterable[Post], rows: list[Category] | list[Place], *, by: Person, how: How = How.ADD
) -> Plan:
    """File `posts` under all `rows`, or no longer, or under them alone; return what was done.

    A few statements for any number.
    """
    done = plan_filing(_locked(posts), rows, by=by, how=how)
    field_, through = _through(rows)
    _drop(through.filter(post__in=done.reached), f"{field_}__in", rows, how)
    if how is not How.REMOVE:
        filed = [
            through.model(**{"post_id": post.pk, f"{field_}_id": row.pk})
            for post in done.reached
            for row in rows
        ]
        through.bulk_create(filed, ignore_conflicts=True)
    _move_on(done.reached)
    return done


@transaction.atomic
def change_tags(posts: Iterable[Post], names: list[str], *, by: Person, how: How = How.ADD) -> Plan:
    """Add all the tags `names` to `posts`, making new ones first, or take them away, or leave
    them alone there; return what was done."""
    done = plan_tags(_locked(posts), names, by=by, how=how)
    items = _tagged(done.reached)
    tags = tags_named(names) if how is How.REMOVE else DATABASE.tags(names)
    _drop(items, "tag__in", tags, how)
    if how is not How.REMOVE:
        kind = ContentType.objects.get_for_model(Post)
        tagged = [
            items.model(object_id=post.pk, content_type=kind, tag_id=tag)
            for post in done.reached
            for tag in tags
        ]
        items.model._default_manager.bulk_create(tagged, ignore_conflicts=True)
    _move_on(done.reached)
    return done


def _drop(filed: Any, lookup: str, rows: Iterable[Any], how: How) -> None:
    if how is How.REMOVE:
        filed.filter(**{lookup: rows}).delete()
    elif how is How.REPLACE:
        filed.exclude(**{lookup: rows}).delete()


def take_step(posts: Iterable[Post], action: Action, *, by: Person) -> Plan:
    """Take it with each by itself, so that one that is refused holds up none of the others."""
    wanted = plan_step(posts, action, by=by)
    done = Plan(left=wanted.left)
    for post in wanted.reached:
        try:
            workflow.take(post, action, by=by)
        except (EditorialError, EditConflict) as error:
            done.left.append((post, f"was refused: {str(error).rstrip('.')}"))
        else:
            done.reached.append(post)
    return done


def _locked(posts: Iterable[Post]) -> list[Post]:
    """Return the posts as they are stored, held until the transaction ends, in one order."""
    keys = [post.pk for post in posts]
    rows = Post.objects.filter(pk__in=keys, trashed_at=None).order_by("pk")
    rows = rows.select_for_update(no_key=True)
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
