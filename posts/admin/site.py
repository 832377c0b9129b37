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

        pages: tuple[tuple[str, Any, str], ...] = (
            ("read-date/", hints.read_date, "read_date"),
            ("read-time/", hints.read_time, "read_time"),
            ("tag-names/", tags.autocomplete, "tags"),
            ("paste/", writing.paste, "paste"),
            ("token/", requests.csrf_token, "token"),
            ("picture/<int:pk>/", hints.picture, "picture"),
            ("planner/", planner.planner, "planner"),
            ("planner/idea/", planner.idea, "planner_idea"),
            ("planner/date/<int:pk>/", planner.date_of, "planner_date"),
            ("planner/<mm_dd:month_day>/", planner.planner, "planner_day"),
            ("event-dates/", event_dates.queue, "event_dates"),
            ("event-dates/<int:pk>/", event_dates.settle, "event_date"),
            ("imports/", imports.runs, "imports"),
            ("imports/<int:pk>/", imports.run, "import"),
            ("notices/", notices.page, "notices"),
            ("profile/", profile.page, "profile"),
            ("schedule/", schedule.schedule, "schedule"),
            ("schedule/move/<int:pk>/", schedule.move, "schedule_move"),
            ("subscriptions/", subscriptions.page, "subscriptions"),
            ("trash/", trash.page, "trash"),
        )
        own = [path(route, self.admin_view(view), name=name) for route, view, name in pages]
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
        links[after_posts:after_posts] = _links(
            request, ("Planner", "planner"), ("Schedule", "schedule")
        )
        others = [m for m in models if m["object_name"] not in ORDER[:7] and m["admin_url"]]
        return context | {
            "site_name": settings.SITE_NAME,
            "desk_links": links,
            "other_links": sorted(others, key=_place)
            + _links(
                request,
                ("Imports", "imports"),
                ("Subscriptions by mail", "subscriptions"),
                ("Trash", "trash"),
            ),
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the apps with their models under plain names."""
        apps: list[Any] = super().get_app_list(request, app_label)
        for model in (model for app in apps for model in app["models"]):
            model["name"] = PLAIN_NAMES.get(model["object_name"], model["name"])
        return apps


def _links(request: HttpRequest, *pages: tuple[str, str]) -> list[dict[str, str]]:
    """Return links to those pages that who asks may see; as models are linked."""
    from posts.admin.imports import may_see_imports
    from posts.admin.trash import has_trash
    from posts.desk.requests import may_see

    if not request.user.is_authenticated:
        return []
    may = {"trash": has_trash, "imports": may_see_imports}
    shown = ((name, page) for name, page in pages if may.get(page, may_see)(request))
    return [{"name": name, "admin_url": reverse(f"admin:{page}")} for name, page in shown]


def _place(model: Any) -> tuple[int, str]:
    name = model["object_name"]
    return (ORDER.index(name) if name in ORDER else len(ORDER), model["name"])
