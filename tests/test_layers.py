"""Imports point one way: from views and commands down to dates and rendering."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PURE = (
    "posts.dates",
    "posts.rendering",
    "posts.citing",
    "posts.figures",
    "posts.images.specs",
    "posts.images.covers",
    "posts.images.drawing",
)
ROWS = (
    PURE,
    ("posts.models",),
    ("posts.editorial", "posts.exchange", "posts.images", "posts.search", "posts.catalogue"),
    (
        *("posts.views", "posts.admin", "posts.management", "posts.templatetags", "posts.urls"),
        *("posts.feeds", "posts.calendar_events", "posts.jsonld"),
    ),
)
# What the pure row may take from Django: functions on strings, never a model or a setting.
STRING_FUNCTIONS = {"django.utils.safestring", "django.utils.text"}


def row_of(module: str) -> int | None:
    """Return the row of `module`, by its longest listed prefix; None outside the layers."""
    listed = [
        (len(prefix), row)
        for row, prefixes in enumerate(ROWS)
        for prefix in prefixes
        if module == prefix or module.startswith(f"{prefix}.")
    ]
    return max(listed)[1] if listed else None


def imports_of(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def upward_imports(module: str, source: str) -> list[str]:
    own = row_of(module)
    return sorted(
        name
        for name in imports_of(source)
        if own is not None and (row := row_of(name)) is not None and row > own
    )


def modules() -> list[tuple[str, Path]]:
    paths = sorted(
        path for path in (ROOT / "posts").rglob("*.py") if "migrations" not in path.parts
    )
    return [(".".join(p.relative_to(ROOT).with_suffix("").parts), p) for p in paths]


def test_the_rule_sees_an_upward_import() -> None:
    source = (
        "from posts.models import Post\nimport posts.views.story\nfrom posts.dates import parse"
    )
    assert upward_imports("posts.dates.parse", source) == [
        "posts.models",
        "posts.models.Post",
        "posts.views.story",
    ]
    assert upward_imports("posts.exchange.load", source) == ["posts.views.story"]


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda value: str(value)[-40:])
def test_no_module_imports_a_higher_row(module: str, path: Path) -> None:
    assert upward_imports(module, path.read_text()) == []


def test_the_pure_row_uses_no_framework() -> None:
    taken = {
        (module, name)
        for module, path in modules()
        if row_of(module) == 0
        for name in imports_of(path.read_text())
        if name.split(".")[0] == "django"
        and not any(name.startswith(ok) for ok in STRING_FUNCTIONS)
    }
    assert taken == set()


def test_every_file_fits_on_a_few_screens() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*ROOT.glob("posts/**/*.py"), *ROOT.glob("historyblog/*.py")]
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 300
    }
    assert long == {}


def test_migrations_never_import_the_app() -> None:
    taken = {
        path.name: names
        for path in (ROOT / "posts" / "migrations").glob("*.py")
        if (names := [n for n in imports_of(path.read_text()) if n.split(".")[0] == "posts"])
    }
    assert taken == {}


def test_only_the_workflow_moves_the_status_of_a_post() -> None:
    """An import brings posts in as they were, and says so; nothing else sets a status."""
    moving = {
        module
        for module, path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "status"
    }
    assert moving - {"posts.exchange.load"} == {"posts.editorial.workflow"}


def test_what_importers_share_knows_none_of_them() -> None:
    """A second kind of site is a package of its own and one line in the table of kinds."""
    exchange = ROOT / "posts" / "exchange"
    kinds = {f"posts.exchange.{folder.parent.name}" for folder in exchange.glob("*/__init__.py")}
    knowing = {
        path.name
        for path in exchange.glob("*.py")
        for name in imports_of(path.read_text())
        if any(name == kind or name.startswith(f"{kind}.") for kind in kinds)
    }
    assert (kinds, knowing) == ({"posts.exchange.jekyll"}, {"kinds.py"})
