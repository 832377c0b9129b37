"""What every template of the readers' pages holds to."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGES = [*TEMPLATES.glob("*.html"), *TEMPLATES.glob("posts/*.html")]
# Elements that are named only by a role of their own. A list has one, which Safari takes from those
# with `list-style: none`: readers' sheets have `""`.
WITHOUT_ROLE = re.compile(r"<(?:dl|div|span|p)\b(?=[^>]*\baria-label)(?![^>]*\brole=)[^>]*>")
WITHOUT_TYPE = re.compile(r"<button\b(?![^>]*\btype=)[^>]*>")


def test_names_have_a_role_and_buttons_a_type():
    found = {}
    for path in PAGES:
        text = path.read_text()
        found[path] = WITHOUT_ROLE.findall(text) + WITHOUT_TYPE.findall(text)
    assert len(found) > 90
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_no_list_loses_its_role():
    sheets = [sheet.read_text() for sheet in (TEMPLATES.parent / "static" / "css").glob("*.css")]
    rules = [rule for sheet in sheets for rule in re.findall(r"([^{}]*)\{([^{}]*)\}", sheet)]
    plain = [name.strip() for name, body in rules if "list-style: none" in body]
    assert plain == [".menu summary"]
