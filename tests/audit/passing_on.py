"""A door in front of a server that signs in for those who know no cookies: it passes on what is asked, with a session.

Some instruments ask for addresses and cannot carry a cookie. It listens on the loopback interface only.
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
    from collections.abc import Iterator

    from tests.audit.house import Person

OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


class Door(BaseHTTPRequestHandler):
    """Passes one request on. Each answer ends its connection: whoever leaves one unread would wait for us for ever."""

    server: Doorway

    def do_GET(self) -> None:
        asked = {name.title(): value for name, value in self.headers.items() if name.lower() != "connection"}
        behind = http.client.HTTPConnection(self.server.host, timeout=60)
        behind.request(self.command, self.path, headers={**asked, "User-Agent": AGENT, "Cookie": self.server.cookie})
        answer = behind.getresponse()
        body = answer.read()
        behind.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in OF_THE_CONNECTION:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Doorway(ThreadingHTTPServer):
    """Where everybody is one person."""

    request_queue_size = 64

    def __init__(self, person: Person) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.host = urlsplit(person.address).netloc
        self.cookie = "; ".join(f"{name}={value}" for name, value in person.cookies.items())

    def handle_error(self, *request: object) -> None:
        """Say nothing of those who go away before they are answered."""


@contextlib.contextmanager
def signed_in_door(person: Person) -> Iterator[str]:
    """The address of a door where everybody is this person, and looks only."""
    with Doorway(person) as door:
        threading.Thread(target=door.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{door.server_port}"
        finally:
            door.shutdown()
