"""How many queries a page takes, with all parts stored and nothing else remembered."""

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from posts import archives
from posts.archives.figures import make_figures


def queries_of(path: str, *, with_figures: bool = False) -> int:
    """Return their number; `with_figures` as the server makes them after each change."""
    ContentType.objects.clear_cache()
    cache.clear()
    if with_figures:
        make_figures()
    archives.make_missing(list(archives.missing_parts().values_list("pk", flat=True)))
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(path)
    assert response.status_code == 200, path
    return len(captured)
