"""What each import did: what readers would notice of it first."""

from collections.abc import Sequence

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from posts.models import ImportRun, Page, Post
from posts.views.pages import page_of

ITEMS_A_PAGE = 100
SUMS = ("files", "pictures", "addresses")


def may_see_imports(request: HttpRequest) -> bool:
    """Whether who asks lets posts out to readers: what came in is theirs to look through."""
    return bool(request.user.has_perm("posts.approve_post"))


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    _require(request)
    rows = list(ImportRun.objects.defer("told"))
    return _answer(request, "admin/imports.html", {"title": "Imports", "runs": rows})


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    _require(request)
    row = get_object_or_404(ImportRun, pk=pk)
    page = page_of(request, row.told.get("items", []), ITEMS_A_PAGE)
    links = _links([item["ref"] for item in page])
    context = {
        "title": f"Import {row.pk}",
        "run": row,
        "page": page,
        "items": [(x, x["ref"].split(":", 2)[-1], links.get(x["ref"])) for x in page],
        "sums": [(name, _in_words(row.told.get(name, []))) for name in SUMS],
    }
    return _answer(request, "admin/import.html", context)


def _links(refs: Sequence[str]) -> dict[str, str]:
    """Return where each post or page that came in is edited."""
    return {
        ref: reverse(f"admin:posts_{kind}_change", args=[key])
        for kind, model in (("post", Post), ("page", Page))
        for ref, key in model._default_manager.filter(import_ref__in=refs).values_list(
            "import_ref", "pk"
        )
        if ref
    }


def _in_words(parts: list[tuple[str, int]]) -> str:
    return ", ".join(f"{number:,} {part.replace('_', ' ')}" for part, number in parts)


def _require(request: HttpRequest) -> None:
    if not may_see_imports(request):
        raise PermissionDenied


def _answer(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})
