"""How posts follow from one another."""

from collections import deque
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_noop

from posts.models.bulk import BulkQuerySet
from posts.models.fields import StoredConstraint, in_choices
from posts.models.locks import hold_table
from posts.models.post_query import LONG_TEXTS

if TYPE_CHECKING:
    from posts.models.post import Post

STEPS = 3  # each way from a post, on its page
SHOWN = 24  # links around one post
ENDS = ("earlier", "later")


class LinkLoop(IntegrityError):
    """A link that would let a chain of posts, whose keys are `path`, come back to its beginning."""

    path: tuple[int, ...] = ()


class LinkKind(models.TextChoices):
    """What the earlier post did for the later; `back` is how the later says the same."""

    LED_TO = "led_to", gettext_noop("led to")
    FOLLOWS = "follows", gettext_noop("was followed by")
    REPLACES = "replaces", gettext_noop("was replaced by")

    @property
    def back(self) -> str:
        return _BACK[self.value]


_BACK = {
    "led_to": gettext_noop("came of"),
    "follows": gettext_noop("follows"),
    "replaces": gettext_noop("replaces"),
}


class PostLinkQuerySet(BulkQuerySet["PostLink"]):
    def around(self, post: "Post", steps: int = STEPS) -> Self:
        """Links within `steps` of `post` either way, walked through public posts only."""
        return self.filter(pk__in=_walk(post, steps))

    def for_chain(self) -> Self:
        """Load what a line with date and title reads of both posts; anything else raises."""
        long = (*LONG_TEXTS, "description", "closing_question")
        return (
            self.select_related(*ENDS)
            .defer(*(f"{end}__{text}" for end in ENDS for text in long))
            .fetch_mode(models.FETCH_RAISE)
        )


class PostLink(models.Model):
    """That one post came before another in a chain of events, and how.

    Whatever the kind, `earlier` stands before `later`, so that all links together point one
    way through time and never lead back to where they began.
    """

    Kind = LinkKind

    earlier = models.ForeignKey(
        "posts.Post", on_delete=models.CASCADE, related_name="links_after", db_index=False
    )
    later = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="links_before")
    kind = models.CharField(max_length=8, choices=LinkKind, default=LinkKind.LED_TO)

    objects = PostLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "link between posts"
        verbose_name_plural = "links between posts"
        ordering = ["id"]
        constraints = [
            # Serves look-ups by `earlier` as well.
            models.UniqueConstraint(
                fields=["earlier", "later"],
                name="postlink_once",
                violation_error_message="These two posts are linked already.",
            ),
            StoredConstraint(
                condition=~models.Q(earlier=models.F("later")), name="postlink_not_to_itself"
            ),
            in_choices("postlink", "kind", LinkKind),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} {LinkKind(self.kind).label} {self.later}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the link; raises LinkLoop, naming the chain, if it would close a loop."""
        hold_table(PostLink)
        self._refuse_loop()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Raise ValidationError, naming the chain, if the link would close a loop."""
        if self.earlier_id and self.later_id:
            try:
                self._refuse_loop()
            except LinkLoop as error:
                raise ValidationError(str(error), code="loop") from error

    def _refuse_loop(self) -> None:
        if self.earlier_id == self.later_id:
            raise LinkLoop("A post cannot be linked to itself.")
        path = _path(self.later_id, self.earlier_id, self.pk or 0)
        if path:
            posts: Any = self._meta.get_field("later").related_model
            titles = posts._default_manager.filter(pk__in=path).only("title").in_bulk()
            names = " → ".join(titles[pk].title for pk in [*path, path[0]])
            loop = LinkLoop(f"This would lead back to where it began: {names}.")
            loop.path = tuple(path)
            raise loop


def _path(start: int, goal: int, but: int) -> list[int]:
    """Return the posts from `start` forward to `goal`, [] if no links but `but` lead there."""
    links = PostLink.objects.filter(pk__in=RawSQL(_FORWARD, [start])).exclude(pk=but)
    after: dict[int, list[int]] = {}
    for earlier, later in links.values_list("earlier_id", "later_id"):
        after.setdefault(earlier, []).append(later)
    came_from: dict[int, int | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for later in after.get(here, ()):
            if later not in came_from:
                came_from[later] = here
                waiting.append(later)
    return _back_from(goal, came_from) if goal in came_from else []


def _back_from(goal: int, came_from: dict[int, int | None]) -> list[int]:
    path, here = [], came_from[goal]
    path.append(goal)
    while here is not None:
        path.append(here)
        here = came_from[here]
    return path[::-1]


_FORWARD = """
    WITH RECURSIVE after (post) AS (
        SELECT CAST(%s AS bigint)
        UNION
        SELECT link.later_id FROM after JOIN posts_postlink link ON link.earlier_id = after.post
    )
    SELECT link.id FROM after JOIN posts_postlink link ON link.earlier_id = after.post
"""
_AROUND = """
    WITH RECURSIVE past (link, post, step) AS (
        SELECT link.id, link.earlier_id, 1 FROM posts_postlink link
        WHERE link.later_id = %s AND EXISTS ({earlier})
        UNION
        SELECT link.id, link.earlier_id, past.step + 1
        FROM past JOIN posts_postlink link ON link.later_id = past.post
        WHERE past.step < %s AND EXISTS ({earlier})
    ), future (link, post, step) AS (
        SELECT link.id, link.later_id, 1 FROM posts_postlink link
        WHERE link.earlier_id = %s AND EXISTS ({later})
        UNION
        SELECT link.id, link.later_id, future.step + 1
        FROM future JOIN posts_postlink link ON link.earlier_id = future.post
        WHERE future.step < %s AND EXISTS ({later})
    ), nearest (link, post, step) AS (
        SELECT link, post, min(step) FROM (SELECT * FROM past UNION SELECT * FROM future) both_ways
        GROUP BY link, post ORDER BY 3, 1 LIMIT %s
    )
    SELECT link FROM nearest
"""


def _walk(post: "Post", steps: int) -> RawSQL:
    """Return the links within `steps` of `post`, nearest first.

    What is public is asked of the posts' own queryset, so the walk has no rule of its own.
    """
    public = type(post)._default_manager.only_published()
    ends = {end: public.filter(pk=RawSQL(f"link.{end}_id", ())).values("pk") for end in ENDS}
    earlier, of_earlier = ends["earlier"].query.sql_with_params()
    later, of_later = ends["later"].query.sql_with_params()
    sql = _AROUND.format(earlier=earlier, later=later)
    past = (post.pk, *of_earlier, steps, *of_earlier)
    future = (post.pk, *of_later, steps, *of_later)
    return RawSQL(sql, (*past, *future, SHOWN))
