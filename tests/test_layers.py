"""Imports point one way: from the doors down to dates and rendering."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A part of `posts` may import the rows above its own, no neighbour and no row below.
ROWS = (
    ("dates", "rendering", "keys", "languages"),
    ("converters", "figures", "citing", "imaging"),
    ("models",),
    ("search", "images", "planning", "feeds", "jsonld", "mail", "references", "ago"),
    ("archives", "templatetags"),
    ("editorial", "correspondence"),
    ("exchange",),
    ("pagecache", "doctor"),
    ("views",),
    ("api",),
    ("static_site",),
    ("verification",),
    ("desk",),
    ("admin", "management"),
    ("urls", "apps"),
)
PURE = {*ROWS[0], *ROWS[1]}
ROW_OF = {part: number for number, row in enumerate(ROWS) for part in row}
# What the pure rows may take from Django: functions on strings, never a model or a setting.
STRING_FUNCTIONS = {"django.utils.safestring", "django.utils.text", "django.utils.translation"}


def modules() -> list[tuple[str, Path]]:
    """Return name and path of every module of `posts` but its migrations."""
    paths = (path.relative_to(ROOT) for path in sorted((ROOT / "posts").rglob("*.py")))
    own = (path for path in paths if "migrations" not in path.parts)
    return [(".".join(path.with_suffix("").parts), ROOT / path) for path in own]


@cache
def imports_of(source: str, module: str) -> set[str]:
    """Return what `module` imports, relative imports made absolute, names of packages' parts too.

    A module that is named in a string, for `import_module` or `import_string`, counts as well.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*package, *([node.module] if node.module else [])])
            found |= {base} | {f"{base}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            found |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    return found


def part_of(module: str) -> str | None:
    """Return the part of `posts` in which `module` stands; None for `posts` itself and others."""
    names = module.split(".")
    return names[1] if names[0] == "posts" and len(names) > 1 else None


def forbidden_imports(module: str, source: str) -> list[str]:
    own = part_of(module)
    return sorted(
        name
        for name in imports_of(source, module)
        if own is not None
        and (part := part_of(name)) not in (None, own)
        and ROW_OF.get(part, len(ROWS)) >= ROW_OF[own]
    )


def test_every_part_stands_on_a_row() -> None:
    parts = {part_of(module) for module, _ in modules()} - {None, "__init__"}
    assert parts == ROW_OF.keys()


def test_the_rule_sees_upward_arrows_and_neighbours() -> None:
    source = (
        "from posts.models import Post\nimport posts.views.story\nfrom posts.dates import parse\n"
        "from posts import rendering\nfrom ..archives import stale"
    )
    assert forbidden_imports("posts.dates.parse", source) == [
        "posts.archives",
        "posts.archives.stale",
        "posts.models",
        "posts.models.Post",
        "posts.rendering",
        "posts.views.story",
    ]
    assert forbidden_imports("posts.exchange.load", source) == ["posts.views.story"]
    assert forbidden_imports("posts.apps", 'import_module("posts.unknown.part")') == [
        "posts.unknown.part"
    ]


def test_no_module_imports_a_neighbour_or_what_stands_above_it() -> None:
    found = {module: forbidden_imports(module, path.read_text()) for module, path in modules()}
    assert len(found) > 400
    assert {module: names for module, names in found.items() if names} == {}


def test_the_pure_rows_use_no_framework() -> None:
    taken = {
        (module, name)
        for module, path in modules()
        if part_of(module) in PURE
        for name in imports_of(path.read_text(), module)
        if name.split(".")[0] == "django"
        and not any(name.startswith(ok) for ok in STRING_FUNCTIONS)
    }
    assert taken == set()


def test_every_file_fits_on_a_few_screens() -> None:
    paths = [*(path for _, path in modules()), *ROOT.glob("historyblog/*.py")]
    lines = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in paths}
    assert {name: number for name, number in lines.items() if number > 300} == {}


def test_migrations_never_import_the_app() -> None:
    taken = {
        path.name: names
        for path in (ROOT / "posts" / "migrations").glob("*.py")
        if (
            names := [
                n for n in imports_of(path.read_text(), path.stem) if n.split(".")[0] == "posts"
            ]
        )
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


def test_models_are_imported_through_their_facade() -> None:
    past = {
        (module, name)
        for module, path in modules()
        if part_of(module) != "models"
        for name in imports_of(path.read_text(), module)
        if name.startswith("posts.models.")
        and name.split(".")[2].islower()
        and (ROOT / "posts" / "models" / f"{name.split('.')[2]}.py").exists()
    }
    assert past == set()


def test_what_importers_share_knows_none_of_them() -> None:
    """A second kind of site is a package of its own and one line in the table of kinds."""
    exchange = ROOT / "posts" / "exchange"
    packages = {folder.parent.name for folder in exchange.glob("*/__init__.py")} - {"out"}
    kinds = {f"posts.exchange.{name}" for name in packages}
    knowing = {
        path.name
        for path in exchange.glob("*.py")
        for name in imports_of(path.read_text(), f"posts.exchange.{path.stem}")
        if any(name == kind or name.startswith(f"{kind}.") for kind in kinds)
    }
    assert knowing == {"kinds.py"}
    assert kinds == {
        f"posts.exchange.{kind}" for kind in ("ghost", "jekyll", "markdown", "wordpress")
    }
