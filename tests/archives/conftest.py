import pytest


@pytest.fixture
def _printing() -> None:
    """What these tests are about is printed by each save, as on a site."""
