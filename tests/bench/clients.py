"""Visitors of a server that runs: connections that stay open, and what is done on them again and again.

Each notes how long it waited and what was no answer. Waiting times are those of a client on the same machine, which
has to share it.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

FORM: Final = "application/x-www-form-urlencoded"

IDLE_S = 1.0
"""The server hangs up on a line that was idle for two seconds; one it drops sooner, or half answered, is an error."""


@dataclass
class Answer:
    """What came back, and how long it took."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Line:
    """One connection that stays open, with its cookies; notes how long each answer took, and what was no answer."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    agent: str = ""
    """What the browser calls itself: a session is good for one kind of browser."""
    waits: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _answered: float = 0.0

    def beside(self, cookies: dict[str, str] | None = None) -> Line:
        """Another connection of the same kind of browser to the same server, with these cookies, or with none."""
        return Line(self.host, self.port, dict(cookies or {}), self.agent)

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send one request, one at a time, and give its answer."""
        began = time.perf_counter()
        open_yet = self._streams is not None and not self._streams[0].at_eof()  # a server hangs up on an idle line
        idle = open_yet and began - self._answered > IDLE_S
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {"Host": f"{self.host}:{self.port}", "Content-Length": str(len(body)), "Cookie": cookies}
        told["User-Agent"] = self.agent
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items() if value)]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            answer = await self._send(request, anew=not open_yet)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            if not idle or getattr(error, "partial", b""):
                raise
            answer = await self._send(request, anew=True)  # it hung up just then: a browser asks again, too
        self._answered = time.perf_counter()
        self.waits.append(self._answered - began)
        if answer.status not in {200, 303, 304}:
            self.faults.append(f"{method} {path}: {answer.status}")
        return answer

    async def _send(self, request: bytes, *, anew: bool) -> Answer:
        if anew or self._streams is None:
            await self.close()
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        writer.write(request)
        return await self._read(reader)

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in filter(None, head[1:]):
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                cookie, _, given = value.strip().partition("=")
                self.cookies[cookie] = given.partition(";")[0]
        status = int(head[0].split()[1])
        length = 0 if status in {204, 304} else int(headers.get("content-length", "0"))
        return Answer(status, headers, await reader.readexactly(length))

    async def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()


async def rhythm(every_s: float, until: float, act: Callable[[], Awaitable[object]]) -> None:
    """Act again and again, beginning anywhere in the first interval; one that comes late does not hurry."""
    await asyncio.sleep(random.random() * every_s)  # so that not all come at once
    while time.monotonic() < until:
        began = time.monotonic()
        await act()
        await asyncio.sleep(max(0.0, every_s - (time.monotonic() - began)))
