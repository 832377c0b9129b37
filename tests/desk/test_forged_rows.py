"""Numbers of rows that no form of ours sends: answered soon, beside the rows that were typed."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from posts.desk.rows import MOST_ROWS, row_numbers
from posts.models import Dossier, Post
from tests.admin.addresses import one_of_everything
from tests.admin.forms import data_of, formsets_of, shown, with_row

pytestmark = pytest.mark.any_engine

FORMS = {
    "posts/post/1/change/": ("bullets", "citations", "links_before", "links_after"),
    "posts/post/add/": ("bullets", "citations", "links_before", "links_after"),
    "posts/dossier/1/change/": ("sections", "milestones", "citations"),
    "posts/dossier/add/": ("sections", "milestones", "citations"),
}
COUNTS = {"1000000000": True, "9" * 5_000: True, str(MOST_ROWS + 1): True, str(MOST_ROWS): False}


def test_rows_are_found_by_their_numbers_alone() -> None:
    keys = ["bullets-1-text", "bullets-0-text", "bullets-0-label", "bullets-01-text"]
    keys += ["bullets--1-text", "bullets-²-text", "bullets-TOTAL_FORMS", "bullets-2", "bullets-2-"]
    keys += [f"bullets-{10**9}-text", "old-bullets-3-text", "bullets-4-a\nb"]
    assert row_numbers(keys, "bullets") == {0, 1, 4}


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("path", FORMS)
def test_a_forged_count_makes_no_row_and_few_queries(desk: Client, path: str, count: str) -> None:
    one_of_everything()
    data = plain(shown(desk, f"/admin/{path}"))
    usual = queries(desk, path, data | {"title": ""})
    forged = {f"{prefix}-TOTAL_FORMS": count for prefix in FORMS[path]}
    with CaptureQueriesContext(
        connection,
    ) as found:
        answer = desk.post(f"/admin/{path}", data | {"title": ""} | forged)
    assert answer.status_code == 200
    assert len(found) <= usual
    formsets = formsets_of(answer)
    sent = [row_numbers(data, formset.prefix) for formset in formsets]
    assert [len(formset.forms) for formset in formsets] == list(map(len, sent))
    assert {bool(formset.non_form_errors()) for formset in formsets} == {COUNTS[count]}


def test_a_typed_row_stands_beside_the_forged_count(desk: Client) -> None:
    one_of_everything()
    data = with_row(plain(shown(desk, "/admin/posts/post/add/")), "bullets", text="Harold fell.")
    answer = desk.post("/admin/posts/post/add/", data | {"bullets-TOTAL_FORMS": "1000000000"})
    assert answer.status_code == 200
    assert "Harold fell." in answer.text
    assert f"“1000000000” is no number of these rows; there may be {MOST_ROWS:,}." in answer.text


WRONG = {
    "missing": ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM"),
    "no total": ("TOTAL",),
    "abc": ("TOTAL", "INITIAL"),
    "-1": ("TOTAL",),
    "²": ("TOTAL",),
    "1000000000": ("TOTAL", "INITIAL"),
    "": ("TOTAL", "INITIAL"),
}
MILESTONE = {"label": "Domesday", "event_input": "1086", "calendar_choice": "auto", "source": "1"}
ROWS = {
    "posts/post/1/change/": {
        "bullets": ("text", {"text": "Harold fell."}),
        "citations": ("locator", {"source": "1", "locator": "l. 12"}),
    },
    "posts/dossier/1/change/": {
        "sections": ("heading", {"heading": "Before", "text": "A king died."}),
        "milestones": ("label", MILESTONE),
        "citations": ("locator", {"source": "1", "locator": "l. 12"}),
    },
}


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("path", ROWS)
def test_a_form_with_wrong_counts_comes_back_fit_to_be_sent(
    desk: Client, path: str, kind: str
) -> None:
    """A row of each kind is stored and changed, and another one typed."""
    post = one_of_everything()
    url, rows = f"/admin/{path}", ROWS[path]
    for model in (Post, Dossier):
        model.objects.update(status=Post.Status.DRAFT)
    data = plain(shown(desk, url))
    for prefix, (_, row) in rows.items():
        data = with_row(data, prefix, position="1", **row)
    assert desk.post(url, data).status_code == 302
    data = plain(shown(desk, url))
    for prefix, (name, row) in rows.items():
        assert data[f"{prefix}-0-{name}"] == row[name]
        data |= {f"{prefix}-0-{name}": "Changed"}
        data = with_row(data, prefix, position="2", **row)
        for count in WRONG[kind]:
            data[f"{prefix}-{count}_FORMS"] = kind
            if " " in kind or kind == "missing":
                del data[f"{prefix}-{count}_FORMS"]

    refused = desk.post(url, data)
    assert refused.status_code == 200
    told = formsets_of(refused)
    assert {f.prefix for f in told if f.non_form_errors()} == set(rows)
    assert desk.post(url, plain(data_of(refused))).status_code == 302
    owner = Dossier.objects.get() if "dossier" in path else post
    for prefix, (name, row) in rows.items():
        kept = getattr(owner, prefix).values_list(name, flat=True)
        assert sorted(kept) == sorted(["Changed", row[name]]), prefix


@pytest.mark.parametrize("path", ROWS)
def test_how_many_rows_a_page_once_had_is_not_needed(desk: Client, path: str) -> None:
    one_of_everything()
    url = f"/admin/{path}"
    for model in (Post, Dossier):
        model.objects.update(status=Post.Status.DRAFT)
    data = plain(shown(desk, url))
    for prefix, (_, row) in ROWS[path].items():
        data = with_row(data, prefix, position="1", **row)
    data = {name: value for name, value in data.items() if not name.endswith("-INITIAL_FORMS")}
    assert desk.post(url, data).status_code == 302
    kept = plain(shown(desk, url))
    for prefix, (name, row) in ROWS[path].items():
        assert kept[f"{prefix}-0-{name}"] == row[name]


def queries(desk: Client, path: str, data: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as found:
        assert desk.post(f"/admin/{path}", data).status_code == 200
    return len(found)


def plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}
