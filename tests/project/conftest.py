from pathlib import Path

import pytest

from tests.project.test_serve import manage


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of collected static files, for servers as STATIC_ROOT; nothing writes there."""
    folder = tmp_path_factory.mktemp("static")
    done = manage(folder, "collectstatic", "--noinput", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return folder / "static"
