"""Which edition of the site makes a part: another one has other templates, code or settings."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from posts.models import EDITION_LENGTH

# What of the settings pages print: a site that starts anew under another name shares nothing.
PRINTED = (
    *("SITE_NAME", "SITE_URL", "TIME_ZONE", "LANGUAGE_CODE", "SECURITY_CONTACT", "MEDIA_URL"),
    "SENDS_MAIL",
)
_PACKAGE = Path(__file__).resolve().parent.parent
# Nothing that is stored of a page is made of these.
_APART = {
    *("admin", "api", "management", "migrations", "exchange", "doctor", "editorial", "planning"),
    *("correspondence", "static_site", "verification"),
}


def edition() -> str:
    """Return what is another text as soon as the same post would be printed otherwise.

    Two releases side by side have two editions, and neither overwrites what the other stored.
    """
    if settings.DEBUG:  # Templates are edited while the server runs.
        _digest.cache_clear()
    folders: Any = settings.TEMPLATES[0]["DIRS"]
    return _digest(tuple(map(str, (*folders, *settings.LOCALE_PATHS))), printed_settings())


def printed_settings() -> str:
    return "\n".join(str(getattr(settings, name)) for name in PRINTED)


@lru_cache(maxsize=8)
def _digest(folders: tuple[str, ...], printed: str) -> str:
    digest = hashlib.sha256(f"{django.__version__}\n{printed}".encode())
    digest.update(str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    for name, path in sorted(_files(folders)):
        content = path.read_bytes()
        digest.update(f"{name} {len(content)} ".encode() + content)
    return digest.hexdigest()[:EDITION_LENGTH]


def _files(folders: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    roots = [(Path(folder), each) for folder in folders for each in ("*.html", "*.mo")]
    roots.append((_PACKAGE, "*.py"))
    for root, pattern in roots:
        for path in root.rglob(pattern):
            name = path.relative_to(root)
            if name.parts[0] not in _APART:
                yield str(name), path
