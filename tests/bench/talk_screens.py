"""The screens of a guidance talk, as the scripts of its two browsers behave."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.bench.clients import FORM, Line

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

POLL_S, SAVE_S, CHANGE_S = 1.5, 2.0, 30.0


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


@dataclass(frozen=True)
class Screens:
    """The two screens of one talk. What is typed and what is changed has a connection of its own, as in a browser."""

    mine: Screen
    theirs: Screen
    typing: Screen
    changing: Screen

    @property
    def lines(self) -> list[Line]:
        """The four connections."""
        return [one.line for one in (self.mine, self.theirs, self.typing, self.changing)]

    @property
    def acts(self) -> list[tuple[float, Callable[[], Awaitable[object]]]]:
        """What is done, each with the seconds from one time to the next."""
        return [
            (POLL_S, self.mine.poll),
            (POLL_S, self.theirs.poll),
            (SAVE_S, self.typing.save),
            (CHANGE_S, self.changing.change),
        ]


async def begin(door: Line) -> Screens:
    """Begin a talk as the counsellor of an open line, fill it and let a student in."""
    begun = await door.ask("POST", "/en/guidance/begin", Content_Type=FORM)
    talk = begun.headers["location"]
    page = (await door.ask("GET", talk)).body.decode()
    code = re.search(r"[A-Z]+-\d\d-[A-Z]+-\d\b", page)
    assert code, "the page of a talk shows no code"
    student = door.beside()
    await student.ask("POST", "/en/guidance/join", urlencode({"code": code[0]}).encode(), Content_Type=FORM)
    for what, fields in (
        ("start", {"from": "neg-htx", "have": "mathematics-A", "was": "{}"}),
        ("look", {"goal": "process-engineer-upstream", "view": "routes"}),
        ("add", {"kind": "programme", "id": "absalon-beng-biotek"}),
        ("add", {"kind": "role", "id": "process-engineer-upstream"}),
    ):
        await door.ask("POST", f"{talk}/change/{what}", urlencode(fields).encode(), Content_Type=FORM)
    seats = (door, student, student, door)
    mine, theirs, typing, changing = (Screen(door.beside(seat.cookies), talk) for seat in seats)
    for screen in (mine, theirs):  # a screen that is open has asked once
        await screen.poll()
        screen.line.waits.clear()
    await student.close()
    return Screens(mine, theirs, typing, changing)
