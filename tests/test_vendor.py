"""What others wrote and the desk runs: whose it is, and that a browser finds all of it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted((ROOT / "static" / "vendor").glob("*.js"))
IMPORTS = re.compile(
    r"""^\s*(?:import\b[^'"\n]*|export\b[^'"\n]*\bfrom\s*)['"]([^'"]+)['"]""", re.MULTILINE
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_of_others_names_its_version_and_licence_and_stands_alone(script: Path) -> None:
    text = script.read_text()
    named = re.match(r"/\*! ((?:@github/)?[a-z-]+) (\d+\.\d+\.\d+)\n", text)
    assert named
    assert f'"{named[1]} {named[2]} ' in (ROOT / "scripts" / "vendor.sh").read_text()
    assert "Permission is hereby granted" in text[: text.index("*/")]
    assert IMPORTS.findall(text) == []


@pytest.mark.parametrize("script", sorted(ROOT.glob("static/js/**/*.js")), ids=lambda p: p.stem)
def test_what_a_script_imports_is_there(script: Path) -> None:
    imported = IMPORTS.findall(script.read_text())
    assert [name for name in imported if not (script.parent / name).is_file()] == []
