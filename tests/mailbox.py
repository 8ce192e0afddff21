"""A mail server of our own: it speaks SMTP on a free port of this machine and keeps what it is given."""

from __future__ import annotations

import contextlib
import socketserver
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

PATIENCE_S = 10.0


@dataclass
class Mailbox:
    """What was sent, in order. `refuses` makes the server refuse every receiver, `delay_s` slow to take a mail."""

    mails: list[EmailMessage] = field(default_factory=list)
    refuses: bool = False
    delay_s: float = 0.0
    url: str = ""

    def wait(self, count: int = 1) -> list[EmailMessage]:
        """Wait until so many mails are here, and give them all."""
        until = time.monotonic() + PATIENCE_S
        while len(self.mails) < count:
            assert time.monotonic() < until, f"{len(self.mails)} of {count} mails came"
            time.sleep(0.02)
        return list(self.mails)


class Postman(socketserver.StreamRequestHandler):
    """One conversation, as far as RFC 5321 asks for it."""

    server: Post

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # whoever is refused may hang up at once
            self._converse()

    def _converse(self) -> None:
        self._say(220, "here")
        while line := self.rfile.readline():
            verb = line.decode("ascii", "replace").split(":")[0].strip().upper()
            if verb == "QUIT":
                self._say(221, "bye")
                return
            if verb == "DATA":
                self._take()
            elif verb == "RCPT TO" and self.server.mailbox.refuses:
                self._say(550, "no such box")
            else:
                self._say(250, "ok")

    def _take(self) -> None:
        time.sleep(self.server.mailbox.delay_s)
        self._say(354, "go on")
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)
        self.server.mailbox.mails.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]  # the policy makes it one
        self._say(250, "taken")

    def _say(self, code: int, words: str) -> None:
        self.wfile.write(f"{code} {words}\r\n".encode())


class Post(socketserver.ThreadingTCPServer):
    """The server of one mailbox."""

    daemon_threads = True

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), Postman)
        self.mailbox = mailbox


@contextlib.contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Open a mailbox; its `url` is what `PATHWAYS_SMTP_URL` takes."""
    box = Mailbox()
    with Post(box) as server:
        box.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
