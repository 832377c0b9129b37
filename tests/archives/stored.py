"""What is stored of pages, and what would be made anew."""

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from posts import archives
from posts.archives.edition import edition
from posts.archives.parts import RENDERERS, parts_of
from posts.archives.surroundings import store_surroundings
from posts.models import Post, StoredParts, StoredSurroundings

# One of each kind that prints what is stored.
PAGES = (
    *("/", "/categories/war/", "/tags/siege/", "/places/europe/", "/archive/2020/01/"),
    *("/on/10-14/", "/centuries/11/", "/centuries/20/", "/timeline/?decade=1060s"),
    *("/search/?q=hastings", "/dossiers/conquest/", "/feed.xml", "/feed.rss"),
    "/feeds/tags/siege.xml",
)


def make_missing() -> None:
    archives.make_missing(list(archives.missing_parts().values_list("pk", flat=True)))


def store_all() -> None:
    make_missing()
    store_surroundings(Post.objects.values_list("pk", flat=True))


def stale_parts() -> list[tuple[str, str]]:
    """Return post and part of what is stored and would be made otherwise."""
    rows = {row.post_id: row for row in StoredParts.objects.filter(edition=edition())}
    posts = Post.objects.filter(pk__in=rows).for_page()
    assert {post.pk for post in posts if post.status == "approved"} == rows.keys()
    return [
        (post.title, name)
        for post, anew in ((post, parts_of(post)) for post in posts)
        for name in RENDERERS
        if getattr(rows[post.pk], name) != getattr(anew, name)
    ]


def pages() -> dict[str, Any]:
    asked = [post.get_absolute_url() for post in Post.objects.order_by("pk")]
    found, client = {}, Client()
    for path in dict.fromkeys((*PAGES, *asked)):
        cache.clear()
        answer = client.get(path)
        found[path] = (answer.status_code, answer.content)
    return found


def pages_made_anew() -> dict[str, Any]:
    """Return the pages as they are with nothing stored, which stays as it is."""
    with transaction.atomic():
        StoredParts.objects.all().delete()
        StoredSurroundings.objects.all().delete()
        found = pages()
        transaction.set_rollback(True)
    return found


def stale_pages() -> list[str]:
    anew = pages_made_anew()
    return [path for path, page in pages().items() if page != anew[path]]
