from django.contrib import admin
from django.http import HttpRequest

from posts.admin.desk_admin import WrittenAtTheDesk
from posts.admin.post_list import PostList
from posts.desk.urls import OF_POSTS
from posts.editorial import roles
from posts.models import Post


@admin.register(Post)
class PostAdmin(WrittenAtTheDesk, PostList):
    """The list of posts, and who may do what; a post is written on pages of `posts.desk`."""

    more = OF_POSTS

    # Who may do what: `posts.editorial.roles` knows, Django asks here

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        if obj is None:
            return any(request.user.has_perm(f"posts.{v}_post") for v in ("view", "change", "add"))
        return roles.may_see_desk(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("posts.change_post")
        return roles.may_edit(request.user, obj)
