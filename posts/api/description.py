from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

FILE = Path(__file__).parent / "openapi.yaml"


def described() -> dict[str, Any]:
    """Return the description of the API, in OpenAPI 3.1."""
    told = _read()
    info = told["info"] | {"title": settings.SITE_NAME}
    return told | {"info": info, "servers": [{"url": settings.SITE_URL}]}


@lru_cache
def _read() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(FILE.read_text())
    del told["x-words"]  # which only spares the file from saying them each time
    return told
