"""The product's settings, made quick and self-contained for tests."""

import os

os.environ.setdefault(
    "SECRET_KEY", "for tests only, and longer than the fifty characters asked for"
)
os.environ.setdefault("DATABASE_URL", "sqlite:////tmp/historyblog-tests.sqlite3")

from historyblog.settings import *  # noqa: F403
from historyblog.settings import STORAGES

# Signing in happens in hundreds of tests; the product's hasher is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The hashed names of static files exist only after collectstatic.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
AXES_ENABLED = False
