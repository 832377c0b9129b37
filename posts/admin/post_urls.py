"""The addresses under a post at the desk, beside Django's own."""

from typing import Any

from django.urls import URLPattern, path

from posts.admin import beside, notes, versions


def urls(site: Any) -> list[URLPattern]:
    """Return them, each for people who are signed in at `site`; each asks what they may."""

    def own(route: str, view: Any, name: str) -> URLPattern:
        return path(route, site.admin_view(view), name=f"posts_post_{name}")

    return [
        own("unsaved/", beside.unsaved_new, "unsaved_new"),
        own("check/", beside.check_new, "check_new"),
        own("<int:pk>/unsaved/", beside.unsaved, "unsaved"),
        own("<int:pk>/check/", beside.check_stored, "check"),
        own("<int:pk>/presence/", beside.presence, "presence"),
        own("<int:pk>/discard/", beside.discard_changes, "discard"),
        own("<int:pk>/preview-links/", beside.open_preview, "open_preview"),
        own("<int:pk>/preview-links/<int:link>/revoke/", beside.revoke_preview, "revoke_preview"),
        own("<int:pk>/notes/", notes.write, "note"),
        own("<int:pk>/notes/<int:note>/settle/", notes.settle, "settle"),
        own("<int:pk>/history/", versions.history, "history"),
        own("<int:pk>/versions/<int:number>/", versions.version, "version"),
        own("<int:pk>/versions/<int:number>/restore/", versions.restore_version, "restore"),
    ]
