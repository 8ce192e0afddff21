"""A line to a database server that can be cut, stalled and mended: a proxy on a port of its own."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Line:
    """The proxy. While `cut`, nobody gets through; while `stalled`, who calls is heard and never answered."""

    target: tuple[str, int]
    listening: socket.socket
    cut: bool = False
    stalled: bool = False
    open: list[socket.socket] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    def break_off(self, *, stalled: bool = False) -> None:
        """End every connection, and let no new one through."""
        self.cut, self.stalled = not stalled, stalled
        while self.open:
            one = self.open.pop()
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def mend(self) -> None:
        """Let everybody through again."""
        self.break_off()
        self.cut = self.stalled = False

    def accept(self) -> None:
        """Serve until the listening socket is closed."""
        while True:
            try:
                caller, _ = self.listening.accept()
            except OSError:
                return
            self.open.append(caller)
            if self.cut:
                caller.close()
            elif not self.stalled:
                threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        with caller, socket.create_connection(self.target) as server, selectors.DefaultSelector() as ready:
            self.open.append(server)
            ready.register(caller, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, caller)
            with contextlib.suppress(OSError, ValueError):
                while True:
                    for key, _ in ready.select():
                        said = key.fileobj.recv(65536)
                        if not said:
                            return
                        key.data.sendall(said)


@contextlib.contextmanager
def line_to(host: str, port: int) -> Iterator[Line]:
    """Open a line to a server."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = Line((host, port), listening)
        thread = threading.Thread(target=line.accept, daemon=True)
        thread.start()
        try:
            yield line
        finally:
            line.break_off()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(10)
