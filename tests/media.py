from pathlib import Path

from django.core.files.storage import default_storage


def path_of(name: str) -> Path:
    """Where the file of a picture lies."""
    return Path(default_storage.path(name))
