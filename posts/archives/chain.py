"""The chain of events around a story: what it came of, and what came of it."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from posts.models import UNDATED, Post, PostLink


@dataclass(frozen=True)
class Step:
    """A post of the chain: `how` the story itself is linked to it ("came of", "led to").

    Further away, `how` is what the post has to do with `other`, the one next to it.
    """

    post: Post
    how: str
    other: Post | None
    distance: int


@dataclass(frozen=True)
class Chain:
    """The steps before the story and after it, both in the order of time."""

    past: list[Step]
    future: list[Step]

    @property
    def keys(self) -> list[int]:
        return [step.post.pk for step in (*self.past, *self.future)]


def chain_around(post: Post) -> Chain | None:
    """Return the chain in which `post` stands, None where it is linked to nothing public."""
    links = list(PostLink.objects.around(post).for_chain())
    if not links:
        return None
    past = sorted(_walk(post, links, back=True), key=lambda step: (-step.distance, *_order(step)))
    future = sorted(_walk(post, links, back=False), key=lambda step: (step.distance, *_order(step)))
    return Chain(past, future)


def _order(step: Step) -> tuple[int, int]:
    sort = step.post.event_sort
    return (UNDATED if sort is None else sort, step.post.pk)


def _walk(start: Post, links: Iterable[PostLink], *, back: bool) -> Iterable[Step]:
    """Yield each post once, by its shortest way from `start`."""
    beside: dict[int, list[PostLink]] = {}
    for link in links:
        beside.setdefault(link.later_id if back else link.earlier_id, []).append(link)
    seen, waiting = {start.pk}, deque([(start, 0)])
    while waiting:
        here, distance = waiting.popleft()
        for link in beside.get(here.pk, ()):
            there = link.earlier if back else link.later
            if there.pk not in seen:
                seen.add(there.pk)
                waiting.append((there, distance + 1))
                yield _step(link, there, here, distance + 1, back=back)


def _step(link: PostLink, there: Post, here: Post, distance: int, *, back: bool) -> Step:
    kind = PostLink.Kind(link.kind)
    # The story tells of its neighbours; those beyond tell of themselves.
    said_by_later = back == (distance == 1)
    how = gettext(kind.back if said_by_later else kind.label)
    return Step(there, how, None if distance == 1 else here, distance)
