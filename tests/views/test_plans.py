"""No page walks over the whole archive: neither engine needs statistics for it, nor any luck."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from posts.archives import take_statistics
from posts.archives.figures import make_figures
from posts.models import Post
from tests.factories import restart_keys
from tests.views.crowd import NUMBER, make_crowd
from tests.views.hidden import NOW
from tests.views.test_leaks import PUBLIC_PAGES, make_public
from tests.views.walks import walks_over

pytestmark = pytest.mark.django_db
# A word that nobody wrote so, and days with more posts than a page shows.
MORE_PAGES = ("/search/?q=hastigns", "/on/07-03/", "/on/07-03.json?page=2")
# The places beside a place and its kin are found among all places, whose number is the world's.
EXCEPT = ("/places/france/", "/places/europe/")
# So short documents PostgreSQL rather reads than their index, of which it knows nothing.
EXCEPT_UNTOLD = ("/search/?q=hastigns",)


@pytest.fixture
def public(settings: Any) -> Post:
    settings.SENDS_MAIL = True
    restart_keys(Post)
    return make_public()


def forget_statistics() -> None:
    """Let this transaction's planner know nothing: autovacuum may have counted empty tables."""
    own = "relnamespace = 'public'::regnamespace"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE pg_class SET reltuples = -1 WHERE {own}")
        cursor.execute(
            f"DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class WHERE {own})"
        )


@pytest.mark.parametrize("has_statistics", [False, True])
@time_machine.travel(NOW, tick=False)
def test_no_page_walks_over_all_posts(
    client: Client,
    public: Post,
    has_statistics: bool,
) -> None:
    """What counts them all is worked out before, as the server does it after a change."""
    make_crowd()
    if has_statistics:
        take_statistics()
    elif connection.vendor == "postgresql":
        forget_statistics()
    elif connection.vendor == "sqlite":
        assert "sqlite_stat1" not in connection.introspection.table_names()
    make_figures()

    walks: dict[str, list[str]] = {}
    is_untold = connection.vendor == "postgresql" and not has_statistics
    left_out = {*EXCEPT, *(EXCEPT_UNTOLD if is_untold else ())}
    for path in {*PUBLIC_PAGES, *MORE_PAGES} - left_out:
        with walks_over(NUMBER) as found:
            client.get(path)
        walks |= {path: found} if found else {}

    assert walks == {}
