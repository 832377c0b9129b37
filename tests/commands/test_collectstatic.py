import io
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import CommandError, call_command

from historyblog.static import SHEETS
from posts.management.commands.collectstatic import is_collected


@pytest.fixture
def style(tmp_path, settings):
    """The only static file there is."""
    file = tmp_path / "source" / "style.css"
    file.parent.mkdir()
    file.write_text("a {}")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [file.parent]
    settings.STATIC_FOLDER = tmp_path / "collected"
    settings.STATIC_ROOT = settings.STATIC_FOLDER / "served"
    in_production(settings)
    return file


def in_production(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "historyblog.static.StaticStorage",
            "OPTIONS": {"manifest_storage": FileSystemStorage(settings.STATIC_FOLDER)},
        }
    }


def collect(*options: str) -> str:
    out = io.StringIO()
    call_command("collectstatic", *options, interactive=False, stdout=out)
    return out.getvalue().strip().partition(" ")[0]


def test_what_is_collected_is_not_collected_again(style, settings):
    assert (is_collected(), collect(), is_collected()) == (False, "1", True)
    assert sorted(path.name for path in settings.STATIC_FOLDER.iterdir()) == [
        "collected.sha256",
        "served",
        "staticfiles.json",
    ]
    assert (collect(), collect("--dry-run"), is_collected()) == ("0", "Pretending", True)
    assert (collect("--clear") != "0", is_collected()) == (True, True)


def test_only_assets_of_pages_are_collected(style, settings):
    for name in ("LICENSE.txt", "README.md", "plain.svg"):
        (style.parent / name).write_text("<svg/>")
    collect()
    names = {path.name for path in settings.STATIC_ROOT.iterdir()}
    own = {name for name in names if name.count(".") == 1}
    assert own == {"plain.svg", "style.css"}


def test_an_older_file_that_is_put_back_is_collected(style, settings):
    collect()
    style.write_text("b {}")
    os.utime(style, (0, 0))
    assert (is_collected(), collect()) == (False, "1")
    assert (settings.STATIC_ROOT / "style.css").read_text() == "b {}"


def test_a_collection_that_was_broken_off_is_done_again(style):
    collect()
    style.write_text('b { background: url("missing.png") }')
    with pytest.raises(CommandError):
        collect()
    style.write_text("a {}")
    assert (is_collected(), collect()) == (False, "1")


def test_what_was_collected_in_debug_mode_does_not_count(style, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    collect()
    in_production(settings)
    assert not is_collected()


def test_a_sheet_holds_what_it_imports(style, settings):
    parts = {
        "css/site.css": "\n".join(
            ['@import url("a.css");', '@import url("more/b.css");', '@import url("c.css") print;']
        ),
        "css/a.css": '/* Of links.\n */\na {\n  src: url("../style.css"); }\n',
        "css/more/b.css": "b {}\n",
        "css/c.css": "c {}\n",
    }
    for name, text in parts.items():
        file = style.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    collect()
    sheet = Path(settings.STATIC_ROOT) / storages["staticfiles"].stored_name("css/site.css")
    hashed = storages["staticfiles"].stored_name("style.css")
    assert sheet.read_text() == (
        f'a {{\nsrc: url("../{hashed}"); }}\nb {{}}\n@media print {{\nc {{}}\n}}'
    )


def test_a_script_imports_others_by_the_names_of_their_content(style, settings):
    scripts = {
        "js/a.js": 'import { b } from "./b.js";\nimport "../vendor/c.js";\n',
        "js/b.js": "export const b = 1;\n",
        "vendor/c.js": "export {};\n",
    }
    for name, text in scripts.items():
        file = style.parent / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    collect()
    names = {name: storages["staticfiles"].stored_name(name) for name in scripts}
    assert (Path(settings.STATIC_ROOT) / names["js/a.js"]).read_text() == (
        f'import {{ b }} from "./{Path(names["js/b.js"]).name}";\n'
        f'import"../{names["vendor/c.js"]}";\n'
    )
    assert names["js/b.js"] != "js/b.js"


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_part_of_a_sheet_is_left_out(sheet):
    """Of readers' sheets and the desk's, each file is imported, and no address is relative there.

    An address within a part would be read from where the sheet stands.
    """
    root = Path(settings.BASE_DIR) / "static" / "css"
    imported = re.findall(r'@import url\("([^"]+)"\)', (root.parent / sheet).read_text())
    own = root.glob("desk/*.css") if sheet == "css/desk.css" else root.glob("*.css")
    parts = {str(file.relative_to(root)) for file in own} - {Path(name).name for name in SHEETS}
    parts -= {"desk/preview.css"}  # of what readers see, shown at the desk beside readers' sheets
    assert parts <= set(imported)
    assert not [name for name in imported if "/" in name and "url(" in (root / name).read_text()]


def test_a_server_is_not_started_without_static_files(db, style, settings, monkeypatch):
    monkeypatch.setattr("historyblog.server.main", None)
    settings.IS_SERVER = True
    with pytest.raises(CommandError) as refusal:
        call_command("serve")
    assert str(refusal.value) == (
        f"{settings.STATIC_FOLDER} does not hold the static files of this version."
        " Run: manage.py collectstatic --noinput"
    )
