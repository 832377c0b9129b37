"""A new draft that begins as another post, as for the next of a series."""

from dataclasses import replace

from posts.editorial.errors import NotAllowed
from posts.editorial.roles import Person, may_read, may_see_desk
from posts.editorial.save import create, draft_of
from posts.editorial.snapshot_io import snapshot_of
from posts.models import Post

MARK = " (copy)"
TITLE_LENGTH: int = Post._meta.get_field("title").max_length or 0


def duplicate(post: Post, *, by: Person) -> Post:
    """Return a draft of `by` with the text of `post`, its filing and its sources.

    The address is its own, and what came before and after, and what it translates, stays with
    the first. Who may not see
    the desk of a public post gets what readers see. Raises NotAllowed.
    """
    if not may_read(by, post):
        raise NotAllowed("You may not see this post.")
    content = draft_of(post).content if may_see_desk(by, post) else snapshot_of(post)
    title = f"{content.title[: TITLE_LENGTH - len(MARK)]}{MARK}"
    own = {"links_before": (), "links_after": (), "translation_of": None}
    fresh = replace(content, title=title, slug="", **own)
    return create(fresh, by=by).post
