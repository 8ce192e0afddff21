"""All users at once for five minutes, on two workers: nothing fails, nobody waits long, the memory stays as it is.

A school's morning: sixty students look about and ask for routes, each in a way of their own, so that many answers
must be reckoned anew; talks go on beside them, each with two screens; companies read, flag and try scenarios; an
editor saves an edit every minute, and with it all pages are made anew.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode, urlsplit

from lxml import html as lxml_html

from tests.audit.house import AGENT, NEXT, STRANGER, open_house
from tests.bench.clients import FORM, Line, rhythm
from tests.bench.measuring import Measured, memory_of
from tests.bench.talk_screens import begin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.audit.house import House

SECONDS: Final = 300.0
STUDENTS, TALKS, COMPANIES = 60, 20, 8
LOOK_S, TRY_S, EDIT_S, WEIGH_S = 6.0, 8.0, 60.0, 5.0
P95_BAR, MEMORY_BAR = 5.0, 1.1
SETTLED_S: Final = 120.0
"""By then every cache has had its fill."""


@dataclass
class Student:
    """Looks about as the links lead, and now and then asks for a way of their own."""

    line: Line
    house: House
    random: Random
    known: dict[str, str] = field(default_factory=dict)

    async def look(self) -> None:
        """Open one page more, or type into the search."""
        graph, pick = self.house.graph, self.random.choice
        what = self.random.choices(("noun", "overview", "search", "routes", "compare"), (50, 20, 15, 10, 5))[0]
        if what == "noun":
            room, nouns = pick((("programmes", graph.programmes), ("roles", graph.roles), ("skills", graph.skills)))
            await self._open(f"/{room}/{pick(list(nouns))}")
        elif what == "overview":
            await self._open(pick(("/", "/map", "/programmes", "/roles", "/employers", "/explore", "/outlook")))
        elif what == "search":
            words = pick([one.title.da for one in (*graph.programmes.values(), *graph.roles.values())])
            for so_far in (words[:2], words[:4], words[:7]):
                await self._open(f"/search?q={quote(so_far)}", HX_Request="true")
        elif what == "routes":
            have = f"mathematics-{pick('ABC')}"
            await self._open(f"/routes?from={pick(list(graph.starts))}&to={pick(list(graph.roles))}&have={have}")
        else:
            pair = self.random.sample(list(graph.programmes), 2)
            await self._open(f"/compare?{urlencode({'programme': pair}, doseq=True)}")

    async def _open(self, path: str, **headers: str) -> None:
        answer = await self.line.ask(
            "GET", f"/da{path}", Accept_Encoding="br, gzip", If_None_Match=self.known.get(path, ""), **headers
        )
        self.known[path] = answer.headers.get("etag", "")


@dataclass
class Company:
    """Reads what is short, tries a change, and flags what it lacks."""

    line: Line
    house: House
    random: Random

    async def act(self) -> None:
        """Do one thing more."""
        graph, pick = self.house.graph, self.random.choice
        role, skill = (pick(list(them)) for them in (graph.roles, graph.skills))
        schools = [id for id, one in graph.organisations.items() if one.kind == "institution"]
        what = self.random.choices(("read", "outlook", "scenario", "flag"), (5, 2, 2, 1))[0]
        if what == "read":
            await self.line.ask("GET", pick(("/en/gaps", "/en/inbox", "/en/flags/new", "/en/outlook", "/en/")))
        elif what == "outlook":
            await self.line.ask("GET", f"/en/roles/{role}/outlook")
        elif what == "scenario":
            await self.line.ask("GET", f"/en/scenario?of=role:{role}")
        else:
            sent = {
                "mode": "new", "what": graph.skills[skill].label.en, "found": graph.skills[skill].label.en,
                "subject": f"skill:{skill}", "level": "3", "role": role, "people": "4", "by": f"{NEXT}-10-01",
                "shows": "applicants-lack-it", "visibility": "pooled", "to": pick(schools),
            }  # fmt: skip
            await self.line.ask("POST", "/en/flags/new", urlencode(sent).encode(), Content_Type=FORM)


@dataclass
class Editor:
    """Changes the length of a programme to and fro."""

    line: Line
    form: str
    times: int = 0

    async def edit(self) -> None:
        """Open the form, change one cell, save."""
        self.times += 1
        page = lxml_html.document_fromstring((await self.line.ask("GET", self.form)).body)
        form = page.cssselect("form.editform")[0]
        sent = dict(form.form_values()) | {"years": ("2.5", "3.5")[self.times % 2], "why": "Looked up again"}
        await self.line.ask("POST", form.get("action") or self.form, urlencode(sent).encode(), Content_Type=FORM)


@dataclass
class Day:
    """What five minutes were like: every line that was used, and the memory every few seconds."""

    lines: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    weights: list[tuple[float, int]] = field(default_factory=list)


def measure() -> Iterator[Measured]:
    """Give the errors, the slowest twentieth against the middle, and the memory at the end against that before."""
    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder), "kalundborg") as house:
        day = asyncio.run(_spend(house))
    yield from _told(day)


async def _spend(house: House) -> Day:
    day, random = Day(), Random(2026)

    def line(who: str, kind: str) -> Line:
        where = urlsplit(house.address)
        opened = Line(where.hostname or "", where.port or 0, dict(house.people[who].cookies), AGENT)
        day.lines[kind].append(opened)
        return opened

    door = line("counsellor", "talks")
    talks = [await begin(door) for _ in range(TALKS)]
    door.waits.clear()
    day.lines["talks"] += [one for talk in talks for one in talk.lines]
    first = house.people["editor"].get("/en/edit/programmes").tree.cssselect(".rows a.name")[0].get("href")
    students = [Student(line(STRANGER, "students"), house, random) for _ in range(STUDENTS)]
    companies = [Company(line("company", "companies"), house, random) for _ in range(COMPANIES)]
    editor = Editor(line("editor", "editor"), first)
    acts = [
        *(act for talk in talks for act in talk.acts),
        *((LOOK_S, one.look) for one in students),
        *((TRY_S, one.act) for one in companies),
        (EDIT_S, editor.edit),
    ]
    began = time.monotonic()

    async def weigh() -> None:
        day.weights.append((time.monotonic() - began, await asyncio.to_thread(memory_of, house.pid)))

    await asyncio.gather(*(rhythm(every, began + SECONDS, act) for every, act in [*acts, (WEIGH_S, weigh)]))
    await asyncio.gather(*(one.close() for lines in day.lines.values() for one in lines))
    return day


def _told(day: Day) -> Iterator[Measured]:
    waits = sorted(wait for lines in day.lines.values() for one in lines for wait in one.waits)
    faults = [fault for lines in day.lines.values() for one in lines for fault in one.faults]
    middle, late = statistics.median(waits), waits[int(len(waits) * 0.95)]
    for fault in faults[:5]:
        print(f"  {fault}")
    for who, lines in day.lines.items():
        theirs = sorted(wait for one in lines for wait in one.waits)
        p50, p95 = statistics.median(theirs), theirs[int(len(theirs) * 0.95)]
        print(f"  {who}: {len(theirs)} requests, p50 {p50 * 1e3:.1f} ms, p95 {p95 * 1e3:.1f} ms")
    what = f"all users at once, {len(waits)} requests"
    yield Measured(f"{what}: errors", str(len(faults)), len(faults), 0, "none")
    yield Measured(f"{what}: p95", f"{late * 1e3:.1f} ms", late / middle, P95_BAR, f"p50 ({middle * 1e3:.1f} ms)")
    settled = statistics.median(weight for at, weight in day.weights if SETTLED_S - 60 <= at < SETTLED_S)
    last = statistics.median(weight for at, weight in day.weights if at >= SECONDS - 60)
    against = f"the second minute ({settled / 2**20:.0f} MiB)"
    yield Measured("memory in the last minute", f"{last / 2**20:.0f} MiB", last / settled, MEMORY_BAR, against)
