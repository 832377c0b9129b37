"""Granian's worker with an application that is asked before the event loop is."""

import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.project.test_serve import ROOT, free_port, wait_for

APPLICATION = """
from historyblog.dispatch import answer_first

class Application:
    def __rsgi_init__(self, loop):
        answer_first(self.at_once)

    def at_once(self, scope, protocol):
        if scope.path == "/fault":
            raise ValueError("a fault")
        if scope.path == "/kept":
            protocol.response_str(200, [], "at once")
        return scope.path == "/kept"

    async def __rsgi__(self, scope, protocol):
        protocol.response_str(200, [], "on the loop")

application = Application()
"""


def test_what_needs_no_waiting_is_answered_without_the_loop(tmp_path: Path) -> None:
    (tmp_path / "answering.py").write_text(APPLICATION)
    port = free_port()
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "rsgi", "--no-ws"]
    command += ["--port", str(port), "--working-dir", str(ROOT), "answering:application"]
    server = subprocess.Popen(command, env={"PYTHONPATH": str(tmp_path)}, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        found = [urlopen(f"http://127.0.0.1:{port}{path}").read() for path in ("/kept", "/a") * 2]
        with pytest.raises(HTTPError, match="500"):
            urlopen(f"http://127.0.0.1:{port}/fault")
    finally:
        server.terminate()
        server.wait(20)

    assert found == [b"at once", b"on the loop"] * 2
