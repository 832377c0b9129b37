"""The addresses under a post or dossier at the desk, beside Django's own."""

from collections.abc import Iterable
from typing import Any

from django.urls import URLPattern, path

from posts.desk import autosave, notes, previews, versions, views, writing
from posts.editorial.works import Work

_NEW = [("autosave", autosave.keep), ("check", writing.check_typed), ("head", writing.head)]
_STORED = [
    ("autosave/", "autosave", autosave.keep),
    ("check/", "check", writing.check_typed),
    ("head/", "head", writing.head),
    ("presence/", "presence", autosave.presence),
    ("discard/", "discard", views.discard_changes),
    ("history/", "history", versions.history),
    ("versions/<int:number>/", "version", versions.version),
    ("versions/<int:number>/restore/", "restore", versions.restore_version),
]
OF_POSTS = (
    ("take-back/", "take_back", views.take_back),
    ("preview-links/", "open_preview", previews.open_preview),
    ("preview-links/<int:link>/revoke/", "revoke_preview", previews.revoke_preview),
    ("notes/", "note", notes.write),
    ("notes/<int:note>/settle/", "settle", notes.settle),
    ("reviewer/", "ask", notes.ask),
)


def urls(site: Any, kind: type[Work], more: Iterable[Any] = ()) -> list[URLPattern]:
    """Return them, each for people who are signed in at `site`; each asks what they may."""

    def own(route: str, name: str, view: Any) -> URLPattern:
        noun = kind._meta.model_name
        found: URLPattern = path(
            route, site.admin_view(view), {"kind": kind}, name=f"posts_{noun}_{name}"
        )
        return found

    new = (own(f"{name}/", f"{name}_new", view) for name, view in _NEW)
    stored = (own(f"<int:pk>/{row[0]}", *row[1:]) for row in (*_STORED, *more))
    return [*new, *stored]
