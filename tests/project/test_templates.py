"""What every template of the readers' pages holds to."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGES = [*TEMPLATES.glob("*.html"), *TEMPLATES.glob("posts/*.html")]
# Elements that are named only by a role of their own. A list has one, which Safari takes from those
# with `list-style: none`: readers' sheets have `""`.
WITHOUT_ROLE = re.compile(r"<(?:dl|div|span|p)\b(?=[^>]*\baria-label)(?![^>]*\brole=)[^>]*>")
WITHOUT_TYPE = re.compile(r"<button\b(?![^>]*\btype=)[^>]*>")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_names_have_a_role_and_buttons_a_type(path):
    text = path.read_text()

    assert WITHOUT_ROLE.findall(text) + WITHOUT_TYPE.findall(text) == []


def test_no_list_loses_its_role():
    sheets = [sheet.read_text() for sheet in (TEMPLATES.parent / "static" / "css").glob("*.css")]
    rules = [rule for sheet in sheets for rule in re.findall(r"([^{}]*)\{([^{}]*)\}", sheet)]
    plain = [name.strip() for name, body in rules if "list-style: none" in body]
    assert plain == [".menu summary"]
