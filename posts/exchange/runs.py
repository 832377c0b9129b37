"""The runs that wrote something: the desk tells of them, and `--undo` takes one back."""

import getpass
from collections.abc import Collection
from typing import Any, Final

from django.utils import timezone

from posts.exchange.errors import ExchangeError
from posts.exchange.report import Report
from posts.models import SOURCE_LENGTH, ImportRun, Page, Post
from posts.rendering import without_controls

KEPT: Final = 100
# In the `import_fields` of a post: the run that wrote it last, and the one that created it.
RUN, FIRST_RUN = "run", "first_run"
LAST, ALL = "last", "all"


def begin(kind: str, report: Report) -> ImportRun:
    """Keep that a run has begun, and forget the oldest."""
    source = _plain(report.source)[:SOURCE_LENGTH]
    run = ImportRun.objects.create(kind=kind, source=source, site=report.site, by=_who())
    old = list(ImportRun.objects.values_list("pk", flat=True)[KEPT:])
    ImportRun.objects.filter(pk__in=old).delete()
    return run


def end(run: ImportRun, report: Report) -> None:
    run.ended_at = timezone.now()
    run.counts, run.told = [*report.counts.items()], _plain(report.summary())
    run.save(update_fields=["ended_at", "counts", "told"])


def rows_of(refs: Collection[str]) -> dict[str, Post | Page]:
    """Return the posts and pages that came in under `refs` and are still here."""
    rows: dict[str, Post | Page] = {}
    for kind in (Post, Page):
        found: Any = kind._default_manager.filter(import_ref__in=refs)
        rows |= {row.import_ref: row for row in found.only("import_ref") if row.import_ref}
    return rows


def run_to_undo(kind: str, site: str, wanted: str) -> ImportRun | None:
    """Return the run of that number, or the last that brought something; None for all of them.

    Raises ExchangeError if there is none.
    """
    if wanted == ALL:
        return None
    runs = [*ImportRun.objects.filter(kind=kind, site=site).defer("told")]
    is_last = wanted == LAST
    fit = (r for r in runs if (is_last and r.brought and not r.undone_at) or str(r.pk) == wanted)
    if run := next(fit, None):
        return run
    kept = ", ".join(str(run.pk) for run in runs) or "none"
    text = f"There is no such run of {site} to take back; those kept: {kept}."
    raise ExchangeError("run", f"{text} `--undo all` takes back the whole site.")


def mark_undone(kind: str, site: str, run: ImportRun | None) -> None:
    runs = ImportRun.objects.filter(kind=kind, site=site)
    (runs.filter(pk=run.pk) if run else runs).update(undone_at=timezone.now())


def _who() -> str:
    try:
        return str(_plain(getpass.getuser()))[:100]
    except (OSError, KeyError, ImportError):  # A container may have a number without a name.
        return ""


def _plain(value: Any) -> Any:
    """Return `value` with what no database takes made visible: bytes of names, invisible signs."""
    if isinstance(value, str):
        return without_controls(value.encode("utf-8", "backslashreplace").decode())
    if isinstance(value, dict):
        return {_plain(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
