"""The product's settings, made quick and self-contained for tests."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault(
    "SECRET_KEY", "for tests only, and longer than the fifty characters asked for"
)

from historyblog.settings import *  # noqa: F403
from historyblog.settings import DATABASES, STATIC_ROOT, STORAGES

# Signing in happens in hundreds of tests; the product's hasher is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The hashed names of static files exist only after collectstatic.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Of what a demo of this checkout collected, each client would make its list anew, in a third of a
# second.
STATIC_ROOT = STATIC_ROOT / "none"
AXES_ENABLED = False

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that several threads are several writers; what a power cut would lose is no
    # question here.
    DATABASES["default"]["TEST"] = {
        "NAME": Path(tempfile.gettempdir()) / f"historyblog-tests-{os.getpid()}.db"
    }
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
