import os
import shutil
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from tests.run import BROWSERS

SHARED_SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _leave_out_pure_tests_on_postgresql(config, items)
    if not any(shutil.which(name) for name in BROWSERS) and os.environ.get("CI") != "true":
        for item in items:
            if "browser" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="needs chromium"))


def _leave_out_pure_tests_on_postgresql(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that opens no database says the same on both."""
    if connection.vendor != "postgresql":
        return
    uses = {"db", "transactional_db", "live_server", "client", "admin_client"}
    pure = [
        item
        for item in items
        if not item.get_closest_marker("django_db")
        and not uses & set(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=pure)
    items[:] = [item for item in items if item not in set(pure)]


@pytest.fixture(autouse=True)
def _own_media(tmp_path: Path, settings: Settings) -> None:
    """Every test writes its pictures into a folder of its own; the storage hears of it."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def seed() -> Path:
    """The post of the old blog, where this checkout has it beside it."""
    path = SHARED_SEEDS / "000_7d0bb60fbdbc4ead.txt"
    if not path.exists():
        pytest.skip("the old blog's post is not beside this checkout")
    return path
