"""A service user's server: the code's folder cannot be written, and all else lies elsewhere."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.test_serve import environment, free_port, status, wait_for

ROOT = Path(__file__).resolve().parents[2]
CODE = ("historyblog", "posts", "static", "templates", "scripts")
# Root may write anywhere, but for this capability.
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The code with the environment of these tests, never compiled before."""
    tree = tmp_path / "tree"
    for name in CODE:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tree)
    (tree / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (tree / ".venv" / name).symlink_to(Path(sys.prefix) / name)
    subprocess.run("cksum <requirements.txt >.venv/.installed", cwd=tree, shell=True, check=True)
    return tree


def seen(tree: Path) -> set[Path]:
    return {Path(folder, name) for folder, _, names in os.walk(tree) for name in names}


@pytest.fixture
def locked(tree: Path, tmp_path: Path, migrated: Path, collected: Path) -> Iterator[dict[str, str]]:
    """The environment of a site that is set up, and whose code cannot be written from then on."""
    settings = environment(tmp_path, STATIC_ROOT=str(collected))
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    subprocess.run(["chmod", "-R", "a-w", tree], check=True)
    yield settings
    subprocess.run(["chmod", "-R", "u+w", tree], check=True)


@pytest.mark.any_engine
@pytest.mark.django_db
@pytest.mark.skipif(
    bool(AS_ANYBODY) and not shutil.which("setpriv"), reason="root needs setpriv to be refused"
)
def test_a_site_runs_from_code_that_it_cannot_write(tree, locked):
    before, port = seen(tree), free_port()
    touch = subprocess.run([*AS_ANYBODY, "touch", tree / "new"], stderr=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*AS_ANYBODY, "make", "run", f"PORT={port}"], cwd=tree, env=locked, process_group=0
    )
    try:
        wait_for(port, server)
        answer = status(f"http://127.0.0.1:{port}/")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)
    assert (touch.returncode, answer, seen(tree)) == (1, 200, before)
