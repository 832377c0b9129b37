"""What every template of the readers' pages holds to."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGES = [*TEMPLATES.glob("*.html"), *TEMPLATES.glob("posts/*.html")]
# Elements that are named only by a role of their own: browsers take it from unstyled lists.
WITHOUT_ROLE = re.compile(r"<(?:dl|ul|ol|div|span|p)\b(?=[^>]*\baria-label)(?![^>]*\brole=)[^>]*>")
WITHOUT_TYPE = re.compile(r"<button\b(?![^>]*\btype=)[^>]*>")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_names_have_a_role_and_buttons_a_type(path):
    text = path.read_text()

    assert WITHOUT_ROLE.findall(text) + WITHOUT_TYPE.findall(text) == []
