"""Which texts lead to which posts: written whenever a text is stored, as its pictures are."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.db import models
from django.db.models import F, Value

from posts.models.bulk import insert
from posts.models.picture_use import PictureUse
from posts.models.redirect import Redirect
from posts.models.redirect_target import TARGETS, is_served, slug_at

type Uses = Mapping[type[models.Model], set[int]]


class StoryLink(models.Model):
    """That a story, a section of a dossier or a page has a link to a post, hidden or not."""

    target = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="linked_from")
    post = models.ForeignKey(
        "posts.Post", null=True, on_delete=models.CASCADE, related_name="story_links"
    )
    section = models.ForeignKey(
        "posts.Section", null=True, on_delete=models.CASCADE, related_name="story_links"
    )
    page = models.ForeignKey(
        "posts.Page", null=True, on_delete=models.CASCADE, related_name="story_links"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "target"], name="story_link_post_once"),
            models.UniqueConstraint(fields=["section", "target"], name="story_link_section_once"),
            models.UniqueConstraint(fields=["page", "target"], name="story_link_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id or self.section_id or self.page_id} to {self.target_id}"


_USED = {PictureUse: "image_id", StoryLink: "target_id"}


class LinkFinder:
    """Answers the renderer for the links of a text, and remembers to which posts they lead."""

    def __init__(self) -> None:
        self.found: set[int] = set()

    def __call__(self, addresses: Collection[str]) -> dict[str, str]:
        """Return the present addresses of links that lead to public posts; two queries at most.

        A link to a hidden post stays as it was written: its address is told to nobody.
        """
        paths = {each: unquote(urlsplit(each).path) for each in addresses}
        posts = _posts_at({path for path in paths.values() if not is_served(path)})
        self.found.update(post.pk for post in posts.values())
        return {
            each: urlsplit(each)._replace(path=posts[path].get_absolute_url()).geturl()
            for each, path in paths.items()
            if path in posts and posts[path].is_public
        }


def _posts_at(paths: Collection[str]) -> dict[str, Any]:
    """Return the posts at these addresses, present or old."""
    slugs = {path: slug for path in paths if (slug := slug_at(path, "post"))}
    rows = apps.get_model(TARGETS["post"])._default_manager.only("slug", "status", "publish_at")
    there = {row.slug: row for row in rows.filter(slug__in=slugs.values())}
    found = {path: there[slug] for path, slug in slugs.items() if slug in there}
    moved = Redirect.objects.for_following().by_paths({path for path in paths if path not in found})
    return found | {path: row.post for path, row in moved.items() if row.post}


def store_uses(owner: Any, uses: Uses, *, is_new: bool) -> None:
    """Make what is stored of the rows that `owner`, a post, section or page, shows equal `uses`."""
    if is_new and not any(uses.values()):
        return
    own = {owner._meta.model_name: owner}
    stored = {model: set[int]() for model in _USED}
    if not is_new:
        for place, key in _stored(own):
            stored[list(_USED)[place]].add(key)
    for model, column in _USED.items():
        rows: Any = model._default_manager
        if gone := stored[model] - uses[model]:
            rows.filter(**own, **{f"{column}__in": gone}).delete()
        new = sorted(uses[model] - stored[model])
        insert(rows, (model(**own, **{column: key}) for key in new))


def _stored(own: dict[str, Any]) -> models.QuerySet[Any, tuple[int, int]]:
    """Return the place in `_USED` and the key of all that is stored, in one query."""
    first, *others = (
        model._default_manager.filter(**own).values_list(Value(place), F(column))
        for place, (model, column) in enumerate(_USED.items())
    )
    return first.union(*others, all=True)
