"""A run in processes of its own that is killed: the next one ends as if nothing had been."""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from posts.static_site.folder import OWN
from tests.exchange.sites import write_picture, write_post
from tests.project.test_serve import ROOT, environment, manage
from tests.static_site.copies import tree


@pytest.fixture
def folder(migrated: Path, collected: Path, tmp_path: Path) -> Path:
    """A site of ten posts with a picture, which was brought in by a command."""
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    site = tmp_path / "site"
    write_picture(site, "a.png")
    for day in range(10, 20):
        front = f"image: /a.png\nimage_alt: x\ncategories: war\nevent_date: {day} May 1066"
        write_post(site, f"2020-05-{day}-battle.md", front=front)
    done = manage(tmp_path, "import_posts", "jekyll", str(site), "--write")
    assert done.returncode == 0, done.stderr
    return tmp_path


def options(collected: Path, target: Path) -> tuple[list[str], dict[str, str]]:
    return ["export_site", str(target), "--jobs", "2"], {"STATIC_ROOT": str(collected)}


@pytest.mark.any_engine
@pytest.mark.django_db
def test_a_killed_run_leaves_whole_files_and_the_next_one_completes_it(folder, collected):
    arguments, changes = options(collected, folder / "killed")

    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder, **changes),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and len(tree(folder / "killed")) <= 20:
        time.sleep(0.05)
    process.kill()
    process.wait()
    killed = tree(folder / "killed")
    (folder / "killed" / "posts" / "gone").mkdir(parents=True)
    journal = folder / "killed" / OWN / "journal"
    (folder / "killed" / "posts" / "gone" / "index.html").write_text("of a run before")
    journal.write_text(journal.read_text() + '"posts/gone/index.html"\n"posts/cut-o')
    done = manage(folder, *arguments, **changes)

    assert done.returncode == 0, done.stderr
    whole = tree(folder / "killed")
    assert [name for name in killed if killed[name] != whole.get(name)] == []
    assert 0 < len(killed) < len(whole)
    assert "posts/gone/index.html" not in whole
    maps = b"".join(text for name, text in whole.items() if name.startswith("sitemaps/"))
    listed = re.findall(r"<loc>https?://[^/]+/([^<]*)</loc>", maps.decode())
    assert [path for path in listed if f"{path}index.html" not in whole] == []
    assert len(listed) > 20
