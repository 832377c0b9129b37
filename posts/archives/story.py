"""A story page, read by one statement while its parts are stored."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from historyblog.databases.replica import connection
from posts.ago import with_years_ago
from posts.archives import wanted
from posts.archives.edition import edition
from posts.archives.parts import article_of, rendered
from posts.archives.surroundings import Surroundings, surroundings_of
from posts.models import PlaceInTime, Post, found_public_sql, last_out_sql
from posts.rendering import fill, stored_html

_OWN = ("title", "head", "article", "place_in_time")
_AROUND = ("links", "dossiers", "beyond", "translations")
# What is stored around it holds while the content version stands and nothing came due since.
_STORY = f"""SELECT post.id, {", ".join(f"parts.{name}" for name in _OWN)},
    {", ".join(f"around.{name}" for name in _AROUND)},
    EXISTS (SELECT 1 FROM posts_postlink WHERE earlier_id = post.id)
        OR EXISTS (SELECT 1 FROM posts_postlink WHERE later_id = post.id),
    EXISTS (SELECT 1 FROM posts_dossier_posts WHERE post_id = post.id)
FROM posts_post post
LEFT JOIN posts_storedparts parts ON parts.post_id = post.id AND parts.edition = %s
LEFT JOIN posts_storedsurroundings around ON around.post_id = post.id AND around.edition = %s
    AND EXISTS (SELECT 1 FROM posts_contentversion current
        WHERE current.number = around.number AND current.changed_at = around.changed_at)
    AND around.made_at >= COALESCE({last_out_sql("posts_post")}, around.made_at)
    AND around.made_at >= COALESCE({last_out_sql("posts_dossier")}, around.made_at)
WHERE post.slug = %s AND {found_public_sql("post")}"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Story:
    """The parts of a story page."""

    title: SafeString
    head: SafeString
    article: SafeString
    around: Surroundings


def public_story(slug: str) -> Story | None:
    """Return the page of a public post, None if there is none at `slug`.

    What is missing is made in memory: a reader neither writes nor waits for who does.
    """
    now = timezone.now()
    row = _row(slug, now)
    if row is None:
        return None
    key, title, head, article, place, *stored, is_linked, is_gathered = row
    if title is None:
        wanted.note(key)
        post = Post.objects.published(now).for_page().filter(pk=key).first()
        known = {"is_linked": is_linked, "is_gathered": is_gathered}
        return story_of(post, is_citable=True, **known) if post else None
    if stored[0] is None:
        wanted.note(key)
        around = surroundings_of(
            key, PlaceInTime.from_json(place), now, is_linked=is_linked, is_gathered=is_gathered
        )
    else:
        around = Surroundings(*map(stored_html, stored))
    return _filled(stored_html(title), stored_html(head), article, around)


def _row(slug: str, now: datetime) -> tuple[Any, ...] | None:
    moment, of = connection.ops.adapt_datetimefield_value(now), edition()
    with connection.cursor() as cursor:
        cursor.execute(_STORY, (of, of, moment, moment, slug, moment))
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def story_of(
    post: Post, *, is_citable: bool, is_linked: bool = True, is_gathered: bool = True
) -> Story:
    """Return the page of a post that was loaded `for_page`, in any state, made anew.

    It is not asked for a chain and for dossiers where it is known that there are none.
    """
    around = surroundings_of(
        post.pk, PlaceInTime.of(post), timezone.now(), is_linked=is_linked, is_gathered=is_gathered
    )
    article = article_of(post, is_citable=is_citable)
    return _filled(**rendered(post, ("title", "head")), article=article, around=around)


def _filled(title: SafeString, head: SafeString, article: str, around: Surroundings) -> Story:
    beyond = with_years_ago(around.beyond)
    article = with_years_ago(
        fill(article, dossiers=around.dossiers, translations=around.translations)
    )
    return Story(title, head, article, replace(around, beyond=beyond))
