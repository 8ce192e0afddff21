"""Facts and the graph, read from the tables.

Rows are read as tuples of columns: objects of the row classes took 18 times as long. All tables must be
read in one transaction that sees one state of the database; `pathways.catalogue` opens it.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pathways.domain.graph import Graph
from pathways.domain.nouns import Basis, Evidence, Facts, SourceId, Text, Town
from pathways.store.errors import EmptyCatalogue
from pathways.store.rows import EITHER, LINKS, ROWS, table
from pathways.store.shapes import SHAPES
from pathways.store.tables import CatalogueRow, CitationRow, EvidenceRow, MissingRow, TownRow
from pathways.store.towns import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Table
    from sqlmodel import Session, SQLModel

    from pathways.store.parts import Part
    from pathways.store.shapes import Shape

    Reader = Callable[[Sequence[object]], object]


def read_revision(session: Session) -> int:
    """The number that every edit raises; 0 before anything was loaded."""
    catalogue = table(CatalogueRow)
    return int(session.execute(select(catalogue.c.revision)).scalar_one())


def lock_revision(session: Session) -> int:
    """As `read_revision`, and no other writer goes on until this transaction ends."""
    catalogue = table(CatalogueRow)
    return int(session.execute(select(catalogue.c.revision).with_for_update()).scalar_one())


def load_graph(session: Session) -> Graph:
    """Build the graph of what the session sees.

    Raises:
        EmptyCatalogue: nothing was loaded yet.
        BrokenFacts: the rows form no valid graph.

    """
    return Graph(load_facts(session), read_revision(session))


def load_facts(session: Session) -> Facts:
    """Read every fact, in its order.

    Raises:
        EmptyCatalogue: nothing was loaded yet.

    """
    town = _town(session)
    evidence = _evidence(session)
    nouns = {shape.file: tuple(_nouns(session, shape, evidence)) for shape in SHAPES}
    return Facts(town, **nouns)  # type: ignore[arg-type]  # a shape builds its own noun


def _town(session: Session) -> Town:
    found = session.execute(select(table(TownRow))).mappings().first()
    if found is None:
        raise EmptyCatalogue("No facts are loaded yet. Load a town with: pathways seed seeds/kalundborg")
    missing = table(MissingRow)
    gaps = session.execute(select(missing.c.what_da, missing.c.what_en).order_by(missing.c.position))
    return Town(
        id=found["id"],
        fictional=found["fictional"],
        as_of=found["as_of"],
        missing=tuple(Text(da, en) for da, en in gaps),
        **{name: Text(found[f"{name}_da"], found[f"{name}_en"]) for name in TEXTS},
    )


def _evidence(session: Session) -> Mapping[int | None, Evidence]:
    """Each evidence once: the claims that rest on the same share it in memory, too."""
    rows, citations = table(EvidenceRow), table(CitationRow)
    cited = session.execute(
        select(citations.c.evidence_id, citations.c.source_id).order_by(citations.c.evidence_id, citations.c.position)
    )
    sources = {id: tuple(SourceId(source) for _, source in group) for id, group in groupby(cited, itemgetter(0))}
    bases = {basis.value: basis for basis in Basis}
    found = session.execute(select(rows.c.id, rows.c.basis, rows.c.as_of))
    return {id: Evidence(bases[basis], sources.get(id, ()), as_of) for id, basis, as_of in found}


def _nouns(session: Session, shape: Shape, evidence: Mapping[int | None, Evidence]) -> Iterator[object]:
    plan = _Plan(session, shape, evidence)
    readers, noun = plan.readers, shape.noun
    for row in _rows(session, ROWS[shape.file], plan.columns):
        yield noun(*[read(row) for read in readers])


def _rows(
    session: Session, row: type[SQLModel], columns: list[ColumnElement[object]]
) -> Sequence[Row[tuple[object, ...]]]:
    return session.execute(select(*columns).order_by(table(row).c.position)).all()


class _Plan:
    """Which columns to ask for, and how each field of a noun is read from the tuple that comes back."""

    def __init__(self, session: Session, shape: Shape, evidence: Mapping[int | None, Evidence]) -> None:
        self._session, self._shape, self._evidence = session, shape, evidence
        self._table = table(ROWS[shape.file])
        self.columns: list[ColumnElement[object]] = []
        self.readers: list[Reader] = [self._reader(part) for part in shape.parts]

    def _reader(self, part: Part) -> Reader:
        link = LINKS.get((self._shape.file, part.field))
        if link is not None:
            return self._linked(link)
        at = len(self.columns)
        if part.field == "evidence":
            self.columns.append(self._table.c.evidence_id)
            return lambda row: self._evidence.get(row[at])  # type: ignore[call-overload]  # the column holds ids
        self.columns += (_column(self._table, column.name) for column in part.columns)
        if part.is_list:
            return lambda row: tuple(row[at])  # type: ignore[arg-type]  # the column holds a list
        if part.is_plain:
            return itemgetter(at)
        build, end = part.build, len(self.columns)
        return (lambda row: build(row[at])) if end == at + 1 else (lambda row: build(*row[at:end]))

    def _linked(self, link: type[SQLModel]) -> Reader:
        rows = table(link)
        pairs = self._session.execute(
            select(rows.c.owner_id, _column(rows, "target_id")).order_by(rows.c.owner_id, rows.c.position)
        )
        targets = {owner: tuple(target for _, target in group) for owner, group in groupby(pairs, itemgetter(0))}
        at = len(self.columns)
        self.columns.append(self._table.c.id)
        return lambda row: targets.get(row[at], ())


def _column(rows: Table, name: str) -> ColumnElement[object]:
    """A column of a table; an id of a programme or a start is whichever of the two is filled."""
    return rows.c[name] if name in rows.c else func.coalesce(*(rows.c[each] for each in EITHER[name]))
