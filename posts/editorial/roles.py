"""Who may do what at the desk: groups give permissions, and a post its author.

An author has "add post": drafts of one's own, which others review. "Change post" is for any
post; "approve post" is the editors'.
"""

from dataclasses import replace

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q

from posts.archives import pictures_are_shown
from posts.editorial.errors import NotAllowed
from posts.editorial.snapshot import Content, DossierSnapshot, LinkText, Named, Snapshot
from posts.editorial.works import Work
from posts.models import Image, LinkLoop, Post, PostQuerySet, PreviewLink, Status

HIDDEN = "a post that is hidden from you"

type Person = User
type Visitor = User | AnonymousUser


def person_name(person: User | None, unknown: str = "Someone") -> str:
    """Return how the desk calls a user; `unknown` whose account is gone."""
    return (person.get_full_name() or person.get_username()) if person else unknown


def known_as(user: Visitor, work: Work) -> str:
    """Return the title of a work in quotes; of one that `user` may not know of its kind alone."""
    return f"“{work.title}”" if may_read(user, work) else f"Another {work._meta.verbose_name}"


def is_own(user: Visitor, post: Work) -> bool:
    return isinstance(post, Post) and post.author_id is not None and post.author_id == user.pk


def may_edit(user: Visitor, post: Work | None) -> bool:
    """Whether `user` may save the text of `post`; None, or an unsaved one, is a new one."""
    if post is not None and not isinstance(post, Post):
        verb = "change" if post.pk else "add"
        return user.has_perm(f"posts.{verb}_{post._meta.model_name}")
    if post is None or post.pk is None:
        return user.has_perm("posts.add_post")
    if user.has_perm("posts.change_post"):
        return True
    own_draft = is_own(user, post) and post.status == Status.DRAFT
    return own_draft and user.has_perm("posts.add_post")


def may_see_all(user: Visitor) -> bool:
    return user.has_perm("posts.view_post") or user.has_perm("posts.change_post")


def may_see_desk(user: Visitor, post: Work) -> bool:
    """Whether `user` may see what the desk has of `post`.

    That is its working copy, earlier versions, notes and preview links: of a public post too
    they are no reader's.
    """
    if not isinstance(post, Post):
        noun = post._meta.model_name
        return any(user.has_perm(f"posts.{verb}_{noun}") for verb in ("view", "change"))
    if may_see_all(user):
        return True
    return user.has_perm("posts.add_post") and is_own(user, post)


def may_read(user: Visitor, post: Work) -> bool:
    """Whether `user` may know of `post`, by its title and what readers see of it."""
    return post.is_public or may_see_desk(user, post)


def may_change_picture(user: Visitor, image: Image) -> bool:
    """Whether `user` may change a picture: an author one's own, until readers see it."""
    if user.has_perm("posts.change_image"):
        return True
    is_mine = image.uploaded_by_id is not None and image.uploaded_by_id == user.pk
    may_add = is_mine and user.has_perm("posts.add_image")
    return may_add and not pictures_are_shown([image.pk])


def seen_by(user: Visitor) -> PostQuerySet:
    """The posts that `user` `may_read`, outside the trash: all, or one's own and public ones."""
    if may_see_all(user):
        return Post.objects.not_in_trash()
    public = Post.objects.published().values("pk")
    return Post.objects.not_in_trash().filter(Q(author=user.pk) | Q(pk__in=public))


def linkable_by(user: Visitor, content: Snapshot | DossierSnapshot) -> PostQuerySet:
    """The posts that `user` may link to or gather: those that may be read, and what is there."""
    if isinstance(content, DossierSnapshot):
        linked = [post.key for post in content.posts]
    else:
        linked = [post.key for post in _pointed(content)]
    return seen_by(user) | Post.objects.filter(pk__in=linked)


def told_to[C: Content](user: Visitor, content: C) -> C:
    """Return `content` without the titles of posts in it that `user` may not know of.

    It is to be shown, never to be stored. Takes a query where `user` may not see all.
    """
    if isinstance(content, DossierSnapshot):
        hidden = _hidden_from(user, {post.key for post in content.posts})
        posts = (replace(p, name=HIDDEN) if p.key in hidden else p for p in content.posts)
        return replace(content, posts=tuple(posts))
    if not isinstance(content, Snapshot):
        return content
    hidden = _hidden_from(user, {post.key for post in _pointed(content)})
    original = content.translation_of
    return replace(
        content,
        translation_of=_untitled(original, hidden) if original else None,
        links_before=tuple(_without_title(link, hidden) for link in content.links_before),
        links_after=tuple(_without_title(link, hidden) for link in content.links_after),
    )


def loop_in_words(user: Visitor, loop: LinkLoop) -> str:
    """Return what `user` is told of a link that would close a loop."""
    if _hidden_from(user, set(loop.path)):
        return f"This would lead back to where it began, by way of {HIDDEN}."
    return str(loop)


def _hidden_from(user: Visitor, keys: set[int]) -> set[int]:
    if not keys or may_see_all(user):
        return set()
    return keys - set(seen_by(user).filter(pk__in=keys).values_list("pk", flat=True))


def _pointed(content: Snapshot) -> list[Named]:
    """Return the other posts to which a post points."""
    links = [link.post for link in (*content.links_before, *content.links_after)]
    return [*links, content.translation_of] if content.translation_of else links


def _without_title(link: LinkText, hidden: set[int]) -> LinkText:
    return replace(link, post=_untitled(link.post, hidden))


def _untitled(post: Named, hidden: set[int]) -> Named:
    return replace(post, name=HIDDEN) if post.key in hidden else post


def of_desk(user: Visitor) -> PostQuerySet:
    """The posts that `user` `may_see_desk` of, outside the trash: all, or one's own."""
    rows = Post.objects.not_in_trash()
    return rows if may_see_all(user) else rows.filter(author=user.pk)


def may_revoke(user: Visitor, link: PreviewLink) -> bool:
    is_mine = link.by_id is not None and link.by_id == user.pk
    return is_mine or may_edit(user, link.post)


def may_approve(user: Visitor, post: Work) -> bool:
    """Whether `user` may let readers see `post`, or take it from them.

    Nobody approves work of one's own, unless the site allows it (`SELF_APPROVAL`), which then
    holds for every author. Administrators may: someone has to where there is nobody else. A
    dossier or page has no author: who may change it may publish it.
    """
    if not isinstance(post, Post):
        return user.has_perm(f"posts.change_{post._meta.model_name}")
    if is_own(user, post) and not user.is_superuser:
        return settings.SELF_APPROVAL and may_see_desk(user, post)
    return user.has_perm("posts.approve_post")


def require_editing(user: Visitor, post: Work | None) -> None:
    """Raise NotAllowed, saying why, if `user` may not save the text of `post`."""
    if not may_edit(user, post):
        raise NotAllowed(why_not_editing(user, post))


def why_not_editing(user: Visitor, post: Work | None) -> str:
    if post is not None and not isinstance(post, Post):
        return f"You may read {post._meta.verbose_name_plural} here, and not change them."
    if post is not None and is_own(user, post):
        return f"“{post}” is {post.state}, so its text is the editors' now."
    return "You may not change this post: authors write drafts of their own."


def require_approval(user: Visitor, post: Work) -> None:
    """Raise NotAllowed, saying why, if `user` may not approve `post`."""
    if not may_approve(user, post):
        words = why_not_approving(user, post)
        raise NotAllowed(words or "Only editors may do this. Send the post to review instead.")


def why_not_approving(user: Visitor, post: Work) -> str:
    """Return why somebody who approves posts may not approve this one; '' for who never may."""
    if may_approve(user, post) or not (is_own(user, post) and user.has_perm("posts.approve_post")):
        return ""
    return "You wrote this post, so somebody else has to approve it."
