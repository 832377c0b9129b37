"""How many queries a page takes, with nothing remembered from an earlier one."""

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(path: str) -> int:
    ContentType.objects.clear_cache()
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(path)
    assert response.status_code == 200, path
    return len(captured)
