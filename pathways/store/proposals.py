"""Changes of their own programmes that institutions propose: they wait until an editor accepts them or asks back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert
from sqlmodel import col, select

from pathways.domain.editing import Change
from pathways.domain.errors import PathwaysError
from pathways.store.cells import cells_of, noun_of
from pathways.store.edit_tables import EditRow
from pathways.store.flag_tables import ProposedChangeRow
from pathways.store.rows import table
from pathways.store.steward_tables import ProposalRow, ProposedRow, Stands

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from pathways.store.edits import Hand

OPEN: Final = (Stands.WAITING, Stands.ASKED)
"""States in which somebody still has something to do."""
LATELY: Final = 10
"""How many of those that were accepted are listed."""


class NoSuchProposal(PathwaysError):
    """There is no such proposal, or it was decided already."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an institution proposes: rows before and after, why, and how it stands."""

    id: int
    at: datetime
    organisation: str
    why: str
    state: Stands
    asked: str
    changes: tuple[Change, ...]
    decided: datetime | None = None
    revision: int | None = None


def propose(session: Session, changes: Sequence[Change], hand: Hand) -> int:
    """Keep what an account of an institution proposes; gives its id."""
    if hand.account is None or hand.organisation is None:
        raise ValueError("Only an account of an institution proposes.")
    row = ProposalRow(at=hand.at, account_id=hand.account, organisation_id=hand.organisation, why=hand.why)
    session.add(row)
    session.flush()
    if row.id is None:
        raise AssertionError("The database gave the proposal no id.")
    cells = [
        {
            "proposal_id": row.id,
            "number": number,
            "row_table": change.table,
            "cells_before": _cells(change.table, change.before),
            "cells_after": _cells(change.table, change.after),
        }
        for number, change in enumerate(changes, 1)
    ]
    session.execute(insert(table(ProposedRow)), cells)
    return row.id


def _cells(name: str, row: object) -> str | None:
    return None if row is None else json.dumps(cells_of(name, row), ensure_ascii=False)


def open_ones(session: Session, organisation: str | None = None) -> tuple[Proposal, ...]:
    """List what waits for somebody, the newest first: of all, or of one institution."""
    wanted = select(ProposalRow).where(col(ProposalRow.state).in_(OPEN))
    if organisation is not None:
        wanted = wanted.where(ProposalRow.organisation_id == organisation)
    return _read(session, session.exec(wanted.order_by(col(ProposalRow.id).desc())).all())


def accepted(session: Session, organisation: str | None = None) -> tuple[Proposal, ...]:
    """List what was accepted lately, the newest first: of all, or of one institution."""
    wanted = select(ProposalRow).where(ProposalRow.state == Stands.ACCEPTED)
    if organisation is not None:
        wanted = wanted.where(ProposalRow.organisation_id == organisation)
    newest = wanted.order_by(col(ProposalRow.decided_at).desc(), col(ProposalRow.id).desc()).limit(LATELY)
    return _read(session, session.exec(newest).all())


def proposal_of(session: Session, id: int) -> Proposal:
    """Read one that is open. Raises `NoSuchProposal`."""
    (found,) = _read(session, [_open(session, id)])
    return found


def _open(session: Session, id: int) -> ProposalRow:
    row = session.get(ProposalRow, id)
    if row is None or row.state not in OPEN:
        raise NoSuchProposal(f"No proposal {id} waits.")
    return row


def _read(session: Session, rows: Sequence[ProposalRow]) -> tuple[Proposal, ...]:
    """Give proposals with what they change, of all of them at once."""
    ids = [row.id for row in rows]
    wanted = select(ProposedRow).where(col(ProposedRow.proposal_id).in_(ids)).order_by(col(ProposedRow.number))
    found: dict[int | None, list[Change]] = {id: [] for id in ids}
    for one in session.exec(wanted).all():
        before, after = _noun(one.row_table, one.cells_before), _noun(one.row_table, one.cells_after)
        found[one.proposal_id].append(Change(one.row_table, before, after))
    return tuple(
        Proposal(
            row.id or 0, row.at, row.organisation_id, row.why, Stands(row.state), row.asked, tuple(found[row.id]),
            row.decided_at, row.revision,
        )
        for row in rows
    )  # fmt: skip


def _noun(name: str, cells: str | None) -> object:
    return None if cells is None else noun_of(name, json.loads(cells))


def decide(  # who, what and when belong to every decision
    session: Session,
    id: int,
    state: Stands,
    account: int | None,
    now: datetime,
    *,
    asked: str = "",
    revision: int | None = None,
) -> None:
    """Say how a proposal that is open stands from now on. Raises `NoSuchProposal`."""
    row = _open(session, id)
    row.state, row.decided_at, row.decided_by, row.asked, row.revision = state.value, now, account, asked, revision
    session.add(row)


def accepting(id: int, account: int | None, now: datetime) -> Callable[[Session, int], None]:
    """Give what writes, with the edit that a proposal becomes, that it is accepted."""
    return lambda session, revision: decide(session, id, Stands.ACCEPTED, account, now, revision=revision)


def accepting_delivered(id: int) -> Callable[[Session, int], None]:
    """Give what writes, with the edit that a delivered change becomes, that it is accepted."""
    return lambda session, revision: decide_delivered(session, id, Stands.ACCEPTED, revision=revision)


def delivered(session: Session, id: int) -> ProposedChangeRow:
    """Read a change that was delivered on a flag and is open. Raises `NoSuchProposal`."""
    row = session.get(ProposedChangeRow, id)
    if row is None or row.state not in OPEN:
        raise NoSuchProposal(f"No delivered change {id} waits.")
    return row


def accepted_delivered(
    session: Session, organisation: str | None = None
) -> tuple[tuple[ProposedChangeRow, datetime], ...]:
    """List what was delivered on flags and accepted lately, the newest first: of all, or of one institution.

    Each comes with when it became an edit; where the history does not reach back to that, with when it was delivered.
    """
    became = col(EditRow.revision) == col(ProposedChangeRow.revision)
    wanted = select(ProposedChangeRow, col(EditRow.at)).join(EditRow, became, isouter=True)
    wanted = wanted.where(ProposedChangeRow.state == Stands.ACCEPTED)
    if organisation is not None:
        wanted = wanted.where(ProposedChangeRow.institution_id == organisation)
    newest = wanted.order_by(col(ProposedChangeRow.revision).desc()).limit(LATELY)
    return tuple((row, at or row.created_at) for row, at in session.exec(newest).all())


def decide_delivered(session: Session, id: int, state: Stands, *, asked: str = "", revision: int | None = None) -> None:
    """Say how a delivered change that is open stands from now on. Raises `NoSuchProposal`."""
    row = delivered(session, id)
    row.state, row.asked, row.revision = state.value, asked, revision
    session.add(row)
