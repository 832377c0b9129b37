from collections.abc import Callable, Iterator

import pytest

from tests.pagecache.process import Process
from tests.pagecache.site import Site


@pytest.fixture(autouse=True)
def _slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of the version holds until a test says so, however slow the machine."""
    for name in ("HOLDS_FOR", "RENEWED_AFTER", "PATIENCE"):
        monkeypatch.setattr(f"posts.pagecache.freshness.{name}", 600.0)


@pytest.fixture
def _printing() -> None:
    """Pages are asked for without Django's client, so each save prints, as on a site."""


@pytest.fixture
def new_site(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Site]]:
    """Make one server process after another, as `Site(…)` does; they leave nothing behind."""
    monkeypatch.setattr("posts.pagecache.freshness.close_old_connections", lambda: None)
    made: list[Site] = []

    def new(**options: int) -> Site:
        made.append(Site(**options))  # type: ignore[arg-type]
        return made[-1]

    yield new
    for site in made:
        site.close()


@pytest.fixture
def site(new_site: Callable[..., Site]) -> Site:
    return new_site()


@pytest.fixture
def process() -> Iterator[Process]:
    own = Process()
    yield own
    own.gate.set()
    own.slow_read.set()
