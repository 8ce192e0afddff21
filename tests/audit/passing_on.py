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


@contextlib.contextmanager
def signed_in_door(person: Person) -> Iterator[str]:
    """The address of a door where everybody is this person, and looks only."""
    host = urlsplit(person.address).netloc
    cookie = "; ".join(f"{name}={value}" for name, value in person.cookies.items())

    class Door(BaseHTTPRequestHandler):
        """Each answer ends its connection: whoever leaves an answer unread would wait for us for ever."""

        def do_GET(self) -> None:
            asked = {name.title(): value for name, value in self.headers.items() if name.lower() != "connection"}
            server = http.client.HTTPConnection(host, timeout=60)
            server.request(self.command, self.path, headers={**asked, "User-Agent": AGENT, "Cookie": cookie})
            answer = server.getresponse()
            body = answer.read()
            server.close()
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
        request_queue_size = 64

        def handle_error(self, *request: object) -> None:
            """Say nothing of those who go away before they are answered."""

    door = Doorway(("127.0.0.1", 0), Door)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{door.server_port}"
    finally:
        door.shutdown()
        door.server_close()
