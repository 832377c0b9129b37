"""Static files as production serves them: named by their content, and one sheet for each page."""

import re
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles.finders import find
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS: Final = ("css/site.css", "css/desk.css")
_UNREAD: Final = re.compile(r"/\*.*?\*/\n?|^\s+", re.DOTALL | re.MULTILINE)  # by browsers
_IMPORT: Final = re.compile(r'@import url\("([^"]+)"\)( print)?;')


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Puts into `SHEETS` what they import, which a browser would ask for one after the other.

    In debug mode it does, and nothing is collected after a change. A script that others import
    is named by its content as well, where they name it.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:
        sheets = InMemoryStorage()
        for name in SHEETS:
            if name in paths:
                sheets.save(name, ContentFile(whole_sheet(name).encode()))
                paths[name] = (sheets, name)
        yield from super().post_process(paths, dry_run=dry_run, **options)


def whole_sheet(name: str) -> str:
    """Return the sheet `name` with what it imports in place of each import, without comments."""
    return _UNREAD.sub("", _IMPORT.sub(_imported, _text(name)))


def _imported(found: re.Match[str]) -> str:
    text = _text(f"css/{found[1]}")
    return f"@media print {{\n{text}}}" if found[2] else text


def _text(name: str) -> str:
    return Path(str(find(name))).read_text(encoding="utf-8")
