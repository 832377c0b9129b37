from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from posts.admin.post_list import PostList
from posts.desk import views
from posts.desk.urls import OF_POSTS, urls
from posts.editorial import roles
from posts.models import Post


@admin.register(Post)
class PostAdmin(PostList):
    """The list of posts, and who may do what; a post is written on pages of `posts.desk`."""

    def get_urls(self) -> list[URLPattern]:
        own: list[URLPattern] = urls(self.admin_site, Post, OF_POSTS)
        return own + super().get_urls()

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return views.add(request, Post)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return views.change(request, Post, object_id)

    # Who may do what: `posts.editorial.roles` knows, Django asks here

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        if obj is None:
            return any(request.user.has_perm(f"posts.{v}_post") for v in ("view", "change", "add"))
        return roles.may_see_desk(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("posts.change_post")
        return roles.may_edit(request.user, obj)
