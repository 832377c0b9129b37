from collections.abc import Iterator

import pytest

from tests.pagecache.site import Site


@pytest.fixture
def site(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr("posts.pagecache.freshness.close_old_connections", lambda: None)
    own = Site()
    yield own
    own.loop.close()
