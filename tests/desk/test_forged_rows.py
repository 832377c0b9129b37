"""Numbers of rows that no form of ours sends: answered soon, beside the rows that were typed."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from posts.desk.row_data import MOST_ROWS, rows_of
from tests.admin.addresses import one_of_everything
from tests.admin.forms import formsets_of, shown, with_row

FORMS = {
    "posts/post/1/change/": ("bullets", "citations", "links_before", "links_after"),
    "posts/post/add/": ("bullets", "citations", "links_before", "links_after"),
    "posts/dossier/1/change/": ("sections", "milestones", "citations"),
    "posts/dossier/add/": ("sections", "milestones", "citations"),
}
COUNTS = ["1000000000", "9" * 5_000, str(MOST_ROWS + 1)]


def test_rows_are_found_by_their_numbers_alone() -> None:
    keys = ["bullets-1-text", "bullets-0-text", "bullets-0-label", "bullets-01-text"]
    keys += ["bullets--1-text", "bullets-²-text", "bullets-TOTAL_FORMS", "bullets-2", "bullets-2-"]
    keys += [f"bullets-{10**9}-text", "old-bullets-3-text", "bullets-4-a\nb"]
    assert rows_of(keys, "bullets") == {
        0: {"text": "bullets-0-text", "label": "bullets-0-label"},
        1: {"text": "bullets-1-text"},
        4: {"a\nb": "bullets-4-a\nb"},
    }


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
    sent = [rows_of(data, formset.prefix) for formset in formsets]
    assert [len(formset.forms) for formset in formsets] == list(map(len, sent))
    assert all(formset.non_form_errors() for formset in formsets)


def test_a_typed_row_stands_beside_the_forged_count(desk: Client) -> None:
    one_of_everything()
    data = with_row(plain(shown(desk, "/admin/posts/post/add/")), "bullets", text="Harold fell.")
    answer = desk.post("/admin/posts/post/add/", data | {"bullets-TOTAL_FORMS": "1000000000"})
    assert answer.status_code == 200
    assert "Harold fell." in answer.text
    assert f"at most {MOST_ROWS} forms" in answer.text


def queries(desk: Client, path: str, data: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as found:
        assert desk.post(f"/admin/{path}", data).status_code == 200
    return len(found)


def plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}
