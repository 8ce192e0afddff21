"""The rows of the tables brought from one version of the facts to another, without touching those that stay.

Both versions are valid facts. New rows come first, then those told otherwise, then what goes: so no row ever refers to
one that is not there. A label that wanders from one row to another is let go of before it is taken. Rows are known by
their position; where one comes to stand between two without room, those after it move on. They are found by what the
database finds them by, many with one statement: others wait meanwhile, and 29,000 changes that were looked for by
position, row by row, took 21 s.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import UniqueConstraint, and_, bindparam, delete, func, insert, select, union, update

from pathways.domain.editing import TOWN, key_of, rows_of, squashed
from pathways.domain.nouns import Basis, Evidence
from pathways.store.cells import SHAPE
from pathways.store.rows import LINKS, ROWS, table
from pathways.store.tables import CitationRow, EvidenceRow, MissingRow, TownRow
from pathways.store.writes import flat_row, insert_evidence, links_of, town_row, with_either

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Table
    from sqlmodel import Session

    from pathways.domain.editing import Change, Key, Noun
    from pathways.domain.nouns import Facts, SourceId

_evidence, _citations = table(EvidenceRow), table(CitationRow)
AT_ONCE: Final = 500
"""Evidences that are asked about with one question; a database takes no more than some ten thousand values."""
WAS: Final = "was_"
"""What the parameter begins with that finds a row, before the name of a column; no column begins so."""
ORDER: Final = {name: at for at, name in enumerate(ROWS)}


def amend(session: Session, before: Facts, after: Facts, changes: Sequence[Change]) -> None:
    """Write what `changes` made of `before`; the tables must say `before`, and say `after` when it is done."""
    net = squashed(changes)
    if any(change.table == TOWN for change in net):
        _amend_town(session, after)
    tables = {name for change in net if (name := change.table) != TOWN}
    sheets = {name: _Sheet(session, name, before, after, net) for name in sorted(tables, key=ORDER.__getitem__)}
    for sheet in sheets.values():
        sheet.let_go()
    for sheet in sheets.values():
        sheet.add()
    for sheet in sheets.values():
        sheet.tell_otherwise()
    released = {rested for change in net if (rested := getattr(change.before, "evidence", None)) is not None}
    cited = sheets.pop("sources", None)
    for sheet in reversed(sheets.values()):
        sheet.remove()
    _drop_unused(session, released)
    if cited:  # last of all: until now, evidence that nothing rests on any more may have named them
        cited.remove()


def _amend_town(session: Session, after: Facts) -> None:
    session.execute(update(table(TownRow)).values(**town_row(after.town)))
    session.execute(delete(table(MissingRow)))
    missing = [{"position": at, "what_da": text.da, "what_en": text.en} for at, text in enumerate(after.town.missing)]
    if missing:
        session.execute(insert(table(MissingRow)), missing)


class _Sheet:
    """One table, with the positions of its rows as they are before anything is written."""

    def __init__(self, session: Session, name: str, before: Facts, after: Facts, net: Sequence[Change]) -> None:
        self._session, self._name, self._rows = session, name, table(ROWS[name])
        self._after = rows_of(after, name)
        self._programmes = {str(programme.id) for programme in after.programmes}
        changes = [change for change in net if change.table == name]
        self._new = {key_of(name, change.after) for change in changes if change.before is None}
        self._told = [(change.key, change.after) for change in changes if change.before is not None and change.after]
        self._gone = [(change.key, change.before) for change in changes if change.after is None]
        primary = list(self._rows.primary_key)
        self._is_it = and_(*(column == bindparam(f"{WAS}{column.name}") for column in primary))
        order = select(self._rows.c.position, *primary).order_by(self._rows.c.position)
        stand = session.execute(order).all()
        keys = [key_of(name, row) for row in rows_of(before, name)]
        self._at: dict[Key, int] = {key: place for key, (place, *_) in zip(keys, stand, strict=True)}
        names = [f"{WAS}{column.name}" for column in primary]
        self._it = {key: dict(zip(names, it, strict=True)) for key, (_, *it) in zip(keys, stand, strict=True)}

    def let_go(self) -> None:
        """Free the labels of rows that go or are told otherwise, so that others may take them.

        What stands there meanwhile holds a character that no label may.
        """
        unique = [column.name for column in _unique(self._rows)]
        if unique:
            keys = [key for key, _ in (*self._told, *self._gone)]
            self._update([(key, dict.fromkeys(unique, f"\x01{self._at[key]}")) for key in keys])

    def add(self) -> None:
        """Insert the new rows where they are to stand."""
        if not self._new:
            return
        places = self._places()
        fresh = [row for row in self._after if key_of(self._name, row) in self._new]
        ids = _ids_of(self._session, {row.evidence for row in fresh if getattr(row, "evidence", None) is not None})
        flat = [flat_row(SHAPE[self._name], places[key_of(self._name, row)], row, ids) for row in fresh]
        self._session.execute(insert(self._rows), with_either(ROWS[self._name], flat, self._programmes))
        self._link(fresh)

    def tell_otherwise(self) -> None:
        """Update the rows that say something else; their lists are written anew."""
        ids = _ids_of(
            self._session, {row.evidence for _, row in self._told if getattr(row, "evidence", None) is not None}
        )
        flat = [flat_row(SHAPE[self._name], self._at[key], row, ids) for key, row in self._told]
        values = with_either(ROWS[self._name], flat, self._programmes)
        self._update([(key, each) for (key, _), each in zip(self._told, values, strict=True)])
        for (name, _), link in LINKS.items():
            if name == self._name and self._told:
                gone = delete(table(link)).where(table(link).c.owner_id == bindparam("owner"))
                self._session.execute(gone, [{"owner": row.id} for _, row in self._told])
        self._link([row for _, row in self._told])

    def remove(self) -> None:
        """Delete the rows that go, the last one first; their lists go with them."""
        if self._gone:
            gone = [self._it[key] for key, _ in reversed(self._gone)]
            self._session.execute(delete(self._rows).where(self._is_it), gone)

    def _update(self, values: Sequence[tuple[Key, dict[str, Any]]]) -> None:
        """Write the same columns of rows, one after the other."""
        if values:
            columns: dict[str, Any] = {name: bindparam(name) for name in values[0][1]}
            statement = update(self._rows).where(self._is_it).values(columns)
            self._session.execute(statement, [{**self._it[key], **each} for key, each in values])

    def _link(self, rows: Sequence[Noun]) -> None:
        for link, links in links_of(self._name, rows):
            if links:
                self._session.execute(insert(table(link)), with_either(link, links, self._programmes))

    def _places(self) -> Mapping[Key, int]:
        """Find positions for the new rows; those that stand in the way move on, the last one first."""
        before = {key_of(self._name, row): key for key, row in self._told}
        places: dict[Key, int] = {}
        moved: dict[Key, int] = {}
        last = -1
        for row in self._after:
            key = key_of(self._name, row)
            if key in self._new:
                places[key] = last = last + 1
            else:
                old = before.get(key, key)
                last = max(self._at[old], last + 1)
                if last != self._at[old]:
                    moved[old] = last
        self._move(moved, last)
        return places

    def _move(self, moved: Mapping[Key, int], last: int) -> None:
        """Move rows on, and behind all of them those that are about to go."""
        beyond = max([last, *self._at.values()])
        going = {key: beyond + at for at, (key, _) in enumerate(self._gone, 1)}
        in_turn = sorted({**moved, **going}.items(), key=lambda each: -self._at[each[0]])
        self._update([(key, {"position": place}) for key, place in in_turn])
        self._at |= {**moved, **going}


def _unique(rows: Table) -> list[Any]:
    """The columns of words that no two rows may share, but for the key."""
    constraints = (each for each in rows.constraints if isinstance(each, UniqueConstraint))
    return [column for each in constraints for column in each.columns]


def _ids_of(session: Session, wanted: set[Evidence]) -> dict[Evidence | None, int | None]:
    """The ids of these evidences; those that are not there yet are added."""
    ids: dict[Evidence | None, int | None] = {None: None}
    if not wanted:
        return ids
    ids.update(_known(session, wanted).items())
    highest = session.execute(select(func.max(_evidence.c.id))).scalar()
    insert_evidence(session, sorted(wanted - ids.keys(), key=repr), ids, first=(highest or 0) + 1)
    return ids


def _known(session: Session, wanted: set[Evidence]) -> dict[Evidence, int]:
    dates = _evidence.c.as_of.in_({evidence.as_of for evidence in wanted})
    found = session.execute(select(_evidence.c.id, _evidence.c.basis, _evidence.c.as_of).where(dates)).all()
    cited = select(_citations.c.evidence_id, _citations.c.source_id).join(_evidence).where(dates)
    sources: defaultdict[int, list[SourceId]] = defaultdict(list)
    for id, source in session.execute(cited.order_by(_citations.c.evidence_id, _citations.c.position)):
        sources[id].append(source)
    known = {Evidence(Basis(basis), tuple(sources[id]), as_of): id for id, basis, as_of in found}
    return {evidence: id for evidence, id in known.items() if evidence in wanted}


def _drop_unused(session: Session, released: set[Evidence]) -> None:
    """Delete evidence that no row rests on any more."""
    claims = [rows for row in ROWS.values() if "evidence_id" in (rows := table(row)).c]
    ids = sorted(_known(session, released).values() if released else ())
    for some in (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)):
        used = union(*(select(rows.c.evidence_id).where(rows.c.evidence_id.in_(some)) for rows in claims))
        unused = set(some).difference(session.execute(used).scalars())
        if unused:
            session.execute(delete(_evidence).where(_evidence.c.id.in_(unused)))
