"""Every address of the site, on one screen."""

from django.contrib import admin
from django.urls import path, re_path, register_converter

from posts.admin import story as editor
from posts.converters import MonthConverter, YearConverter
from posts.views import archives, legacy, media, story

register_converter(YearConverter, "yyyy")
register_converter(MonthConverter, "mm")

urlpatterns = [
    path("", archives.home, name="home"),
    path("posts/<slug:slug>/", story.post, name="post"),
    path("posts/<slug:slug>/cover.png", story.cover, name="cover"),
    path("categories/", archives.categories, name="categories"),
    path("categories/<slug:slug>/", archives.category, name="category"),
    path("places/", archives.places, name="places"),
    path("places/<slug:slug>/", archives.place, name="place"),
    path("tags/", archives.tags, name="tags"),
    path("tags/<str:slug>/", archives.tag, name="tag"),
    path("archive/", archives.months, name="archive"),
    path("archive/<yyyy:year>/<mm:month>/", archives.month, name="month"),
    path("media/<path:path>", media.file, name="media"),
    path("admin/markdown/upload/", admin.site.admin_view(editor.upload), name="markdownx_upload"),
    path(
        "admin/markdown/preview/",
        admin.site.admin_view(editor.preview),
        name="markdownx_markdownify",
    ),
    path("admin/", admin.site.urls),
    re_path(r"^(?P<path>.*)$", legacy.redirect, name="legacy"),
]
