import gc
import itertools
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.printing import printed_when_asked_for
from tests.project.test_serve import manage
from tests.run import BROWSERS
from tests.snapshots import OnSQLite, Snapshot, put_back_after_commits, wrapped_in

_NUMBERS = itertools.count()
SHARED_SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


@pytest.hookimpl(tryfirst=True)  # before those marked `long` are left out
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _mark_samples(items)
    if connection.vendor == "postgresql":
        _leave_out(config, items, [item for item in items if not _asks_the_engine(item)])
    if not any(shutil.which(name) for name in BROWSERS) and os.environ.get("CI") != "true":
        for item in items:
            if "browser" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="needs chromium"))


def pytest_collection_finish() -> None:
    """Spare the collector what stays: modules, thousands of tests; it walked them at each round."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _mark_samples(items: list[pytest.Item]) -> None:
    """Leave all but a sample of large families, always the same one, to the long run.

    On PostgreSQL one case of each family stands for the others: it runs the same statements.
    """
    families = defaultdict(list)
    for item in items:
        if number := _sample_of(item):
            families[item.parent, item.function, number].append(item)
    for (_, _, number), family in families.items():
        family.sort(key=lambda item: sha256(item.name.encode()).digest())
        for item in family[number:]:
            item.add_marker("long")


def _sample_of(item: pytest.Item) -> int:
    """Return how many cases of the family of an item run, 0 of all."""
    marker = item.get_closest_marker("sample")
    if marker:
        return int(marker.args[0])
    return int(connection.vendor == "postgresql" and not item.get_closest_marker("engine"))


def _asks_the_engine(item: pytest.Item) -> bool:
    """Whether PostgreSQL could answer a test otherwise than SQLite, where all of them run.

    Not one that opens no database. Not one that is about something else, and says so: what a
    browser shows and what is marked `any_engine`, unless it is marked `engine`.
    """
    uses = {"db", "transactional_db", "live_server", "client", "admin_client"}
    if not item.get_closest_marker("django_db") and not uses & set(
        getattr(item, "fixturenames", ())
    ):
        return False
    about_else = any(map(item.get_closest_marker, ("browser", "any_engine")))
    return not about_else or item.get_closest_marker("engine") is not None


def _leave_out(config: pytest.Config, items: list[pytest.Item], out: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=out)
    left_out = set(out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Snapshot]:
    """The database of a process that has a test which opens one."""
    with (
        django_db_blocker.unblock(),
        put_back_after_commits() as kept,
        pytest.MonkeyPatch.context() as patch,
    ):
        _run_what_waits_for_a_commit(patch)
        yield kept


@pytest.fixture(scope="session")
def migrated(django_db_setup: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of a new site, for processes of their own; copy it, never write to it."""
    assert isinstance(django_db_setup, OnSQLite)
    file = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    django_db_setup.write(file)
    return file


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of collected static files, for servers as STATIC_ROOT; nothing writes there."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all processes of this run
    with (folder / "static.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not (folder / "static").exists():
            done = manage(folder, "collectstatic", "--noinput", "--verbosity", "0")
            assert done.returncode == 0, done.stderr
    return folder / "static"


@pytest.fixture(scope="module")
def module_media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the pictures that all tests of a module begin with."""
    media = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=media):
        yield media


@pytest.fixture(scope="module")
def module_commits(
    module_media: Path, django_db_setup: Snapshot, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Blocks for rows that each test of a module begins with, though it commits.

    They are committed once, and put back after each test.
    """
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())

        @contextmanager
        def block() -> Iterator[None]:
            with transaction.atomic():
                yield
            stack.enter_context(django_db_setup.moved_on())

        yield block


@pytest.fixture(scope="module")
def module_db(
    request: pytest.FixtureRequest,
    module_media: Path,
    django_db_setup: Snapshot,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Path]:
    """A transaction round all tests of a module, for rows that each of them begins with.

    Yields the folder of their pictures. No test of that module may commit.
    """
    own = (item for item in request.session.items if item.getparent(pytest.Module) is request.node)
    marks = [mark for item in own for mark in item.iter_markers("django_db")]
    assert not any(mark.kwargs.get("transaction") for mark in marks), "a test here commits"
    block = transaction.atomic()
    block._from_testcase = True
    with django_db_blocker.unblock(), block:
        yield module_media
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _own_media(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, settings: Settings
) -> None:
    """Every test writes its pictures into a folder of its own; the storage hears of it."""
    media = tmp_path_factory.getbasetemp() / f"media-{next(_NUMBERS)}"
    if "module_media" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("module_media"), media)
    settings.MEDIA_ROOT = media


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    from posts.archives import footer  # There is no Django yet when this file is read.

    cache.clear()
    footer._known = []  # As a server knows it that has no pages of its own.


@pytest.fixture(autouse=True)
def _printing() -> Iterator[None]:
    with printed_when_asked_for():
        yield


def _run_what_waits_for_a_commit(patch: pytest.MonkeyPatch) -> None:
    """Run it when the product's own outermost block ends.

    A test that is rolled back at its end never commits, and Django would wait for ever. What
    one block notes runs before the next begins, as it does in a request, so collecting it to
    the end of a test would be no substitute.
    """
    leave, on_commit = Atomic.__exit__, BaseDatabaseWrapper.on_commit

    def run(wrapper: BaseDatabaseWrapper) -> None:
        if wrapper.in_atomic_block and len(wrapper.savepoint_ids) <= wrapped_in(wrapper):
            waiting, wrapper.run_on_commit = wrapper.run_on_commit, []
            for _, function, _ in waiting:
                function()

    def left(self: Atomic, *error: Any) -> None:
        leave(self, *error)
        run(transaction.get_connection(self.using))

    def noted(wrapper: BaseDatabaseWrapper, function: Any, robust: bool = False) -> None:
        on_commit(wrapper, function, robust)
        run(wrapper)

    patch.setattr(Atomic, "__exit__", left)
    patch.setattr(BaseDatabaseWrapper, "on_commit", noted)


@pytest.fixture
def seed() -> Path:
    """The post of the old blog, where this checkout has it beside it."""
    path = SHARED_SEEDS / "000_7d0bb60fbdbc4ead.txt"
    if not path.exists():
        pytest.skip("the old blog's post is not beside this checkout")
    return path


@pytest.fixture
def background() -> Path:
    """A page that such posts were written from, where this checkout has it beside it."""
    path = SHARED_SEEDS / "001_7bf8a9d260bd0611.txt"
    if not path.exists():
        pytest.skip("the background page is not beside this checkout")
    return path
