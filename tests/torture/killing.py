"""Killing at random moments, and looking at what is left: the old state or the new one, and nothing that was
acknowledged is lost.

Each round begins with a sound database, starts a worker (`tests.torture.workers`), kills it with SIGKILL at a moment
drawn from within its work, and examines the database as `pathways doctor` does.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from pathways.catalogue import Catalogue
from pathways.domain.editing import differences
from pathways.store import edits
from pathways.store.copies import NoBackup, opened
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.engine import make_engine
from pathways.store.health import examine
from pathways.store.reads import load_facts, read_revision
from pathways.store.schema import State, downgrade, state, upgrade
from tests.torture.workers import OLDER, TOWNS, WORK

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from pathways.domain.nouns import Facts

ROOT = Path(__file__).resolve().parents[2]
KINDS = tuple(WORK)
WINDOWS_S = {"edit": 1.2, "import": 4.0, "backup": 2.0, "migration": 0.35}
"""Within how many seconds of its being ready a worker is killed: two or three pieces of its work, or one migration."""
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass
class Told:
    """What the rounds of one kind came to: how often which state was left, and every fault."""

    kind: str
    database: str
    rounds: int = 0
    left: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        left = ", ".join(f"{number} {name}" for name, number in sorted(self.left.items()))
        return f"| {self.kind} | {self.database} | {self.rounds} | {left} | {len(self.faults)} |"


OF_ONE_DATABASE = 5
"""Rounds until the next database: each looks through the whole history, to which ten imports of a town were added."""


@dataclass(frozen=True, slots=True)
class _Round:
    """One kill: where copies were written, what the facts were, and what was acknowledged before it."""

    folder: Path
    before: Facts
    begun: int
    acknowledged: list[int]


def torture(kind: str, url: str, folder: Path, rounds: int, seed: int) -> Told:
    """Kill a kind of work so often, and tell what was left."""
    told, chance = Told(kind, url.partition(":")[0].partition("+")[0]), random.Random(seed)  # no secret
    engine = make_engine(url)
    for number in range(rounds):
        if number % OF_ONE_DATABASE == 0:
            _anew(engine)
        room = folder / f"{kind}-{number}"
        room.mkdir()
        _begin(kind, engine)
        before, begun = _facts(engine)
        engine.dispose()
        acknowledged = _kill(kind, url, room, chance.uniform(0, WINDOWS_S[kind]))
        told.rounds += 1
        told.acknowledged += len(acknowledged)
        found = _look(told, engine, _Round(room, before, begun, acknowledged))
        told.faults += [f"round {number}: {fault}" for fault in found]
    engine.dispose()
    return told


def _anew(engine: Engine) -> None:
    """Begin with an empty database, and load the first town."""
    if state(engine) is not State.EMPTY:
        downgrade(engine, "base")
    upgrade(engine)
    Catalogue(engine).replace(TOWNS[0], Hand(NOON, Via.SEED))


def _begin(kind: str, engine: Engine) -> None:
    upgrade(engine)
    if kind == "migration":
        downgrade(engine, OLDER)


def _facts(engine: Engine) -> tuple[Facts, int]:
    with Session(engine) as session:
        return load_facts(session), read_revision(session)


def _kill(kind: str, url: str, folder: Path, after_s: float) -> list[int]:
    """Start a worker, kill it so long after it was ready, and give what it had said was done."""
    command = [sys.executable, "-m", "tests.torture.workers", kind, url, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        assert worker.stderr
        first = worker.stdout.readline()
        assert first == "ready\n", worker.stderr.read()
        time.sleep(after_s)
        worker.send_signal(signal.SIGKILL)
        said = worker.stdout.read().splitlines(keepends=True)
    return [int(line) for line in said if line.endswith("\n")]


def _look(told: Told, engine: Engine, round_: _Round) -> list[str]:
    """Examine what is left."""
    faults, kind, acknowledged = [], told.kind, round_.acknowledged
    if kind == "migration":
        left = state(engine)
        told.left["old tables" if left is State.OLDER else "new tables"] += 1
        if left not in {State.OLDER, State.CURRENT}:
            faults.append(f"the tables are {left}")
        if acknowledged and left is not State.CURRENT:
            faults.append("an acknowledged migration is lost")
        upgrade(engine)
    faults += [f"{each.name}: {each.said}" for each in examine(engine) if not each.sound]
    catalogue = Catalogue(engine)
    facts = catalogue.graph().facts
    if kind in {"migration", "backup"}:
        faults += [] if facts == round_.before else ["the facts are others"]
    if kind == "backup":
        faults += _copies(round_, told)
    if kind in {"edit", "import"}:
        faults += _written(catalogue, round_, told)
    return faults


def _written(catalogue: Catalogue, round_: _Round, told: Told) -> list[str]:
    """Whether the last acknowledged edit is there, or the one that was under way as well, whole."""
    last = max([round_.begun, *round_.acknowledged])
    more = catalogue.revision - last
    told.left["the old state" if more == 0 else "the new state"] += 1
    faults = [] if more in {0, 1} else [f"acknowledged up to {last}, at revision {catalogue.revision}"]
    facts = catalogue.graph().facts
    with Session(catalogue.engine) as session:
        if not _same(edits.facts_at(session, facts, round_.begun), round_.before):
            faults.append("taken back one by one, the edits do not lead to what was there before")
    made = catalogue.revision - round_.begun
    as_before = made == 0 or (made % 2 == 0 and _is_five_or_six(round_.before))
    if told.kind == "edit" and _same(facts, round_.before) != as_before:
        faults.append(f"{made} edits are counted, and the facts are not those of so many")
    if told.kind == "import" and not any(_same(catalogue.graph().facts, town) for town in TOWNS):
        faults.append("neither of the two towns")
    return faults


def _is_five_or_six(facts: Facts) -> bool:
    """Tell whether two edits lead back to where they began (`workers.other_level`)."""
    return facts.roles[0].eqf in {5, 6}


def _same(facts: Facts, town: Facts) -> bool:
    return differences(facts, town) == ()


def _copies(round_: _Round, told: Told) -> list[str]:
    """Whether every copy that is there under its name is whole, and every acknowledged one is there."""
    faults = []
    files = sorted(round_.folder.glob("copy-*.db"))
    told.left["copies, all whole"] += len(files)
    for file in files:
        try:
            with opened(file) as copy, Session(copy) as session:
                if load_facts(session) != round_.before:
                    faults.append(f"{file.name} says something else")
        except NoBackup as error:
            faults.append(str(error))
    lost = {f"copy-{number}.db" for number in round_.acknowledged} - {file.name for file in files}
    return faults + [f"{name} was acknowledged and is lost" for name in sorted(lost)]
