from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path, reverse

# In the order of use; what is not named follows.
ORDER = (
    *("Post", "Dossier", "Image", "Source", "Category", "Place", "Tag"),
    *("Page", "Letter", "SpanPage", "Correction", "Redirect", "User", "Group"),
)
PLAIN_NAMES = {
    "Image": "Pictures",
    "Redirect": "Redirects (old addresses)",
    "User": "People",
    "Group": "Groups",
    "SpanPage": "Sentences on years and centuries",
    "AccessAttempt": "Refused sign-ins",
}
APP_NAMES = {"auth": "People", "axes": "Sign-ins", "taggit": "The archive"}


class Desk(AdminSite):
    """The editors' desk, at /admin/."""

    site_title = "The desk"
    site_header = "The desk"
    index_title = "The desk"
    enable_nav_sidebar = False
    empty_value_display = '<span class="none">—</span>'

    def get_urls(self) -> list[URLPattern | URLResolver]:
        # The views import models, which are not loaded yet when the site itself is.
        from posts.admin import (
            event_dates,
            imports,
            notices,
            planner,
            profile,
            schedule,
            subscriptions,
            trash,
        )
        from posts.desk import hints, requests, tags, writing

        own: list[URLPattern | URLResolver] = [
            path("read-date/", self.admin_view(hints.read_date), name="read_date"),
            path("read-time/", self.admin_view(hints.read_time), name="read_time"),
            path("tag-names/", self.admin_view(tags.autocomplete), name="tags"),
            path("paste/", self.admin_view(writing.paste), name="paste"),
            path("token/", self.admin_view(requests.csrf_token), name="token"),
            path("picture/<int:pk>/", self.admin_view(hints.picture), name="picture"),
            path("planner/", self.admin_view(planner.planner), name="planner"),
            path("planner/idea/", self.admin_view(planner.idea), name="planner_idea"),
            path("planner/date/<int:pk>/", self.admin_view(planner.date_of), name="planner_date"),
            path(
                "planner/<mm_dd:month_day>/", self.admin_view(planner.planner), name="planner_day"
            ),
            path("event-dates/", self.admin_view(event_dates.queue), name="event_dates"),
            path("event-dates/<int:pk>/", self.admin_view(event_dates.settle), name="event_date"),
            path("imports/", self.admin_view(imports.runs), name="imports"),
            path("imports/<int:pk>/", self.admin_view(imports.run), name="import"),
            path("notices/", self.admin_view(notices.page), name="notices"),
            path("notices/<int:pk>/", self.admin_view(notices.follow), name="notice"),
            path("profile/", self.admin_view(profile.page), name="profile"),
            path("schedule/", self.admin_view(schedule.schedule), name="schedule"),
            path("subscriptions/", self.admin_view(subscriptions.page), name="subscriptions"),
            path("trash/", self.admin_view(trash.page), name="trash"),
            path("schedule/move/<int:pk>/", self.admin_view(schedule.move), name="schedule_move"),
        ]
        return own + super().get_urls()

    def autocomplete_view(self, request: HttpRequest) -> Any:
        from posts.admin.autocomplete import Autocomplete

        return Autocomplete.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from posts.admin.overview import overview

        return super().index(request, {**overview(request), **(extra_context or {})})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().each_context(request)
        models = [model for app in context["available_apps"] for model in app["models"]]
        shown = [model for model in models if model["object_name"] in ORDER[:7]]
        links = sorted(shown, key=_place)
        after_posts = sum(model["object_name"] == "Post" for model in links)
        links[after_posts:after_posts] = _plans(request)
        others = [m for m in models if m["object_name"] not in ORDER[:7] and m["admin_url"]]
        return context | {
            "site_name": settings.SITE_NAME,
            "desk_links": links,
            "other_links": [
                *sorted(others, key=_place),
                *(*_imports(request), *_subscriptions(request), *_trash(request)),
            ],
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the apps and models in order of use, under plain names."""
        apps: list[Any] = super().get_app_list(request, app_label)
        _file_tags_with_posts(apps)
        for app in apps:
            app["name"] = APP_NAMES.get(app["app_label"], app["name"])
            for model in app["models"]:
                model["name"] = PLAIN_NAMES.get(model["object_name"], model["name"])
            app["models"].sort(key=_place)
        return sorted(apps, key=lambda app: _place(app["models"][0]))


def _plans(request: HttpRequest) -> list[dict[str, str]]:
    """Return links to the pages of plans for those who may see posts; as models are linked."""
    from posts.desk.requests import may_see

    if not may_see(request):
        return []
    pages = {"Planner": "admin:planner", "Schedule": "admin:schedule"}
    return [{"name": name, "admin_url": reverse(page)} for name, page in pages.items()]


def _subscriptions(request: HttpRequest) -> list[dict[str, str]]:
    from posts.desk.requests import may_see

    link = {"name": "Subscriptions by mail", "admin_url": reverse("admin:subscriptions")}
    return [link] if may_see(request) else []


def _imports(request: HttpRequest) -> list[dict[str, str]]:
    from posts.admin.imports import may_see_imports

    link = {"name": "Imports", "admin_url": reverse("admin:imports")}
    return [link] if may_see_imports(request) else []


def _trash(request: HttpRequest) -> list[dict[str, str]]:
    from posts.admin.trash import has_trash

    link = {"name": "Trash", "admin_url": reverse("admin:trash")}
    return [link] if request.user.is_authenticated and has_trash(request) else []


def _file_tags_with_posts(apps: list[Any]) -> None:
    """To an editor a tag is filed as a category is, whichever package stores it."""
    found = {app["app_label"]: app for app in apps}
    if {"posts", "taggit"} <= found.keys():
        found["posts"]["models"] += found["taggit"]["models"]
        apps.remove(found["taggit"])


def _place(model: Any) -> tuple[int, str]:
    name = model["object_name"]
    return (ORDER.index(name) if name in ORDER else len(ORDER), model["name"])
