"""The addresses under a post at the desk, beside Django's own."""

from typing import Any

from django.urls import URLPattern, path

from posts.desk import autosave, notes, presence, previews, versions, views


def urls(site: Any) -> list[URLPattern]:
    """Return them, each for people who are signed in at `site`; each asks what they may."""

    def own(route: str, view: Any, name: str) -> URLPattern:
        found: URLPattern = path(route, site.admin_view(view), name=f"posts_post_{name}")
        return found

    return [
        own("autosave/", autosave.keep, "autosave_new"),
        own("check/", views.check_typed, "check_new"),
        own("<int:pk>/autosave/", autosave.keep, "autosave"),
        own("<int:pk>/check/", views.check_typed, "check"),
        own("<int:pk>/presence/", presence.presence, "presence"),
        own("<int:pk>/discard/", views.discard_changes, "discard"),
        own("<int:pk>/take-back/", views.take_back, "take_back"),
        own("<int:pk>/preview-links/", previews.open_preview, "open_preview"),
        own("<int:pk>/preview-links/<int:link>/revoke/", previews.revoke_preview, "revoke_preview"),
        own("<int:pk>/notes/", notes.write, "note"),
        own("<int:pk>/notes/<int:note>/settle/", notes.settle, "settle"),
        own("<int:pk>/reviewer/", notes.ask, "ask"),
        own("<int:pk>/history/", versions.history, "history"),
        own("<int:pk>/versions/<int:number>/", versions.version, "version"),
        own("<int:pk>/versions/<int:number>/restore/", versions.restore_version, "restore"),
    ]
