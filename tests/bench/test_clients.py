"""The clients that measure: what they ask again, and what they count as an error."""

from __future__ import annotations

import asyncio

import pytest

from tests.bench import clients
from tests.bench.clients import Line

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


async def two_answers(second: bytes) -> list[bytes]:
    """Ask twice of a server that says `second` on its first line the second time, and hangs up."""
    lines = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal lines
        lines += 1
        for said in (HELLO, second) if lines == 1 else (HELLO,):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(said)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        line = Line("127.0.0.1", server.sockets[0].getsockname()[1])
        try:
            return [(await line.ask("GET", "/")).body for _ in range(2)]
        finally:
            await line.close()


def test_a_line_that_was_left_while_idle_is_opened_again(monkeypatch):
    monkeypatch.setattr(clients, "IDLE_S", 0.0)
    assert asyncio.run(two_answers(b"")) == [b"hello", b"hello"]


@pytest.mark.parametrize(
    ("idle_s", "second"),
    [pytest.param(60.0, b"", id="dropped in use"), pytest.param(0.0, HELLO[:-2], id="dropped in an answer")],
)
def test_a_line_that_is_dropped_otherwise_is_an_error(monkeypatch, idle_s, second):
    monkeypatch.setattr(clients, "IDLE_S", idle_s)
    with pytest.raises(asyncio.IncompleteReadError):
        asyncio.run(two_answers(second))
