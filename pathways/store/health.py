"""Whether a database is sound: its file, its tables, what refers to what, the facts and their history.

Nothing is written. What is found wrong is told with what to do; a check that cannot be made because an earlier one
failed is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Text, and_, cast, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from pathways.domain.editing import Overtaken
from pathways.domain.errors import BrokenFacts, PathwaysError
from pathways.store import edits, flags
from pathways.store.engine import snapshot
from pathways.store.errors import EmptyCatalogue, StoreError, explained
from pathways.store.reads import load_graph
from pathways.store.rows import ROWS, table
from pathways.store.schema import EVERY, State, lacking, state
from pathways.store.tables import EvidenceRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine, ForeignKeyConstraint, Select

RESTORE: Final = "Bring the newest copy back with: pathways restore FILE"
ASIDE: Final = "Move the file away, with its -wal and -shm, and bring the newest copy back with: pathways restore FILE"
ANEW: Final = "Name an empty database in PATHWAYS_DATABASE_URL, and bring the newest copy there: pathways restore FILE"
MOST_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `remedy` is empty where it is sound."""

    name: str
    said: str
    remedy: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing has to be done."""
        return not self.remedy


def examine(engine: Engine) -> Iterator[Finding]:
    """Look at one thing after the other; what a wrong one hides is not looked at."""
    found = _tables(engine)
    yield found
    if not found.sound:
        return
    for look in (_integrity, _references, _facts, _evidence, _history, _flags):
        try:
            with explained(engine), Session(snapshot(engine)) as session:
                yield look(session)
        except (StoreError, DBAPIError) as error:  # the driver's own words where no sentence of ours fits
            reason = error.orig if isinstance(error, DBAPIError) else error
            yield Finding(look.__name__.strip("_"), _first_line(reason), RESTORE)


def _tables(engine: Engine) -> Finding:
    try:
        found = state(engine)
    except StoreError as error:
        return Finding("tables", str(error), "See what PATHWAYS_DATABASE_URL names.")
    remedies = {
        State.EMPTY: "Load a town with: pathways seed",
        State.OLDER: "They are brought up to date by: pathways serve",
        State.NEWER: "Start the newer Pathways that made them.",
        State.FOREIGN: "Name another database in PATHWAYS_DATABASE_URL.",
        State.CORRUPT: ASIDE,
    }
    if found is State.CURRENT:
        return _whole(engine)
    return Finding("tables", f"the tables are {found}", remedies[found])


def _whole(engine: Engine) -> Finding:
    """Look whether every table and column is there; the version that a database says it has is one word in it."""
    with explained(engine), engine.connect() as connection:
        lacks = lacking(connection)
    if not lacks:
        return Finding("tables", "the tables are current")
    more = f" and {len(lacks) - MOST_TOLD} more" if len(lacks) > MOST_TOLD else ""
    return Finding("tables", f"not there: {', '.join(lacks[:MOST_TOLD])}{more}", ANEW)


def _first_line(error: object) -> str:
    return str(error).partition("\n")[0]


def _integrity(session: Session) -> Finding:
    """Ask SQLite to read every page and index; PostgreSQL checks pages and values as it reads them, so read all."""
    if session.get_bind().dialect.name != "sqlite":
        for each in EVERY:
            session.execute(select(func.count(cast(each.table_valued(), Text)))).scalar_one()
        return Finding("integrity", "every row can be read")
    faults = [str(row[0]) for row in session.execute(text("PRAGMA integrity_check"))]
    sound = faults == ["ok"]
    return Finding("integrity", "every page can be read" if sound else "; ".join(faults[:3]), "" if sound else ASIDE)


def _references(session: Session) -> Finding:
    """Count the rows that refer to one that is not there, whatever the database says of its own keys."""
    lost = {}
    for each in EVERY:
        for key in each.foreign_key_constraints:
            number = session.execute(_orphans(key)).scalar_one()
            if number:
                lost[f"{each.name}.{key.column_keys[0]}"] = number
    if not lost:
        return Finding("references", "every row refers to one that is there")
    told = ", ".join(f"{number} of {name}" for name, number in lost.items())
    return Finding("references", f"rows refer to what is not there: {told}", RESTORE)


def _orphans(key: ForeignKeyConstraint) -> Select[int]:
    child, parent = key.parent, key.referred_table.alias()
    pairs = [(element.parent, parent.c[element.column.name]) for element in key.elements]
    there = select(1).where(and_(*(mine == theirs for mine, theirs in pairs))).exists()
    return select(func.count()).select_from(child).where(*(mine.is_not(None) for mine, _ in pairs), ~there)


def _facts(session: Session) -> Finding:
    try:
        graph = load_graph(session)
    except EmptyCatalogue as error:
        return Finding("facts", str(error), "Load a town with: pathways seed")
    except BrokenFacts as error:
        return Finding("facts", f"the facts break {len(error.faults)} rules: {error.faults[0]}", RESTORE)
    said = f"revision {graph.revision} of {graph.town.name.en}: {len(graph.programmes)} programmes"
    return Finding("facts", f"{said}, {len(graph.roles)} roles")


def _evidence(session: Session) -> Finding:
    """Count evidence that no claim rests on. It does no harm; an edit drops what it lets go of."""
    rows = table(EvidenceRow)
    claims = [each for row in ROWS.values() if "evidence_id" in (each := table(row)).c]
    used = [select(1).where(each.c.evidence_id == rows.c.id).exists() for each in claims]
    idle = session.execute(select(func.count()).select_from(rows).where(*(~one for one in used))).scalar_one()
    return Finding("evidence", "no claim rests on" + f" {idle} of them" if idle else "every evidence bears a claim")


def _history(session: Session) -> Finding:
    """Take every edit back, in thought, and see whether the facts were valid then."""
    begun = edits.begins(session)
    if not begun:
        return Finding("history", "no edit was made yet")
    try:
        facts = load_graph(session).facts
        edits.facts_at(session, facts, begun)
    except (Overtaken, PathwaysError) as error:
        return Finding("history", f"the edits do not lead back to revision {begun}: {_first_line(error)}", RESTORE)
    return Finding("history", f"leads back to revision {begun}")


def _flags(session: Session) -> Finding:
    every = flags.every(session)
    return Finding("flags", f"{len(every)} gap flags, each with its whole history")
