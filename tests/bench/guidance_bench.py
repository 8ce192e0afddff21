"""Fifty guidance talks at once on two workers, against a bare "Hello, world!" asked as often on the same server.

A talk has two screens. Each of them asks for news every 1.5 s; in each talk somebody types, so that notes are saved
every 2 s (both screens then show them), and every 30 s one of them changes something: sixty changes in half an hour,
which is a busy talk. Waiting times are those of a client on the same machine, which has to share it; both servers
are asked by the very same client in the very same rhythm, one after the other.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from tests.bench.measuring import Measured
from tests.bench.pages_bench import HELLO, TOWN
from tests.serving import ROOT, running, serving
from tests.talks import account_beside

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

TALKS: Final = 50
SECONDS: Final = 45.0
POLL_S, SAVE_S, CHANGE_S = 1.5, 2.0, 30.0
P95_BAR, HELLO_BAR = 5.0, 10.0
FORM: Final = "application/x-www-form-urlencoded"


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
    waits: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send one request, one at a time, and give its answer."""
        began = time.perf_counter()
        if self._streams is None or self._streams[0].at_eof():  # a server hangs up on a line that was long idle
            await self.close()
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {"Host": f"{self.host}:{self.port}", "Content-Length": str(len(body)), "Cookie": cookies}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items() if value)]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        answer = await self._read(reader)
        self.waits.append(time.perf_counter() - began)
        if answer.status not in {200, 303, 304}:
            self.faults.append(f"{method} {path}: {answer.status}")
        return answer

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


@dataclass
class Screen:
    """One screen of a talk: what it knows already, and what it does in its rhythm."""

    line: Line
    address: str
    etag: str = ""
    notes: str = ""
    count: int = 0

    async def poll(self) -> None:
        """Ask for news."""
        answer = await self.line.ask("GET", f"{self.address}/live", HX_Request="true", If_None_Match=self.etag)
        self.etag = answer.headers.get("etag", self.etag)

    async def save(self) -> None:
        """Save one word more."""
        self.count += 1
        sent = {"base": self.notes, "mine": f"{self.notes}word{self.count} "[-4000:], "once": str(self.count)}
        answer = await self.line.ask(
            "POST", f"{self.address}/notes", json.dumps(sent).encode(), Content_Type="application/json"
        )
        self.notes = json.loads(answer.body)["text"] if answer.status == 200 else self.notes

    async def change(self) -> None:
        """Turn to the next part of the talk."""
        self.count += 1
        stage = ("start", "explore", "narrow", "next")[self.count % 4]
        body = urlencode({"stage": stage}).encode()
        answer = await self.line.ask("POST", f"{self.address}/change/stage", body, Content_Type=FORM, HX_Request="true")
        self.etag = answer.headers.get("etag", self.etag)


def measure() -> Iterator[Measured]:
    """Give three lines: errors, the slowest twentieth against the middle, the middle against hello."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        hello = running((sys.executable, "-c", HELLO), Path(one), ready="/", PYTHONPATH=str(ROOT))
        with hello as bare:
            bare_lines = asyncio.run(_hello(bare.address))
        with serving(Path(other), TOWN) as ours:
            lines = asyncio.run(_talks(ours.address, *account_beside(Path(other))))
    yield from _told(lines, bare_lines)


def _told(lines: list[Line], bare: list[Line]) -> Iterator[Measured]:
    waits = sorted(wait for line in lines for wait in line.waits)
    faults = [fault for line in lines for fault in line.faults]
    middle, late = statistics.median(waits), waits[int(len(waits) * 0.95)]
    hello = statistics.median(wait for line in bare for wait in line.waits)
    for fault in faults[:5]:
        print(f"  {fault}")
    what = f"{TALKS} talks at once, {len(waits)} requests"
    yield Measured(f"{what}: errors", str(len(faults)), len(faults), 0, "none")
    yield Measured(f"{what}: p95", f"{late * 1e3:.1f} ms", late / middle, P95_BAR, f"p50 ({middle * 1e3:.1f} ms)")
    yield Measured(f"{what}: p50", f"{middle * 1e3:.1f} ms", middle / hello, HELLO_BAR, f"hello ({hello * 1e3:.2f} ms)")


async def _rhythm(every_s: float, until: float, act: Callable[[], Awaitable[object]]) -> None:
    """Act again and again, beginning anywhere in the first interval; one that comes late does not hurry."""
    await asyncio.sleep(random.random() * every_s)  # so that not all come at once
    while time.monotonic() < until:
        began = time.monotonic()
        await act()
        await asyncio.sleep(max(0.0, every_s - (time.monotonic() - began)))


async def _hello(address: str) -> list[Line]:
    where = urlsplit(address)
    lines = [Line(where.hostname or "", where.port or 0) for _ in range(4 * TALKS)]
    until = time.monotonic() + SECONDS
    rhythms = [POLL_S, POLL_S, SAVE_S, CHANGE_S] * TALKS
    await asyncio.gather(*(_rhythm(every, until, _asking(line)) for line, every in zip(lines, rhythms, strict=True)))
    await asyncio.gather(*(line.close() for line in lines))
    return lines


def _asking(line: Line) -> Callable[[], Awaitable[object]]:
    return lambda: line.ask("GET", "/")


async def _talks(address: str, email: str, password: str) -> list[Line]:
    where = urlsplit(address)
    host, port = where.hostname or "", where.port or 0
    door = Line(host, port)
    await door.ask("POST", "/en/sign-in", urlencode({"email": email, "password": password}).encode(), Content_Type=FORM)
    screens = [await _begin(door, host, port) for _ in range(TALKS)]
    until = time.monotonic() + SECONDS
    acts = [
        act
        for mine, theirs, typing, changing in screens
        for act in ((POLL_S, mine.poll), (POLL_S, theirs.poll), (SAVE_S, typing.save), (CHANGE_S, changing.change))
    ]
    await asyncio.gather(*(_rhythm(every, until, act) for every, act in acts))
    lines = [screen.line for talk in screens for screen in talk]
    await asyncio.gather(*(line.close() for line in lines))
    return lines


async def _begin(door: Line, host: str, port: int) -> tuple[Screen, Screen, Screen, Screen]:
    """Begin a talk, fill it and let a student in; each of its four rhythms has a connection of its own."""
    begun = await door.ask("POST", "/en/guidance/begin", Content_Type=FORM)
    talk = begun.headers["location"]
    page = (await door.ask("GET", talk)).body.decode()
    code = re.search(r"[A-Z]+-\d\d-[A-Z]+-\d\b", page)
    assert code, "the page of a talk shows no code"
    student = Line(host, port)
    await student.ask("POST", "/en/guidance/join", urlencode({"code": code[0]}).encode(), Content_Type=FORM)
    for what, fields in (
        ("start", {"from": "neg-htx", "have": "mathematics-A", "was": "{}"}),
        ("look", {"goal": "process-engineer-upstream", "view": "routes"}),
        ("add", {"kind": "programme", "id": "absalon-beng-biotek"}),
        ("add", {"kind": "role", "id": "process-engineer-upstream"}),
    ):
        await door.ask("POST", f"{talk}/change/{what}", urlencode(fields).encode(), Content_Type=FORM)
    seats = (door, student, student, door)
    mine, theirs, typing, changing = (Screen(Line(host, port, dict(seat.cookies)), talk) for seat in seats)
    for screen in (mine, theirs):  # a screen that is open has asked once
        await screen.poll()
        screen.line.waits.clear()
    await student.close()
    return mine, theirs, typing, changing
