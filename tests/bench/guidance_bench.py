"""Fifty guidance talks at once on two workers, against a bare "Hello, world!" asked as often on the same server.

A talk has two screens. Each of them asks for news every 1.5 s; in each talk somebody types, so that notes are saved
every 2 s (both screens then show them), and every 30 s one of them changes something: sixty changes in half an hour,
which is a busy talk. Waiting times are those of a client on the same machine, which has to share it; both servers
are asked by the very same client in the very same rhythm, one after the other.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from tests.bench.clients import FORM, Line, rhythm
from tests.bench.measuring import Measured
from tests.bench.pages_bench import HELLO, TOWN
from tests.bench.talk_screens import CHANGE_S, POLL_S, SAVE_S, begin
from tests.serving import ROOT, running, serving
from tests.talks import account_beside

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

TALKS: Final = 50
SECONDS: Final = 45.0
P95_BAR, HELLO_BAR = 5.0, 10.0


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


async def _hello(address: str) -> list[Line]:
    where = urlsplit(address)
    lines = [Line(where.hostname or "", where.port or 0) for _ in range(4 * TALKS)]
    until = time.monotonic() + SECONDS
    rhythms = [POLL_S, POLL_S, SAVE_S, CHANGE_S] * TALKS
    await asyncio.gather(*(rhythm(every, until, _asking(line)) for line, every in zip(lines, rhythms, strict=True)))
    await asyncio.gather(*(line.close() for line in lines))
    return lines


def _asking(line: Line) -> Callable[[], Awaitable[object]]:
    return lambda: line.ask("GET", "/")


async def _talks(address: str, email: str, password: str) -> list[Line]:
    where = urlsplit(address)
    door = Line(where.hostname or "", where.port or 0)
    await door.ask("POST", "/en/sign-in", urlencode({"email": email, "password": password}).encode(), Content_Type=FORM)
    talks = [await begin(door) for _ in range(TALKS)]
    until = time.monotonic() + SECONDS
    await asyncio.gather(*(rhythm(every, until, act) for talk in talks for every, act in talk.acts))
    lines = [line for talk in talks for line in talk.lines]
    await asyncio.gather(*(line.close() for line in lines))
    return lines
