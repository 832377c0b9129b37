"""Gives the refs of earlier imports their site, so that no other site's posts are taken for them.

The id in the feed was made of a site's address and a post's old address. Where it was not, nobody
knows the site: such a post is known again by its title or its original.
"""

from typing import Any
from urllib.parse import urlsplit

from django.db import migrations

LENGTH = 500


def add_site(apps: Any, schema_editor: Any) -> None:
    posts = apps.get_model("posts", "Post").objects.exclude(import_ref=None)
    for post in posts.only("import_ref", "feed_id").order_by("pk").iterator():
        kind, _, rest = post.import_ref.partition(":")
        ref = f"{kind}:{_site(post)}:{rest}"
        if len(ref) > LENGTH:
            ref = f"{kind}::{rest}"[:LENGTH]
        posts.filter(pk=post.pk).update(import_ref=ref)


def _site(post: Any) -> str:
    """Return the host of a feed id that was made of an old address, '' for any other."""
    try:
        url = urlsplit(post.feed_id)
    except ValueError:
        return ""
    folder = url.path.rpartition("/")[0]
    is_made = (
        url.netloc and folder and post.redirects.filter(path__startswith=f"{folder}/").exists()
    )
    return url.netloc.lower().removeprefix("www.") if is_made else ""


def take_site(apps: Any, schema_editor: Any) -> None:
    posts = apps.get_model("posts", "Post").objects.exclude(import_ref=None)
    taken = set()
    for post in posts.only("import_ref").order_by("pk").iterator():
        kind, _, rest = post.import_ref.split(":", 2)
        ref = f"{kind}:{rest}"
        posts.filter(pk=post.pk).update(import_ref=None if ref in taken else ref)
        taken.add(ref)


class Migration(migrations.Migration):
    dependencies = [("posts", "0019_post_proposing")]

    operations = [migrations.RunPython(add_site, take_site)]
