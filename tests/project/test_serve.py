"""The production server, started as `make run` starts it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ONE_WORKER = ("--workers", "1")
ROOT = Path(__file__).resolve().parents[2]


# What lies in or above the folder of static files, or is told to developers alone.
KEPT = (
    *("staticfiles.json", "collected.sha256", "../staticfiles.json"),
    *("admin/img/README.md", "fonts/LICENSE-newsreader.txt"),
)


def environment(folder: Path, **changes: str) -> dict[str, str]:
    return {
        **os.environ,
        "SECRET_KEY": "k" * 60,
        "DJANGO_SETTINGS_MODULE": "historyblog.settings",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        **changes,
    }


def manage(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder, **changes),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    folder: Path, port: int, *options: str, **changes: str
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port), *(options or ONE_WORKER)],
        cwd=ROOT,
        env=environment(folder, **changes),
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("wb"),
        process_group=0,
    )
    try:
        wait_for(port, process)
        yield process
    finally:
        # As Ctrl-C does, to the server and to whoever is in its group.
        os.killpg(process.pid, signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("the server did not answer")


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def part_of_picture(site: str, folder: Path) -> tuple[int, str | None, bytes]:
    """Return what the server sends of a file by its path, as it does for a part in the middle."""
    name = f"images/ab/{'ab' * 32}.png"
    (folder / "media" / name).parent.mkdir(parents=True)
    (folder / "media" / name).write_bytes(bytes(range(256)) * 1000)
    asked = urllib.request.Request(f"{site}/media/{name}", headers={"Range": "bytes=255-260"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return answer.status, answer.headers["Content-Range"], answer.read()


def without_host(port: int) -> bytes:
    """Return the first line that a client of HTTP/1.0 gets."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        return client.makefile("rb").readline()


def workers_of(server: subprocess.Popen[bytes]) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server.pid)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in found.stdout.split()]


def reached(address: str) -> int:
    """Return the status of an answer, 0 while nobody answers."""
    try:
        return status(address)
    except OSError:
        return 0


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.any_engine
@pytest.mark.django_db
def test_the_server_answers_and_a_second_one_on_its_port_is_refused(migrated, collected, tmp_path):
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    port = free_port()
    redis = f"127.0.0.1:{free_port()}"
    own = {"STATIC_ROOT": str(collected), "REDIS_URL": f"redis://{redis}/0"}
    with serving(tmp_path, port, **own) as server:
        site = f"http://127.0.0.1:{port}"
        shown = ("/", "/admin/login/", "/static/css/tokens.css")
        kept = ("/posts/none/", *(f"/static/{name}" for name in KEPT))
        assert [status(site + path) for path in shown] == [200] * 3
        assert [status(site + path) for path in kept] == [404] * 6
        assert part_of_picture(site, tmp_path) == (
            206,
            "bytes 255-260/256000",
            b"\xff\x00\x01\x02\x03\x04",
        )
        second = manage(tmp_path, "serve", "--port", str(port), **own)
        assert without_host(port).startswith(b"HTTP/1.0 400 ")
        for worker in workers_of(server):
            os.kill(worker, signal.SIGKILL)
        wait_until(lambda: reached(f"{site}/timeline/") == 200)
    message = f"127.0.0.1:{port} cannot be used: Address already in use. Try --port {port + 1}"
    assert (second.returncode, second.stderr.splitlines()[-1]) == (1, f"CommandError: {message}")
    log = (tmp_path / "log").read_text()
    assert log.startswith("REDIS_URL: Error 111 connecting to")
    assert "Traceback" not in log


def born(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait for the first worker, which loads the application for a second from then on."""
    wait_until(lambda: bool(workers_of(server)))


def answering(port: int, server: subprocess.Popen[bytes]) -> None:
    wait_for(port, server)
    without_host(port)


@pytest.mark.parametrize(
    ("moment", "times"),
    [
        *((born, 1), (answering, 40)),
        *(pytest.param(*each, marks=pytest.mark.long) for each in ((born, 40), (answering, 1))),
    ],
)
def test_a_server_told_to_stop_is_gone_at_once(tmp_path, moment, times):
    """`make` passes a signal on that its whole group has had, within the server's own handler."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "historyblog.server", "127.0.0.1", str(port), "2", "100"],
        cwd=ROOT,
        env=environment(tmp_path),
        stderr=(tmp_path / "log").open("wb"),
        process_group=0,
    )
    try:
        moment(port, server)
        for _ in range(times):
            os.killpg(server.pid, signal.SIGTERM)
        code = server.wait(timeout=8)
    finally:
        if server.poll() is None:
            for pid in (*workers_of(server), server.pid):
                os.kill(pid, signal.SIGKILL)
    assert (code, "[ERROR]" in (tmp_path / "log").read_text()) == (0, False)


SIGNALLED = """
import signal
from historyblog.server import Wakeup
wakeup = Wakeup()
signal.signal(signal.SIGALRM, lambda *_: wakeup.set())
signal.setitimer(signal.ITIMER_REAL, 0.0003, 0.0003)
for _ in range(2000):
    wakeup.wait()
    wakeup.clear()
signal.setitimer(signal.ITIMER_REAL, 0)
"""


def test_the_server_waits_on_while_signals_come_within_their_own_handler():
    done = subprocess.run([sys.executable, "-c", SIGNALLED], cwd=ROOT, timeout=20, check=False)
    assert done.returncode == 0


def test_a_database_without_its_tables_is_named_with_the_command(tmp_path):
    done = manage(tmp_path, "serve", "--port", str(free_port()))
    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: The database is not up to date. Back it up, then run: manage.py migrate\n",
    )


@pytest.mark.any_engine
@pytest.mark.django_db
def test_the_demo_user_is_made_once_and_its_password_shown_once(migrated, tmp_path):
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    first = manage(tmp_path, "create_demo_user").stdout
    second = manage(tmp_path, "create_demo_user").stdout
    assert first.startswith("Sign in at /admin/ as “demo” with the password ")
    assert second == (
        "The user “demo” is there already. A new password: manage.py changepassword demo\n"
    )


@pytest.mark.any_engine
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cores", "options", "workers"),
    [(1, [], "1"), (3, [], "3"), (64, [], "8"), (None, [], "1"), (2, ["--workers", "12"], "12")],
)
def test_there_is_a_worker_for_each_core_but_no_more_than_eight(
    settings, tmp_path, monkeypatch, cores, options, workers
):
    settings.DEBUG, settings.MEDIA_ROOT, started = True, tmp_path, []
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setenv("SERVER_THREADS", "4")
    settings.IS_SERVER = True
    monkeypatch.setattr("historyblog.server.main", lambda *words, **own: started.extend(words))
    call_command("serve", "--port", str(free_port()), *options, stdout=StringIO())
    assert started[-2] == workers
