"""What each import did: what readers would notice of it first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from posts.desk.requests import address, asked_by, framed, may
from posts.exchange.runs import rows_of
from posts.models import ImportRun
from posts.views.pages import page_of

ITEMS_A_PAGE = 100
SUMS = ("files", "pictures", "addresses")
# Who lets posts out to readers: what came in is theirs to look through.
may_see_imports = may("approve_post")


@asked_by(may_see_imports)
def runs(request: HttpRequest) -> HttpResponse:
    rows = list(ImportRun.objects.defer("told"))
    return framed(request, "admin/imports.html", "Imports", {"runs": rows})


@asked_by(may_see_imports)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ImportRun, pk=pk)
    noticed = [(code, _words(code), number) for code, number in row.told.get("noticed", [])]
    chosen = request.GET.get("code", "")
    told = row.told.get("items", [])
    items = [x for x in told if not chosen or chosen in {m["code"] for m in x["messages"]}]
    page = page_of(request, items, ITEMS_A_PAGE)
    brought = rows_of([item["ref"] for item in page])
    links = {ref: address(row, "change") for ref, row in brought.items()}
    context = {
        "run": row,
        "noticed": noticed,
        "chosen": chosen,
        "page": page,
        "items": [(x, x["ref"].split(":", 2)[-1], links.get(x["ref"])) for x in page],
        "sums": [(name, _in_words(row.told.get(name, []))) for name in SUMS],
    }
    return framed(request, "admin/import.html", f"Import {row.pk}", context)


def _in_words(parts: list[tuple[str, int]]) -> str:
    return ", ".join(f"{number:,} {_words(part)}" for part, number in parts)


def _words(name: str) -> str:
    return name.replace("_", " ")
