"""When the clock alone changes what readers see, and the name of the site."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from posts.archives import content_version, next_due
from tests.archives.changes import pages
from tests.archives.world import NOW, make_world
from tests.factories import (
    make_dossier,
    make_post,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def ahead(what: str) -> datetime:
    """Make something that goes out in an hour; return the moment at which pages change."""
    due = NOW + timedelta(hours=1)
    if what == "post":
        make_post("Ahead", publish_at=due)
    elif what == "dossier":
        make_dossier("Ahead", publish_at=due)
    else:
        return datetime(2026, 10, 15, tzinfo=UTC)
    return due


@pytest.mark.any_engine
@pytest.mark.parametrize("what", ["post", "dossier", "midnight"])
def test_what_the_clock_alone_changes_is_due(what: str) -> None:
    make_world()
    due = ahead(what)
    version, before = content_version(), pages()
    assert next_due(timezone.now()) == due

    with time_machine.travel(due - timedelta(seconds=1), tick=False):
        assert pages() == before
    with time_machine.travel(due, tick=False):
        assert pages() != before
        assert next_due(timezone.now()) > due
        assert (content_version() == version) is (what == "midnight")


def test_midnight_is_the_sites_own(settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    # Noon in UTC is one in the morning of the 15th there, so the next day begins at 11 UTC.
    assert next_due(NOW) == datetime(2026, 10, 15, 11, tzinfo=UTC)


def test_another_name_of_the_site_is_another_version(settings: Any) -> None:
    make_world()
    before = content_version()
    settings.SITE_NAME = "Another name"
    assert content_version() != before
