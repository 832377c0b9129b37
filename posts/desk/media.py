"""Scripts of the writing page, and those of Django's admin that it runs."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms.widgets import Script

_MIN = "" if settings.DEBUG else ".min"
_ADMIN = (
    *(f"vendor/jquery/jquery{_MIN}.js", "jquery.init.js", "core.js", "inlines.js"),
    *("admin/RelatedObjectLookups.js", "urlify.js", "prepopulate.js"),
    f"vendor/xregexp/xregexp{_MIN}.js",
)
_OWN = (
    *("choices", "saving", "address", "event-date", "publish-time", "counter"),
    *("story", "preview-head", "dossier-preview", "pictures", "hero", "autosave"),
    *("checks", "page", "groups", "copy", "places", "notes", "rows", "bullets"),
)


def scripts(*names: str) -> list[Any]:
    """Return the desk's own scripts of these names, as `Media` has them."""
    return [Script(f"js/desk/{name}.js", type="module") for name in names]


PAGE = forms.Media(js=[*(f"admin/js/{name}" for name in _ADMIN), *scripts(*_OWN)])
