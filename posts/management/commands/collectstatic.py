import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic

# What packages tell their developers is no part of a page.
IGNORED = [*StaticFilesConfig.ignore_patterns, "*.md", "*.txt"]


class Command(collectstatic.Command):
    """Django's own; it does nothing where the files of this version are there already.

    The mark is written last, so that a run that was interrupted is done again.
    """

    def set_options(self, **options: Any) -> None:
        super().set_options(**options)
        self.ignore_patterns = IGNORED

    def collect(self) -> dict[str, list[str]]:
        if self.dry_run:
            return super().collect()
        if is_collected() and not self.clear:
            results = ("modified", "unmodified", "post_processed", "skipped", "deleted")
            return {result: [] for result in results}
        _mark().unlink(missing_ok=True)
        done = super().collect()
        _mark().write_text(_digest())
        return done

    def delete_file(self, path: str, prefixed_path: str, source_storage: Any) -> bool:
        """Copy whatever the times say: files of an older release that is put back are older."""
        if not self.dry_run:
            self.storage.delete(prefixed_path)
        return True


def is_collected() -> bool:
    """Return whether STATIC_ROOT holds the static files of this version, whole and readable."""
    with suppress(OSError):
        return _mark().read_text() == _digest()
    return False


def _mark() -> Path:
    return Path(settings.STATIC_FOLDER) / "collected.sha256"


def _digest() -> str:
    """Return what changes with any static file of the code or its packages, and with DEBUG."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]["BACKEND"]).encode())
    for finder in get_finders():
        found = finder.list(IGNORED)
        for path, storage in sorted(found, key=lambda file: file[0]):
            with storage.open(path) as file:
                content = file.read()
            digest.update(f"{path} {len(content)} ".encode() + content)
    return digest.hexdigest()
