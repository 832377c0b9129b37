"""Stored parts: written where they are missing, and gone with what they show."""

from collections.abc import Collection, Mapping, Sequence
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from posts.archives.edition import edition
from posts.archives.parts import parts_of, rendered
from posts.models import ContentVersion, Post, PostQuerySet, StoredParts, StoredSurroundings

MADE_AT_ONCE = 5
PRINTED_AT_ONCE = 10  # under one lock, for which a save waits
_MOST_KEYS = 5_000  # in one statement


def make_missing(keys: Collection[int]) -> None:
    """Store the parts of this edition of the approved ones among these posts, if they miss them.

    Nobody waits while they are made: only what no change has overtaken is stored, and the others
    are made while the posts are held. Who changes one of them after that takes away what was
    written.
    """
    missing, number = missing_parts().filter(pk__in=keys), ContentVersion.current().number
    made = [parts_of(post) for post in missing.for_page() if post.is_public]
    with transaction.atomic():
        _hold(keys)
        if number == ContentVersion.current().number:
            still = set(missing.values_list("pk", flat=True))
            StoredParts.objects.bulk_create(row for row in made if row.post_id in still)
        _make(missing)


@transaction.atomic
def print_anew(keys: Collection[int]) -> None:
    """Let no edition keep what it showed of these posts before a change that is committed.

    That is also what somebody made meanwhile from what was before it. Few are made at once,
    and many are left missing: nobody waits for so many pages.
    """
    for some in batched(sorted(keys), _MOST_KEYS):
        _hold(some)
        forget_parts(some)
    if len(keys) <= MADE_AT_ONCE:
        _make(Post.objects.filter(pk__in=keys, status=Post.Status.APPROVED))


def forget_parts(keys: Collection[int]) -> None:
    """Let the parts of these posts be missing."""
    for some in batched(sorted(keys), _MOST_KEYS):
        StoredParts.objects.filter(post_id__in=some).delete()


def _make(posts: PostQuerySet) -> None:
    StoredParts.objects.bulk_create(parts_of(post) for post in posts.for_page())


def _hold(keys: Collection[int]) -> None:
    if connection.features.has_select_for_update:
        held = Post.objects.select_for_update(no_key=True).filter(pk__in=keys)
        list(held.order_by("pk").values_list("pk"))


def missing_parts() -> PostQuerySet:
    """Approved posts without parts of this edition, the newest first."""
    stored = StoredParts.objects.filter(post=OuterRef("pk"), edition=edition())
    approved = Post.objects.filter(status=Post.Status.APPROVED)
    return approved.exclude(Exists(stored)).order_by("-publish_at", "-pk")


def clear_other_editions() -> None:
    """Delete what another release stored; one that still runs makes it again."""
    for model in (StoredParts, StoredSurroundings):
        model._default_manager.exclude(edition=edition()).delete()


def found_or_made(
    stored: Mapping[int, Sequence[Any]], names: Sequence[str]
) -> dict[int, dict[str, Any]]:
    """Return parts by name of each post, those that are missing made in memory.

    `stored` has what is stored under these names, with None where it is missing; then who is
    hidden by now is left out.
    """
    missing = [key for key, values in stored.items() if values[0] is None]
    made = _made_now(missing, names) if missing else {}
    return made | {
        key: dict(zip(names, values, strict=True))
        for key, values in stored.items()
        if values[0] is not None
    }


def _made_now(keys: Sequence[int], names: Sequence[str]) -> dict[int, dict[str, Any]]:
    # In an order of its own SQLite walks over all posts, to be spared the sorting.
    asked = Post.objects.filter(pk__in=keys).order_by()
    of_cards = {"card", "brief", "lead"}.isdisjoint(names)
    loaded = asked.for_page() if of_cards else asked.for_cards()
    return {post.pk: rendered(post, names) for post in loaded if post.is_public}
