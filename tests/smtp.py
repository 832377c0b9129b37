"""A server of mail on loopback that keeps what it is given."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

REFUSED = {"gone": "550 no such mailbox", "full": "452 mailbox full"}


class Sink:
    """The letters that came, and where it listens."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.senders: list[str | None] = []
        self.port = 0
        self.on_data: Callable[[], object] = lambda: None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := REFUSED.get(address.partition("@")[0]):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.to_thread(self.on_data)
        name = envelope.rcpt_tos[0].partition("@")[0]
        if name == "lost":
            server.transport.close()
            return "451 lost"
        letter = message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[arg-type]
        self.senders.append(envelope.mail_from)
        self.letters.append(letter)  # type: ignore[arg-type]
        if name == "hung":
            server.transport.close()
        return "250 kept"

    def wait_for(self, number: int) -> list[EmailMessage]:
        """Return the letters once there are so many, and what has come by then."""
        deadline = time.monotonic() + 20
        while len(self.letters) < number and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.letters


class _Controller(Controller):
    """Asks the system for a port where it is given none, and is reached at that one."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_sink(port: int = 0) -> Iterator[Sink]:
    """Run it; "gone" at any domain is refused for ever, "full" for now.

    The line breaks on "lost" before its letter is kept, on "hung" after it.
    """
    sink = Sink()
    controller = _Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()
