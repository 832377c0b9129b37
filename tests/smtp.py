"""A server of mail on loopback that keeps what it is given."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"DATA":
                    self._say("354 go on")
                    self.server.letters.append(self._letter())  # type: ignore[attr-defined]
                    self._say("250 kept")
                case b"RCPT" if reply := self._refusal(line):
                    self._say(reply)
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _refusal(self, line: bytes) -> str:
        name = line.decode().partition("<")[2].partition("@")[0]
        return {"gone": "550 no such mailbox", "full": "452 mailbox full"}.get(name, "")

    def _letter(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        data = b"".join(line.removeprefix(b".") for line in lines)
        return message_from_bytes(data, policy=policy.default)  # type: ignore[return-value]

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    daemon_threads = True

    allow_reuse_address = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Session)
        self.letters: list[EmailMessage] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def wait_for(self, number: int) -> list[EmailMessage]:
        """Return the letters once there are so many, and what has come by then."""
        deadline = time.monotonic() + 20
        while len(self.letters) < number and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.letters


@contextmanager
def mail_sink(port: int = 0) -> Iterator[Sink]:
    """Run it; "gone" at any domain is refused for ever, "full" for now."""
    with Sink(port) as sink:
        thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()
