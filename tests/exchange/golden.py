"""What a reader made of a source, whole, in a file beside the test that a person can read."""

import json
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

from django.apps import apps

from posts.exchange import Loader, Reader, Result
from tests.exchange.sites import told_of

REWRITE = False  # True, for one run, when a change of what is expected has been read through


def told(value: Any) -> Any:
    """Return what a record or refusal says, without what it leaves unsaid and its original."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: told(getattr(value, field.name))
            for field in fields(value)
            if field.name != "raw" and getattr(value, field.name) != _default(field)
        }
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items() if each}
    if isinstance(value, list | tuple):
        return [told(each) for each in value]
    return value.name if isinstance(value, Path) else str(value)


def _default(field: Any) -> Any:
    made = field.default_factory
    return field.default if made is MISSING else made()


def expect(path: Path, found: list[Any]) -> None:
    """Assert that `found`, told by its ref, is what stands in the file."""
    here = {each.ref: told(each) for each in found}
    if REWRITE:
        path.write_text(json.dumps(here, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert here == json.loads(path.read_text(encoding="utf-8"))
    assert len(here) == len(found)


def rows() -> dict[str, list[Any]]:
    """Return every row of every table of ours."""
    models = apps.get_app_config("posts").get_models(include_auto_created=True)
    return {
        model.__name__: list(model._base_manager.order_by("pk").values_list()) for model in models
    }


def loaded_twice(make: Any) -> dict[str, int]:
    """Load the reader that `make` returns twice; return how often each came of the first.

    Asserts that the dry run said the same, and that the second time no row changed.
    """
    reader: Reader = make()
    dry = told_of(reader, Loader(write=False))
    first = told_of(make(), Loader(write=True))
    before = rows()
    second = told_of(make(), Loader(write=True))
    assert [(x.ref, x.result, x.messages) for x in dry] == [
        (x.ref, x.result, x.messages) for x in first
    ]
    assert rows() == before
    again = {x.ref: x.result for x in second}
    for outcome in first:
        refused = outcome.result is Result.REFUSED
        assert again[outcome.ref] == (Result.REFUSED if refused else Result.UNCHANGED), outcome
    assert len(reader) == len(first)
    return {str(r): sum(x.result is r for x in first) for r in (Result.CREATED, Result.REFUSED)}
