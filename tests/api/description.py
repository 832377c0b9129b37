"""The API's own description, and what of an answer does not keep to it."""

from functools import cache
from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker


@cache
def description() -> dict[str, Any]:
    told: dict[str, Any] = Client().get("/api/openapi.json").json()
    return told


def faults(template: str, response: Any) -> list[str]:
    """Return what the description of an address does not allow; a word it does not know is one."""
    answer = description()["paths"][template]["get"]["responses"][str(response.status_code)]
    answer = description()["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    (kind, told), *_ = answer["content"].items()
    if response["Content-Type"] != kind:
        return [f"{template}: {response['Content-Type']}"]
    schemas = description()["components"]["schemas"].items()
    parts = {name: _closed(schema, is_part=True) for name, schema in schemas}
    strict = _closed(told["schema"]) | {"components": {"schemas": parts}}
    validator = Draft202012Validator(strict, format_checker=FormatChecker())
    return [f"{template}: {error.message}" for error in validator.iter_errors(response.json())]


def _closed(schema: Any, *, is_part: bool = False) -> Any:
    """Return a schema that allows no property which it does not name; a part is open to more."""
    if isinstance(schema, list):
        return [_closed(each, is_part=is_part) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(each, is_part=name == "allOf") for name, each in schema.items()}
    is_whole = not is_part and {"$ref", "allOf", "properties"} & schema.keys()
    return closed | ({"unevaluatedProperties": False} if is_whole else {})
