"""A site on several machines, all of them this one: two application nodes behind nginx, a
PostgreSQL primary with a streaming replica, Redis, and moto's server for the bucket."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import lxml.html

from tests.postgres import Server, running_server
from tests.project.proxy import CONFIGURATION, HOST, running_nginx
from tests.project.test_serve import ROOT, environment, free_port, manage, wait_for

NEEDED = ("nginx", "redis-server")
TOKEN = 32 * "b"
FAIL_TIMEOUT = 5  # seconds, after which nginx tries a node again that did not answer
SEED = """
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from posts.images.uploads import store_image
from tests.factories import make_post, picture_bytes
picture = store_image(picture_bytes(), name="red.png", alt="A red field")
make_post("Live"), make_post("Withdrawn"), make_post("Draft", status="draft")
editor = User.objects.create_superuser("clio")
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(editor.pk), editor.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
print(session.session_key, picture.renditions[0].path)
"""


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(port: int, path: str, *, session: str = "", data: dict[str, str] | None = None) -> Answer:
    """Ask the server at `port`, as somebody with `session` if it is given; POST `data`."""
    headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"} if session else {}
    body = None
    if data is not None:
        body = urlencode(data | {"csrfmiddlewaretoken": TOKEN})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.monotonic()
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        client.request("POST" if body else "GET", path, body, headers)
        answer = client.getresponse()
        content = answer.read()
    finally:
        client.close()
    return Answer(answer.status, answer.headers, content, time.monotonic() - began)


class Node:
    """An application node as `make run` starts it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port, self._folder, self._settings = free_port(), folder, settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=environment(self._folder, **self._settings),
            stdout=subprocess.DEVNULL,
            stderr=(self._folder / f"log-{self.port}").open("wb"),
        )
        wait_for(self.port, self._process)

    def kill(self) -> None:
        """End it and its workers at once, as a machine ends that loses its power."""
        assert self._process
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self._process.pid)], capture_output=True, text=True
        )
        for pid in (self._process.pid, *map(int, found.stdout.split())):
            os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=20)

    def log(self) -> str:
        return (self._folder / f"log-{self.port}").read_text()


@dataclass
class Machines:
    primary: Server
    replica: Server
    redis: subprocess.Popen[bytes]
    a: Node
    b: Node
    proxy: int  # nginx's port
    session: str  # of an editor who may do everything
    rendition: str  # a size of a picture that nobody has asked for yet

    def take_step(self, node: Node, title: str, button: str) -> None:
        assert self.takes_step(node, title, button)

    def takes_step(self, node: Node, title: str, button: str) -> bool:
        """Press a button of the desk's form, as an editor at `node` does; tell if it was taken."""
        (key,) = self.primary.ask(f"SELECT id FROM posts_post WHERE title = '{title}'")[0]
        path = f"/admin/posts/post/{key}/change/"
        shown = ask(node.port, path, session=self.session)
        if shown.status != 200:
            return False
        (form,) = lxml.html.fromstring(shown.text).xpath("//form[@id='post_form']")
        for control in form.xpath(".//*[@form]"):  # of another form, which stands elsewhere
            control.drop_tree()
        answer = ask(
            node.port, path, session=self.session, data=dict(form.form_values()) | {button: "1"}
        )
        return answer.status == 302


@contextmanager
def machines(folder: Path, static: Path) -> Iterator[Machines]:
    (folder / "static").symlink_to(static)
    with ExitStack() as stack:
        primary = stack.enter_context(running_server("synchronous_commit=on"))
        bucket = stack.enter_context(_bucket())
        session, rendition = _seed(folder, {"DATABASE_URL": primary.url} | bucket)
        replica = stack.enter_context(running_server(primary=primary))
        number = free_port()
        redis = stack.enter_context(_redis(number))
        hosts = ",".join(quote(str(each.folder), safe="") for each in (primary, replica))
        settings = {
            "DATABASE_URL": f"postgresql://postgres@{hosts}/postgres?target_session_attrs=read-write",
            "DATABASE_REPLICA_URL": replica.url,
            **bucket,
            "REDIS_URL": f"redis://127.0.0.1:{number}/0",
        }
        nodes = [Node(folder, **settings) for _ in range(2)]
        for node in nodes:
            stack.callback(node.stop)
        with ThreadPoolExecutor() as threads:
            list(threads.map(Node.start, nodes))
        proxy = stack.enter_context(_nginx(folder, *(node.port for node in nodes)))
        yield Machines(primary, replica, redis, *nodes, proxy, session, rendition)


def _seed(folder: Path, settings: dict[str, str]) -> list[str]:
    """Make tables, posts, an editor and a picture; return what `SEED` prints."""

    def run(*command: str) -> str:
        done = manage(folder, *command, "--verbosity", "0", **settings)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("migrate")
    return run("shell", "--command", SEED).split()[-2:]


@contextmanager
def _bucket() -> Iterator[dict[str, str]]:
    """Yield the settings of a bucket."""
    # Seconds, which every process of the suite would take that only collects the tests.
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"aws_access_key_id": "of", "aws_secret_access_key": "no matter"}
    place = {"endpoint_url": f"http://{host}:{port}", "region_name": "us-east-1"}
    options = urlencode(place | {"addressing_style": "path"}, safe=":/")
    boto3.client("s3", **keys, **place).create_bucket(Bucket="history")
    try:
        yield {
            "MEDIA_STORAGE": f"s3://history/media?{options}",
            **{name.upper(): value for name, value in keys.items()},
        }
    finally:
        server.stop()


@contextmanager
def _redis(port: int) -> Iterator[subprocess.Popen[bytes]]:
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port, server)
        yield server
    finally:
        server.kill()
        server.wait()


@contextmanager
def _nginx(folder: Path, *ports: int) -> Iterator[int]:
    """Yield the port of deploy/nginx.conf as it stands before several machines."""
    servers = "".join(
        f"server 127.0.0.1:{port} max_fails=10 fail_timeout={FAIL_TIMEOUT}s;" for port in ports
    )
    upstream = rf"\1 {servers} keepalive 16; }}"
    own = re.sub(r"(upstream historyblog \{)[^}]*\}", upstream, CONFIGURATION)
    with running_nginx(folder, own.replace(HOST, "127.0.0.1")) as number:
        yield number


def is_missing() -> str:
    """Return the programs that such a site needs and that are not here."""
    return " ".join(name for name in NEEDED if not shutil.which(name))


@dataclass
class Load:
    """What readers got, who asked all the while; the longest wait in seconds.

    A status of 0 is none: the connection broke off.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    longest: float = 0.0

    def failed(self) -> dict[int, int]:
        return {status: count for status, count in self.statuses.items() if status != 200}


@contextmanager
def under_load(port: int, path: str, *, readers: int = 4) -> Iterator[Load]:
    load, is_over, lock = Load(), threading.Event(), threading.Lock()

    def read() -> None:
        while not is_over.wait(0.02):
            try:
                answer = ask(port, path.format(time.monotonic()))
                status, seconds = answer.status, answer.seconds
            except (OSError, http.client.HTTPException):
                status, seconds = 0, 0.0
            with lock:
                load.statuses[status] += 1
                load.longest = max(load.longest, seconds)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def seconds_until(is_so: Callable[[], bool], *, most: float = 30) -> float:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < most, "it never came to be so"
        time.sleep(0.02)
    return time.monotonic() - began
