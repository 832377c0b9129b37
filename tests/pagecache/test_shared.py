"""The second level: what one process has made the others find, each of the same release."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from posts.archives import next_due
from posts.models import ContentVersion
from posts.pagecache import shared
from tests.archives.world import NOW, make_world
from tests.pagecache.site import Site

pytestmark = pytest.mark.django_db
PATHS = ("/posts/hastings/", "/feed.xml", "/posts/hastings/cover.png", "/opensearch.xml")


@pytest.fixture
def processes(new_site: Callable[..., Site]) -> tuple[Site, Site]:
    with time_machine.travel(NOW, tick=False):
        make_world()
        return new_site(is_shared=True), new_site(is_shared=True)


@time_machine.travel(NOW, tick=False)
def test_a_page_is_made_once_for_all_processes(processes: tuple[Site, Site]) -> None:
    first, second = processes
    for path in PATHS:
        for accept in ("br", "gzip", ""):
            asked = ("accept-encoding", accept)
            one, other = (each.get(path, asked) for each in processes)
            ids = [each.headers["x-request-id"] for each in (one, other)]
            assert one.headers == {**other.headers, "x-request-id": ids[0]}
            assert (one.body, ids[0] == ids[1]) == (other.body, False)
    assert (len(first.asked), len(second.asked)) == (len(PATHS), 0)


@time_machine.travel(NOW, tick=False)
def test_another_version_and_another_release_make_their_own(
    processes: tuple[Site, Site],
    new_site: Callable[..., Site],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = processes
    first.get("/")
    ContentVersion.bump()
    second.get("/")
    assert len(second.asked) == 1
    monkeypatch.setattr(shared, "edition", lambda: "another")
    third = new_site(is_shared=True)
    third.get("/")
    assert [len(each.asked) for each in (first, second, third)] == [1, 1, 1]


def test_no_page_outlives_its_day(processes: tuple[Site, Site]) -> None:
    first, second = processes
    with time_machine.travel(NOW, tick=False):
        first.get("/")
        due = next_due(NOW)
    with time_machine.travel(due, tick=False):
        first.freshness.expire()
        assert first.get("/").body == second.get("/").body
    assert (len(first.asked), len(second.asked)) == (2, 0)


@time_machine.travel(NOW, tick=False)
def test_a_cache_that_lost_everything_is_no_matter(processes: tuple[Site, Site]) -> None:
    first, second = processes
    first.get("/")
    cache.clear()
    assert first.get("/").body == second.get("/").body
    assert (len(first.asked), len(second.asked)) == (1, 1)


def test_a_release_is_told_by_its_code_its_templates_and_its_static_files(
    settings: Any, tmp_path: Path
) -> None:
    root = tmp_path
    names = ("posts/a.py", "templates/a.html", "historyblog/a.py", "static/staticfiles.json")
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
    settings.BASE_DIR, settings.STATIC_FOLDER = root, root / "static"
    found = [shared.edition.__wrapped__()]
    for name in names:
        (root / name).write_text("after")
        found.append(shared.edition.__wrapped__())
    (root / "posts" / "__pycache__").mkdir()
    (root / "posts" / "__pycache__" / "a.pyc").write_text("x")
    assert len(set(found)) == 5
    assert shared.edition.__wrapped__() == found[-1]
