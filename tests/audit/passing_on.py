"""A door in front of a server: it passes on what is asked, with headers of its own.

Some instruments ask for addresses and cannot carry a cookie: behind a door everybody is one person who signed in. It
listens on the loopback interface only.
"""

from __future__ import annotations

import contextlib
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.audit.house import AGENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.audit.house import Person

OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


class Door(BaseHTTPRequestHandler):
    """Passes one request on. Each answer ends its connection: whoever leaves one unread would wait for us for ever."""

    server: Doorway

    def do_GET(self) -> None:
        asked = {name.title(): value for name, value in self.headers.items() if name.lower() != "connection"}
        behind = http.client.HTTPConnection(self.server.host, timeout=60)
        behind.request(self.command, self.path, headers={**asked, **self.server.headers})
        answer = behind.getresponse()
        body = answer.read()
        behind.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in OF_THE_CONNECTION:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.send_body(body, answer.headers.get_content_type())

    def send_body(self, body: bytes, content_type: str) -> None:
        """Send what was answered; another door may do so in its own way."""
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Doorway(ThreadingHTTPServer):
    """Where all who come are passed on to one server, with the same headers."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, behind: str, headers: Mapping[str, str], door: type[Door] = Door) -> None:
        """Stand before the server at the address `behind`."""
        super().__init__(("127.0.0.1", 0), door)
        self.host = urlsplit(behind).netloc
        self.headers = headers
        self.address = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *request: object) -> None:
        """Say nothing of those who go away before they are answered."""

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Let in whoever comes, until the block ends."""
        with self:
            threading.Thread(target=self.serve_forever, daemon=True).start()
            try:
                yield
            finally:
                self.shutdown()


@contextlib.contextmanager
def signed_in_door(person: Person) -> Iterator[str]:
    """The address of a door where everybody is this person, and looks only."""
    cookie = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    door = Doorway(person.address, {"User-Agent": AGENT, "Cookie": cookie})
    with door.opened():
        yield door.address
